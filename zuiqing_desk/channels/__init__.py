"""What turns something real into conversations, and carries the answers back."""
