"""Use cases. Each takes an open transaction and never begins or commits one."""
