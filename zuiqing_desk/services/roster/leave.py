"""Leave 请假, which needs a lead's signature."""

from zuiqing_desk.services.roster.records import Change, Leave
from zuiqing_desk.store.tx import Tx


def ask(tx: Tx, from_day: int, to_day: int, reason: str, actor: int) -> int:
    """Ask for leave on these days (ordinals, both in); the request's id."""
    raise NotImplementedError


def approve(tx: Tx, leave_id: int, actor: int, why: str = "") -> Change:
    """A lead signs: whatever stood on those days becomes leave."""
    raise NotImplementedError


def refuse(tx: Tx, leave_id: int, actor: int, why: str) -> None:
    """A lead refuses, and says why."""
    raise NotImplementedError


def withdraw(tx: Tx, leave_id: int, actor: int) -> None:
    """Who asked does not want it any more."""
    raise NotImplementedError


def take_back(tx: Tx, leave_id: int, actor: int) -> None:
    """Undo one's own refusing or withdrawing: it is asked again."""
    raise NotImplementedError


def one(tx: Tx, leave_id: int) -> Leave:
    """One request. Raises Refused ``no_leave``."""
    raise NotImplementedError


def open_leave(tx: Tx, staff_id: int | None = None) -> list[Leave]:
    """Requests not decided yet, by number; only this person's, if one is named."""
    raise NotImplementedError
