"""Tells somebody at once what others took out of their hands, or put into them."""

from collections.abc import Callable
from typing import Any

from textual.app import App

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import changes, hands
from zuiqing_desk.services.hands import Moved
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.toast import toast

NAMED = 3
"""Customers a message names; of more it gives the number."""


class HandsTold:
    """Looks after every commit. ``shown`` is the open conversation: its loss is told where it
    stands."""

    def __init__(self, app: App[Any], session: Session, shown: Callable[[], int | None]) -> None:
        self._app = app
        self._session = session
        self._shown = shown
        self._known: int | None = None
        self._looking = Coalesced(self._look)

    def start(self) -> None:
        """Tell of what happens from now on."""
        self._unwatch = self._session.bench.watch(self._looking.ask)
        self._looking.ask()

    def stop(self) -> None:
        """Tell no more."""
        self._unwatch()
        self._looking.stop()

    async def _look(self) -> None:
        ask = self._session.bench.ask
        try:
            if self._known is None:
                self._known = await ask(changes.last)
                return
            self._known, found = await ask(hands.moved, self._session.staff.id, self._known)
        except (RuleError, StoreError):
            return  # The next commit brings another look, and nothing is passed over.
        lost = [one for one in found if not one.gained and one.conversation_id != self._shown()]
        for words in (*_words(lost, gained=False), *_words(found, gained=True)):
            toast(self._app, words, "warning")


def _words(found: "list[Moved] | tuple[Moved, ...]", *, gained: bool) -> list[str]:
    by: dict[str, list[str]] = {}
    for one in found:
        if one.gained == gained:
            by.setdefault(one.by_no, []).append(one_line(one.customer))
    said = []
    for no, customers in by.items():
        names = "、".join(customers[:NAMED])
        more = f" 等 {len(customers)} 位" if len(customers) > NAMED else ""
        if gained:
            said.append(f"{no} 把 {names}{more} 转给了您，交代在会话里。")
        else:
            said.append(f"{no} 把 {names}{more} 从您手上转走了；您的草稿留着。")
    return said
