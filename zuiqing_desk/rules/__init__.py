"""Pure rules of the work: standard library only, no I/O, no clock of their own."""
