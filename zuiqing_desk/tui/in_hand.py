"""What somebody has in hand when they write something down."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InHand:
    """The conversation and the order on screen, if any; ``place`` is the id of the action that
    opens the page one was on."""

    conversation_id: int | None = None
    order_id: int | None = None
    place: str = "pane.chat"
