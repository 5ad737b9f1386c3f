"""What a rule refuses."""


class RuleError(Exception):
    """A rule says no. ``code`` is stable and ASCII; ``message`` is Chinese, for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
