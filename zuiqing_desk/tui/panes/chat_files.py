"""Opening and saving what a line carries."""

from collections.abc import Callable

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.records import LineRecord


class ChatFiles:
    """Acts on the picked line. ``picked``: that line, if there is one."""

    def __init__(self, picked: Callable[[], LineRecord | None]) -> None:
        self._picked = picked

    async def open(self) -> None:
        """Open it with the computer's own program. Raises RuleError ``no_file``."""
        raise RuleError("no_file", "这一行没有图片或文件。")

    async def save(self) -> None:
        """Save a copy of it. Raises RuleError ``no_file``."""
        raise RuleError("no_file", "这一行没有图片或文件。")
