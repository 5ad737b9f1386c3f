"""Whatever is done to the team's library in whatever order, what is in force can be filled."""

import contextlib
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from support.library import words
from support.shop import TestShop

from zuiqing_desk.rules import template
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.replies import library, reading

CODES = st.sampled_from("abcd")
BODIES = st.builds(
    lambda included: "您好" + "".join(f"{{>{code}}}" for code in included),
    st.lists(CODES, max_size=2, unique=True),
)
PLACES = st.integers(0, 7)
LEADS = st.booleans()


class LibraryMachine(RuleBasedStateMachine):
    """An agent and a lead at work on four codes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.shop = TestShop(Path(self.folder.name))
        self.agent = self.shop.hire("1002")
        self.ids: list[int] = []

    def teardown(self) -> None:
        self.shop.store.close()
        self.folder.cleanup()

    def who(self, lead: bool) -> int:
        return self.shop.lead.id if lead else self.agent.id

    def one(self, place: int) -> int:
        return self.ids[place % len(self.ids)] if self.ids else 0

    @rule(code=CODES, body=BODIES, lead=LEADS, now=st.booleans())
    def add(self, code: str, body: str, lead: bool, now: bool) -> None:
        with contextlib.suppress(Refused):
            written = words(code, body)
            who = self.who(lead)
            self.ids.append(
                self.shop.do(library.add, written, owner_id=None, actor=who, approve_now=now)
            )

    @rule(place=PLACES, code=CODES, body=BODIES, lead=LEADS, now=st.booleans())
    def change(self, place: int, code: str, body: str, lead: bool, now: bool) -> None:
        reply = self.one(place)
        record = self.shop.ask(reading.one, reply, None)
        if record is None:
            return
        with contextlib.suppress(Refused):
            self.shop.do(
                library.change,
                reply,
                words(code, body),
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

    @rule(place=PLACES, lead=LEADS, code=CODES, version=st.integers(1, 5))
    def settle(self, place: int, lead: bool, code: str, version: int) -> None:
        reply, who = self.one(place), self.who(lead)
        steps = {
            "a": lambda: self.shop.do(library.archive, reply, who),
            "b": lambda: self.shop.do(library.unarchive, reply, who),
            "c": lambda: self.shop.do(library.withdraw, reply, who),
            "d": lambda: self.shop.do(library.restore, reply, version, who),
        }
        with contextlib.suppress(Refused):
            steps[code]()

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
