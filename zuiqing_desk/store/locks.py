"""Who may do what with a home: run its channels, keep it open, upgrade it."""

import time
from collections.abc import Callable
from pathlib import Path

from zuiqing_desk.store.errors import StoreInUse
from zuiqing_desk.store.failures import cannot_write
from zuiqing_desk.store.filelock import FileLock
from zuiqing_desk.store.openers import Opener, openers

_POLL_S = 0.02


class GatewayLock:
    """Exactly one process runs the channels of a store: the one that holds this lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path)

    @property
    def held(self) -> bool:
        return self._lock.held

    def try_acquire(self) -> bool:
        """Take the lock if nobody has it, without waiting; True if this object has it now.
        Raises StoreError if the file cannot be made."""
        if self._lock.held:
            return True
        try:
            return self._lock.try_alone()
        except OSError as error:
            raise cannot_write(error, self._path) from error

    def release(self) -> None:
        """Let another process run the channels. Idempotent."""
        self._lock.release()


class DeskLock:
    """Every open desk shares it; an upgrade needs it alone."""

    def __init__(self, home: Path, command: str) -> None:
        self._home = home
        self._lock = FileLock(home / "desk.lock")
        self._opener = Opener(home, command)

    def share(self, wait_s: float) -> None:
        """Join the open desks. Raises StoreInUse if an upgrade does not end within ``wait_s``."""
        give_up = time.monotonic() + wait_s
        while not self._attempt(self._lock.try_share):
            if time.monotonic() >= give_up:
                names = [str(each) for each in openers(self._home)]
                raise StoreInUse(
                    f"{self._home} 里的数据库正在升级或恢复（{_named(names)}），请稍后再试。",
                    names,
                )
            time.sleep(_POLL_S)

    def alone(self, wait_s: float, wanted: Callable[[], bool], what: str = "升级") -> bool:
        """Be the only one, for an upgrade or for ``what`` (Chinese); False if it is no longer
        ``wanted``, because somebody else has done it meanwhile.

        Raises StoreInUse, naming them, if desks are open.
        """
        give_up = time.monotonic() + wait_s
        while not self._attempt(self._lock.try_alone):
            # In this order: who upgraded and is open now must not count as a hindrance.
            others = openers(self._home)
            if not wanted():
                return False
            if time.monotonic() >= give_up or any(not each.upgrading for each in others):
                names = [str(each) for each in others]
                raise StoreInUse(
                    f"数据库要{what}，但 {self._home} 正被使用：{_named(names)}。"
                    "请先退出这些程序，再重新打开。",
                    names,
                )
            time.sleep(_POLL_S)
        return True

    def announce(self, *, upgrading: bool = False, what: str = "升级") -> None:
        """Say in the home who has it, for whoever has to wait or to give up because of it."""
        try:
            self._opener.announce(upgrading=upgrading, doing=what)
        except OSError as error:
            raise cannot_write(error, self._home) from error

    def release(self) -> None:
        """Leave. Idempotent."""
        self._opener.withdraw()
        self._lock.release()

    def _attempt(self, attempt: Callable[[], bool]) -> bool:
        try:
            return attempt()
        except OSError as error:
            raise cannot_write(error, self._home) from error


def _named(names: list[str]) -> str:
    return "、".join(names) or "未知的程序"
