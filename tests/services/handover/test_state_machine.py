"""Whatever is done to the notebook in whatever order: no open item leaves the chain without a
result, every changed byte of a sealed page is found, and an erased one still verifies."""

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from support.notebook import AGENTS, LEADS, Known, Notebook, Witness

from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import (
    drafts,
    items,
    pages,
    redact,
    remarks,
    signing,
    taking,
)
from zuiqing_desk.services.handover.records import Draft, ItemWords
from zuiqing_desk.store.tx import Tx

PEOPLE = st.sampled_from(LEADS + AGENTS)
PLACES = st.integers(0, 30)
DECISIONS = (("accept",), ("accept", "back"), ("drop", "back"), ("merge", "back"), ("all",))
REMARKS: tuple[Callable[..., int], ...] = (
    remarks.ask,
    remarks.comment,
    remarks.ask_back,
    remarks.addition,
)

done: Counter[str] = Counter()
"""What the machine got to do, over all its runs."""


class Crash(Exception):
    """The power went."""


def _has_items(machine: "HandoverMachine") -> bool:
    return bool(machine.seen.items)


def _has_pages(machine: "HandoverMachine") -> bool:
    return bool(machine.pages)


class HandoverMachine(RuleBasedStateMachine):
    """Two leads and three agents with one notebook."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.pages: list[int] = []
        self.remarks: list[int] = []
        self.count = 0

    @initialize(roster=st.booleans())
    def open_shop(self, roster: bool) -> None:
        self.shop = Notebook(Path(self.folder.name), roster=roster)
        self.seen = Witness(self.shop)

    def teardown(self) -> None:
        try:
            if hasattr(self, "shop"):
                self.seen.pages_are_as_signed()
        finally:
            if hasattr(self, "shop"):
                self.shop.store.close()
            self.folder.cleanup()

    # What the rules share.

    def tries(self, command: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What a command gave, or the Refused it raised."""
        try:
            given = self.shop.do(command, *args, **kwargs)
        except Refused as refused:
            done[f"{command.__name__}:{refused.code}"] += 1
            return refused
        done[command.__name__] += 1
        return given

    def does(self, command: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        return not isinstance(self.tries(command, *args, **kwargs), Refused)

    def who(self, staff_no: str) -> int:
        return self.shop.ids[staff_no]

    def an_item(self, place: int) -> int | None:
        known = list(self.seen.items)
        return known[-1 - place % len(known)] if known else None

    def a_page(self, place: int) -> int | None:
        return self.pages[-1 - place % len(self.pages)] if self.pages else None

    def words(self, red: bool) -> ItemWords:
        self.count += 1
        severity = "red" if red else "green"
        return ItemWords("customer", severity, f"第{self.count}件事", situation="等回复")

    def take(self, page: int, staff_no: str) -> None:
        if self.tries(signing.take, page, self.who(staff_no)) is True:
            self.seen.page_sealed(page)
            done["sealed"] += 1

    # Items.

    @rule(staff_no=PEOPLE, red=st.booleans())
    def note(self, staff_no: str, red: bool) -> None:
        words = self.words(red)
        given = self.tries(items.note, words, self.who(staff_no))
        if not isinstance(given, Refused):
            self.seen.items[given] = Known(words.summary)

    @precondition(_has_items)
    @rule(place=PLACES, staff_no=PEOPLE, behind=st.sampled_from([0, 0, 1]))
    def edit(self, place: int, staff_no: str, behind: int) -> None:
        item = self.an_item(place)
        if item is None:
            return
        before = self.shop.ask(items.one, item)
        words = replace(before.words, summary=self.words(False).summary)
        args = (items.edit, item, words, self.who(staff_no))
        if self.does(*args, revision=before.revision - behind):
            assert not behind
            self.seen.items[item].summary = words.summary

    @precondition(_has_items)
    @rule(place=PLACES, staff_no=PEOPLE, how=st.sampled_from(["finish", "drop", "reopen"]))
    def end(self, place: int, staff_no: str, how: str) -> None:
        item = self.an_item(place)
        if item is None:
            return
        command: dict[str, tuple[Any, ...]] = {
            "finish": (items.finish, item, "办好了"),
            "drop": (items.drop, item, "不用办了"),
            "reopen": (items.reopen, item),
        }
        if self.does(*command[how], self.who(staff_no)):
            self.seen.items[item].open = how == "reopen"

    @precondition(_has_items)
    @rule(place=PLACES, other=PLACES, staff_no=PEOPLE)
    def merge(self, place: int, other: int, staff_no: str) -> None:
        item, into = self.an_item(place), self.an_item(other)
        if item is not None and self.does(items.merge, item, into, self.who(staff_no)):
            self.seen.items[item].open = False

    # Drafts.

    @rule(count=st.integers(1, 3))
    def customers_write(self, count: int) -> None:
        for _ in range(count):
            self.shop.waiting_customer()

    @rule(staff_no=PEOPLE)
    def open_page(self, staff_no: str) -> None:
        page = self.tries(pages.open_for, self.who(staff_no))
        if not isinstance(page, Refused) and page not in self.pages:
            self.pages.append(page)

    @rule(place=PLACES, staff_no=st.sampled_from(AGENTS), how=st.sampled_from(DECISIONS))
    def decide(self, place: int, staff_no: str, how: tuple[str, ...]) -> None:
        giver = self.who(staff_no)
        self.shop.waiting_customer()
        self.open_page(staff_no)
        page = self.shop.ask(pages.mine, giver)
        sections = () if page is None else self.shop.ask(pages.one, page).sections
        mine = [one.id for one in sections if one.giver.id == giver]
        found = [draft for one in mine for draft in self.shop.ask(drafts.of_section, one)]
        for step in how if found else ():
            chosen = found[place % len(found)]
            now = self.shop.ask(drafts.of_section, chosen.section_id)
            for draft in now:
                if draft.id == chosen.id:
                    self.decide_one(draft, giver, step)

    def decide_one(self, draft: Draft, giver: int, step: str) -> None:
        item = self.an_item(draft.id)
        if step == "accept":
            self.does(drafts.accept, draft.id, giver)
        elif step == "drop":
            self.does(drafts.drop, draft.id, "已经回了", giver)
        elif step == "merge" and item is not None:
            self.does(drafts.merge, draft.id, item, giver)
        elif step == "all":
            self.does(drafts.accept_all, draft.section_id, giver)
        elif self.does(drafts.undecide, draft.id, giver) and draft.state == "accepted":
            assert draft.item_id is not None
            self.seen.forget(draft.item_id)
        self.seen.look()

    # Signatures.

    @precondition(_has_pages)
    @rule(place=PLACES, staff_no=PEOPLE)
    def give(self, place: int, staff_no: str) -> None:
        page = self.a_page(place)
        if page is not None:
            self.does(signing.give, page, self.who(staff_no))

    @precondition(_has_pages)
    @rule(place=PLACES, staff_no=PEOPLE)
    def take_back(self, place: int, staff_no: str) -> None:
        page = self.a_page(place)
        if page is not None:
            self.does(signing.take_back, page, self.who(staff_no))

    @precondition(_has_pages)
    @rule(
        place=PLACES,
        staff_no=PEOPLE,
        other=PEOPLE,
        how=st.sampled_from(["in", "allow", "no", "out"]),
    )
    def lead_helps(self, place: int, staff_no: str, other: str, how: str) -> None:
        page, lead, whom = self.a_page(place), self.who(staff_no), self.who(other)
        if page is None:
            return
        if how == "in":
            self.does(signing.stand_in, page, whom, "已经走了", lead)
        elif how == "out":
            self.does(signing.withdraw, page, whom)
        else:
            self.does(pages.allow if how == "allow" else pages.disallow, page, whom, lead)
        self.seen.look()

    @precondition(_has_pages)
    @rule(place=PLACES, which=PLACES, staff_no=PEOPLE, how=st.integers(0, 3))
    def read(self, place: int, which: int, staff_no: str, how: int) -> None:
        page = self.a_page(place)
        entries = [] if page is None else self.shop.ask(pages.one, page).entries
        if entries:
            item = entries[which % len(entries)].item.id
            command = (taking.ack, taking.unack, taking.said_back, taking.unsaid)[how]
            words = ("马上办",) if how == 2 else ()
            self.does(command, page, item, self.who(staff_no), *words)

    @precondition(_has_pages)
    @rule(place=PLACES, staff_no=PEOPLE)
    def sign(self, place: int, staff_no: str) -> None:
        page = self.a_page(place)
        if page is not None:
            self.take(page, staff_no)

    @rule(giver=st.sampled_from(AGENTS), taker=PLACES, hours=st.sampled_from([1, 5, 9]))
    def hand_over(self, giver: str, taker: int, hours: int) -> None:
        """A whole handover, and on to the next shift."""
        self.hands_over(giver, taker, steps=4)
        self.shop.later(hours * 3600)

    @rule(giver=st.sampled_from(AGENTS), taker=PLACES, hours=st.sampled_from([4, 8, 9]))
    def hand_over_too(self, giver: str, taker: int, hours: int) -> None:
        """The same: it is what is done most."""
        self.hand_over(giver, taker, hours)

    @rule(giver=st.sampled_from(AGENTS), taker=PLACES, steps=st.integers(1, 3))
    def hand_over_in_part(self, giver: str, taker: int, steps: int) -> None:
        """As much of it as was done before something came between."""
        self.hands_over(giver, taker, steps)

    def hands_over(self, giver: str, taker: int, steps: int) -> None:
        self.open_page(giver)
        page = self.shop.ask(pages.mine, self.who(giver))
        if page is None or page not in self.pages:
            return
        for draft in self.shop.undecided(page, self.who(giver)):
            self.does(drafts.accept, draft, self.who(giver))
        self.seen.look()
        if steps > 1:
            self.does(signing.give, page, self.who(giver))
        if steps == 2 and taker % 2:
            self.does(signing.take_back, page, self.who(giver))
        for section in self.shop.ask(pages.one, page).sections if steps > 2 else ():
            if section.state == "open":
                lead = self.who(LEADS[0])
                self.does(signing.stand_in, page, section.giver.id, "已经走了", lead)
        self.seen.look()
        listed = [one.person.staff_no for one in self.shop.ask(pages.one, page).takers]
        givers = {one.giver.staff_no for one in self.shop.ask(pages.one, page).sections}
        who = listed or [one for one in LEADS + AGENTS if one not in givers]
        if steps > 2:
            self.read_all(page, who[taker % len(who)])
        if steps > 3:
            self.take(page, who[taker % len(who)])

    def read_all(self, page: int, taker: str) -> None:
        for entry in self.shop.ask(pages.one, page).entries:
            if entry.item.words.severity == "red":
                self.does(taking.said_back, page, entry.item.id, self.who(taker), "马上办")
            else:
                self.does(taking.ack, page, entry.item.id, self.who(taker))

    # What is said, what is erased.

    @precondition(_has_pages)
    @rule(place=PLACES, which=PLACES, staff_no=PEOPLE, how=st.sampled_from(REMARKS))
    def say(self, place: int, which: int, staff_no: str, how: Callable[..., int]) -> None:
        page = self.a_page(place)
        entries = self.shop.ask(pages.one, page).entries
        item = entries[which % len(entries)].item.id if entries and which % 2 else None
        given = self.tries(how, page, item, "怎么样了？", self.who(staff_no))
        if isinstance(given, Refused):
            return
        self.remarks.append(given)
        if which % 3:
            self.does(remarks.answer, given, "好了", self.who(staff_no))

    @precondition(lambda machine: bool(machine.remarks))
    @rule(which=PLACES, staff_no=PEOPLE)
    def answer(self, which: int, staff_no: str) -> None:
        remark = self.remarks[which % len(self.remarks)]
        self.does(remarks.answer, remark, "好了", self.who(staff_no))

    @precondition(_has_items)
    @rule(place=PLACES, staff_no=st.sampled_from(["1001", "1002"]))
    def erase(self, place: int, staff_no: str) -> None:
        item = self.an_item(place)
        if item is not None and self.does(redact.redact_item, item, self.who(staff_no)):
            self.seen.items[item].erase()

    @precondition(_has_items)
    @rule(place=PLACES)
    def erase_customer(self, place: int) -> None:
        item = self.an_item(place)
        customer = None if item is None else self.shop.ask(_customer_of, item)
        if customer is not None and self.does(redact.redact_customer, customer, self.who("1001")):
            for one in self.seen.items:
                if self.shop.ask(_customer_of, one) == customer:
                    self.seen.items[one].erase()

    # What befalls.

    @rule(hours=st.sampled_from([4, 9, -1, -1]))
    def clock(self, hours: int) -> None:
        self.shop.later(hours * 3600)

    @rule(gone=st.sampled_from(["", "", "1003", "1004", "1005"]))
    def disable(self, gone: str) -> None:
        """One of them leaves the shop; who left before is back."""
        for staff_no in ("1003", "1004", "1005"):
            self.does(staff.set_active, staff_no, staff_no != gone, self.who("1001"))

    @rule(place=PLACES, taker=PEOPLE)
    def crash(self, place: int, taker: str) -> None:
        """The power goes between the last signature and the seal's commit; the desk comes up
        again."""
        page = self.a_page(place)

        def unit(tx: Tx) -> None:
            items.note(tx, self.words(True), self.who("1001"))
            if page is not None:
                for entry in pages.one(tx, page).entries:
                    taking.said_back(tx, page, entry.item.id, self.who(taker), "马上办")
                signing.take(tx, page, self.who(taker))
                done["crashed after the seal"] += 1
            raise Crash

        with pytest.raises((Crash, Refused)):
            self.shop.do(unit)
        self.shop.store.close()
        self.shop.reopen()

    @rule(
        place=PLACES, row=st.integers(0, 10_000), byte=st.integers(0, 10_000), bit=st.integers(0, 7)
    )
    def flip(self, place: int, row: int, byte: int, bit: int) -> None:
        self.seen.flip(place, row, byte, bit)

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "shop"):
            self.seen.holds()


def _customer_of(tx: Tx, item: int) -> int | None:
    found: int | None = tx.value("SELECT customer_id FROM handover_item WHERE id = :id", id=item)
    return found


HandoverMachine.TestCase.settings = settings(max_examples=50, stateful_step_count=50, deadline=None)
TestHandoverMachine = HandoverMachine.TestCase
