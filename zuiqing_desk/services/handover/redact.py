"""Erasing what the notebooks say of a matter or of a customer, on request.

House rule: a text can be erased, the page it was signed on stays provable. What was erased is
itself a link of the chain, so that nothing else can be made to look erased.
"""

import json
from collections import defaultdict

from zuiqing_desk.rules.handover_words import JOINED
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import sealing, search
from zuiqing_desk.services.handover.sealed_reading import ERASED
from zuiqing_desk.store.tx import Tx

_JOINED = JOINED.partition("{")[0]
# What was merged into an item says that item's summary, for good: it may have been reopened since.
# How all such texts begin is asked first, which spares looking at every other text in turn.
_JOINS = (
    f"substr({{0}}, 1, {len(_JOINED)}) = '{_JOINED}' AND"
    " EXISTS (SELECT 1 FROM json_each(:joined) j WHERE substr({0}, 1, length(j.value)) = j.value)"
)

# A cast reads the number that a text begins with: 12 of 12:summary. The keys are gone through
# first, which their index holds: the texts of years are long.
_TEXTS = (
    "SELECT t.number, t.key FROM (SELECT number, key FROM handover_text WHERE {}) k"
    " CROSS JOIN handover_text t ON t.number = k.number AND t.key = k.key AND {}"
)
_ABOUT_ITEMS = """
key GLOB 'item:*' AND CAST(substr(key, 6) AS INTEGER) IN (SELECT value FROM json_each(:items))
OR key GLOB 'remark:*' AND CAST(substr(key, 8) AS INTEGER) IN
  (SELECT id FROM handover_remark WHERE item_id IN (SELECT value FROM json_each(:items)))
"""
_SEALED = f"""
{_TEXTS.format(_ABOUT_ITEMS, "t.text IS NOT NULL")}
UNION {_TEXTS.format("key GLOB 'item:*:result'", _JOINS.format("t.text"))}
ORDER BY 1, 2
"""

_NO_WORDS = (
    "reason = '', words = json_set(words, '$.summary', '', '$.situation', '',"
    " '$.next_action', '', '$.if_then', '')"
)
_WORKING = (
    "UPDATE handover_item SET summary = '', situation = '', next_action = '', if_then = '',"
    " result = '', redacted_at = :now WHERE id IN (SELECT value FROM json_each(:items))",
    "UPDATE handover_remark SET text = '', answer = '', redacted_at = :now"
    " WHERE item_id IN (SELECT value FROM json_each(:items))",
    f"UPDATE handover_item SET result = :erased WHERE {_JOINS.format('result')}",
    "UPDATE handover_event SET words = '' WHERE item_id IN (SELECT value FROM json_each(:items))",
    f"UPDATE handover_event SET words = '' WHERE {_JOINS.format('words')}",
    "UPDATE handover_entry SET said = '' WHERE item_id IN (SELECT value FROM json_each(:items))",
    f"UPDATE handover_draft SET {_NO_WORDS} WHERE item_id IN (SELECT value FROM json_each(:items))",
)

# Not every build of SQLite overwrites by itself what is no longer there.
_OVERWRITE = "PRAGMA secure_delete = ON"


def _about(conversation: str, order: str) -> str:
    """The condition that something linked to a conversation and an order is about a customer."""
    talks = "SELECT id FROM conversation WHERE customer_id = :customer"
    orders = (
        f"SELECT id FROM shop_order WHERE customer_id = :customer OR conversation_id IN ({talks})"
    )
    return f"({conversation} IN ({talks}) OR {order} IN ({orders}))"


_LINKED = _about("conversation_id", "order_id")
_OF_CUSTOMER = (
    f"SELECT id FROM handover_item WHERE customer_id = :customer OR {_LINKED} ORDER BY id"
)
# What a giver decided against, or never decided about, belongs to no item.
_DRAFTED = _about("json_extract(words, '$.conversation_id')", "json_extract(words, '$.order_id')")
# What is still to be decided about is found again, as it stands by then.
_PROPOSED = f"""
DELETE FROM handover_draft WHERE state = 'proposed' AND {_DRAFTED}
AND section_id IN (SELECT id FROM handover_section WHERE state = 'open')
"""
_DRAFTS = f"""
UPDATE handover_draft SET {_NO_WORDS}
WHERE {_DRAFTED} AND (json_extract(words, '$.summary') <> '' OR reason <> '')
"""
# The history of the item it was merged into says the same of it.
_MERGED = f"""
UPDATE handover_event SET words = '' WHERE what = 'merged' AND (item_id, words) IN
  (SELECT item_id, json_extract(words, '$.summary') FROM handover_draft
   WHERE state = 'merged' AND {_DRAFTED})
"""
# Who noted it and whether it was answered stays.
_NOTES = f"""
UPDATE problem_note SET text = :erased, answer = CASE answer WHEN '' THEN '' ELSE :erased END
WHERE {_LINKED} AND (text <> :erased OR answer NOT IN ('', :erased))
"""


