"""Words that another page has ready for the customer of the open conversation."""

from collections.abc import Callable

from zuiqing_desk.tui.screens.order_links import OpenConversation
from zuiqing_desk.tui.toast import Severity
from zuiqing_desk.tui.widgets.ready_made import Ready
from zuiqing_desk.tui.widgets.reply_box import ReplyBox


async def put_behind(
    reply: ReplyBox, wanted: OpenConversation, say: Callable[[str, Severity], None]
) -> None:
    """Put its draft behind what is written there, once; nothing that was selected gives way."""
    if wanted.draft in reply.text:
        return
    reply.to_end()
    if not reply.insert_ready(Ready(wanted.conversation_id, wanted.draft, wanted.used)):
        say("话没有放进去：这个会话不收回复，或者正在写备忘。", "warning")
