"""Long work at the command line: progress on stderr, and Ctrl+C as a request to stop."""

import contextlib
import signal
import sys
import time
from collections.abc import Iterator
from types import FrameType

from zuiqing_desk.cli.output import tell
from zuiqing_desk.services.spreadsheets import Progress

_EVERY_S = 2.0
_CLEAR_LINE = "\r\x1b[K"


class _Watch:
    """Says how far the work is, now and then; raises KeyboardInterrupt once asked to stop."""

    def __init__(self) -> None:
        self.stopped = False
        self._step = ""
        self._told_at = 0.0
        self._terminal = sys.stderr.isatty()
        self._open_line = False

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopped = True

    def __call__(self, step: str, done: int, whole: int | None) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        now = time.monotonic()
        soon = now - self._told_at < (0.1 if self._terminal else _EVERY_S)
        if step == self._step and soon and done != whole:
            return
        self._step, self._told_at = step, now
        words = f"{step} {done} 行" if whole is None else f"{step} {done}/{whole} 行"
        if self._terminal:
            sys.stderr.write(f"{_CLEAR_LINE}{words}（Ctrl+C 停下）")
            sys.stderr.flush()
            self._open_line = True
        else:
            tell(words)

    def close(self) -> None:
        if self._open_line:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()


@contextlib.contextmanager
def watched() -> Iterator[Progress]:
    """A progress to hand to the work. Ctrl+C stops the work at its next call, so that it can clean
    up behind itself; then KeyboardInterrupt leaves the ``with``."""
    watch = _Watch()
    before = signal.signal(signal.SIGINT, watch.stop)
    try:
        yield watch
    except KeyboardInterrupt:
        watch.close()
        tell("已停下，什么都没有导入。")
        raise
    finally:
        watch.close()
        signal.signal(signal.SIGINT, before)
