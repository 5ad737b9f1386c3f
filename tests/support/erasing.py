"""A customer of whom something stands in every place where something of a customer can stand."""

import json
from pathlib import Path

from support.orders import add_order
from support.pictures import picture
from support.sealed import lay_item, lay_page, seal
from support.shop import TestShop

from zuiqing_desk.rules.media import Looks
from zuiqing_desk.services import conversations, drafts, erasure, inbound, outbox
from zuiqing_desk.services.erasure import Progress
from zuiqing_desk.services.history import filling
from zuiqing_desk.services.media import Carried
from zuiqing_desk.services.orders import contacts, evidence
from zuiqing_desk.store import content_folder
from zuiqing_desk.store.tx import Tx

MARK = "嫦娥奔月"
"""Stands in everything that must go, and nowhere else."""
PHONE = "13912345678"
REMARK = f"[1001]6瓶醉卿1983,{MARK}要礼盒,发韵达"
BARE = "[1001]6瓶醉卿1983,发韵达"


def known_everywhere(shop: TestShop, folder: Path) -> int:
    """Such a customer; the conversation's id."""
    lead = shop.lead
    taker = shop.colleague("1002")
    shop.comes_on(lead)
    talk = shop.customer(f"{MARK}一号")
    for number in range(3):
        shop.says(talk, f"{MARK}第{number}句，电话{PHONE}")
    shop.answers(talk, lead, f"好的{MARK}")
    for one in shop.do(outbox.claim, "webchat"):
        shop.do(outbox.accepted, one.outbox_id)
    shop.do(conversations.note, talk, f"{MARK}是老客户", lead.id)
    shop.do(send_picture, talk, folder)
    shop.do(
        inbound.receive,
        conversation_id=talk,
        remote_id="card",
        kind="order_card",
        payload={"number": "1", "title": f"{MARK}的订单"},
    )
    shop.do(drafts.save, taker.id, talk, f"草稿{MARK}", 2)
    order = order_of(shop, talk)
    kept = evidence.keep_file(shop.store.path.parent, screenshot(folder))
    shot = shop.do(evidence.record, kept, lead.id)
    shop.do(contacts.note, order, lead.id, "phone", shop.now, f"打给{MARK}", shot, actor=lead.id)
    shop.do(lay_beside, talk, order, lead.id)
    shop.do(in_the_notebooks, talk, order, lead.id, taker.id)
    while shop.do(filling.fill):
        pass
    return talk


def send_picture(tx: Tx, talk: int, folder: Path) -> None:
    part = content_folder.open_part(folder, limit=1_000)
    part.write(picture("png", MARK.encode()))
    kept = part.finish(lambda head, total: Looks("png", 1, 1))
    inbound.receive(
        tx,
        conversation_id=talk,
        remote_id=f"picture{talk}",
        media=Carried(f"{MARK}.png", True, kept, f"https://{PHONE}.example.com/"),
    )


def screenshot(folder: Path) -> Path:
    path = folder.parent / f"{folder.name}-shot.png"
    path.write_bytes(picture("png", f"截图{MARK}".encode()))
    return path


def order_of(shop: TestShop, talk: int) -> int:
    words = dict.fromkeys(
        (
            "buyer",
            "receiver",
            "address",
            "address_before",
            "province",
            "city",
            "district",
            "buyer_message",
            "waybill",
            "closed_reason",
            "platform_remark",
            "verdict_reason",
        ),
        MARK,
    )
    customer = shop.ask(lambda tx: customer_of(tx, talk))
    return add_order(
        shop,
        number="260302009900055",
        phone=PHONE,
        extra=json.dumps({"身份证": MARK}, ensure_ascii=False),
        remark=REMARK,
        customer_id=customer,
        conversation_id=talk,
        linked_how="hand",
        **words,
    )


def customer_of(tx: Tx, talk: int) -> int:
    return int(tx.value("SELECT customer_id FROM conversation WHERE id = :id", id=talk))


