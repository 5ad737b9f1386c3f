"""Checking the chain of sealed pages against everything else the store knows about it."""

import re
from collections import defaultdict

from zuiqing_desk.rules.chain import UNREADABLE, Body, Chain
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import stored_links
from zuiqing_desk.services.handover.records import Verdict
from zuiqing_desk.services.handover.sealed_rows import Told, as_bytes
from zuiqing_desk.store.tx import Tx

_AT_ONCE = 200
_DETAIL = re.compile(r"(\d+) ([0-9a-f]{64})")
_HASH = re.compile(r"[0-9a-f]{64}")
_PAGE = ("day", "shift", "next_shift", "boundary_at", "mode", "created_at", "given_at", "sealed_at")
_SECTION = ("id", "giver", "state", "signed_at", "signed_by")
_ENTRY = (
    *("item", "section", "position", "revision", "acked_by", "acked_at", "said_by", "said_at"),
)
# All as bytes: what was changed by hand need not be text any more.
_OF_PAGE = (
    f"SELECT CAST(state AS BLOB), {', '.join(f'CAST({name} AS BLOB)' for name in _PAGE)}"
    " FROM handover_page WHERE id = :page"
)
_SECTIONS = (
    "SELECT CAST(id AS BLOB), CAST(giver_id AS BLOB), CAST(state AS BLOB),"
    " CAST(signed_at AS BLOB), CAST(signed_by AS BLOB) FROM handover_section"
    " WHERE page_id = :page ORDER BY id"
)
_ENTRIES = (
    "SELECT CAST(item_id AS BLOB), CAST(section_id AS BLOB), CAST(position AS BLOB),"
    " CAST(revision AS BLOB), CAST(acked_by AS BLOB), CAST(acked_at AS BLOB),"
    " CAST(said_by AS BLOB), CAST(said_at AS BLOB) FROM handover_entry"
    " WHERE page_id = :page ORDER BY position, item_id"
)
# An item ends by a command that writes down so; what no command ended was ended by hand.
_ENDED_BY_HAND = """
SELECT id FROM handover_item i WHERE state <> 'open' AND state IS NOT (
  SELECT what FROM handover_event v
  WHERE v.item_id = i.id AND what IN ('done', 'dropped', 'merged', 'reopened')
  ORDER BY v.id DESC LIMIT 1)
UNION SELECT item_id FROM handover_event WHERE item_id NOT IN (SELECT id FROM handover_item)
ORDER BY 1
"""


def verify(tx: Tx, *, head: str = "") -> Verdict:
    """Whether every sealed page is as it was signed; the first bad one if not.

    Compares the chain with itself, with its texts, with the pages and items of the notebook and
    with the journal, which keeps the hash of every link. ``head`` is the hash on a sheet that was
    signed by hand, in groups or not: the only witness against somebody who recomputed the chain and
    the journal. Raises Refused ``bad_head`` if it is no such hash.
    """
    head = _wanted(head)
    chain = Chain()
    _check_links(tx, chain)
    _check_pages(tx, chain)
    _check_journal(tx, chain)
    _check_items(tx, chain)
    chain.finish()
    pages = tx.value("SELECT count(*) FROM handover_page WHERE state = 'sealed'")
    known = chain.head
    bad = chain.first()
    if bad is not None:
        return Verdict(False, pages, known, bad.page_id, bad.why)
    if head and head not in chain.hashes.values():
        return Verdict(
            False, pages, known, None, "纸上的校验值不在链里：签字以后整条链被重算过或截掉过"
        )
    return Verdict(True, pages, known, None, "")


def _wanted(head: str) -> str:
    head = "".join(head.split()).replace("-", "").lower()
    if head and not _HASH.fullmatch(head):
        raise Refused("bad_head", "校验值是 64 个十六进制字符，请照纸上抄完整。")
    return head


def _check_links(tx: Tx, chain: Chain) -> None:
    told = Told()
    while True:
        links, texts = stored_links.following(tx, chain.last, _AT_ONCE)
        if not links:
            break
        for link in links:
            body = chain.take(link, texts.get(link.number, ()))
            if body is None:
                continue
            try:
                if body["kind"] == "page":
                    _compare(tx, chain, link.number, body)
                if again := told.take(link.number, body):
                    chain.bad(link.number, link.page_id, again)
            except (ValueError, LookupError, TypeError, AttributeError):
                chain.lose(link.number, link.page_id, UNREADABLE.format(link.number))
    for number, page_id, why in told.differing(tx, chain.link_of):
        chain.bad(number, page_id, why)


def _compare(tx: Tx, chain: Chain, number: int, body: Body) -> None:
    """The page as the notebook lists it with the page as it was signed."""
    page = body["page"]
    compared: tuple[tuple[str, list[list[object]]], ...] = (
        (_OF_PAGE, [["sealed", *(page[name] for name in _PAGE)]]),
        (_SECTIONS, [[one[name] for name in _SECTION] for one in body["sections"]]),
        (_ENTRIES, [[one[name] for name in _ENTRY] for one in body["entries"]]),
    )
    same = [
        tx.all(rows, page=page["id"]) == [tuple(map(as_bytes, one)) for one in signed]
        for rows, signed in compared
    ]
    if not all(same):
        chain.bad(number, page["id"], f"交接本里的这一页和第 {number} 环封存的不符")


def _check_pages(tx: Tx, chain: Chain) -> None:
    for (page_id,) in tx.all("SELECT id FROM handover_page WHERE state = 'sealed' ORDER BY id"):
        if page_id not in chain.link_of:
            chain.lose(chain.last + 1, page_id, "这一页已封存，链里却没有它：链的末尾被截掉了")


def _check_journal(tx: Tx, chain: Chain) -> None:
    noted: dict[int, set[str]] = defaultdict(set)
    page_of: dict[int, int] = {}
    for subject, detail in tx.all(
        "SELECT CAST(subject_id AS INTEGER), CAST(detail AS BLOB) FROM journal"
        " WHERE kind >= 'handover.' AND kind < 'handover/'"
    ):
        if found := _DETAIL.fullmatch(detail.decode(errors="replace")):
            noted[int(found[1])].add(found[2])
            page_of[int(found[1])] = subject
    for number, hash_ in chain.hashes.items():
        if noted.pop(number, set()) != {hash_}:
            page_id = chain.page_of[number]
            chain.bad(number, page_id, f"第 {number} 环和日志里记的校验值不同：链被重算过")
    for number in noted:
        chain.lose(number, page_of[number], f"日志里有第 {number} 环，链里却没有：被截掉了")
    chain.found[:] = [
        bad._replace(page_id=page_of.get(bad.number)) if bad.page_id is None else bad
        for bad in chain.found
    ]


def _check_items(tx: Tx, chain: Chain) -> None:
    """What the last page left open is still in the notebook, open or with a result; and nothing
    there ended but by a command."""
    page_id = chain.page_of[max(chain.link_of.values())] if chain.link_of else None
    left = dict.fromkeys(chain.open_at_last, False)
    if left:
        left |= tx.all(
            "SELECT id, state = 'open' OR result <> '' OR merged_into IS NOT NULL"
            " OR redacted_at IS NOT NULL FROM handover_item"
        )
    for item in sorted(chain.open_at_last):
        if not left[item]:
            chain.bad(chain.last, page_id, f"事项 {item} 最后一页还开着，现在没有结果就不见了")
    for (item,) in tx.all(_ENDED_BY_HAND):
        known = page_id if item in chain.open_at_last else None
        chain.bad(chain.last + 1, known, f"事项 {item} 不是办完的，是直接在数据库里改没的")
