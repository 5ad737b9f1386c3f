"""Orders: in, remarked, owned, audited, chased."""
