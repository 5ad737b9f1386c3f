"""What the program brings along: files in the same form as an export."""
