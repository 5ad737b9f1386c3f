"""Who has read a product card, and who has not."""

from collections.abc import Iterable, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from zuiqing_desk.services.products.acks import Reader
from zuiqing_desk.tui.reply_words import day_and_clock
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.prose import Prose


class ProductReaders(Dialog[None]):
    """Those who have not read it stand first."""

    def __init__(self, name: str, readers: Sequence[Reader], zone: str) -> None:
        read = sum(one.read_at is not None for one in readers)
        super().__init__(f"{name} · 已读 {read} / {len(readers)}", "↑↓ 翻看 · Esc 返回")
        self._rows = [_row(one, zone) for one in readers]

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(Prose(Content("\n").join(self._rows)), classes="dialog-text")


def _row(one: Reader, zone: str) -> Content:
    who = one_line(f"{one.staff_no} {one.name}")
    if one.read_at is None:
        return Content.styled(f"▲ 还没读  {who}", "$text-warning bold")
    return Content(f"✓ 已读    {who}  {day_and_clock(one.read_at, zone)}")
