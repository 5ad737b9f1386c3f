"""How long nobody has touched the keyboard."""

from typing import Final

MINUTE: Final = 60_000_000


class IdleWatch:
    """Times are microseconds. A clock that is set back counts as a touch."""

    def __init__(self) -> None:
        self._touched_at = 0
        self.looks = 0
        """How often ``due`` was asked."""

    def touch(self, now: int) -> None:
        """Somebody is there."""
        self._touched_at = now

    def due(self, now: int, minutes: int) -> bool:
        """Whether nobody was there for so many minutes; 0 minutes is never."""
        self.looks += 1
        if now < self._touched_at:
            self._touched_at = now
        return minutes > 0 and now - self._touched_at >= minutes * MINUTE
