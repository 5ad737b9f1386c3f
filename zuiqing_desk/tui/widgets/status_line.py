"""The top of the screen: who works here, what waits, where customers come in, what time it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from zuiqing_desk.rules.calendar import clock_text
from zuiqing_desk.services.records import DayFigures, GatewayInfo, ShopInfo, StaffMember
from zuiqing_desk.tui.staff_words import DUTY
from zuiqing_desk.tui.text import cut, one_line

SEPARATOR: Final = " · "
HELD_UP_S: Final = 1.0
"""A database that is busy for less is nothing to speak of."""

SHORTEST: Final = 14
"""Cells that a part which may be cut needs at least."""


@dataclass(frozen=True, slots=True)
class Status:
    """Everything the status line can tell. ``back_key`` is the key that ends being away;
    ``handed_back`` counts the orders the audit handed back to this person; ``quiet``: nothing
    rings for them; ``left``: how many customers wrote to them or to nobody off duty and wait;
    ``held_up_s``: how long another program has kept this desk from writing."""

    shop: ShopInfo
    staff: StaffMember
    figures: DayFigures | None
    gateway: GatewayInfo | None
    notices: tuple[str, ...]
    back_key: str
    now: int
    handed_back: int = 0
    quiet: bool = False
    left: str = ""
    held_up_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the line. The highest ``rank`` gets room first; what ``shrinks`` may be cut."""

    rank: int
    text: str
    style: str = ""
    shrinks: bool = False


class StatusLine(Widget):
    """Two rows; one on a short screen (class ``-short`` of the screen)."""

    DEFAULT_CSS = """
    StatusLine { dock: top; height: 2; padding: 0 1; background: $panel; color: $foreground; }
    StatusLine.-away { background: $warning; color: $background; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._status: Status | None = None

    def show(self, status: Status) -> None:
        """Tell this from now on; repaints only when something is different to read."""
        before = self._rows(self._status) if self._status is not None else None
        self._status = status
        self.set_class(status.staff.duty == "away", "-away")
        if self._rows(status) != before:
            self.refresh()

    def on_resize(self) -> None:
        self.refresh()

    def render(self) -> Content:
        return Content("") if self._status is None else self._rows(self._status)

    def _rows(self, status: Status) -> Content:
        who, waits, page = people(status), figures(status), channel(status)
        said = notices(status)
        if status.staff.duty == "away":
            # One warning colour all over, on which no other colour could be read.
            who, waits, page, said = (_colourless(parts) for parts in (who, waits, page, said))
        width = self.content_size.width
        if self.content_size.height < 2:
            return fit([*who, *waits, *page], clock(status), width)
        return Content("\n").join(
            [fit([*who, *waits], clock(status), width), fit([*page, *said], [], width)]
        )


def _colourless(parts: Sequence[Part]) -> list[Part]:
    return [replace(part, style="") for part in parts]


def people(status: Status) -> list[Part]:
    """The shop, the person, whether they are on duty and whether anything rings for them."""
    staff = status.staff
    if staff.duty == "away":
        since = clock_text(staff.duty_since or status.now, status.shop.time_zone)
        duty = Part(95, f"◆ 暂离中 {since} 起，按 {status.back_key} 回岗 ◆")
    else:
        duty = Part(85, f"● {DUTY[staff.duty]}", "$text-success")
    parts = [
        Part(30, one_line(status.shop.name), "bold"),
        Part(80, f"工号 {one_line(staff.staff_no)}"),
        Part(60, one_line(staff.name)),
        duty,
    ]
    return [*parts, Part(78, "静音", "$text-warning")] if status.quiet else parts


def figures(status: Status) -> list[Part]:
    """What waits now and how today went; an overdue customer is never left out."""
    day = status.figures
    if day is None:
        return []
    parts = [
        Part(90, f"待回 {day.waiting}"),
        Part(98, f"▲ 超时 {day.overdue}", "bold $text-error")
        if day.overdue
        else Part(50, "超时 0"),
    ]
    if status.left:
        parts.append(Part(89, f"离线 {status.left}", "bold $text-warning"))
    if status.handed_back:
        parts.append(Part(88, f"▲ 退回 {status.handed_back}", "bold $text-warning"))
    if day.first_answer_avg_us is not None:
        parts.append(Part(45, f"首响 {round(day.first_answer_avg_us / 1_000_000)}s"))
    if day.within_180_permille is not None:
        whole, tenth = divmod(day.within_180_permille, 10)
        parts.append(Part(40, f"3分钟率 {whole}.{tenth}%"))
    return parts


def channel(status: Status) -> list[Part]:
    """Where customers write, or why they cannot; before all, that nothing can be stored."""
    if status.held_up_s >= HELD_UP_S:
        # Nor can whoever serves the page say that it lives: it is not known to be closed.
        words = f"! 数据库被别的程序占用 {int(status.held_up_s)} 秒，存不进去，好了会自己继续"
        return [Part(99, words, "bold $text-error", shrinks=True)]
    gateway = status.gateway
    if gateway is None:
        return [Part(75, "! 顾客页面未开", "bold $text-warning")]
    if gateway.problem:
        return [Part(75, f"! {one_line(gateway.problem)}", "bold $text-error", shrinks=True)]
    return [Part(70, f"顾客页面 {one_line(gateway.url)}")] if gateway.url else []


def notices(status: Status) -> list[Part]:
    """What this machine has to say about itself."""
    return [
        Part(65, f"! {one_line(text)}", "$text-warning", shrinks=True) for text in status.notices
    ]


def clock(status: Status) -> list[Part]:
    """The shop's local time."""
    return [Part(100, clock_text(status.now, status.shop.time_zone))]


def fit(left: Sequence[Part], right: Sequence[Part], width: int) -> Content:
    """One row: the parts that find room, ``right`` against the right edge."""
    room = width - _cells(right) - (2 if right else 0)
    found: dict[int, Part] = {}
    for at, part in sorted(enumerate(left), key=lambda one: -one[1].rank):
        free = room - _cells([*found.values(), Part(0, "")]) if found else room
        if cell_len(part.text) <= free:
            found[at] = part
        elif part.shrinks and free >= SHORTEST:
            found[at] = replace(part, text=cut(part.text, free))
    kept = [found[at] for at in sorted(found)]
    gap = max(1, width - _cells(kept) - _cells(right))
    row = Content.assemble(_joined(kept), " " * gap, _joined(right))
    return row.truncate(width, ellipsis=True)


def _cells(parts: Sequence[Part]) -> int:
    if not parts:
        return 0
    return sum(cell_len(part.text) for part in parts) + cell_len(SEPARATOR) * (len(parts) - 1)


def _joined(parts: Sequence[Part]) -> Content:
    return Content(SEPARATOR).join(Content.styled(part.text, part.style) for part in parts)
