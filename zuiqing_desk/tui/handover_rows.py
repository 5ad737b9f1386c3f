"""What stands in the list of the handover page: drafts, items, what was said."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules.handover_words import KINDS
from zuiqing_desk.services.handover.records import Draft, Entry, Item, ItemWords, Page, Said
from zuiqing_desk.tui.handover_words import is_open, is_read

VIEWS: Final = {
    "all": "全部",
    "todo": "要办",
    "red": "红项",
    "said": "问答",
    "closed": "了结",
}

Row = Draft | Entry | Item | Said


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read of a page: it, the drafts of my section on it."""

    page: Page
    drafts: tuple[Draft, ...]

    @property
    def undecided(self) -> list[Draft]:
        """The drafts nobody has decided about."""
        return [one for one in self.drafts if one.state == "proposed"]


def key_of(row: Row) -> Hashable:
    """What stays the same about a row."""
    if isinstance(row, Entry):
        return "item", row.item.id
    return {Draft: "draft", Item: "closed", Said: "said"}[type(row)], row.id


def rows_of(sheet: Sheet, view: str) -> Sequence[Row]:
    """The rows of a view, in order: what waits for a decision first."""
    page = sheet.page
    if view == "closed":
        away = [one for one in sheet.drafts if one.state in ("dropped", "merged")]
        return [*page.closed, *away]
    if view == "said":
        return sorted(page.said, key=lambda one: not is_open(one))
    drafts = sheet.undecided if page.state == "preparing" else []
    if view == "red":
        drafts = [one for one in drafts if one.words.severity == "red"]
        return [*drafts, *(one for one in page.entries if one.item.words.severity == "red")]
    if view == "todo":
        return [*drafts, *_to_read(page)]
    return [*drafts, *page.entries]


def _to_read(page: Page) -> Iterator[Entry]:
    if page.state == "given":
        yield from (one for one in page.entries if not is_read(one))


def words_of(row: Row) -> ItemWords | None:
    """What is written of the matter a row is about."""
    if isinstance(row, Said):
        return None
    return row.item.words if isinstance(row, Entry) else row.words


def searched(row: Row) -> str:
    """The text a filter looks into."""
    if isinstance(row, Said):
        return f"{row.text} {row.answer} {row.by.staff_no} {row.by.name}"
    words = words_of(row)
    assert words is not None
    said = f"{KINDS[words.kind]} {words.summary} {words.situation} {words.next_action}"
    if isinstance(row, Draft):
        return f"{said} {words.if_then} {row.clue}"
    item = row.item if isinstance(row, Entry) else row
    whom = "" if item.for_staff is None else f"{item.for_staff.staff_no} {item.for_staff.name}"
    return f"{said} {words.if_then} {item.customer} {item.order_number} {whom}"