def redact_item(tx: Tx, item_id: int, actor: int) -> None:
    """Erase every text of an item, sealed ones and what was said of it too; a lead's command.

    An open item stays open: somebody still has to end it. Raises Refused ``not_lead``, ``no_item``
    or ``redacted``.
    """
    staff.require_lead(tx, actor)
    if tx.one("SELECT 1 FROM handover_item WHERE id = :id", id=item_id) is None:
        raise Refused("no_item", "没有这个事项。")
    if not _with_texts(tx, [item_id]):
        raise Refused("redacted", "这个事项的文字已经删除了。")
    _erase(tx, [item_id], actor, "item", item_id)


def redact_customer(tx: Tx, customer_id: int, actor: int) -> int:
    """Erase the texts of every item about a customer, of what was drafted about them, and of every
    problem noted with them in hand; how many. A lead's command.

    Something is about a customer by its own link, its conversation's or its order's. Raises Refused
    ``not_lead`` or ``no_customer``.
    """
    staff.require_lead(tx, actor)
    if tx.one("SELECT 1 FROM customer WHERE id = :id", id=customer_id) is None:
        raise Refused("no_customer", "没有这位顾客。")
    return erase_customer(tx, customer_id, actor)


def erase_customer(tx: Tx, customer_id: int, actor: int | None) -> int:
    """``redact_customer`` as a step of a larger command, which has asked whether it may be done;
    ``actor`` is None for whoever owns the store."""
    about = [item for (item,) in tx.all(_OF_CUSTOMER, customer=customer_id)]
    items = _with_texts(tx, about)
    tx.all(_OVERWRITE)
    tx.run(_MERGED, customer=customer_id)
    beside = tx.run(_PROPOSED, customer=customer_id)
    beside += tx.run(_DRAFTS, customer=customer_id)
    beside += tx.run(_NOTES, customer=customer_id, erased=ERASED)
    if items or beside:
        _erase(tx, items, actor, "customer", customer_id)
    return len(items) + beside


def _with_texts(tx: Tx, items: list[int]) -> list[int]:
    """Those of the items of which something is left to be read."""
    rows = tx.all(
        "SELECT i.id FROM handover_item i WHERE i.id IN (SELECT value FROM json_each(:items))"
        " AND (i.redacted_at IS NULL OR i.summary <> '' OR i.result <> ''"
        "  OR EXISTS (SELECT 1 FROM handover_remark r WHERE r.item_id = i.id"
        "             AND (r.text <> '' OR r.answer <> '')))"
        " ORDER BY i.id",
        items=json.dumps(items),
    )
    return [item for (item,) in rows]


def _erase(tx: Tx, items: list[int], actor: int | None, what: str, subject: int) -> None:
    listed = json.dumps(items)
    tx.all(_OVERWRITE)
    joined = json.dumps([JOINED.format(item) for item in items])
    sealed = tx.all(_SEALED, items=listed, joined=joined)
    keys: dict[str, list[str]] = defaultdict(list)
    for number, key in sealed:
        keys[str(number)].append(key)
    for number, erased in keys.items():
        search.forget(tx, int(number), erased)
    for number, key in sealed:
        tx.run(
            "UPDATE handover_text SET text = NULL, salt = '', redacted_at = :now"
            " WHERE number = :number AND key = :key",
            now=tx.now,
            number=number,
            key=key,
        )
    for statement in _WORKING:
        tx.run(statement, items=listed, joined=joined, erased=ERASED, now=tx.now)
    if not sealed:
        tx.journal("handover.redacted", subject, actor=actor, detail=what)
        return
    page_id = tx.value("SELECT page_id FROM handover_seal WHERE number = :n", n=sealed[0][0])
    link = sealing.amend(tx, page_id, "redaction", {"texts": dict(keys)}, {}, actor)
    tx.journal("handover.redacted", page_id, actor=actor, detail=link.detail)
