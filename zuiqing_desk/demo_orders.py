"""The demo's orders: one to remark, some unpaid, some to audit. All invented."""

from typing import NamedTuple

from zuiqing_desk.rules.coverage import Served
from zuiqing_desk.rules.order_words import Platform
from zuiqing_desk.rules.remark import Remark
from zuiqing_desk.services import conversations, inbound, marks, outbound
from zuiqing_desk.services.orders import coverage_import, finance, promises, remarks, typed
from zuiqing_desk.services.orders.coverage_import import Key, Planned, Says
from zuiqing_desk.services.orders.typed import NewItem, NewOrder
from zuiqing_desk.store.tx import Tx

MINUTE_US = 60_000_000
BUYER = "tb_夜航**"
"""Agreed and paid; its conversation waits in the queue for the remark."""

TALK = (
    ("客", "1983拿6瓶什么价"),
    ("我", "亲，一瓶268，6瓶一共1608元。"),
    ("客", "送人的，今天能发吗"),
    ("我", "能的，17:30前付款今天就给您发韵达，再送您1瓶小酒版。"),
    ("客", "好，付款了"),
)
QUOTED, AGREED = 1, 3
GIFT = "送1瓶小酒版"

SERVED: tuple[tuple[str, str, Served], ...] = (
    ("韵达", "四川省", "yes"),
    ("韵达", "江苏省", "yes"),
    ("韵达", "广东省", "yes"),
    ("韵达", "西藏自治区", "no"),
    ("顺丰", "西藏自治区", "yes"),
)
COVERAGE = tuple(
    Planned(0, Key(courier, province, "", ""), Says(served, ""))
    for courier, province, served in SERVED
)


class Bought(NamedTuple):
    """An order placed some minutes ago; ``confirmed``: finance has seen the money."""

    platform: Platform
    buyer: str
    minutes_ago: int
    items: tuple[NewItem, ...]
    address: str = "四川省成都市武侯区天府大道**号"
    message: str = ""
    paid: bool = True
    confirmed: bool = False


ORDERS = (
    Bought("jd", "jd_晚风**", 66, (NewItem("1983", 2, "箱", 160_800),), confirmed=True),
    Bought(
        "taobao",
        "tb_归雁**",
        52,
        (NewItem("1983", 6, "瓶", 26_800),),
        address="江苏省南京市鼓楼区中山北路**号",
        message="加急，周末婚宴要用",
        confirmed=True,
    ),
    Bought(
        "taobao", "tb_霜降**", 31, (NewItem("1983", 12, "瓶", 26_800),), address="朝阳区建国路**号"
    ),
    Bought("pdd", "pdd_山月**", 3, (NewItem("1983", 2, "瓶", 26_800),), paid=False),
    Bought("taobao", "tb_拾光**", 12, (NewItem("小酒版", 6, "瓶", 5_800),), paid=False),
)


def order(tx: Tx, lead_id: int) -> None:
    """Put the orders in as they came, and the talk that waits for its remark."""
    now = tx.now
    coverage_import.apply(tx, COVERAGE, lead_id)
    for one in ORDERS:
        tx.now = now - one.minutes_ago * MINUTE_US
        new = NewOrder(
            one.items,
            paid=one.paid,
            platform=one.platform,
            buyer=one.buyer,
            receiver="收货人**",
            address=one.address,
            buyer_message=one.message,
        )
        order_id = typed.add(tx, new, None, lead_id)
        if one.confirmed:
            finance.confirm(tx, [order_id], lead_id)
        proposed = remarks.propose(tx, order_id)
        if one.paid and proposed.closer:
            written = Remark(
                proposed.closer, proposed.items, proposed.requirements, proposed.courier
            )
            remarks.store(tx, order_id, written, lead_id)
    tx.now = now - 6 * MINUTE_US
    _to_remark(tx, lead_id)
    tx.now = now


def _to_remark(tx: Tx, lead_id: int) -> None:
    chat = conversations.open_manual(tx, platform="淘宝", buyer_id=BUYER, actor=lead_id)
    for number, (who, text) in enumerate(TALK):
        tx.now += 40_000_000
        if who == "客":
            inbound.record_by_hand(tx, chat, text, lead_id)
            continue
        sent = outbound.reply(
            tx, conversation_id=chat, staff_id=lead_id, text=text, client_id=f"{BUYER}-{number}"
        )
        line_id = tx.value(
            "SELECT id FROM line WHERE conversation_id = :chat AND seq = :seq",
            chat=chat,
            seq=sent.seq,
        )
        marks.toggle(tx, line_id, "quote" if number == QUOTED else "agreed", lead_id)
        if number == AGREED:
            promises.mark(tx, line_id, "gift", GIFT, None, lead_id)
    bought = NewOrder(
        (NewItem("1983", 6, "瓶", 26_800),),
        receiver="收货人**",
        address="广东省深圳市南山区科苑路**号",
        buyer_message="送人的，麻烦包好一点",
    )
    typed.add(tx, bought, chat, lead_id)
