"""Telling an agent that there are products to be read before they are sold."""

from typing import TYPE_CHECKING

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.products import acks
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui import keys
from zuiqing_desk.tui.overrides import resolve
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast

if TYPE_CHECKING:
    from zuiqing_desk.tui.app import DeskApp

OPENS = "product.manage"
MOST_NAMED = 3


async def remind_unread(app: "DeskApp", session: Session) -> None:
    """Say how many product cards this person must still read, and which key opens the list.

    Says nothing when there are none, or when the store cannot answer: work must go on.
    """
    try:
        cards = await session.bench.ask(acks.to_read, session.staff.id)
    except (RuleError, StoreError) as error:
        app.log.error(error.message)
        return
    if cards:
        key = keys.display(resolve(app.machine.options.keys).keys[OPENS][0])
        named = "、".join(card.facts.short_name for card in cards[:MOST_NAMED])
        more = " 等" if len(cards) > MOST_NAMED else ""
        words = f"{len(cards)} 张商品卡要先看过，在列表里按 {key} 打开商品库。\n{named}{more}"
        toast(app, words, "warning")
