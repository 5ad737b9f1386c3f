"""What the reply box tells its pane."""

from dataclasses import dataclass

from textual.message import Message

from zuiqing_desk.services.replies.records import Used


class ReplyMessages:
    """The messages of widgets.reply_box.ReplyBox; their handlers are ``on_reply_box_…``."""

    @dataclass
    class Submitted(Message, namespace="reply_box"):
        """Send ``text`` to the customer of ``conversation_id``. The box is empty already; give the
        text back with ``give_back`` or ``object_to`` if it cannot be sent. ``used``: the replies it
        was made of; ``override``: its wording was objected to, and it shall go all the same."""

        text: str
        conversation_id: int
        used: tuple[Used, ...] = ()
        override: bool = False

    @dataclass
    class NoteSubmitted(Message, namespace="reply_box"):
        """Keep ``text`` as an internal note of ``conversation_id``; it must never be sent."""

        text: str
        conversation_id: int

    @dataclass
    class Typing(Message, namespace="reply_box"):
        """An answer (no note) is being written; at most every ``TYPING_EVERY_S`` seconds."""

        conversation_id: int

    @dataclass
    class Paged(Message, namespace="reply_box"):
        """The agent wants to read back: ``by`` views up (negative) or down."""

        by: int

    @dataclass
    class PickWanted(Message, namespace="reply_box"):
        """The agent wants to pick replies; what is typed now is ``PickTyped``."""

        conversation_id: int

    @dataclass
    class PickTyped(Message, namespace="reply_box"):
        """Typed while the picker was coming: part of its query."""

        text: str

    @dataclass
    class Inserted(Message, namespace="reply_box"):
        """Words that were made ready stand in the box now."""

        conversation_id: int
        text: str

    class Leave(Message, namespace="reply_box"):
        """The agent wants to go to the lists."""
