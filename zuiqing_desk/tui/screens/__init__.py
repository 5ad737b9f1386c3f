"""Whole screens and dialogs; each hands back a plain value."""
