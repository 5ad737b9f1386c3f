"""The chase of unpaid orders: 催付 (醉卿 manual, 客服绩效, rule 2)."""

from collections.abc import Iterable

from zuiqing_desk.rules.chase_words import ChaseResult, Medium
from zuiqing_desk.services.orders.chase_records import ChaseRow, ChaseState
from zuiqing_desk.store.tx import Tx


def state_of(tx: Tx, order_id: int) -> ChaseState | None:
    """Where the chase of an order stands; None for one this desk never knew as unpaid.

    Raises Refused ``no_order``.
    """
    raise NotImplementedError


def open_chases(tx: Tx) -> list[ChaseRow]:
    """The unpaid orders whose chase has not ended, those with the least time left first; then
    those lost today and still unpaid."""
    raise NotImplementedError


def note_contact(
    tx: Tx,
    order_id: int,
    medium: Medium,
    actor: int,
    *,
    at: int | None = None,
    note: str = "",
    evidence_id: int | None = None,
) -> int:
    """Note that I contacted the buyer; the contact's id.

    Raises Refused ``too_early`` (phone and text message before the policy's hour), ``no_order``,
    ``no_staff`` or ``disabled``.
    """
    raise NotImplementedError


def settle(tx: Tx, order_id: int, result: ChaseResult, actor: int, *, note: str = "") -> None:
    """Note what came of a chase.

    Raises Refused ``no_chase``, ``lost`` once the time has run out, ``settled``, ``no_contact``
    before anybody made contact (an order that pays by itself needs no note), ``bad_result``,
    ``note_needed`` for ``other`` without words.
    """
    raise NotImplementedError


def unsettle(tx: Tx, order_id: int, actor: int) -> None:
    """Take a noted result back. Raises Refused ``no_chase`` or ``lost``."""
    raise NotImplementedError


def sweep(tx: Tx, limit: int = 200, order_ids: Iterable[int] | None = None) -> int:
    """Count what is lost and close what was paid, from the stored facts; how many changed.

    May run as often as wanted and on any desk: each order is counted once. Run it now and then
    while a desk is open, and for ``order_ids`` before an import moves them.
    """
    raise NotImplementedError
