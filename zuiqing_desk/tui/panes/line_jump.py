"""Going to one line of the open conversation, however far back it stands."""

from collections.abc import Callable

from zuiqing_desk.tui.panes.chat_model import ChatModel
from zuiqing_desk.tui.widgets.conversation_view import ConversationView


async def go_to(
    model: ChatModel, view: ConversationView, paint: Callable[[], None], seq: int
) -> None:
    """Put the focus on the conversation and its cursor on the line, reading further back if it
    takes that. Raises RuleError, StoreError."""
    view.screen.set_focus(view)
    if not view.go_to(seq) and model.want_back_to(seq):
        await model.refresh()
        paint()
        view.go_to(seq)
