"""What a page is sealed with: facts that stay in the bytes, and texts that only leave a digest.

Facts are ids, times, codes and staff numbers; whatever a person wrote, and every name, is a text.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from zuiqing_desk.rules.chain import open_in
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.tx import Row, Tx

VERSION = 1
ITEM_TEXTS = ("summary", "situation", "next_action", "if_then", "result", "customer", "order")

_ITEM = """
SELECT i.id, i.summary, i.situation, i.next_action, i.if_then, i.result, coalesce(c.name, ''),
       coalesce(o.number, ''), i.kind, i.severity, i.source, i.state, i.revision, i.created_by,
       i.created_at, i.closed_by, i.closed_at, i.for_staff_id, i.due_at, i.conversation_id,
       i.order_id, i.customer_id, i.merged_into, i.redacted_at,
       (SELECT count(*) FROM handover_entry e JOIN handover_page p ON p.id = e.page_id
        WHERE e.item_id = i.id AND (p.state = 'sealed' OR p.id = :page))
FROM handover_item i
LEFT JOIN customer c ON c.id = i.customer_id
LEFT JOIN shop_order o ON o.id = i.order_id
WHERE i.id IN (SELECT value FROM json_each(:ids)) ORDER BY i.id
"""


@dataclass(slots=True)
class Sealable:
    """What goes into one link: its facts, its texts by key, and the people it names."""

    facts: dict[str, Any]
    texts: dict[str, str] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)

    def say(self, key: str, text: str) -> None:
        """Keep a text; an empty one leaves no trace."""
        if text:
            self.texts[key] = text

    def name(self, *people: int | None) -> None:
        """Keep who these are."""
        self.people.update(one for one in people if one is not None)


def of_page(tx: Tx, page_id: int, previous: dict[str, Any] | None) -> Sealable:
    """A page with all its signatures, as it is sealed at ``tx.now``; ``previous`` is the body of
    the page sealed before it. Raises Refused ``no_page`` or ``sealed``."""
    page = tx.one(
        "SELECT day, shift, next_shift, boundary_at, mode, created_at, given_at, state"
        " FROM handover_page WHERE id = :page",
        page=page_id,
    )
    if page is None:
        raise Refused("no_page", "交接本里没有这一页。")
    *columns, state = page
    if state == "sealed":
        raise Refused("sealed", "这一页已经封存了，要补充请写补记。")
    names = ("day", "shift", "next_shift", "boundary_at", "mode", "created_at", "given_at")
    facts = {"id": page_id, "sealed_at": tx.now, **dict(zip(names, columns, strict=True))}
    sealable = Sealable({"page": facts})
    _put_sections(tx, page_id, sealable)
    _put_takers(tx, page_id, sealable)
    _put_entries(tx, page_id, sealable)
    _put_closed(tx, page_id, previous, sealable)
    _put_remarks(tx, page_id, sealable)
    return sealable


def _put_sections(tx: Tx, page_id: int, to: Sealable) -> None:
    to.facts["sections"] = []
    for section, giver, state, signed_at, signed_by, reason, figures in tx.all(
        "SELECT id, giver_id, state, signed_at, signed_by, reason, figures FROM handover_section"
        " WHERE page_id = :page ORDER BY id",
        page=page_id,
    ):
        to.name(giver, signed_by)
        to.say(f"section:{section}:reason", reason)
        to.facts["sections"].append(
            {
                "id": section,
                "giver": giver,
                "state": state,
                "signed_at": signed_at,
                "signed_by": signed_by,
                "figures": _pairs(json.loads(figures)),
            }
        )


def _pairs(figures: Any) -> list[list[str]]:
    pairs = figures.items() if isinstance(figures, dict) else figures
    return [[str(label), str(text)] for label, text in pairs]


def _put_takers(tx: Tx, page_id: int, to: Sealable) -> None:
    to.facts["takers"] = []
    for staff, duty, allowed_by, signed_at in tx.all(
        "SELECT staff_id, duty, allowed_by, signed_at FROM handover_taker WHERE page_id = :page"
        " ORDER BY staff_id",
        page=page_id,
    ):
        to.name(staff, allowed_by)
        to.facts["takers"].append(
            {"staff": staff, "duty": bool(duty), "allowed_by": allowed_by, "signed_at": signed_at}
        )


def _put_entries(tx: Tx, page_id: int, to: Sealable) -> None:
    rows = tx.all(
        "SELECT item_id, section_id, position, revision, acked_by, acked_at, said_by, said_at,"
        " said FROM handover_entry WHERE page_id = :page ORDER BY position, item_id",
        page=page_id,
    )
    to.facts["items"] = _items(tx, page_id, (row[0] for row in rows), to)
    to.facts["entries"] = []
    for item, section, position, revision, acked_by, acked_at, said_by, said_at, said in rows:
        to.name(acked_by, said_by)
        to.say(f"item:{item}:said", said)
        to.facts["entries"].append(
            {
                "item": item,
                "section": section,
                "position": position,
                "revision": revision,
                "carried": to.facts["items"][str(item)]["pages"] > 1,
                "acked_by": acked_by,
                "acked_at": acked_at,
                "said_by": said_by,
                "said_at": said_at,
            }
        )


def _put_closed(tx: Tx, page_id: int, previous: dict[str, Any] | None, to: Sealable) -> None:
    """What was closed since the page before, told by ids and never by the clock; what else is
    open; and up to where this page knows."""
    entered = {entry["item"] for entry in to.facts["entries"]}
    closed = closed_since(tx, previous) - entered
    to.facts["closed"] = sorted(closed)
    to.facts["items"] |= _items(tx, page_id, closed, to)
    still_open = tx.all("SELECT id FROM handover_item WHERE state = 'open' ORDER BY id")
    to.facts["others_open"] = [one for (one,) in still_open if one not in entered]
    to.facts["last_item"] = tx.value("SELECT max(id) FROM handover_item") or 0
    to.facts["last_event"] = tx.value("SELECT max(id) FROM handover_event") or 0


def closed_since(tx: Tx, previous: dict[str, Any] | None) -> set[int]:
    """The items closed since the page of this body was sealed: told by ids, never by time."""
    known: set[int] = set() if previous is None else open_in(previous)
    item, event = (0, 0) if previous is None else (previous["last_item"], previous["last_event"])
    rows = tx.all(
        "SELECT id FROM handover_item WHERE state <> 'open' AND (id > :item"
        " OR id IN (SELECT value FROM json_each(:known)) OR id IN"
        " (SELECT item_id FROM handover_event WHERE id > :event AND what = 'reopened'))",
        item=item,
        event=event,
        known=json.dumps(sorted(known)),
    )
    return {one for (one,) in rows}


def _put_remarks(tx: Tx, page_id: int, to: Sealable) -> None:
    to.facts["said"] = []
    for remark, item, kind, text, by, at, answer, answered_by, answered_at in tx.all(
        "SELECT id, item_id, kind, text, by, at, answer, answered_by, answered_at"
        " FROM handover_remark WHERE page_id = :page ORDER BY id",
        page=page_id,
    ):
        to.name(by, answered_by)
        to.say(f"remark:{remark}:text", text)
        to.say(f"remark:{remark}:answer", answer)
        to.facts["said"].append(
            {
                "id": remark,
                "item": item,
                "kind": kind,
                "by": by,
                "at": at,
                "answered_by": answered_by,
                "answered_at": answered_at,
            }
        )


def _items(tx: Tx, page_id: int, ids: Iterable[int], to: Sealable) -> dict[str, dict[str, Any]]:
    rows = tx.all(_ITEM, page=page_id, ids=json.dumps(sorted(ids)))
    return {str(row[0]): _item(row, to) for row in rows}


def _item(row: Row, to: Sealable) -> dict[str, Any]:
    item, facts = row[0], row[1 + len(ITEM_TEXTS) :]
    for name, text in zip(ITEM_TEXTS, row[1:], strict=False):
        to.say(f"item:{item}:{name}", text)
    names = (
        *("kind", "severity", "source", "state", "revision", "created_by", "created_at"),
        *("closed_by", "closed_at", "for", "due", "conversation", "order", "customer"),
        *("merged_into", "redacted", "pages"),
    )
    made = dict(zip(names, facts, strict=True))
    made["redacted"] = made["redacted"] is not None
    to.name(made["created_by"], made["closed_by"], made["for"])
    return made
