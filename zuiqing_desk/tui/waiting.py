"""The answer to a wrong PIN."""


class MustWait(Exception):
    """Not admitted. ``wrong``: the PIN was tried and was wrong; ``seconds`` until the next try."""

    def __init__(self, seconds: int, *, wrong: bool) -> None:
        super().__init__(seconds, wrong)
        self.seconds = seconds
        self.wrong = wrong
