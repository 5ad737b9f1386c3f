"""A page of the handover notebook as a text to read, line by line."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.handover_words import EVENTS, KINDS, MODES, PAGE_STATES, REMARKS, SEVERITIES
from zuiqing_desk.services.handover.records import (
    Draft,
    Entry,
    Happening,
    Item,
    Page,
    Person,
    Said,
    Section,
    Taker,
)
from zuiqing_desk.tui.order_words import moment
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.when import span
from zuiqing_desk.tui.widgets.prose import tidy

INDENT: Final = "   "
WEEKDAYS: Final = "一二三四五六日"
LOOKS: Final = {"red": "$text-error bold", "amber": "$text-warning bold", "green": "bold"}
GONE: Final = "（按要求抹去了）"
HASH_GROUP: Final = 8


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, and what of it a key may be about."""

    words: Content
    item: Item | None = None
    said: Said | None = None


def called(person: Person | None) -> str:
    """A colleague as a page names them."""
    return "" if person is None else one_line(f"{person.staff_no} {person.name}")


def day_text(day: int) -> str:
    """A day with its weekday: 2026年3月2日 周一."""
    there = date.fromordinal(day)
    return f"{there.year}年{there.month}月{there.day}日 {weekday(day)}"


def weekday(day: int) -> str:
    """The weekday of a day: 周一."""
    return f"周{WEEKDAYS[date.fromordinal(day).weekday()]}"


