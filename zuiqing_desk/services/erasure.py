"""Erasing what is kept of a customer, on request.

House rule: what was said, and every name, number and address of the customer goes; that there were
lines, orders and rounds, when, and whose, stays, so that the figures stay what they were. Whoever
erases writes a line into the file of erasures first (``prepare``, store.erasure_file.append), then
begins, then takes steps until all is done: each is a short unit of its own, and may be repeated.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from zuiqing_desk.services import media, staff
from zuiqing_desk.services.erasing import orders, talk
from zuiqing_desk.services.erasing.look import Look
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import redact
from zuiqing_desk.services.orders import evidence, phone_book
from zuiqing_desk.services.spreadsheets import Progress as Report
from zuiqing_desk.services.spreadsheets import unwatched
from zuiqing_desk.store import erasure_file
from zuiqing_desk.store.erasure_file import Entry
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")


class Write(Protocol):
    """Carries out a unit and returns after COMMIT, blocking."""

    def __call__(self, unit: Callable[[Tx], T], /) -> T: ...


_TALK, _ORDERS, _BOOKS, _WASH = "talk", "orders", "books", "wash"
_ROW = "SELECT id, customer_id, erased_by, at, counts, step FROM erasure"
_KNOWN = """
SELECT e.customer_id, u.created_at, e.at FROM erasure e JOIN customer u ON u.id = e.customer_id
ORDER BY e.id
"""
# Everything is erased, and the bytes are not gone yet; the figure behind counts the attempts.
_WASHING = """step GLOB '[[]"wash"*'"""
_UNDER_WAY = f"(step <> '' AND NOT {_WASHING})"
_DONE = f"SELECT 1 FROM erasure WHERE customer_id = :customer AND at >= :at AND NOT {_UNDER_WAY}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an erasure has come. ``done``: nothing of the customer can be read any more.

    ``counts``: how many ``lines``, ``files``, ``orders`` and ``notes`` (items of the notebooks and
    problems noted) were emptied so far.
    """

    erasure_id: int
    done: bool
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Erasure:
    """A row of the table; ``step``: the part it is at, and where in it."""

    id: int
    customer_id: int
    erased_by: int | None
    at: int
    counts: dict[str, int]
    step: tuple[str, int, int]

    def then(self, part: str, first: int = 0, second: int = 0, **more: int) -> "_Erasure":
        counts = {
            key: self.counts.get(key, 0) + more.get(key, 0) for key in {**self.counts, **more}
        }
        return replace(self, counts=counts, step=(part, first, second))


def prepare(tx: Tx, customer_id: int, actor: int | None) -> Entry:
    """What is to be written into the file of erasures; nothing is changed.

    ``actor`` is None from the command line of whoever owns the file. Raises Refused ``not_lead`` or
    ``no_customer``.
    """
    if actor is not None:
        staff.require_lead(tx, actor)
    created_at = tx.value("SELECT created_at FROM customer WHERE id = :id", id=customer_id)
    if created_at is None:
        raise Refused("no_customer", f"没有编号为 {customer_id} 的客户。")
    return Entry(customer_id, created_at, tx.now)


def begin(tx: Tx, entry: Entry, actor: int | None) -> int:
    """Begin an erasure, or find the one that is under way; its id. From here on the customer has no
    name, and who writes under the old one is new.

    Raises Refused ``not_lead`` or ``no_customer``.
    """
    prepare(tx, entry.customer_id, actor)
    known = tx.value(
        f"SELECT id FROM erasure WHERE customer_id = :customer AND {_UNDER_WAY}",
        customer=entry.customer_id,
    )
    if known is not None:
        return int(known)
    talk.part(tx, entry.customer_id)
    erasure_id = tx.insert(
        "INSERT INTO erasure (customer_id, erased_by, at, counts, step)"
        " VALUES (:customer, :actor, :at, '{}', :step)",
        customer=entry.customer_id,
        actor=actor,
        at=entry.at,
        step=_stored(_TALK),
    )
    tx.journal("customer.erased", entry.customer_id, actor=actor)
    return erasure_id


