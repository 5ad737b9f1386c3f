"""Linking an order with the conversation it came out of, and taking the link away."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.services import conversations, queue
from zuiqing_desk.services.orders import linking
from zuiqing_desk.services.orders.linking import Candidate
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.tui.order_page import Worker
from zuiqing_desk.tui.order_words import short_number
from zuiqing_desk.tui.panes.undo import Back
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.text import cut
from zuiqing_desk.tui.toast import toast

NEW: Final = "new"
"""The choice to open a conversation by hand."""

WAYS: Final = {"buyer": "买家账号相同", "phone": "电话相同", "name": "名字相同"}
OFFERED: Final = 50
"""Conversations of the queue that are offered besides."""
TEXT_CELLS: Final = 24


async def link(screen: Worker, row: OrderRow) -> None:
    """Have the user choose a conversation for an order that has none."""
    bench, me = screen.session.bench, screen.session.staff.id
    likely = await bench.ask(linking.candidates, order_id=row.id)
    others = await bench.ask(queue.page, limit=OFFERED)
    choices = _choices(row, likely, others)
    if not choices:
        toast(
            screen.app,
            "现在没有会话可以关联。等客户来了，或者在会话页按 {chat.open_manual} 手工开一个。",
            "warning",
        )
        return
    title = f"{short_number(row)}（买家 {row.buyer or '不明'}）是哪个会话的？"
    chosen = await screen.app.push_screen_wait(ChooseDialog(title, choices))
    if chosen is None:
        return
    if chosen == NEW:
        platform, name = PLATFORMS[row.platform], row.buyer
        conversation_id = await bench.do(
            conversations.open_manual, platform=platform, buyer_id=row.buyer, actor=me
        )
    else:
        conversation_id, name = int(chosen), dict(choices)[chosen].split(" · ")[0]
    before = await bench.do(linking.link, row.id, conversation_id, me)
    undo: Back = partial(bench.do, linking.put_back, row.id, before, me)
    if before.conversation_id == conversation_id:
        # Opening it has linked them already, by the buyer's id.
        undo = partial(bench.do, linking.unlink, row.id, me)
    screen.did(f"{short_number(row)} 已关联到 {name}", undo)


async def unlink(screen: Worker, row: OrderRow) -> None:
    """Take the link of an order away; no import makes it again."""
    bench, me = screen.session.bench, screen.session.staff.id
    before = await bench.do(linking.unlink, row.id, me)
    undo = partial(bench.do, linking.put_back, row.id, before, me)
    screen.did(f"{short_number(row)} 已和会话断开", undo)


def _choices(
    row: OrderRow, likely: Sequence[Candidate], others: Sequence[QueueRow]
) -> list[tuple[str, str]]:
    """Conversations with what speaks for each; the likely ones first, then a new one with the
    buyer, where the platform's conversations are opened by hand."""
    rows = [
        (one.conversation_id, one.customer, one.account, f"✓ {WAYS[one.way]}", one.last_text)
        for one in likely
    ]
    known = {one[0] for one in rows}
    some = [(str(id_), _words(*words)) for id_, *words in rows]
    if row.buyer and row.platform != "other" and all(one.way != "buyer" for one in likely):
        some.append((NEW, f"＋ 新开手工会话 · {PLATFORMS[row.platform]} · {row.buyer}"))
    return some + [
        (str(one.id), _words(one.customer, one.account, one.last_text))
        for one in others
        if one.id not in known
    ]


def _words(*parts: str) -> str:
    *words, text = parts
    return " · ".join(word for word in (*words, cut(text, TEXT_CELLS)) if word)
