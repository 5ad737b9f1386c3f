"""How the page one gives or takes over is spoken of: its rows, its title, its signatures."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.calendar import clock_text
from zuiqing_desk.rules.handover_words import (
    KINDS,
    MODES,
    PAGE_STATES,
    REMARKS,
    SEVERITIES,
    Severity,
)
from zuiqing_desk.services.handover.records import (
    Draft,
    Entry,
    Happening,
    Item,
    ItemWords,
    Page,
    Said,
    Section,
    Taker,
)
from zuiqing_desk.tui.order_words import moment
from zuiqing_desk.tui.page_text import INDENT, called, item_text
from zuiqing_desk.tui.page_text import LOOKS as IN_TEXT
from zuiqing_desk.tui.text import cut, one_line
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.prose import tidy

COLUMNS: Final = (4, 1, 8, 0, 5, 12)
"""How far it is, severity, kind, what, for whom, until when."""
LOOKS: Final[dict[Severity, str]] = {"red": "error", "amber": "warning", "green": ""}
HASH_SHOWN: Final = 8
HOUR: Final = 3_600_000_000
ASKS: Final = ("question", "ask_back")


def due(at: int | None, now: int, zone: str) -> Cell:
    """Until when; what is past stands out."""
    if at is None:
        return "", ""
    when = moment(at, now, zone)
    return (f"▲ {when}", "warning") if at <= now else (when, "")


def severity(words: ItemWords) -> Cell:
    """The letter of a severity, in its colour."""
    return SEVERITIES[words.severity][0], LOOKS[words.severity]


def cells(words: ItemWords, mark: Cell, whom: str, due: Cell) -> list[Cell]:
    """The columns of a row, as COLUMNS has them."""
    return [
        mark,
        severity(words),
        (KINDS[words.kind], "muted"),
        (words.summary, "strong"),
        (whom, "muted"),
        due,
    ]


def draft_mark(draft: Draft) -> Cell:
    """How far a draft is."""
    if draft.state == "proposed":
        return ("已销", "muted") if draft.gone else ("待定", "warning")
    return {"accepted": "收下", "dropped": "不要", "merged": "并入"}[draft.state], "muted"


def entry_mark(page: Page, entry: Entry) -> Cell:
    """How far an item is on its page."""
    if entry.item.state != "open":
        return "了结", "muted"
    if page.state == "preparing":
        return ("转来", "") if entry.carried else ("", "")
    if not entry.acked_by:
        return "未阅", ""
    if entry.item.words.severity == "red":
        return ("已述", "muted") if entry.said_by else ("待述", "warning")
    return "已阅", "muted"


def said_cells(said: Said, page: Page) -> list[Cell]:
    """The columns of what was said on a page."""
    about = next((one.item for one in page.entries if one.item.id == said.item_id), None)
    open_ = is_open(said)
    return [
        ("待答", "warning") if open_ else ("", ""),
        ("", "") if about is None else severity(about.words),
        (REMARKS[said.kind], "muted"),
        (said.text, "strong"),
        (said.by.staff_no, "muted"),
        ("" if about is None else about.words.summary, "muted"),
    ]


def is_open(said: Said) -> bool:
    """Whether this waits for an answer."""
    return said.kind in ASKS and said.answered_at is None


def is_read(entry: Entry) -> bool:
    """Whether the taker has done what an item needs: a red one is said back too."""
    if entry.item.words.severity == "red":
        return entry.said_by is not None
    return entry.acked_by is not None


# The page as a whole.


def title(page: Page, undecided: int, zone: str) -> str:
    """The page, how far it is."""
    there = date.fromordinal(page.day)
    shifts = f"{page.shift}→{page.next_shift or '留本'} {clock_text(page.boundary_at, zone)}"
    parts = [f"交接本  {there.month}月{there.day}日 {shifts}", PAGE_STATES[page.state]]
    if page.state != "preparing":
        parts.append(MODES[page.mode])
    return f"{' · '.join(part for part in parts if part)}  {progress(page, undecided)}".rstrip()


def progress(page: Page, undecided: int) -> str:
    """已阅 7/12 · 红 1/3; while it is being prepared what is still to be decided."""
    red = [one for one in page.entries if one.item.words.severity == "red"]
    if page.state == "preparing":
        parts = [f"▲ 待定 {undecided}" if undecided else "", f"共 {len(page.entries)} 件"]
        parts.append(f"红 {len(red)}" if red else "")
    elif page.state == "given":
        read = sum(one.acked_by is not None for one in page.entries)
        said = sum(one.said_by is not None for one in red)
        parts = [f"已阅 {read}/{len(page.entries)}", f"红 {said}/{len(red)}" if red else ""]
    else:
        parts = [f"第 {page.number} 页 {page.hash[:HASH_SHOWN]}"]
    unanswered = sum(map(is_open, page.said))
    parts.append(f"▲ 待答 {unanswered}" if unanswered else "")
    return " · ".join(part for part in parts if part)


def signatures(page: Page, zone: str) -> Content:
    """Who gives, who takes, and who of them has signed."""
    parts: list[str | Content | tuple[str, str]] = [("交 ", "$text-muted")]
    for section in page.sections:
        parts += [_giver(section, zone), "  "]
    parts.append((" 接 ", "$text-muted"))
    for taker in page.takers:
        parts += [_taker(taker, zone), "  "]
    if not page.takers:
        parts.append("没有排班，谁接谁签")
    return Content.assemble(*parts)


def _giver(section: Section, zone: str) -> Content:
    who = called(section.giver)
    if section.state == "missing":
        return Content.styled(f"✗ {who} 没交", "$text-error bold")
    if section.signed_at is None:
        return Content(f"□ {who}")
    return Content(f"✓ {who} {clock_text(section.signed_at, zone)}")


def _taker(taker: Taker, zone: str) -> Content:
    who = called(taker.person) + ("（当值）" if taker.duty else "")
    if taker.signed_at is None:
        return Content(f"□ {who}")
    return Content(f"✓ {who} {clock_text(taker.signed_at, zone)}")


def figures(found: Sequence[tuple[str, str]]) -> str:
    """The figures of a day in one line."""
    return "  ".join(one_line(f"{name} {value}") for name, value in found)


# One thing in full.


def draft_text(draft: Draft, now: int, zone: str) -> Content:
    """A draft whole, and why it is proposed."""
    return Content("\n").join(_draft(draft, now, zone))


def _draft(draft: Draft, now: int, zone: str) -> Iterator[Content]:
    words = draft.words
    letter, _ = SEVERITIES[words.severity]
    headline = (f"{letter} {one_line(words.summary)}", IN_TEXT[words.severity])
    yield Content.assemble(headline, (f"  {KINDS[words.kind]}", "$text-muted"))
    state = [draft_mark(draft)[0], "改过" if draft.edited else "", f"来由 {draft.clue}"]
    yield Content.styled(one_line(" · ".join(filter(None, state))), "$text-muted")
    if draft.gone:
        yield Content.styled("▲ 这件事已经了结，可以不要。", "$text-warning bold")
    for label, text in (
        ("情况", words.situation),
        ("下一步", words.next_action),
        ("如果", words.if_then),
    ):
        if text:
            yield Content(f"{INDENT}{label}  {tidy(text)}")
    if words.due_at is not None:
        yield Content(f"{INDENT}最晚 {due(words.due_at, now, zone)[0]}")
    if draft.reason:
        yield Content(one_line(f"{INDENT}原因 {draft.reason}"))


def entry_text(
    page: Page, entry: Entry, happened: Sequence[Happening], now: int, zone: str
) -> Content:
    """An item on its page: what the taker did about it, what was asked, its history."""
    parts = [
        _taking(page, entry, now, zone),
        *(said_text(one, now, zone) for one in page.said if one.item_id == entry.item.id),
        item_text(entry.item, happened, now, zone),
    ]
    return Content("\n").join(part for part in parts if part.plain)


def closed_text(item: Item, happened: Sequence[Happening], now: int, zone: str) -> Content:
    """An item that was finished, and what came of it."""
    return item_text(item, happened, now, zone)


def _taking(page: Page, entry: Entry, now: int, zone: str) -> Content:
    if page.state == "preparing":
        return Content()
    if entry.acked_by is None or entry.acked_at is None:
        return Content.styled("还没有人看过", "$text-warning")
    read = f"✓ {called(entry.acked_by)} {moment(entry.acked_at, now, zone)} 已阅"
    if entry.item.words.severity != "red":
        return Content.styled(read, "$text-muted")
    if entry.said_by is None or entry.said_at is None:
        return Content.assemble((read, "$text-muted"), ("  ▲ 红项还没有口述", "$text-warning bold"))
    said = f"  ✓ {moment(entry.said_at, now, zone)} 已口述"
    words = f"：{tidy(entry.said)}" if entry.said else ""
    return Content.styled(f"{read}{said}{words}", "$text-muted")


def said_text(said: Said, now: int, zone: str) -> Content:
    """A question with its answer, or what else was said."""
    head = f"{REMARKS[said.kind]} {called(said.by)} {moment(said.at, now, zone)}：{tidy(said.text)}"
    if said.answered_at is not None:
        answer = f"\n  答 {called(said.answered_by)}：{tidy(said.answer)}"
        return Content.assemble((head, "$text-accent"), answer)
    look = "$text-warning bold" if is_open(said) else "$text-accent"
    return Content.styled(f"{head}{'（还没有答）' if is_open(said) else ''}", look)


def short(words: ItemWords) -> str:
    """An item as it is called in passing."""
    return cut(words.summary, 24)
