"""Saying how far an order is that was typed in: no platform will."""

from functools import partial

from zuiqing_desk.rules.order_words import STATES
from zuiqing_desk.services.orders import typed
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui.order_page import Worker
from zuiqing_desk.tui.order_words import short_number
from zuiqing_desk.tui.screens.choose import ChooseDialog


async def move(screen: Worker, row: OrderRow) -> None:
    """Have the user say whether a typed-in order is paid, closed or refunded."""
    bench, me = screen.session.bench, screen.session.staff.id
    choices = [(state, STATES[state]) for state in typed.MOVES if state != row.state]
    title = f"{short_number(row)} 现在是{STATES[row.state]}，改成："
    chosen = await screen.app.push_screen_wait(ChooseDialog(title, choices))
    state = next((one for one in typed.MOVES if one == chosen), None)
    if state is None:
        return
    before = await bench.do(typed.move, row.id, state, me)
    undo = partial(bench.do, typed.move_back, row.id, before, me)
    screen.did(f"{short_number(row)} 已改成{STATES[state]}", undo)
