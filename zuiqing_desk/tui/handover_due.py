"""Telling a desk that a shift ends soon, or that a page was left for it (call-centre manual,
交接规定: a quarter of an hour before; 醉卿 manual, 交接本: read before the first chat)."""

from collections.abc import Callable
from typing import Any, Final

from textual.app import App

from zuiqing_desk.rules.calendar import clock_text
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.handover import gate, owed
from zuiqing_desk.services.handover.owed import Reminder
from zuiqing_desk.services.handover.records import Gate
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast

EVERY_S: Final = 20
"""Seconds between two looks: the clock alone brings a shift to its end."""


def gate_words(waiting: Gate) -> str:
    """What must be done before the first chat."""
    who = "、".join(f"{one.staff_no} {one.name}" for one in waiting.givers)
    red = f"，红 {waiting.red}" if waiting.red else ""
    return f"{who} 留下的交接本等您接：{waiting.items} 件{red}。逐条看完签字，再开始接待。"


def reminder_words(due: Reminder, key: str, zone: str) -> str:
    """What is to be done before the shift ends."""
    at = clock_text(due.boundary_at, zone)
    if due.kind == "give":
        return f"{at} 交班，按 {key} 整理交接本。"
    return f"{at} 接班，按 {key} 看交接本；早点到，当面接。"


class HandoverDue:
    """Looks at the clock for one desk; says each thing once. ``ring`` rings the bell; ``hidden``
    says whether nobody could read a toast now: then it is said once somebody can."""

    def __init__(
        self,
        app: App[Any],
        session: Session,
        key: str,
        *,
        ring: Callable[[], None],
        hidden: Callable[[], bool],
    ) -> None:
        self._app = app
        self._session = session
        self._key = key
        self._ring = ring
        self._hidden = hidden
        self._rung: set[object] = set()
        self._said: set[object] = set()

    async def look(self) -> Gate | None:
        """Say what is due; the page that must be read first, the first time it is seen."""
        session = self._session
        try:
            due, waiting = await session.bench.ask(_look, session.staff.id)
        except (RuleError, StoreError) as error:
            self._app.log.error(error.message)
            return None
        if due is not None:
            words = reminder_words(due, self._key, session.shop.time_zone)
            self._say((due.kind, due.boundary_at), words)
        if waiting is not None and self._say(waiting.page_id, gate_words(waiting)):
            return waiting
        return None

    def _say(self, key: object, words: str) -> bool:
        if key in self._said:
            return False
        if key not in self._rung:
            self._rung.add(key)
            self._ring()
        if self._hidden():
            return False
        self._said.add(key)
        toast(self._app, words, "warning")
        return True


def _look(tx: Tx, staff_id: int) -> tuple[Reminder | None, Gate | None]:
    return owed.reminder(tx, staff_id), gate.waiting_for(tx, staff_id)
