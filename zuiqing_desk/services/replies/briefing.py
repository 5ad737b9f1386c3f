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
    tx: Tx, conversation_id: int | None, staff_id: int, product_id: int | None = None
) -> Briefing:
    """Look a conversation up; ``product_id``: the product the agent chose for it.

    Raises Refused ``no_conversation``.
    """
    return Briefing(
        conversation_id,
        "unknown" if conversation_id is None else values.stage(tx, conversation_id),
        values.values(
            tx, conversation_id=conversation_id, staff_id=staff_id, product_id=product_id
        ),
    )
