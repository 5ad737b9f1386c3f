"""Reading a page item by item: acknowledged with its time, red ones said back.

The taker reads it all; what is important is repeated by word of mouth (call-centre manual,
交接规定). Each stands on the page until the last signature; only then it is history.
"""

from typing import Final

from zuiqing_desk.rules.handover_words import LONG_CHARS
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import takers, working_page
from zuiqing_desk.store.tx import Row, Tx

FEWEST_CHARS: Final = 2
"""Of the words in which a red item of the book is answered."""


def ack(tx: Tx, page_id: int, item_id: int, staff_id: int) -> None:
    """Acknowledge an item as read. One that was read already stays with who read it first.

    Raises Refused ``not_given``, ``sealed``, ``no_entry``, ``own_page``, ``not_taker``,
    ``no_page``, ``no_staff`` or ``disabled``.
    """
    _may(tx, page_id, staff_id)
    acked_by, *_ = _entry(tx, page_id, item_id)
    if acked_by is None:
        _set(tx, page_id, item_id, "acked_by = :by, acked_at = :now", by=staff_id)
        tx.journal("handover.acked", page_id, actor=staff_id, detail=str(item_id))


def unack(tx: Tx, page_id: int, item_id: int, staff_id: int) -> None:
    """Take an acknowledgement back, with what was said. Raises as ``ack``, or ``not_yours``."""
    _may(tx, page_id, staff_id)
    acked_by, said_by, _, _ = _entry(tx, page_id, item_id)
    if acked_by is None:
        return
    if staff_id not in (acked_by, said_by):
        raise Refused("not_yours", "这一条不是你看过的，不能由你撤回。")
    _set(
        tx,
        page_id,
        item_id,
        "acked_by = NULL, acked_at = NULL, said_by = NULL, said_at = NULL, said = ''",
    )
    tx.journal("handover.unacked", page_id, actor=staff_id, detail=str(item_id))


def said_back(tx: Tx, page_id: int, item_id: int, staff_id: int, words: str = "") -> None:
    """Confirm a red item as said back, which acknowledges it too. Where nobody is there to hear, a
    page left in the book, it takes a few words. Again: the new words count.

    Raises Refused ``not_red``, ``words_needed``, ``too_long`` or as ``ack``.
    """
    mode = _may(tx, page_id, staff_id)
    acked_by, _, _, severity = _entry(tx, page_id, item_id)
    if severity != "red":
        raise Refused("not_red", "只有红的要口述，这一条按空格已阅就好。")
    words = clean_line(words)
    if mode == "book" and len(words) < FEWEST_CHARS:
        raise Refused("words_needed", "交班的人不在，请用几个字写下你怎么理解、打算怎么办。")
    if len(words) > LONG_CHARS:
        raise Refused("too_long", f"最多写 {LONG_CHARS} 个字。")
    if acked_by is None:
        _set(tx, page_id, item_id, "acked_by = :by, acked_at = :now", by=staff_id)
    _set(
        tx,
        page_id,
        item_id,
        "said_by = :by, said_at = :now, said = :words",
        by=staff_id,
        words=words,
    )
    tx.journal("handover.said_back", page_id, actor=staff_id, detail=str(item_id))


def unsaid(tx: Tx, page_id: int, item_id: int, staff_id: int) -> None:
    """Take back that an item was said back; it stays acknowledged. Raises as ``unack``."""
    _may(tx, page_id, staff_id)
    _, said_by, _, _ = _entry(tx, page_id, item_id)
    if said_by is None:
        return
    if said_by != staff_id:
        raise Refused("not_yours", "这一条不是你口述的，不能由你撤回。")
    _set(tx, page_id, item_id, "said_by = NULL, said_at = NULL, said = ''")
    tx.journal("handover.unsaid", page_id, actor=staff_id, detail=str(item_id))


def _may(tx: Tx, page_id: int, staff_id: int) -> str:
    """How the page changes hands. Raises what ``ack`` refuses about page and person."""
    page = working_page.head(tx, page_id)
    if page.state == "sealed":
        raise Refused("sealed", "这一页已经签收封存了。")
    takers.require(tx, page_id, page.boundary_at, staff_id)
    if page.state != "given":
        raise Refused("not_given", "交班的还没有都签字，等签了再看。")
    return page.mode


def _entry(tx: Tx, page_id: int, item_id: int) -> Row:
    row = tx.one(
        "SELECT n.acked_by, n.said_by, n.said, i.severity FROM handover_entry n"
        " JOIN handover_item i ON i.id = n.item_id WHERE n.page_id = :page AND n.item_id = :item",
        page=page_id,
        item=item_id,
    )
    if row is None:
        raise Refused("no_entry", "这一条不在这一页上。")
    return row


def _set(tx: Tx, page_id: int, item_id: int, what: str, **values: object) -> None:
    tx.run(
        f"UPDATE handover_entry SET {what} WHERE page_id = :page AND item_id = :item",
        page=page_id,
        item=item_id,
        **({"now": tx.now} if ":now" in what else {}),
        **values,
    )
