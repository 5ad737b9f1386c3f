"""Records of an invented shop, for the tests of what shows them."""

from typing import Any

from zuiqing_desk.services.records import (
    AssignmentRecord,
    Chat,
    ChatCard,
    LineRecord,
    QueueRow,
)

SECOND = 1_000_000
ZONE = "Asia/Shanghai"
NOW = 1_767_340_800 * SECOND
"""2026-01-02 16:00:00 in the shop."""

ME = 7

HOSTILE = "[/b][@click=app.quit]点我[/]\x1b]52;c;aGFjaw==\x07\u202e倒\u2066\x9b31m[red]红"
"""What somebody might write to get at the agent's terminal."""

HARMLESS = "[/b][@click=app.quit]点我[/]]52;c;aGFjaw==倒31m[red]红"
"""How it must look on the screen."""


def queue_row(id: int = 1, **changes: Any) -> QueueRow:
    """A conversation nobody has, answered, with nothing special about it."""
    facts: dict[str, Any] = {
        "id": id,
        "channel": "webchat",
        "account": "网页",
        "storefront": "旗舰店",
        "customer": f"客户{id}",
        "state": "queued",
        "post": "pre_sale",
        "assignee_id": None,
        "assignee_no": None,
        "unread": 0,
        "waiting_since": None,
        "target_s": 30,
        "off_duty_since": None,
        "last_text": "有货吗",
        "last_from": "customer",
        "last_line_at": NOW,
        "snoozed_until": None,
        "stuck": False,
        "band": 2,
        "urgency": 0,
    }
    return QueueRow(**facts | changes)


def line(seq: int = 1, text: str = "有货吗", **changes: Any) -> LineRecord:
    """A customer's line, ten seconds after the one before it."""
    facts: dict[str, Any] = {
        "id": 1000 + seq,
        "seq": seq,
        "at": NOW + seq * 10 * SECOND,
        "author": "customer",
        "staff_no": None,
        "kind": "text",
        "text": text,
        "status": "",
        "courtesy": False,
        "on_duty": True,
    }
    return LineRecord(**facts | changes)


def mine(seq: int = 2, text: str = "有的", status: str = "sent", **changes: Any) -> LineRecord:
    """A line of agent 1024."""
    return line(seq, text, **{"author": "agent", "staff_no": "1024", "status": status} | changes)


def card(**changes: Any) -> ChatCard:
    facts: dict[str, Any] = {
        "conversation_id": 1,
        "customer_id": 1,
        "customer": "客户1",
        "channel": "webchat",
        "account": "网页",
        "storefront": "旗舰店",
        "external_id": "visitor-1",
        "opened_at": NOW - 3600 * SECOND,
        "blocked": False,
        "visitor_online": False,
        "visitor_typing_until": 0,
        "delivered_seq": 0,
        "read_seq": 0,
        "advertiser": False,
        "assignments": (AssignmentRecord("1024", "小**", "next", NOW, None),),
        "other_conversations": 0,
    }
    return ChatCard(**facts | changes)


def chat(*lines: LineRecord, has_earlier: bool = False, **changes: Any) -> Chat:
    """A conversation; ``row`` and ``card`` can be given."""
    facts: dict[str, Any] = {
        "row": queue_row(),
        "lines": lines,
        "has_earlier": has_earlier,
        "card": card(),
    }
    return Chat(**facts | changes)
