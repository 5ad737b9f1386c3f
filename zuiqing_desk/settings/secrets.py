"""This machine's passwords to outside servers: in the system keyring, else in a 0600 file."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from zuiqing_desk.settings.home import Home
from zuiqing_desk.settings.secret_file import SecretFile
from zuiqing_desk.settings.system_keyring import T, Unavailable, find_keyring, with_deadline

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "zuiqing-desk"


class Secrets:
    """Passwords by name. A call may take ``wait_s`` seconds: keep it off the event loop.

    A keyring that fails or does not answer in time is given up for the life of this object and the
    file takes over. A secret that went to the file while there was no keyring is still found, and
    moves when it is next set.
    """

    def __init__(self, home: Home, *, wait_s: float = 3.0) -> None:
        self._file = SecretFile(home.secrets_file)
        self._service = f"{_SERVICE}:{home.data}" if home.given else _SERVICE
        self._wait_s = wait_s
        self._looked = False
        self._found: KeyringBackend | None = None

    def get(self, name: str) -> str | None:
        """The secret, or None. Raises SettingsError if the file cannot be read."""
        stored = self._ask(lambda keyring: keyring.get_password(self._service, name))
        return stored if stored is not None else self._file.get(name)

    def set(self, name: str, secret: str) -> None:
        """Store the secret. Raises SettingsError if the file must be used and cannot be."""

        def store(keyring: "KeyringBackend") -> bool:
            keyring.set_password(self._service, name, secret)
            return keyring.get_password(self._service, name) == secret

        self._file.put(name, None if self._ask(store) else secret)

    def delete(self, name: str) -> None:
        """Forget the secret wherever it is; no secret of this name is fine."""

        def remove(keyring: "KeyringBackend") -> None:
            if keyring.get_password(self._service, name) is not None:
                keyring.delete_password(self._service, name)

        self._ask(remove)
        self._file.put(name, None)

    @property
    def notice(self) -> str:
        """What the status line says while passwords go to a file; empty with a keyring."""
        if self._keyring() is not None:
            return ""
        return f"没有系统密钥环，密码存在 {self._file.path.name}（仅本用户可读）"

    def _keyring(self) -> "KeyringBackend | None":
        if not self._looked:
            self._looked = True
            try:
                self._found = with_deadline(find_keyring, self._wait_s)
            except Unavailable:
                self._found = None
        return self._found

    def _ask(self, question: "Callable[[KeyringBackend], T]") -> T | None:
        """The keyring's answer, or None without one."""
        keyring = self._keyring()
        if keyring is None:
            return None
        try:
            return with_deadline(lambda: question(keyring), self._wait_s)
        except Unavailable:
            self._found = None
            return None
