"""From each type of webhook to the use case that carries it out."""

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from zuiqing_desk.channels.bridge.envelopes import VERSIONS, Envelope
from zuiqing_desk.channels.bridge.refusals import Refusal
from zuiqing_desk.services import media_files, outbox
from zuiqing_desk.services.bridge import accounts, events, intake, orders, receipts
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.media import Carried
from zuiqing_desk.store.tx import Tx

Told = dict[str, Any]
"""What the answer says beside ``received`` and ``duplicate``."""

Effect = Callable[[Tx], Told]

HELLO: Final = "connector.hello"

_EPOCH: Final = datetime.fromtimestamp(0, UTC)
_CARD: Final = ("platform", "number", "title", "amount")


def has_content(envelope: Envelope) -> bool:
    """Whether a picture or file came along, which is to be kept before its line."""
    return envelope.type == "message.created" and "data" in envelope.data["message"]["content"]


def carried(home: Path, envelope: Envelope) -> Carried | None:
    """What a message carries besides words, kept in the folder if it came along. Blocking.

    Raises Refusal ``bad_base64``, and Refused as services.media_files.keep_bytes.
    """
    if envelope.type != "message.created":
        return None
    content = envelope.data["message"]["content"]
    if content["type"] not in ("picture", "file"):
        return None
    kept = None
    if "data" in content:
        try:
            raw = base64.b64decode(content["data"], validate=True)
        except (binascii.Error, ValueError):
            raise Refusal("bad_base64", pointer="/data/message/content/data") from None
        kept = media_files.keep_bytes(home, raw)
    return Carried(
        name=content.get("name", ""),
        picture=content["type"] == "picture",
        kept=kept,
        url=content.get("url", ""),
    )


def effect(account_id: int, envelope: Envelope, media: Carried | None) -> Effect:
    """What a webhook brings about in its transaction."""
    if envelope.type == "message.created":
        return lambda tx: _message(tx, account_id, envelope.data, media)
    handler = _HANDLERS[envelope.type]
    return lambda tx: handler(tx, account_id, envelope.data)


def _message(tx: Tx, account_id: int, data: Mapping[str, Any], media: Carried | None) -> Told:
    message = data["message"]
    content = message["content"]
    card = content["type"] == "order_card"
    try:
        received = intake.message(
            tx,
            account_id,
            conversation=data["conversation"],
            name=data["customer"].get("name", ""),
            message_id=message["id"],
            sent_at=_micros(message["sent_at"]) if "sent_at" in message else None,
            text=content.get("text", ""),
            kind="order_card" if card else "text",
            payload={name: content[name] for name in _CARD if name in content} if card else None,
            media=media,
        )
    except Refused as refused:
        if refused.code not in ("blocked", "erased"):
            raise
        # Answered as taken, so that the connector does not send it over and over.
        return {"received": False, "reason": refused.code}
    told: Told = {"seq": received.seq}
    if received.duplicate:
        told["duplicate"] = True
    return told


def _micros(moment: str) -> int:
    return (datetime.fromisoformat(moment) - _EPOCH) // timedelta(microseconds=1)


def _recalled(tx: Tx, account_id: int, data: Mapping[str, Any]) -> Told:
    seq = intake.recalled(
        tx, account_id, conversation=data["conversation"], message_id=data["message_id"]
    )
    return {"seq": seq}


def _renamed(tx: Tx, account_id: int, data: Mapping[str, Any]) -> Told:
    intake.renamed(tx, account_id, conversation=data["conversation"], name=data["name"])
    return {}


def _typing(tx: Tx, account_id: int, data: Mapping[str, Any]) -> Told:
    intake.typing(tx, account_id, conversation=data["conversation"], on=data["on"])
    return {}


def _closed(tx: Tx, account_id: int, data: Mapping[str, Any]) -> Told:
    closed = intake.closed(tx, account_id, conversation=data["conversation"], by=data["by"])
    return {"closed": closed}


def _accepted(tx: Tx, account_id: int, data: Mapping[str, Any]) -> Told:
    seq = receipts.accepted(
        tx, account_id, conversation=data["conversation"], client_id=data["client_id"]
    )
    return {"seq": seq}


def _failed(tx: Tx, account_id: int, data: Mapping[str, Any]) -> Told:
    seq = receipts.failed(
        tx,
        account_id,
        conversation=data["conversation"],
        client_id=data["client_id"],
        reason=data.get("reason", ""),
    )
    return {"seq": seq}


def _proved(how: Callable[..., int]) -> Callable[[Tx, int, Mapping[str, Any]], Told]:
    def handler(tx: Tx, account_id: int, data: Mapping[str, Any]) -> Told:
        seq = how(
            tx,
            account_id,
            conversation=data["conversation"],
            client_id=data.get("client_id"),
            up_to=data.get("up_to"),
        )
        return {"seq": seq}

    return handler


def _order(tx: Tx, account_id: int, data: Mapping[str, Any]) -> Told:
    account = accounts.by_id(tx, account_id)
    if account is None:
        raise Refused("no_bridge", "这个桥接账号不在了。")
    return {"order": orders.upsert(tx, account, data)}


def _hello(tx: Tx, account_id: int, data: Mapping[str, Any]) -> Told:
    outbox.put_off_no_more(tx, account_id)
    events.put_off_no_more(tx, account_id)
    return {"cursor": accounts.cursor(tx, account_id), "version": VERSIONS[-1]}


_HANDLERS: Final[dict[str, Callable[[Tx, int, Mapping[str, Any]], Told]]] = {
    "message.recalled": _recalled,
    "customer.updated": _renamed,
    "typing": _typing,
    "conversation.closed": _closed,
    "message.accepted": _accepted,
    "message.failed": _failed,
    "message.delivered": _proved(receipts.delivered),
    "message.read": _proved(receipts.read),
    "order.upserted": _order,
    HELLO: _hello,
}
