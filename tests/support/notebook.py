"""A notebook that is worked on in any order, and what must be true of it whatever was done."""

import itertools
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from support.shop import OPENING, TestShop

from zuiqing_desk.rules.calendar import calendar_day
from zuiqing_desk.services import shop as shops
from zuiqing_desk.services import staff
from zuiqing_desk.services.handover import drafts, item_reading, pages
from zuiqing_desk.services.handover.records import Page
from zuiqing_desk.services.handover.sealed_reading import ERASED
from zuiqing_desk.services.handover.verify import verify
from zuiqing_desk.services.roster import planning
from zuiqing_desk.store.engine import open_store

LEADS = ("1001", "1005")
AGENTS = ("1002", "1003", "1004")
WORDS = ("summary", "situation", "next_action", "if_then")
COLUMNS = (
    *(("handover_seal", name) for name in ("body", "before", "hash")),
    *(("handover_text", name) for name in ("text", "salt", "key")),
)


class Notebook(TestShop):
    """A shop with two leads and three agents, on the roster or not; made once and copied."""

    def __init__(self, folder: Path, *, roster: bool) -> None:
        path = folder / "desk.db"
        path.write_bytes(_laid(roster))
        self.now = OPENING
        self._path = path
        self._numbers = itertools.count(1)
        self.reopen()
        self.lead = self.ask(staff.by_no, "1001")
        self.account = self.ask(shops.webchat_account)
        self.ids = {one.staff_no: one.id for one in self.ask(staff.everyone)}

    def reopen(self) -> None:
        """Open the store again, as after a crash."""
        self.store = open_store(self._path, clock=lambda: self.now)

    def undecided(self, page: int, giver: int) -> list[int]:
        """The drafts that a giver has still to decide about."""
        sections = [one for one in self.ask(pages.one, page).sections if one.giver.id == giver]
        found = [draft for one in sections for draft in self.ask(drafts.of_section, one.id)]
        return [draft.id for draft in found if draft.state == "proposed"]


@cache
def _laid(roster: bool) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        shop = TestShop(Path(folder))
        shop.hire("1005", "lead")
        who = {staff_no: shop.hire(staff_no).id for staff_no in AGENTS}
        first = calendar_day(OPENING, "Asia/Shanghai")
        rostered = (("1002", "白班", True), ("1003", "晚班", True), ("1004", "晚班", False))
        for day in range(first, first + 12) if roster else ():
            for staff_no, shift, duty in rostered:
                planned = (who[staff_no], day, "work", shift, shop.lead.id)
                shop.do(planning.put, *planned, duty=duty)
        shop.store.close()
        return (Path(folder) / "desk.db").read_bytes()


@dataclass(slots=True)
class Known:
    """An item as whoever watches from outside remembers it."""

    summary: str
    open: bool = True
    erased: bool = False
    """On some page: it may have been written about again since."""

    def erase(self) -> None:
        self.summary, self.erased = "", True