def step(tx: Tx, erasure_id: int) -> Progress:
    """Take one step, of a few milliseconds; nothing if all is done. Raises Refused
    ``no_erasure``."""
    erasure = _load(tx, erasure_id)
    match erasure.step[0]:
        case "talk":
            erasure = _talk(tx, erasure)
        case "orders":
            erasure = _orders(tx, erasure)
        case "books":
            notes = redact.erase_customer(tx, erasure.customer_id, erasure.erased_by)
            erasure = erasure.then(_WASH, notes=notes)
    tx.run(
        "UPDATE erasure SET counts = :counts, step = :step WHERE id = :id AND step <> ''",
        id=erasure_id,
        counts=json.dumps(erasure.counts),
        step=_stored(*erasure.step),
    )
    return Progress(erasure_id, erasure.step[0] in ("", _WASH), erasure.counts)


def _talk(tx: Tx, erasure: _Erasure) -> _Erasure:
    _, conversation_id, seq = erasure.step
    for one in talk.of_customer(tx, erasure.customer_id):
        if one < conversation_id:
            continue
        erased = talk.lines(tx, one, seq if one == conversation_id else 0)
        if erased.after is not None:
            return erasure.then(_TALK, one, erased.after, lines=erased.lines, files=erased.files)
        tx.journal("conversation.erased", one)
        return erasure.then(_TALK, one + 1)
    orders.erase_of_talk(tx, erasure.customer_id)
    phone_book.forget(tx)
    return erasure.then(_ORDERS)


def _orders(tx: Tx, erasure: _Erasure) -> _Erasure:
    count, last = orders.erase(tx, erasure.customer_id, erasure.step[1])
    if last is None:
        return erasure.then(_BOOKS)
    return erasure.then(_ORDERS, last, orders=count)


def carry_out(
    write: Write, home: Path, customer_id: int, actor: int | None, report: Report = unwatched
) -> dict[str, int]:
    """Erase a customer, blocking, a unit at a time; ``Progress.counts``.

    ``report`` hears how many lines and orders were emptied. What it raises ends this, and whoever
    runs the channels takes the other steps. Raises Refused ``not_lead`` or ``no_customer``,
    OSError.
    """
    entry = write(lambda tx: prepare(tx, customer_id, actor))
    erasure_file.append(home, entry)
    erasure_id = write(lambda tx: begin(tx, entry, actor))
    while not (progress := write(lambda tx: step(tx, erasure_id))).done:
        counts = progress.counts
        report("正在删除", counts.get("lines", 0) + counts.get("orders", 0), None)
    write(lambda tx: discard_files(tx, home))
    return progress.counts


def told(counts: Mapping[str, int]) -> str:
    """What was erased, in words."""
    words = (("lines", "条消息"), ("files", "个文件"), ("orders", "笔订单"), ("notes", "处登记"))
    return "、".join(f"{counts.get(key, 0)} {word}" for key, word in words)


def warnings(there: Look) -> list[str]:
    """What whoever is about to erase should know: who it is and how much, what is amiss, and what
    that means."""
    lines = [
        f"客户“{there.name}”（编号 {there.customer_id}，{there.met}）：",
        f"{there.conversations} 个会话、{there.lines} 条消息、"
        f"{there.files} 个文件、{there.orders} 笔订单。",
    ]
    if there.namesakes:
        lines.append(f"▲ 另有 {there.namesakes} 位客户也叫这个名字：看清楚是不是这一位。")
    if there.open_orders:
        lines.append(f"▲ 有 {there.open_orders} 笔订单还没发货：删了就没有地址，先处理完再删。")
    if there.disputed:
        lines.append(f"▲ 有 {there.disputed} 笔归属争议没裁定：截图和说明也会没有。")
    if there.unsent:
        lines.append(f"▲ 有 {there.unsent} 条回复还没发出去，不会再发。")
    if there.strangers:
        lines.append(
            f"▲ 有 {there.strangers} 笔同名买家的订单没有关联，不会删；要一起删，先把它们关联上。"
        )
    return [
        *lines,
        "名字、说过的话、文件、收货信息和关于他的文字都会删掉，不能恢复；次数、时间、金额留着。",
        "以前的备份里还有：每晚的最多留五周，别的等新的顶掉；恢复备份时会再删一次。",
    ]


