"""Swaps 调班: asked two days ahead, agreed by the colleague, approved by a lead."""

from zuiqing_desk.services.roster.records import Change, Swap
from zuiqing_desk.store.tx import Tx


def ask(
    tx: Tx,
    entry_id: int,
    with_id: int,
    actor: int,
    *,
    in_return: int | None = None,
    reason: str = "",
) -> int:
    """Ask a colleague to take a shift of mine, for one of theirs or for nothing; the swap's id."""
    raise NotImplementedError


def agree(tx: Tx, swap_id: int, actor: int) -> None:
    """The colleague agrees; it goes to the lead."""
    raise NotImplementedError


def refuse(tx: Tx, swap_id: int, actor: int, why: str = "") -> None:
    """The colleague or a lead refuses; a lead says why."""
    raise NotImplementedError


def approve(tx: Tx, swap_id: int, actor: int, why: str = "") -> Change:
    """A lead approves: the shifts change hands. ``why`` is needed at short notice."""
    raise NotImplementedError


def withdraw(tx: Tx, swap_id: int, actor: int) -> None:
    """Who asked does not want it any more."""
    raise NotImplementedError


def take_back(tx: Tx, swap_id: int, actor: int) -> None:
    """Undo what this person said last: agreeing, refusing or withdrawing."""
    raise NotImplementedError


def one(tx: Tx, swap_id: int) -> Swap:
    """One swap. Raises Refused ``no_swap``."""
    raise NotImplementedError


def open_swaps(tx: Tx, staff_id: int | None = None) -> list[Swap]:
    """Swaps not decided yet, by number; only those this person is part of, if one is named."""
    raise NotImplementedError
