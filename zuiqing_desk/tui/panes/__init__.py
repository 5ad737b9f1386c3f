"""The panes: one F-key each."""
