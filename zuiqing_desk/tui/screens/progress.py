"""Long work in a thread: how far it is, and a key that stops it."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from textual.app import App
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from zuiqing_desk.services.spreadsheets import Progress
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.text import one_line

T = TypeVar("T")
LOOK_S: Final = 0.1
BAR_CELLS: Final = 40


class Stopped(Exception):
    """Raised in the work when the user wants it to stop."""


@dataclass(frozen=True, slots=True)
class Ended(Generic[T]):
    """How the work ended: with a result, or with what it raised."""

    result: T | None = None
    error: Exception | None = None


class ProgressDialog(Dialog[Ended[Any]]):
    """Carries out ``work``; Esc asks it to stop, and it ends where it next reports."""

    def __init__(self, title: str, work: Callable[[Progress], Any], *, stopping: str) -> None:
        super().__init__(title, "Esc 停下")
        self._work = work
        self._stopping_words = stopping
        self._is_stopping = False
        self._at: tuple[str, int, int | None] = ("", 0, None)
        self._shown = Static(id="progress")

    def body(self) -> Iterable[Widget]:
        yield Vertical(self._shown, classes="dialog-text")

    def on_mount(self) -> None:
        self.set_interval(LOOK_S, self._show)
        self._show()
        self.run_worker(self._carry_out(), group="progress")

    def on_unmount(self) -> None:
        self._is_stopping = True

    async def _carry_out(self) -> None:
        try:
            ended = Ended(result=await asyncio.to_thread(self._work, self._report))
        except Exception as error:
            # Whatever it is, whoever began the work knows what to say of it.
            ended = Ended(error=error)
        self.dismiss(ended)

    def _report(self, step: str, done: int, whole: int | None) -> None:
        self._at = (step, done, whole)
        # What is done altogether cannot be stopped any more.
        if self._is_stopping and done != whole:
            raise Stopped

    def _show(self) -> None:
        step, done, whole = self._at
        lines = [self._stopping_words if self._is_stopping else one_line(step)]
        lines.append(bar(done, whole))
        self._shown.update(Content("\n".join(lines)))

    @property
    def unsaved(self) -> bool:
        return True

    def action_cancel(self) -> None:
        """Stop at the next opportunity."""
        self._is_stopping = True
        self._show()


def bar(done: int, whole: int | None) -> str:
    """``█████░░░░░ 50% 1000/2000``; without a whole only what is done."""
    if not whole:
        return f"{done}" if done else ""
    share = min(1.0, done / whole)
    full = round(share * BAR_CELLS)
    return f"{'█' * full}{'░' * (BAR_CELLS - full)} {share:4.0%} {done}/{whole}"


async def watched(app: App[Any], title: str, work: Callable[[Progress], T], *, stopping: str) -> T:
    """The result of ``work``, which runs in a thread beneath a dialog.

    Raises what it raises; Stopped when the user stopped it, unless it made something else of that.
    """
    dialog = ProgressDialog(title, work, stopping=stopping)
    ended: Ended[T] | None = await app.push_screen_wait(dialog)
    if ended is None or ended.error is not None:
        raise Stopped if ended is None or ended.error is None else ended.error
    result: T = ended.result  # type: ignore[assignment]
    return result
