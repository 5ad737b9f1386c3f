"""The system keyring, asked so that it can neither hang the desk nor put up a prompt."""

import logging
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

_RECOMMENDED = 1
"""Backends below this priority are the refusing, the forgetting and the plain-text ones."""


class Unavailable(Exception):
    """The keyring failed or did not answer in time."""


def with_deadline(call: Callable[[], T], wait_s: float) -> T:
    """The result of a call that may block for good. Raises Unavailable on any failure.

    The call runs in a daemon thread, which is left behind if it does not come back: D-Bus services
    wait for a person, and nobody may be sitting there.
    """
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:
            answer.set_exception(Unavailable(f"{type(error).__name__}: {error}"))

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        return answer.result(wait_s)
    except TimeoutError:
        raise Unavailable("no answer in time") from None


def find_keyring() -> "KeyringBackend | None":
    """The keyring to use, or None. May block: call it through ``with_deadline``.

    The one the user named for the keyring library (its environment variable or its configuration
    file) comes first. Else, on Linux, the Secret Service if a session bus is there and the default
    collection is unlocked; other backends would start a bus or ask for a password. Else whatever
    the platform offers.
    """
    # Imported here alone: it costs as much as the rest of the start, and few desks need it.
    from keyring import core

    logging.getLogger("keyring").addHandler(logging.NullHandler())
    named = core.load_env() or core.load_config()
    if named is not None:
        return _recommended(named)
    if sys.platform in ("darwin", "win32"):
        return _recommended(core.get_keyring())
    return _secret_service() if os.environ.get("DBUS_SESSION_BUS_ADDRESS") else None


def _recommended(backend: "KeyringBackend") -> "KeyringBackend | None":
    return backend if backend.priority >= _RECOMMENDED else None


def _secret_service() -> "KeyringBackend | None":
    import secretstorage
    from keyring import core

    with closing(secretstorage.dbus_init()) as bus:
        if not secretstorage.check_service_availability(bus):
            return None
        if secretstorage.get_collection_by_alias(bus, "default").is_locked():
            return None
    return core.load_keyring("keyring.backends.SecretService.Keyring")
