"""Keyring backends for the tests: real ones, named by PYTHON_KEYRING_BACKEND like anybody's."""

import threading
from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps passwords in the class, so that a test can look at them."""

    priority = 2
    stored: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.stored.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.stored[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.stored.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


class SilentKeyring(MemoryKeyring):
    """Waits for a person who never comes."""

    def get_password(self, service: str, username: str) -> str | None:
        threading.Event().wait()
        return None

    set_password = get_password  # type: ignore[assignment]


class ForgetfulKeyring(MemoryKeyring):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class BrokenKeyring(MemoryKeyring):
    """Fails at everything, in its own way."""

    def get_password(self, service: str, username: str) -> str | None:
        raise SystemExit("broken")

    set_password = get_password  # type: ignore[assignment]


class PoorKeyring(MemoryKeyring):
    """Below the priority keyring itself recommends."""

    priority = 0.5  # type: ignore[assignment]
