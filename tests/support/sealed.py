"""Pages of the notebook laid by rows and sealed by the real sealing; and hands that change them."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from support.shop import SECOND, TestShop

from zuiqing_desk.services.handover import sealing
from zuiqing_desk.services.handover.sealing import Link
from zuiqing_desk.store.tx import Tx

HOUR = 3600 * SECOND


def lay_item(tx: Tx, summary: str, by: int, **columns: Any) -> int:
    """An open item; its id."""
    values = {
        "kind": "customer",
        "severity": "amber",
        "summary": summary,
        "situation": "等回复",
        "next_action": "明早联系",
        "if_then": "",
        "source": "",
        "state": "open",
        "result": "",
        "revision": 1,
        "created_by": by,
        "created_at": tx.now,
        **columns,
    }
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    return tx.insert(f"INSERT INTO handover_item ({names}) VALUES ({marks})", **values)


def close_item(tx: Tx, item: int, by: int, result: str = "办好了") -> None:
    tx.run(
        "UPDATE handover_item SET state = 'done', result = :result, closed_by = :by,"
        " closed_at = :now WHERE id = :item",
        item=item,
        result=result,
        by=by,
        now=tx.now,
    )
    tx.insert(
        "INSERT INTO handover_event (item_id, what, words, by, at)"
        " VALUES (:item, 'done', :result, :by, :now)",
        item=item,
        result=result,
        by=by,
        now=tx.now,
    )


def lay_page(tx: Tx, giver: int, taker: int, items: list[int], *, boundary: int = 0) -> int:
    """A page that lacks nothing but its seal; its id."""
    page = tx.insert(
        "INSERT INTO handover_page (day, shift, next_shift, boundary_at, mode, state, created_at,"
        " given_at) VALUES (:day, '白班', '晚班', :boundary, 'face', 'given', :now, :now)",
        day=tx.now // (24 * HOUR) + 719163,
        boundary=boundary or tx.now,
        now=tx.now,
    )
    section = tx.insert(
        "INSERT INTO handover_section (page_id, giver_id, state, figures, signed_at, signed_by,"
        """ reason) VALUES (:page, :giver, 'signed', '[["接待", "31"]]', :now, :giver, '')""",
        page=page,
        giver=giver,
        now=tx.now,
    )
    tx.insert(
        "INSERT INTO handover_taker (page_id, staff_id, duty, signed_at)"
        " VALUES (:page, :taker, 1, :now)",
        page=page,
        taker=taker,
        now=tx.now,
    )
    for position, item in enumerate(items):
        tx.insert(
            "INSERT INTO handover_entry (page_id, item_id, section_id, position, revision,"
            " acked_by, acked_at, said) VALUES (:page, :item, :section, :position, 1, :taker, :now,"
            " '')",
            page=page,
            item=item,
            section=section,
            position=position,
            taker=taker,
            now=tx.now,
        )
    return page


def seal(tx: Tx, page: int, actor: int) -> Link:
    """What the last signature does."""
    link = sealing.seal_page(tx, page, actor)
    tx.journal("handover.sealed", page, actor=actor, detail=link.detail)
    return link


def sealed_pages(shop: TestShop, count: int) -> list[int]:
    """Pages handed from the lead to a colleague: each with the open items of the one before and one
    more, of which the oldest is done after every page but the first."""
    taker = shop.colleague("1002").id

    def unit(tx: Tx, number: int, items: list[int]) -> int:
        items.append(lay_item(tx, f"第{number}件 回电催付", shop.lead.id))
        page = lay_page(tx, shop.lead.id, taker, items)
        seal(tx, page, taker)
        if len(items) > 1:
            close_item(tx, items.pop(0), taker)
        return page

    pages, items = [], list[int]()
    for number in range(count):
        pages.append(shop.do(unit, number, items))
        shop.later(8 * 3600)
    return pages


def by_hand(path: Path, sql: str, *values: Any) -> int:
    """Change the database as somebody with the file and a tool would; how many rows."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql, values).rowcount
