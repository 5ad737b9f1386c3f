"""Old talk: found by its words, by who said it, where and when."""
