"""Who the customer is, and how the conversation went so far."""

from collections.abc import Hashable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len

from zuiqing_desk.rules.calendar import calendar_day, clock_text, local
from zuiqing_desk.services.orders.briefing import NOTHING, OrderBriefing
from zuiqing_desk.services.records import AssignmentRecord, Chat, LineRecord
from zuiqing_desk.tui.chat_words import POSTS, STATES, WEBCHAT, colleagues, origin
from zuiqing_desk.tui.key_words import NameKeys, with_keys
from zuiqing_desk.tui.text import one_line, wrap
from zuiqing_desk.tui.widgets import order_rows
from zuiqing_desk.tui.widgets.rows import Rows, Span, Spans

LABEL_CELLS = 5
BLOCKED = " ✗ 已拉黑（{chat.block} 放开）"
_HOW = {
    "routed": "自动分派",
    "next": "按下一位取",
    "transfer": "转交",
    "answered": "先答先得",
    "opened": "打开",
    "taken_over": "组长接手",
    "given_back": "撤销还回",
}


class CardRow(NamedTuple):
    """One row of the card."""

    spans: Spans


class CustomerCard(Rows):
    """The card of the open conversation. Nothing on it takes the focus."""

    LOOKS: ClassVar[dict[str, str]] = {
        name: f"card--{name}" for name in ("name", "label", "good", "alarm", "faint")
    }
    COMPONENT_CLASSES: ClassVar[set[str]] = set(LOOKS.values())
    DEFAULT_CSS = """
    CustomerCard {
        .card--name { text-style: bold; }
        .card--label, .card--faint { color: $text-muted; }
        .card--good { color: $text-success; }
        .card--alarm { color: $text-error; text-style: bold; }
    }
    """

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._empty = empty
        self._chat: Chat | None = None
        self._orders = NOTHING
        self._zone = "Asia/Shanghai"
        self._now = 0
        self._my_no = ""
        self._rows: list[CardRow] = []

    def show(
        self,
        chat: Chat | None,
        *,
        zone: str,
        now: int,
        my_no: str,
        orders: OrderBriefing = NOTHING,
    ) -> None:
        """The card of this conversation, or the empty card. ``now`` in microseconds."""
        self._chat, self._zone, self._now, self._my_no = chat, zone, now, my_no
        self._orders = orders
        self._lay_out()

    def tick(self, now: int) -> None:
        """Let the clocks of its orders go on, and who stopped writing be seen to have stopped."""
        if self._chat is None:
            return
        writes = any(one.typing_until > self._now for one in self._chat.card.lookers)
        if writes or order_rows.running(self._orders):
            self._now = now
            self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def row(self, y: int) -> Hashable:
        return self._rows[y] if y < len(self._rows) else CardRow(())

    def spans(self, row: Hashable, width: int) -> tuple[Sequence[Span], str]:
        assert isinstance(row, CardRow)
        return row.spans, ""

    def _named(self, words: str) -> str:
        return with_keys(self.app, words)

    def _lay_out(self) -> None:
        width = max(8, self.content_size.width - 1)
        if self._chat is None:
            self._rows = [CardRow(((f" {text}", "faint"),)) for text in wrap(self._empty, width)]
        else:
            orders = [*_order_rows(self._orders, self._zone, self._now, width, self._named)]
            rows = _card_rows(
                self._chat, self._zone, self._now, self._my_no, width, orders, self._named
            )
            self._rows = [*rows]
        self.sync()


def _order_rows(
    orders: OrderBriefing, zone: str, now: int, width: int, named: NameKeys
) -> Iterator[CardRow]:
    for group in order_rows.facts(orders, now, zone):
        yield CardRow(())
        for label, value, look in group:
            yield from _fact(label, named(one_line(value)), look, width)


def _card_rows(
    chat: Chat,
    zone: str,
    now: int,
    my_no: str,
    width: int,
    orders: Sequence[CardRow],
    named: NameKeys,
) -> Iterator[CardRow]:
    card = chat.card
    for text in wrap(one_line(card.customer), width):
        yield CardRow(((f" {text}", "name"),))
    if card.blocked:
        yield CardRow(((named(BLOCKED), "alarm"),))
    if card.advertiser:
        yield CardRow(((" 广告：不计入统计", "faint"),))
    yield from orders
    yield CardRow(())
    for label, value, look in _facts(chat, zone, now, my_no):
        yield from _fact(label, one_line(value), look, width)
    if card.assignments:
        yield CardRow(())
        yield CardRow(((" 接待记录", "label"),))
        for one in card.assignments:
            for text in wrap(_assignment(one, zone, now), width - 1):
                yield CardRow(((f"  {text}", ""),))


def _facts(chat: Chat, zone: str, now: int, my_no: str) -> Iterator[tuple[str, str, str]]:
    card, row = chat.card, chat.row
    writing, looking = colleagues(card.lookers, my_no, now)
    if writing:
        yield "在写", f"✎ {writing} 正在写…", "alarm"
    if looking:
        yield "同看", looking, ""
    if card.channel == WEBCHAT:
        here = "● 在线" if card.visitor_online else "○ 离线"
        yield "在线", here, "good" if card.visitor_online else "faint"
        yield "渠道", f"{origin(card.channel, card.account)} · {card.account}", ""
    else:
        yield "平台", card.account, ""
        yield "账号", card.external_id, ""
    yield "店铺", card.storefront, ""
    yield "岗位", POSTS[row.post], ""
    yield "状态", STATES[row.state], ""
    yield "接待", "无人" if row.assignee_no is None else row.assignee_no, ""
    yield "首见", moment(card.opened_at, zone, now), ""
    if (read := _proof(chat.lines, card.read_seq)) is not None:
        yield "已读", f"到 {moment(read.at, zone, now)} 那条", ""
    if (there := _proof(chat.lines, card.delivered_seq)) is not None:
        yield "送达", f"到 {moment(there.at, zone, now)} 那条", ""
    if card.other_conversations:
        yield "其他", f"另有 {card.other_conversations} 个会话", ""


def _proof(lines: Sequence[LineRecord], seq: int) -> LineRecord | None:
    """The newest agent line the customer's side has, as far as ``seq`` proves."""
    if not seq:
        return None
    return next(
        (line for line in reversed(lines) if line.author == "agent" and line.seq <= seq), None
    )


def _fact(label: str, value: str, look: str, width: int) -> Iterator[CardRow]:
    room = max(2, width - LABEL_CELLS)
    for at, text in enumerate(wrap(value, room)):
        lead = f" {label}" if at == 0 else ""
        gap = " " * (LABEL_CELLS + 1 - cell_len(lead))
        yield CardRow(((lead + gap, "label"), (text, look)))


def _assignment(one: AssignmentRecord, zone: str, now: int) -> str:
    ended = "" if one.ended_at is None else f"–{clock_text(one.ended_at, zone)}"
    who = one_line(f"{one.staff_no} {one.staff_name}")
    return f"{moment(one.started_at, zone, now)}{ended} {who} {_HOW.get(one.how, one.how)}"


def moment(at: int, zone: str, now: int) -> str:
    """A past moment: the clock alone today, with the day before that, with the year long ago."""
    if calendar_day(at, zone) == calendar_day(now, zone):
        return clock_text(at, zone)
    there = local(at, zone)
    year = f"{there.year}-" if there.year != local(now, zone).year else ""
    return f"{year}{there.month:02}-{there.day:02} {clock_text(at, zone)}"
