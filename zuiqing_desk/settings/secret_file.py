"""Secrets in a JSON file that only its owner can read."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from zuiqing_desk.settings.errors import SettingsError

_OWNER_ONLY = 0o600


class SecretFile:
    """A small table of names and secrets; written whole, atomically, by one process at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, name: str) -> str | None:
        return self._read().get(name)

    def put(self, name: str, secret: str | None) -> None:
        """Store a secret, or remove it if it is None. Raises SettingsError if that fails."""
        if secret is None and not self.path.exists():
            return
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _alone(self.path.parent):
                table = self._read()
                if table.get(name) == secret:
                    return
                table.pop(name, None)
                if secret is not None:
                    table[name] = secret
                self._write(table)
        except OSError as error:
            raise SettingsError(
                f"密码文件 {self.path} 写不了：{error.strerror}。请检查这个文件夹的权限和剩余空间"
            ) from None

    def _read(self) -> dict[str, str]:
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._unreadable(error.strerror or "") from None
        with open(descriptor, "rb") as file:
            if os.fstat(descriptor).st_mode & 0o077:
                os.fchmod(descriptor, _OWNER_ONLY)
            try:
                table = json.loads(file.read())
            except (ValueError, RecursionError):
                raise self._unreadable("内容不是 JSON") from None
        if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
            raise self._unreadable("内容不是密码表")
        return table

    def _unreadable(self, reason: str) -> SettingsError:
        return SettingsError(
            f"密码文件 {self.path} 读不了：{reason}。请修好它，或删掉它后重新填写密码"
        )

    def _write(self, table: dict[str, str]) -> None:
        draft = self.path.with_name(f".{self.path.name}.{os.urandom(6).hex()}")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            with open(os.open(draft, flags, _OWNER_ONLY), "wb") as file:
                file.write(json.dumps(table, ensure_ascii=False, indent=1).encode())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        with _opened(self.path.parent) as folder:
            os.fsync(folder)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, so that two desks do not write over each other's secrets."""
    with _opened(folder) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
