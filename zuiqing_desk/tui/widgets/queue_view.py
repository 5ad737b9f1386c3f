"""The queue: who waits, for how long, and for whom."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len

from zuiqing_desk.rules.calendar import calendar_day, clock_text, local
from zuiqing_desk.rules.clock import Level, level, seconds_left
from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.tui.chat_words import origin
from zuiqing_desk.tui.text import cut, one_line, pad
from zuiqing_desk.tui.widgets.rows import Span
from zuiqing_desk.tui.widgets.virtual_list import Cursor, Shown, VirtualList
from zuiqing_desk.tui.widgets.window_list import Part, WindowList

CLOCK_CELLS = 6
NARROW = 26
MARKS: dict[Level, str] = {"ok": "  ", "missed": "▲ ", "overdue": "!!"}


class Face(NamedTuple):
    """What a row shows of the moment."""

    clock: str
    level: Level
    opened: bool
    mine: bool


def running(left: int) -> str:
    """Seconds left on a clock: ``00:12``, once missed how far over: ``+03:20``, ``+2h05``."""
    minutes, seconds = divmod(abs(left), 60)
    sign = "+" if left < 0 else ""
    if minutes < 100:
        return f"{sign}{minutes:02}:{seconds:02}"
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}h{minutes:02}" if hours < 100 else f"{sign}{hours // 24}天"


class QueueView(WindowList[QueueRow]):
    """Rows of the queue with running clocks.

    ``clock`` gives the time in microseconds; once a second the rows on screen whose clock reads
    differently are painted again.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "queue--missed",
        "queue--overdue",
        "queue--stuck",
        "queue--unread",
        "queue--opened",
        "queue--faint",
        "queue--mine",
    }
    LOOKS: ClassVar[dict[str, str]] = VirtualList.LOOKS | {
        name: f"queue--{name}"
        for name in ("missed", "overdue", "stuck", "unread", "opened", "faint", "mine")
    }
    DEFAULT_CSS = """
    QueueView .queue--missed { color: $text-warning; text-style: bold; }
    QueueView .queue--overdue { color: $text-error; text-style: bold; }
    QueueView .queue--stuck { color: $text-error; }
    QueueView .queue--unread { text-style: bold; }
    QueueView .queue--opened { text-style: bold underline; }
    QueueView .queue--faint { color: $text-muted; }
    QueueView .queue--mine { color: $text-accent; }
    """

    def __init__(self, clock: Callable[[], int], *, empty: str = "", id: str | None = None) -> None:
        super().__init__(empty=empty, id=id)
        self._clock = clock
        self._now = clock()
        self._staff_id: int | None = None
        self._overdue_s = 180
        self._zone = "Asia/Shanghai"
        self._opened: int | None = None

    def on_mount(self) -> None:
        self.set_interval(1.0, self.tick)

    def set_desk(self, *, staff_id: int, overdue_s: int, zone: str) -> None:
        """Whose desk this is, when a wait is 超时 (seconds), and the shop's time zone."""
        self._staff_id, self._overdue_s, self._zone = staff_id, overdue_s, zone
        self.sync()

    def set_opened(self, conversation_id: int | None) -> None:
        """Mark the conversation that is open beside the list."""
        self._opened = conversation_id
        self.sync()

    def show(self, part: Part) -> None:
        self._now = self._clock()
        super().show(part)

    def tick(self) -> None:
        """Let the clocks run on."""
        self._now = self._clock()
        self.sync()

    def key_of(self, item: QueueRow) -> int:
        return item.id

    def face(self, item: QueueRow) -> Face:
        text, level_ = self._wait(item)
        mine = item.assignee_id is not None and item.assignee_id == self._staff_id
        return Face(text, level_, item.id == self._opened, mine)

    def _wait(self, item: QueueRow) -> tuple[str, Level]:
        if item.state == "closed":
            return "已结束", "ok"
        if item.waiting_since is not None and item.state != "snoozed":
            left = seconds_left(item.waiting_since, item.target_s, self._now)
            return running(left), level(
                item.waiting_since, item.target_s, self._now, self._overdue_s
            )
        if item.snoozed_until is not None and item.state == "snoozed":
            return self._time(item.snoozed_until), "ok"
        if item.off_duty_since is not None:
            return "离线", "ok"
        return "已回" if item.last_from == "agent" else "", "ok"

    def _time(self, at: int) -> str:
        if calendar_day(at, self._zone) == calendar_day(self._now, self._zone):
            return clock_text(at, self._zone)
        there = local(at, self._zone)
        return f"{there.month:02}-{there.day:02}"

    # Drawing.

    def item_spans(self, shown: Shown, width: int) -> Sequence[Span]:
        item, face = shown.item, shown.face
        assert isinstance(item, QueueRow)
        assert isinstance(face, Face)
        if shown.line:
            return self._second_line(item, face, width)
        return self._first_line(item, face, width, active=shown.cursor is Cursor.ACTIVE)

    def _first_line(
        self, item: QueueRow, face: Face, width: int, *, active: bool
    ) -> Sequence[Span]:
        lead = "›" if active else "▌" if face.opened else " "
        clock_look = "" if face.level == "ok" else str(face.level)
        mark, look = MARKS[face.level], clock_look
        if item.stuck and face.level != "overdue":
            mark, look = "✗ ", "stuck"
        elif item.state == "snoozed":
            mark, look = "稍", "faint"
        if item.waiting_since is None or item.state == "snoozed":
            clock_look = "faint"
        whose = f" {_whose(item, face, narrow=width < NARROW)}"
        unread = f" {min(item.unread, 99)}" if item.unread else ""
        name_cells = width - 4 - CLOCK_CELLS - cell_len(whose) - cell_len(unread)
        return (
            (lead, ""),
            (mark, look),
            (pad(face.clock, CLOCK_CELLS), clock_look),
            (" ", ""),
            (pad(item.customer, max(0, name_cells)), "opened" if face.opened else ""),
            (whose, "mine" if face.mine else "faint"),
            (unread, "unread"),
        )

    def _second_line(self, item: QueueRow, face: Face, width: int) -> Sequence[Span]:
        word, look = self._word(item, face)
        wide = width >= 34
        place = _place(item, wide=wide) if wide or not word else ""
        talk = _talk(item)
        spans: list[Span] = [("▌  " if face.opened else "   ", "")]
        left = width - 3
        for text, text_look in ((word, look), (place, "faint"), (talk, "")):
            shown = cut(text, left)
            if shown:
                spans.append((f"{shown} ", text_look))
                left -= cell_len(shown) + 1
        return spans

    def _word(self, item: QueueRow, face: Face) -> Span:
        if item.stuck:
            return "没发出", "stuck"
        if item.state == "snoozed" and item.snoozed_until is not None:
            return f"稍后 {self._time(item.snoozed_until)}", "faint"
        if item.waiting_since is not None:
            return {"ok": "", "missed": "", "overdue": "超时"}[face.level], "overdue"
        return ("离线留言", "mine") if item.off_duty_since is not None else ("", "")


def _whose(item: QueueRow, face: Face, *, narrow: bool) -> str:
    if face.mine:
        return "我"
    if item.assignee_no is None:
        return "待" if narrow else "待接"
    return cut(item.assignee_no, 4)


def _place(item: QueueRow, *, wide: bool) -> str:
    channel = origin(item.channel, item.account)
    return f"{channel}·{item.storefront}" if wide else channel


def _talk(item: QueueRow) -> str:
    who = {"customer": "", "agent": "我方: ", "note": "备忘: ", "system": "系统: "}
    return who.get(item.last_from, "") + one_line(item.last_text)
