"""From an unpaid order to its conversation, with words to remind the buyer in the box, not sent."""

from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui.chasing_reply import CATEGORY, chasing_reply
from zuiqing_desk.tui.screens import order_linking
from zuiqing_desk.tui.screens.order_links import OpenConversation
from zuiqing_desk.tui.screens.order_work import OrderWork
from zuiqing_desk.tui.toast import toast


async def chase(screen: OrderWork, row: OrderRow) -> None:
    """Go there; without a conversation, look for one first."""
    if row.conversation_id is None:
        await order_linking.link(screen, row)
    found = await screen.order_row(row.id)
    if found is None or found.conversation_id is None:
        return
    if not screen.session.library.ready:
        toast(screen.app, "话术还在载入，过一会儿再按。", "warning")
        return
    words = await chasing_reply(screen.session, found.conversation_id, row.id)
    if words is None:
        toast(screen.app, f"话术库里没有“{CATEGORY}”类的话术，请自己写。", "warning")
        screen.visit(found.conversation_id)
    else:
        screen.post_message(OpenConversation(found.conversation_id, words.text, words.used))
