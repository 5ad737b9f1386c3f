"""The remark of an order: proposed, stored, taken back (醉卿 manual, 订单备注)."""

from zuiqing_desk.rules.remark import Remark
from zuiqing_desk.services.orders.remark_records import How, Proposal, Stored
from zuiqing_desk.store.tx import Tx

SOLD = "成交"
"""The flag of a closed sale; without it no commission is counted (call-centre practice)."""


def propose(tx: Tx, order_id: int) -> Proposal:
    """The remark as the facts have it. Raises Refused ``no_order``."""
    raise NotImplementedError


def order_in_hand(tx: Tx, conversation_id: int) -> int | None:
    """The order of a conversation to remark next: its newest paid one without a remark, else its
    newest; None without orders."""
    raise NotImplementedError


def check(tx: Tx, order_id: int, remark: Remark, *, how: How = "new") -> str:
    """The text that ``store`` would store, or the same refusals; nothing is written."""
    raise NotImplementedError


def store(
    tx: Tx, order_id: int, remark: Remark, actor: int, *, how: How = "new", flag: str = SOLD
) -> Stored:
    """Store a remark and its flag.

    Raises Refused ``no_order``, ``no_owner``, ``disputed``, ``closer`` (somebody else than the
    owner), ``too_long``, ``platform_text`` (a text stands there and ``how`` is ``new``),
    ``approved`` (the audit has passed it as it is), ``closed``, ``flag``; RemarkError with its
    ``position`` for what cannot be written.
    """
    raise NotImplementedError


def undo(tx: Tx, order_remark_id: int, actor: int) -> None:
    """Take back what was stored last. Raises Refused ``no_remark``, ``changed_meanwhile`` or
    ``approved``."""
    raise NotImplementedError
