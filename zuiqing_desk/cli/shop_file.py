"""The shop's file, open for as long as one command takes."""

from zuiqing_desk.settings import Settings
from zuiqing_desk.store.engine import Store, open_store


def opened(settings: Settings, command: str, *, create: bool = False) -> Store:
    """The store of this home, to be used in a ``with``. Only ``create`` makes one where none is.

    Raises store.errors.StoreError.
    """
    return open_store(settings.home.database, create=create, command=f"zuiqing-desk {command}")
