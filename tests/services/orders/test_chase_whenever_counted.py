"""A loss falls on the same agent whoever counts it, and however often or late."""

import contextlib
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import duty
from zuiqing_desk.services.orders import chase

MINUTE = 60
STEPS = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.sampled_from(["on", "off", "away", "answer", "note", "settle", "pay", "nothing"]),
        st.integers(0, 1),
    ),
    max_size=14,
)


class Day:
    """One order's day, with desks that say they are there as time passes."""

    def __init__(self, folder: Path) -> None:
        self.shop = TestShop(folder)
        self.agents = [self.shop.hire("2001"), self.shop.hire("2002")]
        self.shop.comes_on(self.agents[0])
        self.conversation = self.shop.waiting_customer()
        self.shop.later(1)
        self.order = add_order(self.shop, state="unpaid", conversation_id=self.conversation)

    def passes(self, minutes: int) -> None:
        self.shop.later(minutes * MINUTE + 1)
        self.shop.do(lambda tx: tx.run("UPDATE presence SET seen_at = :now", now=tx.now))

    def happens(self, what: str, who: int) -> None:
        shop, agent = self.shop, self.agents[who]
        match what:
            case "on":
                shop.comes_on(agent)
            case "off":
                shop.goes_off(agent)
            case "away" if shop.ask(duty.state_of, agent.id) == "on":
                shop.do(duty.away, agent.id)
            case "answer":
                shop.answers(self.conversation, agent)
            case "note":
                shop.do(chase.note_contact, self.order, "wechat", agent.id)
            case "settle":
                self._settles(agent.id)
            case "pay":
                shop.do(
                    lambda tx: tx.run(
                        "UPDATE shop_order SET state = 'paid', paid_at = coalesce(paid_at, :now)",
                        now=tx.now,
                    )
                )

    def _settles(self, staff_id: int) -> None:
        with contextlib.suppress(RuleError):
            self.shop.do(chase.settle, self.order, "later", staff_id)

    def written(self) -> list[Any]:
        return self.shop.ask(
            lambda tx: tx.all("SELECT result, lost_to, lost_why, ended_at FROM payment_chase")
        )


@settings(max_examples=20, deadline=None)
@given(STEPS)
def test_counting_early_or_late_comes_to_the_same(steps: list[tuple[int, str, int]]) -> None:
    with (
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as other,
    ):
        watched, alone = Day(Path(one)), Day(Path(other))
        with contextlib.closing(watched.shop.store), contextlib.closing(alone.shop.store):
            for minutes, what, who in steps:
                for day in (watched, alone):
                    day.passes(minutes)
                    day.happens(what, who)
                watched.shop.do(chase.sweep)
                told = [day.shop.ask(chase.state_of, day.order) for day in (watched, alone)]
                assert told[0] is not None
                assert told[1] is not None
                assert told[0].lost_to == told[1].lost_to
                assert told[0].step == told[1].step
            alone.shop.do(chase.sweep)
            assert watched.written() == alone.written()
            assert alone.shop.do(chase.sweep) == 0
            lost = [row for row in alone.written() if row[0] == "lost"]
            assert len(lost) <= 1
            assert all(row[1] is not None for row in lost)