@dataclass(slots=True)
class Witness:
    """Remembers what was done, and holds every sealed page against it."""

    shop: Notebook
    items: dict[int, Known] = field(default_factory=dict)
    sealed: dict[int, Page] = field(default_factory=dict)
    left_open: set[int] = field(default_factory=set)
    """The items that the last sealed page knew as open."""
    chained: set[int] = field(default_factory=set)

    def open(self) -> list[int]:
        return [item for item, known in self.items.items() if known.open]

    def look(self) -> None:
        """Take over the items that came out of drafts: nobody told us their numbers."""
        for item in self.shop.ask(item_reading.open_items):
            self.items.setdefault(item.id, Known(item.words.summary))

    def forget(self, item: int) -> None:
        """An item that was taken back: its row may only be gone when no page ever knew it."""
        gone = self.shop.ask(
            lambda tx: tx.one("SELECT 1 FROM handover_item WHERE id = :id", id=item) is None
        )
        if gone:
            assert item not in self.chained
            del self.items[item]
        else:
            self.items[item].open = False

    def page_sealed(self, page_id: int) -> None:
        """Nothing that was open is missing, nothing ended without a result."""
        page = self.shop.ask(pages.one, page_id)
        entered = {entry.item.id: entry.item for entry in page.entries}
        closed = {item.id: item for item in page.closed}
        beside = self._open_beside(page_id)
        assert self.left_open <= {*entered, *closed, *beside}
        for item in (*closed.values(), *entered.values()):
            known = self.items[item.id]
            assert item.words.summary == known.summary
            assert (item.state == "open") == known.open
            assert item.state == "open" or item.result or item.redacted
        still_open = {item for item in entered if entered[item].state == "open"} | beside
        assert still_open == set(self.open())
        self.left_open = still_open
        self.chained |= still_open | {*entered, *closed}
        self.sealed[page_id] = page

    def holds(self) -> None:
        """What is true after every step."""
        in_book = {item.id for item in self.shop.ask(item_reading.open_items)}
        assert in_book == set(self.open())
        found = self.shop.ask(verify)
        assert found.ok, found.why
        assert found.pages == len(self.sealed)
        ended = self.shop.ask(
            lambda tx: tx.all(
                "SELECT id FROM handover_item WHERE state <> 'open' AND result = ''"
                " AND redacted_at IS NULL"
            )
        )
        assert ended == []

    def pages_are_as_signed(self) -> None:
        """Every sealed page still says what it said, but for what was erased and added."""
        for page_id, signed in self.sealed.items():
            page = self.shop.ask(pages.one, page_id)
            assert page.broken == ""
            assert (page.number, page.hash) == (signed.number, signed.hash)
            assert page.sections == signed.sections
            assert {one.person for one in page.takers} >= {one.person for one in signed.takers}
            assert [one.id for one in page.said][: len(signed.said)] == [
                one.id for one in signed.said
            ]
            for one, other in zip(page.entries, signed.entries, strict=True):
                self._same(one.item, other.item)
                facts = ("section_id", "position", "carried", "acked_by", "acked_at", "said_at")
                assert [getattr(one, name) for name in facts] == [
                    getattr(other, name) for name in facts
                ]
            for item, other_item in zip(page.closed, signed.closed, strict=True):
                self._same(item, other_item)

    def flip(self, place: int, row: int, byte: int, bit: int) -> None:
        """Change one bit of what is sealed: it is found, on its page. Then put it back."""
        table, column = COLUMNS[place % len(COLUMNS)]
        with closing(sqlite3.connect(self.shop.store.path)) as connection:
            rows = connection.execute(
                f"SELECT s.page_id, t.rowid, CAST(t.{column} AS BLOB) FROM {table} t"
                " JOIN handover_seal s ON s.number = t.number"
                f" WHERE length(t.{column}) > 0 ORDER BY t.rowid"
            ).fetchall()
            if not rows:
                return
            page_id, rowid, value = rows[row % len(rows)]
            spoilt = bytearray(value)
            spoilt[byte % len(spoilt)] ^= 1 << bit
            kind = "BLOB" if column == "body" else "TEXT"
            update = f"UPDATE {table} SET {column} = CAST(? AS {kind}) WHERE rowid = ?"
            for put, ok, bad in ((bytes(spoilt), False, page_id), (value, True, None)):
                with connection:
                    connection.execute(update, (put, rowid))
                found = self.shop.ask(verify)
                assert (found.ok, found.first_bad) == (ok, bad), (table, column, value, put)

    def _same(self, shown: Any, signed: Any) -> None:
        assert (shown.id, shown.state, shown.revision, shown.words.severity) == (
            signed.id,
            signed.state,
            signed.revision,
            signed.words.severity,
        )
        for name in WORDS:
            now, then = getattr(shown.words, name), getattr(signed.words, name)
            assert now == then or (self.items[shown.id].erased and now == ERASED)

    def _open_beside(self, page_id: int) -> set[int]:
        rows = self.shop.ask(
            lambda tx: tx.all(
                "SELECT j.value FROM handover_seal s, json_each(s.body, '$.others_open') j"
                " WHERE s.kind = 'page' AND s.page_id = :page",
                page=page_id,
            )
        )
        return {item for (item,) in rows}
