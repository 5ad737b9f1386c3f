"""Whatever is done to the team's library in whatever order, what is in force can be filled."""

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from support.reply_books import words
from support.shop import TestShop

from zuiqing_desk.rules import template
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.replies import library, reading

CODES = st.sampled_from("abcde")
BODIES = st.builds(
    lambda included: "您好" + "".join(f"{{>{code}}}" for code in included),
    st.lists(CODES, max_size=2, unique=True),
)
PLACES = st.integers(0, 5)
LEADS = st.sampled_from([True, True, False])


class LibraryMachine(RuleBasedStateMachine):
    """An agent and a lead at work on a few replies that include one another."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.shop = TestShop(Path(self.folder.name))
        self.agent = self.shop.hire("1002")
        self.ids = [
            self.shop.do(
                library.add, words(code), owner_id=None, actor=self.shop.lead.id, approve_now=True
            )
            for code in "abc"
        ]

    def teardown(self) -> None:
        self.shop.store.close()
        self.folder.cleanup()

    def who(self, lead: bool) -> int:
        return self.shop.lead.id if lead else self.agent.id

    def one(self, place: int) -> int:
        return self.ids[place % len(self.ids)]

    @rule(code=CODES, body=BODIES, lead=LEADS, now=LEADS)
    def add(self, code: str, body: str, lead: bool, now: bool) -> None:
        with contextlib.suppress(Refused):
            written = words(code, body)
            who = self.who(lead)
            self.ids.append(
                self.shop.do(library.add, written, owner_id=None, actor=who, approve_now=now)
            )

    @rule(place=PLACES, body=BODIES, lead=LEADS, now=LEADS)
    def change(self, place: int, body: str, lead: bool, now: bool) -> None:
        reply = self.one(place)
        record = self.shop.ask(reading.one, reply, None)
        assert record is not None
        with contextlib.suppress(Refused):
            self.shop.do(
                library.change,
                reply,
                words(record.code, body),
                self.who(lead),
                based_on=record.last,
                approve_now=now,
            )

    @rule(place=PLACES, lead=LEADS)
    def approve(self, place: int, lead: bool) -> None:
        reply = self.one(place)
        record = self.shop.ask(reading.one, reply, None)
        if record is not None and record.draft is not None:
            with contextlib.suppress(Refused):
                self.shop.do(library.approve, reply, record.draft.version, self.who(lead))

    @rule(
        place=PLACES,
        lead=LEADS,
        step=st.sampled_from([library.archive, library.unarchive, library.withdraw]),
    )
    def settle(self, place: int, lead: bool, step: Callable[..., None]) -> None:
        with contextlib.suppress(Refused):
            self.shop.do(step, self.one(place), self.who(lead))

    @rule(place=PLACES, lead=LEADS, version=st.integers(1, 5))
    def restore(self, place: int, lead: bool, version: int) -> None:
        with contextlib.suppress(Refused):
            self.shop.do(library.restore, self.one(place), version, self.who(lead))

    @rule(place=PLACES, lead=LEADS, code=CODES)
    def rename(self, place: int, lead: bool, code: str) -> None:
        with contextlib.suppress(Refused):
            self.shop.do(library.rename, self.one(place), code, self.who(lead))

    @invariant()
    def what_is_in_force_includes_only_what_is_in_force_and_never_itself(self) -> None:
        rows = self.shop.ask(reading.live, None)
        bodies = {row.code: row.body for row in rows}
        assert len(bodies) == len(rows)
        for row in rows:
            template.check(row.code, row.body, bodies)

    @invariant()
    def what_is_in_force_was_approved_by_a_lead_and_every_version_is_kept(self) -> None:
        for record in self.shop.ask(reading.every, None):
            versions = self.shop.ask(reading.versions, record.id)
            assert [one.version for one in versions] == list(range(record.last, 0, -1))
            assert record.live or record.draft
            if record.live is not None:
                assert record.live.approved_by_no == self.shop.lead.staff_no
            if not record.archived and record.draft is not None:
                assert record.draft.approved_at is None


LibraryMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestLibraryMachine = LibraryMachine.TestCase
