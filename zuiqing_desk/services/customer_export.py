"""Handing out, on request, everything that is kept of a customer: one JSON file and the files they
sent, in one zip."""

import json
import os
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.services import media, shop, staff
from zuiqing_desk.services.erasing.orders import OF_CUSTOMER
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import evidence
from zuiqing_desk.store.backup import make_private_file
from zuiqing_desk.store.tx import Tx

DATA: Final = "客户资料.json"
FILES: Final = "files"

_TALKS: Final = "(SELECT id FROM conversation WHERE customer_id = :customer)"
_ORDERS: Final = f"(SELECT id FROM shop_order WHERE {OF_CUSTOMER})"
_LINES: Final = """
SELECT l.id, l.seq, l.at, l.author, l.kind, l.text, l.payload, s.staff_no FROM line l
LEFT JOIN staff s ON s.id = l.staff_id WHERE l.conversation_id = :id ORDER BY l.seq
"""
_PARTS: Final[Mapping[str, str]] = {
    "order_items": "SELECT order_id, title, spec, code, quantity, price_fen FROM order_item"
    f" WHERE order_id IN {_ORDERS} ORDER BY id",
    "order_remarks": f"SELECT order_id, remark, flag, at FROM order_remark"
    f" WHERE order_id IN {_ORDERS} ORDER BY id",
    "contacts": f"SELECT order_id, medium, at, note FROM contact WHERE order_id IN {_ORDERS}"
    " ORDER BY id",
    "promises": "SELECT order_id, kind, what, until, made_at, state, reason FROM promise"
    f" WHERE conversation_id IN {_TALKS} OR order_id IN {_ORDERS} ORDER BY id",
    "payment_chases": "SELECT order_id, result, note, ended_at FROM payment_chase"
    f" WHERE order_id IN {_ORDERS} ORDER BY order_id",
    "handover_items": "SELECT kind, summary, situation, next_action, if_then, state, result,"
    " created_at FROM handover_item WHERE customer_id = :customer"
    f" OR conversation_id IN {_TALKS} OR order_id IN {_ORDERS} ORDER BY id",
    "problem_notes": "SELECT text, answer, at FROM problem_note"
    f" WHERE conversation_id IN {_TALKS} OR order_id IN {_ORDERS} ORDER BY id",
}
_ORDER: Final = (
    "id", "platform", "number", "state", "platform_state", "buyer", "receiver", "phone", "address",
    "address_before", "province", "city", "district", "goods_fen", "freight_fen", "amount_fen",
    "refund_fen", "buyer_message", "waybill", "waybill_courier", "closed_reason",
    "platform_remark", "remark", "flag", "extra", "placed_at", "paid_at", "finished_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gathered:
    """``data`` as it is written; ``files``: what each is called in the zip, and where it lies."""

    data: dict[str, Any]
    files: tuple[tuple[str, Path], ...]


def allow(tx: Tx, customer_id: int, actor: int | None) -> None:
    """Journal that a customer's data is handed out, and by whom; before it is.

    ``actor`` is None for whoever owns the store. Raises Refused ``not_lead`` or ``no_customer``.
    """
    if actor is not None:
        staff.require_lead(tx, actor)
    _require(tx, customer_id)
    tx.journal("customer.exported", customer_id, actor=actor)


def gather(tx: Tx, customer_id: int, home: Path) -> Gathered:
    """Everything there is. Money is in 分, times are ISO 8601 in the shop's zone. Raises Refused
    ``no_customer``."""
    _require(tx, customer_id)
    info = shop.get(tx)
    zone = "UTC" if info is None else info.time_zone
    files: dict[str, Path] = {}
    name, created_at = tx.all(
        "SELECT name, created_at FROM customer WHERE id = :id", id=customer_id
    )[0]
    data: dict[str, Any] = {
        "customer": {"id": customer_id, "name": name, "created_at": iso(created_at, zone)},
        "exported_at": iso(tx.now, zone),
        "shop": "" if info is None else info.name,
        "conversations": [
            _talk(tx, home, zone, files, *row)
            for row in tx.all(
                "SELECT c.id, a.channel, a.name, c.external_id, c.opened_at FROM conversation c"
                " JOIN channel_account a ON a.id = c.account_id"
                " WHERE c.customer_id = :customer ORDER BY c.id",
                customer=customer_id,
            )
        ],
        "orders": _rows(
            tx.all(
                f"SELECT {', '.join(_ORDER)} FROM shop_order WHERE {OF_CUSTOMER} ORDER BY id",
                customer=customer_id,
            ),
            _ORDER,
            zone,
        ),
    }
    for order in data["orders"]:
        order["extra"] = json.loads(order["extra"])
    for part, sql in _PARTS.items():
        data[part] = _rows(tx.all(sql, customer=customer_id), _columns(sql), zone)
    data["evidence"] = _evidence(tx, home, customer_id, files)
    return Gathered(data, tuple(files.items()))


def write(gathered: Gathered, target: Path) -> list[str]:
    """Write the zip (0600), which appears under its name only when it is whole; what could not be
    found of the files. Blocking. Raises Refused ``there`` where something has that name, OSError.
    """
    if target.exists():
        raise Refused("there", f"已经有 {target}，请换一个名字。")
    unfinished = target.with_name(f".{target.name}.part")
    unfinished.unlink(missing_ok=True)
    make_private_file(unfinished)
    missing = []
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as whole:
            for name, path in gathered.files:
                try:
                    whole.write(path, name)
                except FileNotFoundError:
                    missing.append(name)
            said = {**gathered.data, "missing_files": missing}
            whole.writestr(DATA, json.dumps(said, ensure_ascii=False, indent=2) + "\n")
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return missing


def _require(tx: Tx, customer_id: int) -> None:
    if tx.one("SELECT 1 FROM customer WHERE id = :id", id=customer_id) is None:
        raise Refused("no_customer", f"没有编号为 {customer_id} 的客户。")


def _talk(
    tx: Tx,
    home: Path,
    zone: str,
    files: dict[str, Path],
    conversation_id: int,
    channel: str,
    account: str,
    external_id: str,
    opened_at: int,
) -> dict[str, Any]:
    rows = tx.all(_LINES, id=conversation_id)
    carried = media.of_lines(tx, (row[0] for row in rows if row[4] in media.CARRYING))
    lines = []
    for line_id, seq, at, author, kind, text, payload, staff_no in rows:
        line: dict[str, Any] = {"seq": seq, "at": iso(at, zone), "from": author, "text": text}
        if staff_no:
            line["staff_no"] = staff_no
        if kind not in ("text", "note", "system"):
            line["kind"] = kind
        if payload:
            line["payload"] = json.loads(payload)
        if record := carried.get(line_id):
            line["file"] = {"name": record.name, "state": record.state}
            if record.state == "here":
                name = f"{FILES}/{conversation_id}-{seq}.{record.kind}"
                line["file"]["in_zip"] = name
                files[name] = media.path(home, record)
        lines.append(line)
    return {
        "channel": channel,
        "account": account,
        "name_there": external_id,
        "opened_at": iso(opened_at, zone),
        "lines": lines,
    }


def _evidence(
    tx: Tx, home: Path, customer_id: int, files: dict[str, Path]
) -> list[dict[str, object]]:
    found = []
    for evidence_id, sha256, name in tx.all(
        "SELECT id, sha256, name FROM evidence WHERE removed_at IS NULL AND id IN"
        f" (SELECT evidence_id FROM contact WHERE order_id IN {_ORDERS}) ORDER BY id",
        customer=customer_id,
    ):
        path = evidence.path_of(home, sha256, name)
        inside = f"{FILES}/evidence-{evidence_id}{path.suffix}"
        files[inside] = path
        found.append({"name": name, "in_zip": inside})
    return found


def _columns(sql: str) -> tuple[str, ...]:
    head = sql.removeprefix("SELECT ").partition(" FROM ")[0]
    return tuple(one.strip() for one in head.split(","))


def _rows(
    rows: Iterable[tuple[Any, ...]], columns: Iterable[str], zone: str
) -> list[dict[str, Any]]:
    names = tuple(columns)
    return [
        {
            name: iso(value, zone)
            if value is not None and (name == "at" or name == "until" or name.endswith("_at"))
            else value
            for name, value in zip(names, row, strict=True)
        }
        for row in rows
    ]
