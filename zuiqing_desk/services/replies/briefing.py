"""What a desk must know of one conversation to choose and fill a reply."""

from collections.abc import Mapping
from dataclasses import dataclass

from zuiqing_desk.rules.categories import Stage
from zuiqing_desk.services.replies import values
from zuiqing_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Briefing:
    """``values``: what the variables of rules.template stand for there; ``conversation_id`` None:
    what holds without a conversation."""

    conversation_id: int | None
    stage: Stage
    values: Mapping[str, str]


def brief(
    tx: Tx,
    conversation_id: int | None,
    staff_id: int,
    chosen: tuple[int, int] | None = None,
    order_id: int | None = None,
) -> Briefing:
    """Look a conversation up; ``chosen``: the product the agent chose for it, and the number of
    the line after which: it counts until a later line names another. ``order_id``: the order that
    is meant, where it is not simply the one in hand.

    Raises Refused ``no_conversation``.
    """
    product_id = None
    if chosen is not None and conversation_id is not None:
        product_id, after = chosen
        product_id = values.product_named(tx, conversation_id, after=after) or product_id
    return Briefing(
        conversation_id,
        "unknown" if conversation_id is None else values.stage(tx, conversation_id),
        values.values(
            tx,
            conversation_id=conversation_id,
            staff_id=staff_id,
            product_id=product_id,
            order_id=order_id,
        ),
    )
