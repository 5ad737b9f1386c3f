"""A small library in a shop under test, and what the desk shows of it."""

from support.pilot import Desk

from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.products.records import ProductFacts
from zuiqing_desk.services.replies import library
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.tui.panes.chat import ChatPane
from zuiqing_desk.tui.screens.picker import PickerScreen

HELLO = ReplyWords(
    "hy", "欢迎光临", "欢迎", "{客户|亲}，欢迎光临{店铺}！", asks="你好\n在吗\n有人吗"
)
SHIPPING = ReplyWords(
    "fhsj",
    "发货时间",
    "发货与物流",
    "{客户|亲}，{截单}前付款当天发，我们发{快递}。",
    tags="发货 快递",
    asks="什么时候发货\n今天能发吗\n几天能到\n还没发货吗",
)
HOW_MANY = ReplyWords(
    "jp", "要几瓶", "了解需求", "{客户|亲}，您要{?几瓶}瓶，送{?哪里}？", asks="怎么卖\n想买酒"
)
PRICE = ReplyWords("bj", "报价", "议价", "{商品}一瓶{价格}元。", asks="多少钱\n什么价")
LIBRARY = (HELLO, SHIPPING, HOW_MANY, PRICE)

OLD = ProductFacts(
    "1983",
    "醉卿1983",
    aroma="酱香",
    strength_tenths=530,
    volume_ml=500,
    taste="醇厚",
    per_box=6,
    price_fen=128_000,
    floor_fen=108_000,
    gifts="小酒版1瓶",
    stock=60,
    points="老客回头多\n开瓶香",
    faq="能放几年？ 阴凉处直立存放",
)
YOUNG = ProductFacts("青花", "醉卿青花", aroma="清香", strength_tenths=420, price_fen=9_800)


def stock(desk: Desk, *products: ProductFacts) -> None:
    """Give the shop its replies and these products."""
    shop = desk.shop
    for words in LIBRARY:
        shop.do(library.add, words, owner_id=None, actor=shop.lead.id, approve_now=True)
    for facts in products:
        shop.do(catalogue.add, facts, actor=shop.lead.id)


def pane(desk: Desk) -> ChatPane:
    """The chat pane, whatever is in front of it."""
    return next(s for s in desk.app.screen_stack if s.query(ChatPane)).query_one(ChatPane)


def loaded(desk: Desk) -> Desk:
    """Wait until the library is in memory."""
    return desk.expect(lambda: pane(desk).session.library.ready, "the library ready")


def picker(desk: Desk) -> PickerScreen:
    """The picker in front."""
    assert isinstance(desk.screen, PickerScreen)
    return desk.screen


def read_through(desk: Desk) -> Desk:
    """Wait until the open conversation stands in the queue as read: the desk notes that a refresh
    after opening it."""

    def read() -> bool:
        chat = pane(desk)
        shown = next((row for row in chat.queue.items if row.id == chat.model.shown), None)
        return shown is not None and not shown.unread

    return desk.expect(read, "the open conversation read")
