"""A keyboard-only workstation for the people who answer a shop's customers."""

__version__ = "0.1.0"
