"""Noting what was promised with an order outside the chat: by phone, say."""

from functools import partial

from zuiqing_desk.rules.promises import Suggestion
from zuiqing_desk.services.orders import promises
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui.order_page import Worker
from zuiqing_desk.tui.order_words import short_number
from zuiqing_desk.tui.screens.promise import PromiseDialog


async def note(screen: Worker, row: OrderRow) -> None:
    """Have the user say what was promised."""
    session = screen.session
    bench, me = session.bench, session.staff.id
    dialog = PromiseDialog(
        Suggestion("gift", "", None), now=session.clock(), zone=session.shop.time_zone
    )
    said = await screen.app.push_screen_wait(dialog)
    if said is None:
        return
    made = await bench.do(promises.note, row.id, said.kind, said.what, said.until, me)
    undo = partial(bench.do, promises.unmark, made, me)
    screen.did(f"{short_number(row)} 已记承诺：{said.what}", undo)
