"""The schema's history: one file a step, numbered, never changed once released."""

from pathlib import Path
from typing import NamedTuple


class Schema(NamedTuple):
    """What a program knows of the schema: every revision, oldest first, and where the steps are.

    Named here, so that opening a current store need not import Alembic to ask it.
    """

    revisions: tuple[str, ...]
    folders: tuple[Path, ...]

    @property
    def head(self) -> str:
        return self.revisions[-1]


SCHEMA = Schema(
    revisions=("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"),
    folders=(Path(__file__).parent / "versions",),
)
HEAD = SCHEMA.head