def lay_beside(tx: Tx, talk: int, order: int, staff: int) -> None:
    """A row with the mark in every table that says something of an order or a talk."""
    common = {"order_id": order, "staff_id": staff, "at": tx.now}
    laid = {
        "order_remark": {**common, "remark": REMARK, "flag": "", "before_remark": MARK,
                         "before_flag": ""},
        "owner_claim": {**common, "reason": MARK, "extended": 0},
        "ruling": {"order_id": order, "owner_id": staff, "reason": MARK, "at": tx.now},
        "violation": {**common, "reason": MARK, "fine_fen": 0},
        "promise": {"conversation_id": talk, "order_id": order, "kind": "gift", "what": MARK,
                    "made_at": tx.now, "state": "dropped", "reason": MARK},
        "audit_error": {"order_id": order, "staff_id": staff, "kind": "address",
                        "grade": "ordinary", "cost_fen": 0, "note": MARK, "found_at": tx.now},
        "payment_chase": {"order_id": order, "result": "other", "note": MARK, "lost_why": "",
                          "ended_at": tx.now},
        "cross_sell": {"staff_id": staff, "conversation_id": talk, "note": MARK, "at": tx.now},
        "problem_note": {"text": MARK, "by": staff, "at": tx.now, "place": "",
                         "conversation_id": talk, "state": "answered", "answer": MARK},
    }  # fmt: skip
    for table, columns in laid.items():
        marks = ", ".join(f":{one}" for one in columns)
        tx.insert(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", **columns)
    tx.run("UPDATE outbox SET reason = :mark", mark=MARK)
    tx.run("UPDATE line_media SET reason = :mark", mark=MARK)
    tx.run("UPDATE evidence SET name = :mark || name", mark=MARK)
    tx.run("UPDATE conversation SET external_id = :mark WHERE id = :talk", mark=MARK, talk=talk)
    refused_by_a_connector(tx, {"conversation.closed": talk, "order.remark": order})


def refused_by_a_connector(tx: Tx, subjects: dict[str, int]) -> None:
    """What was to be told of these was refused, with words that quote the customer."""
    account = tx.value("SELECT min(id) FROM channel_account")
    tx.run(
        "INSERT OR IGNORE INTO bridge_account (account_id, slug, platform, url, secret, created_at)"
        " VALUES (:id, 'tb', 'taobao', '', '', 0)",
        id=account,
    )
    for kind, subject in subjects.items():
        tx.insert(
            "INSERT INTO bridge_event (account_id, kind, subject_id, state, attempts, next_at,"
            " reason, created_at, done_at) VALUES (:account, :kind, :subject, 'failed', 1, 0,"
            " :reason, :now, :now)",
            account=account,
            kind=kind,
            subject=subject,
            reason=f"没有{MARK}",
            now=tx.now,
        )


def in_the_notebooks(tx: Tx, talk: int, order: int, lead: int, taker: int) -> None:
    """An item on a sealed page, and one that was only found."""
    told = dict.fromkeys(("situation", "next_action", "if_then"), MARK)
    item = lay_item(tx, MARK, lead, **told, conversation_id=talk, order_id=order)
    page = lay_page(tx, lead, taker, [item])
    tx.run("UPDATE handover_item SET result = :mark", mark=MARK)
    tx.run("UPDATE handover_entry SET said = :mark", mark=MARK)
    happened = {"item_id": item, "what": "changed", "words": MARK, "by": lead, "at": tx.now}
    said = {"page_id": page, "item_id": item, "kind": "comment", "text": MARK, "answer": MARK,
            "by": lead, "at": tx.now}  # fmt: skip
    for table, columns in {"handover_event": happened, "handover_remark": said}.items():
        marks = ", ".join(f":{one}" for one in columns)
        tx.insert(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", **columns)
    # Before the boundary at which the page that is being written begins.
    tx.run("UPDATE handover_page SET boundary_at = boundary_at - 1")
    seal(tx, page, taker)
    words = {"kind": "customer", "severity": "red", "summary": MARK, "conversation_id": talk}
    tx.run(
        "UPDATE handover_section SET state = 'open' WHERE page_id = :page",
        page=lay_page(tx, lead, taker, []),
    )
    for source, state in (("chat:1", "dropped"), ("chat:2", "proposed")):
        tx.insert(
            "INSERT INTO handover_draft (section_id, source, words, edited, state, reason)"
            " VALUES (2, :source, :words, 1, :state, :mark)",
            source=source,
            state=state,
            words=json.dumps(words),
            mark=MARK,
        )


def erase(shop: TestShop, talk: int, actor: int | None = None) -> Progress:
    """Erase whom this conversation is with, as a screen does."""
    customer = shop.ask(customer_of, talk)
    begun = shop.do(erasure.begin, shop.ask(erasure.prepare, customer, actor), actor)
    while not (progress := shop.do(erasure.step, begun)).done:
        pass
    return progress


def told_of(tx: Tx, *words: str) -> list[str]:
    """Every column of every table (of texts and JSON) in which one of these words stands."""
    found = []
    tables = tx.all("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TA%'")
    for (table,) in tables:
        for column in tx.all(f"SELECT name FROM pragma_table_info('{table}')"):
            for word in words:
                escaped = json.dumps(word)[1:-1]
                if tx.value(
                    f"SELECT count(*) FROM {table} WHERE instr({column[0]}, :word)"
                    f" OR instr({column[0]}, :escaped)",
                    word=word,
                    escaped=escaped,
                ):
                    found.append(f"{table}.{column[0]}")
    return found


def files_with(home: Path, *words: str) -> list[str]:
    """The files of the home in whose bytes one of these words stands."""
    return [
        path.relative_to(home).as_posix()
        for path in sorted(home.rglob("*"))
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words)
    ]
