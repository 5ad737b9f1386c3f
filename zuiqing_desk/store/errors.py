"""What the store refuses or cannot do, in words for the user."""

from collections.abc import Sequence


class StoreError(Exception):
    """Something about the store went wrong.

    ``message`` is Chinese and says what is wrong, with which file, and what to do about it.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class StoreMissing(StoreError):
    """There is no database yet, and the caller did not want one made."""


class StoreTooNew(StoreError):
    """The database was written by a newer program; it was left untouched."""


class StoreForeign(StoreError):
    """The file is an SQLite database of some other program; it was left untouched."""


class StoreDamaged(StoreError):
    """The file is no database, or a broken one; it was left alone."""


class StoreFull(StoreError):
    """No room on the disk. Nothing of the refused write was kept."""


class StoreReadOnly(StoreError):
    """The file or its folder cannot be written."""


class StoreBusy(StoreError):
    """Another process held the database for longer than we wait."""


class StoreClosed(StoreError):
    """The store was closed; the unit never ran."""


class Stopped(StoreError):
    """Whoever asked wants no answer any more; the query ended before it had one."""


class StoreInUse(StoreError):
    """An upgrade needs the store alone, or waits for one. ``holders`` says who has it open."""

    def __init__(self, message: str, holders: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.holders = list(holders)
