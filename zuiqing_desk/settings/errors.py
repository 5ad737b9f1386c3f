"""What stops the desk before it starts, and what a single value can be told."""


class SettingsError(Exception):
    """The settings cannot be used. The message is Chinese: what, where, what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Mistake(ValueError):
    """A value does not fit its key. The message is Chinese and says what would fit."""
