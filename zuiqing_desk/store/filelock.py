"""One flock on one file.

All locks of a home are flock(2) locks. Such a lock belongs to the open file description: a forked
child shares it and would keep it alive after the parent is gone, and an explicit unlock in the
child would take it from the parent. So a lock is only ever let go by closing, a child closes its
copies right after a fork (which leaves the parent's lock alone), and exec closes them by itself.
When a process is killed, the kernel frees its locks.
"""

import contextlib
import errno
import fcntl
import os
import weakref
from pathlib import Path


class FileLock:
    """One flock on one file, made if missing (0600)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None
        _locks.add(self)

    @property
    def held(self) -> bool:
        return self._fd is not None

    def try_share(self) -> bool:
        """Take the lock together with others who share it; False if somebody has it alone."""
        return self._try(fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """Take the lock alone; False if anybody has it."""
        return self._try(fcntl.LOCK_EX)

    def release(self) -> None:
        """Let the lock go. Idempotent."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    def _try(self, how: int) -> bool:
        if self._fd is not None:
            raise RuntimeError(f"{self._path} is already locked here")
        while True:
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(fd, how | fcntl.LOCK_NB)
            except OSError as error:
                os.close(fd)
                if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                    return False
                raise
            if self._is_current(fd):
                self._fd = fd
                return True
            # Somebody removed the file between our opening and locking it.
            os.close(fd)

    def _is_current(self, fd: int) -> bool:
        with contextlib.suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(fd), self._path.stat())
        return False


_locks: weakref.WeakSet[FileLock] = weakref.WeakSet()


def _drop_in_child() -> None:
    for lock in list(_locks):
        lock.release()


os.register_at_fork(after_in_child=_drop_in_child)


def somebody_holds(path: Path) -> bool:
    """Whether the lock at ``path`` is held, alone or shared, without making or keeping anything.

    Whoever asks for it in the same moment may be told "taken" once. Raises OSError if the file is
    there and may not be read.
    """
    try:
        fd = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            return True
        raise
    finally:
        os.close(fd)
    return False
