"""The shop's file, open for as long as one command takes."""

from zuiqing_desk.desk import bring_along
from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.services import policy
from zuiqing_desk.settings import Settings
from zuiqing_desk.store.engine import Store, open_store
from zuiqing_desk.store.errors import StoreMissing


def opened(settings: Settings, command: str, *, create: bool = False) -> Store:
    """The store of this home, to be used in a ``with``, with what the program brings along in it.
    Only ``create`` makes one where none is.

    Raises store.errors.StoreError.
    """
    store = open_store(settings.home.database, create=create, command=f"zuiqing-desk {command}")
    try:
        bring_along(store)
    except BaseException:
        store.close()
        raise
    return store


def policy_of(settings: Settings, command: str) -> ShopPolicy:
    """The shop's policy, or what a new shop starts with where there is none; makes nothing.

    Raises store.errors.StoreError.
    """
    try:
        store = opened(settings, command)
    except StoreMissing:
        return ShopPolicy()
    with store:
        return store.read(policy.current).result()
