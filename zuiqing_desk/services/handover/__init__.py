"""The shift-handover notebook 交接本."""
