"""Canned replies 话术: the library, its life, and finding in it."""
