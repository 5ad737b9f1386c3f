"""The log file: small, and its owner's alone whatever the umask says."""

import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

_BYTES = 1_000_000


class LogFile(RotatingFileHandler):
    """Begins a new file after a megabyte and keeps one old one."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_BYTES, backupCount=1, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        file = open(self.baseFilename, self.mode, encoding=self.encoding, opener=_mine)
        assert isinstance(file, TextIOWrapper)
        return file


def _mine(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