def under_way(tx: Tx) -> list[int]:
    """The erasures that have begun and are not done."""
    return [row[0] for row in tx.all(f"SELECT id FROM erasure WHERE {_UNDER_WAY} ORDER BY id")]


def to_wash(tx: Tx) -> bool:
    """Whether something was erased whose bytes may still lie in the search index or the log."""
    return tx.one(f"SELECT 1 FROM erasure WHERE {_WASHING}") is not None


def touch(tx: Tx) -> None:
    """Note that the bytes are being washed out, which is a write: one that changes nothing would
    not be one."""
    for erasure_id, step in tx.all(f"SELECT id, step FROM erasure WHERE {_WASHING}"):
        tx.run(
            "UPDATE erasure SET step = :step WHERE id = :id",
            id=erasure_id,
            step=_stored(_WASH, json.loads(step)[1] + 1),
        )


def washed(tx: Tx) -> None:
    """Enter that the bytes are gone too."""
    tx.run(f"UPDATE erasure SET step = '' WHERE {_WASHING}")


def newest(tx: Tx) -> int:
    """The id of the newest erasure, 0 for none."""
    return tx.value("SELECT max(id) FROM erasure") or 0


def conversations_since(tx: Tx, erasure_id: int) -> list[int]:
    """The conversations that were erased after this erasure."""
    rows = tx.all(
        "SELECT c.id FROM erasure e JOIN conversation c ON c.customer_id = e.customer_id"
        " WHERE e.id > :after ORDER BY c.id",
        after=erasure_id,
    )
    return [row[0] for row in rows]


def known(tx: Tx) -> list[Entry]:
    """Every erasure this store knows of, the oldest first."""
    return [Entry(*row) for row in tx.all(_KNOWN)]


def missing(tx: Tx, entries: Sequence[Entry]) -> list[Entry]:
    """Those of ``entries`` that were not carried out here, though the customer is in this store."""
    newest = {(one.customer_id, one.created_at): one for one in sorted(entries, key=lambda e: e.at)}
    return [one for one in newest.values() if _is_here(tx, one) and not _is_done(tx, one)]


def _is_here(tx: Tx, entry: Entry) -> bool:
    created_at = tx.value("SELECT created_at FROM customer WHERE id = :id", id=entry.customer_id)
    return created_at is not None and created_at == entry.created_at


def _is_done(tx: Tx, entry: Entry) -> bool:
    return tx.one(_DONE, customer=entry.customer_id, at=entry.at) is not None


def replay(tx: Tx, entries: Sequence[Entry]) -> int:
    """Erase again, all in this one transaction, what ``missing`` names, and end what is under way;
    how many customers that were. For a backup that is being restored, before anybody opens it; the
    files that belonged to them go with ``discard_files``."""
    begun = {begin(tx, one, None) for one in missing(tx, entries)} | set(under_way(tx))
    for erasure_id in sorted(begun):
        while not step(tx, erasure_id).done:
            pass
    return len(begun)


def discard_files(tx: Tx, home: Path) -> None:
    """Remove the files whose rows say that they went; in a transaction of its own, after the rows
    were committed. What a crash leaves goes with the next call. Raises OSError."""
    media.discard_removed(tx, home)
    evidence.discard_removed(tx, home)


def _load(tx: Tx, erasure_id: int) -> _Erasure:
    row = tx.one(f"{_ROW} WHERE id = :id", id=erasure_id)
    if row is None:
        raise Refused("no_erasure", "没有这次删除的记录。")
    number, customer_id, erased_by, at, counts, stored = row
    part, first, second = json.loads(stored) if stored else ("", 0, 0)
    return _Erasure(number, customer_id, erased_by, at, json.loads(counts), (part, first, second))


def _stored(part: str, first: int = 0, second: int = 0) -> str:
    return json.dumps([part, first, second]) if part else ""
