"""The words an unpaid order is chased with: the best canned reply for it, filled in."""

from typing import Final, NamedTuple

from zuiqing_desk.rules.categories import Stage
from zuiqing_desk.services.replies import briefing
from zuiqing_desk.services.replies.records import LiveReply, Used
from zuiqing_desk.tui.session import Session

CATEGORY: Final = "催付"
LOOKED_THROUGH: Final = 200
"""Replies that hold the word; those of the category are among the first."""


class ChasingReply(NamedTuple):
    """What to put into the reply box, and what it was made of."""

    text: str
    used: tuple[Used, ...]


async def chasing_reply(
    session: Session, conversation_id: int, order_id: int
) -> ChasingReply | None:
    """The reply for this unpaid order of the conversation; None if the library has none.

    Raises RuleError and StoreError.
    """
    about = await session.bench.ask(
        briefing.brief, conversation_id, session.staff.id, order_id=order_id
    )
    reply = best(session, about.stage)
    if reply is None:
        return None
    text = session.library.replies.text(reply, about.values)
    return ChasingReply(text, (Used(reply.id, reply.version),))


def best(session: Session, stage: Stage) -> LiveReply | None:
    """The chasing reply that fits best: as the picker would offer it."""
    found = session.library.replies.search(
        CATEGORY, stage=stage, now=session.clock(), limit=LOOKED_THROUGH
    )
    return next((one.reply for one in found if one.reply.category == CATEGORY), None)