def groups(digest: str) -> str:
    """A hash as people compare it."""
    return " ".join(digest[at : at + HASH_GROUP] for at in range(0, len(digest), HASH_GROUP))


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a page besides itself: the ids of its items that are open now, and what the
    desk had found and a giver left out."""

    still_open: Collection[int] = ()
    left_out: Sequence[Draft] = ()


def page_lines(page: Page, beside: Beside, zone: str) -> list[PageLine]:
    """The page whole. Moments of the day of its shift are told by the clock alone."""
    words = _Words(page.boundary_at, zone, frozenset(beside.still_open))
    return [
        *words.head(page),
        *words.entries(page),
        *words.closed(page),
        *words.left_out(beside.left_out),
        *words.rest(page),
    ]


def page_text(page: Page, beside: Beside, zone: str) -> Content:
    """The page whole, as one text."""
    return Content("\n").join(line.words for line in page_lines(page, beside, zone))


def item_text(item: Item, happened: Sequence[Happening], now: int, zone: str) -> Content:
    """An item with what happened to it over the shifts."""
    words = _Words(now, zone, frozenset())
    lines = [_headline(item, ""), *words.about(item)]
    if item.state != "open":
        lines.append(words.end(item))
    lines += [Content(), Content.styled("经过", "bold")]
    lines += [words.happening(one) for one in happened]
    return Content("\n").join(lines)


class _Words:
    def __init__(self, now: int, zone: str, still_open: frozenset[int]) -> None:
        self._now = now
        self._zone = zone
        self._open = still_open

    def at(self, at: int | None) -> str:
        return moment(at, self._now, self._zone)

    # The head.

    def head(self, page: Page) -> Iterator[PageLine]:
        shifts = f"{page.shift or '—'} → {page.next_shift or '没有排下一班'}"
        yield PageLine(Content.styled(one_line(f"{day_text(page.day)}  {shifts}"), "bold"))
        state = " · ".join(
            part
            for part in (
                f"交班时间 {self.at(page.boundary_at)}",
                MODES[page.mode],
                PAGE_STATES[page.state],
                self.at(page.sealed_at),
                self._lateness(page),
            )
            if part
        )
        yield PageLine(Content(state))
        if page.broken:
            yield PageLine(
                Content.styled(f"✗ 封存后被改过：{tidy(page.broken)}", "$text-error bold")
            )
        for section in page.sections:
            yield PageLine(self._giver(section))
        for taker in page.takers:
            yield PageLine(self._taker(taker))
        if page.reviewed_at is not None:
            yield PageLine(
                Content(f"审阅  ✓ {called(page.reviewed_by)} {self.at(page.reviewed_at)}")
            )
        for section in page.sections:
            if section.figures:
                figures = "  ".join(f"{name} {value}" for name, value in section.figures)
                yield PageLine(Content(one_line(f"数字  {called(section.giver)}：{figures}")))
        yield PageLine(Content())

    def _lateness(self, page: Page) -> str:
        """Left in the book, a page waits for the next shift: there only the giver can be late."""
        ended = page.given_at if page.mode == "book" else page.sealed_at
        late = 0 if ended is None else (ended - page.boundary_at) // 60_000_000
        return f"▲ 晚了 {span(late)}" if late > 0 else ""

    def _giver(self, section: Section) -> Content:
        who = f"交班  {called(section.giver)}"
        if section.state == "signed":
            return Content(f"{who}  ✓ {self.at(section.signed_at)} 签字")
        if section.state == "missing":
            stood = f"  ✗ 没有交接，{called(section.signed_by)} {self.at(section.signed_at)} 代签"
            reason = f"：{tidy(section.reason)}" if section.reason else ""
            return Content.assemble(who, (f"{stood}{reason}", "$text-warning bold"))
        return Content.assemble(who, ("  还没签字", "$text-warning"))

    def _taker(self, taker: Taker) -> Content:
        duty = "（当值）" if taker.duty else ""
        allowed = f"（{called(taker.allowed_by)} 准许）" if taker.allowed_by else ""
        who = f"接班  {called(taker.person)}{duty}{allowed}"
        if taker.signed_at is None:
            return Content.assemble(who, ("  还没签字", "$text-warning"))
        return Content(f"{who}  ✓ {self.at(taker.signed_at)} 签字")

    # The items.

    def entries(self, page: Page) -> Iterator[PageLine]:
        many = len(page.sections) > 1
        givers = {section.id: called(section.giver) for section in page.sections}
        for number, entry in enumerate(page.entries, 1):
            item = entry.item
            after = f"  {givers.get(entry.section_id, '')}" if many else ""
            yield PageLine(_headline(item, f"{number}. ", self._since(entry) + after), item)
            for line in self.about(item):
                yield PageLine(line, item)
            yield PageLine(self._taken(entry), item)
            for said in page.said:
                if said.item_id == item.id:
                    yield from self._said(said, item)
            yield PageLine(Content())
        if not page.entries:
            yield PageLine(Content.styled("这一页没有移交的事项。", "$text-muted"))
            yield PageLine(Content())

    def _since(self, entry: Entry) -> str:
        item = entry.item
        parts = [f"跟了 {item.pages} 班"] if item.pages > 1 else []
        if item.id in self._open:
            parts.append("▲ 还开着")
        return "".join(f"  {part}" for part in parts)

    def about(self, item: Item) -> Iterator[Content]:
        words = item.words
        for label, text in (
            ("情况", words.situation),
            ("下一步", words.next_action),
            ("如果", words.if_then),
        ):
            if text:
                yield Content(f"{INDENT}{label}  {tidy(text)}")
        parts = [
            f"给 {called(item.for_staff)}" if item.for_staff else "",
            f"最晚 {self.at(words.due_at)}" if words.due_at is not None else "",
            f"客户 {item.customer}" if item.customer else "",
            f"订单 {item.order_number}" if item.order_number else "",
        ]
        if any(parts):
            yield Content(INDENT + one_line(" · ".join(part for part in parts if part)))

    def _taken(self, entry: Entry) -> Content:
        if entry.acked_at is None:
            return Content.styled(f"{INDENT}还没有人看过", "$text-warning")
        parts = [f"✓ {called(entry.acked_by)} {self.at(entry.acked_at)} 已阅"]
        if entry.said_at is not None:
            said = f"“{one_line(entry.said)}”" if entry.said else ""
            parts.append(f"已口述{said}")
        elif entry.item.words.severity == "red":
            parts.append("✗ 没有口述")
        return Content.styled(INDENT + "，".join(parts), "$text-muted")

    # What ended, and what was said.

    def closed(self, page: Page) -> Iterator[PageLine]:
        if page.closed:
            yield PageLine(Content.styled("上一页以来了结的", "bold"))
            for item in page.closed:
                yield PageLine(_headline(item, ""), item)
                yield PageLine(self.end(item), item)
            yield PageLine(Content())

    def left_out(self, drafts: Sequence[Draft]) -> Iterator[PageLine]:
        if drafts:
            yield PageLine(Content.styled("工作台找到、交班人没有写进来的", "bold"))
            for draft in drafts:
                reason = f"：{tidy(draft.reason)}" if draft.reason else ""
                yield PageLine(Content(f"{INDENT}{one_line(draft.words.summary)}{reason}"))
            yield PageLine(Content())

    def end(self, item: Item) -> Content:
        how = {"done": "✓ 办完", "dropped": "✗ 作废", "merged": "→ 并入别的一条"}
        who = f"{called(item.closed_by)} {self.at(item.closed_at)}".strip()
        result = GONE if item.redacted else tidy(item.result)
        words = f"{INDENT}{how.get(item.state, '')}{f'：{result}' if result else ''}"
        return Content(f"{words}（{who}）" if who else words)

    def happening(self, one: Happening) -> Content:
        words = f"：{tidy(one.words)}" if one.words else ""
        who = f"{called(one.by)} " if one.by else ""
        return Content(f"{self.at(one.at)}  {who}{EVENTS[one.what]}{words}")

    def rest(self, page: Page) -> Iterator[PageLine]:
        standing = {entry.item.id for entry in page.entries}
        for said in page.said:
            if said.item_id is None or said.item_id not in standing:
                yield from self._said(said, None)
        if page.hash:
            yield PageLine(
                Content.styled(f"第 {page.number} 环  {groups(page.hash)}", "$text-muted")
            )

    def _said(self, said: Said, item: Item | None) -> Iterator[PageLine]:
        who = f"{INDENT}{REMARKS[said.kind]}  {called(said.by)} {self.at(said.at)}"
        asks = said.kind in ("question", "ask_back")
        open_ = asks and said.answered_at is None
        look = "$text-warning bold" if open_ else "$text-accent"
        yield PageLine(Content.assemble((who, look), f"：{tidy(said.text)}"), item, said)
        if said.answered_at is not None:
            answered = f"{called(said.answered_by)} {self.at(said.answered_at)}"
            yield PageLine(Content(f"{INDENT}  └ 答  {answered}：{tidy(said.answer)}"), item, said)
        elif open_:
            yield PageLine(Content.styled(f"{INDENT}  └ 还没有答", "$text-warning"), item, said)


def _headline(item: Item, number: str, after: str = "") -> Content:
    words = item.words
    letter, _ = SEVERITIES[words.severity]
    summary = GONE if item.redacted and not words.summary else one_line(words.summary)
    return Content.assemble(
        (f"{letter} {number}{summary}", LOOKS[words.severity]),
        (f"  {KINDS[words.kind]}", "$text-muted"),
        (after, "$text-warning" if "▲" in after else "$text-muted"),
    )
