"""Telling an agent that there are products to be read before they are sold."""

from typing import Any

from textual.app import App

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.products import acks
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast

MOST_NAMED = 3


async def remind_unread(app: App[Any], session: Session, key: str) -> None:
    """Say how many product cards this person must still read, and which ``key`` opens the list.

    Says nothing when there are none, or when the store cannot answer: work must go on.
    """
    try:
        cards = await session.bench.ask(acks.to_read, session.staff.id)
    except (RuleError, StoreError) as error:
        app.log.error(error.message)
        return
    if cards:
        named = "、".join(card.facts.short_name for card in cards[:MOST_NAMED])
        more = " 等" if len(cards) > MOST_NAMED else ""
        words = f"{len(cards)} 张商品卡要先看过，在列表里按 {key} 打开商品库。\n{named}{more}"
        toast(app, words, "warning")
