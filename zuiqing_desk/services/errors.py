"""What a use case refuses, with the words for the user."""


class Refused(Exception):
    """The answer is no. ``code`` is stable and ASCII; the message is Chinese, for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
