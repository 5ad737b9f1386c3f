"""``chats search``: what was said, found by its words, for scripts and for a look."""

import argparse
from typing import Any

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.dispatch import NO, WrongUsage
from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.lookup.found_at import found_at
from zuiqing_desk.rules.calendar import calendar_day, iso, local
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.history_query import Parts
from zuiqing_desk.rules.past_days import Days, days
from zuiqing_desk.services.history import search
from zuiqing_desk.services.history.asking import asked
from zuiqing_desk.services.history.records import Found, Hit
from zuiqing_desk.store.stopping import Stop
from zuiqing_desk.store.tx import Tx

_SHOWN = 60
_BEFORE = 20
"""Of a long line, what is found stands after so many characters."""
_AUTHORS = {"customer": "客户", "agent": "客服", "note": "备忘"}


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""

    def query(tx: Tx) -> tuple[str, Found]:
        zone = zone_of(tx)
        parts = Parts(
            words=args.text,
            customer=args.by_customer,
            staff_no=args.by_agent,
            storefront=args.by_storefront,
            days=_days(args, calendar_day(tx.now, zone)),
        )
        return zone, search.find(tx, asked(parts, zone, args.by_conversation), limit=args.limit)

    stop = Stop()
    with opened(settings_of(args), "chats search") as store:
        try:
            zone, found = store.read(query, stop).result()
        except KeyboardInterrupt:
            # Else the store would wait, before it closes, for an answer nobody wants.
            stop.ask()
            raise
    if args.json:
        say_json([_data(hit, zone) for hit in found.hits])
    elif found.hits:
        head = ("时间", "会话", "顾客", "谁", "店铺", "内容")
        say_table(head, [_cells(hit, zone, args.text) for hit in found.hits])
        if found.more:
            tell(f"只列了最新的 {len(found.hits)} 条；要更多请加 --limit。")
    else:
        say("没有找到。")
    return 0 if found.hits else NO


def _days(args: argparse.Namespace, today: int) -> Days:
    """Raises WrongUsage."""
    try:
        first = days(args.by_from, today)[0] if args.by_from else None
        last = days(args.by_to, today)[1] if args.by_to else None
    except RuleError as error:
        raise WrongUsage(error.message) from error
    if first is not None and last is not None and first > last:
        raise WrongUsage("--to 比 --from 还早。")
    return first, last


def _data(hit: Hit, zone: str) -> dict[str, Any]:
    return {
        "conversation": hit.conversation_id,
        "seq": hit.seq,
        "at": iso(hit.at, zone),
        "from": hit.author,
        "staff_no": hit.staff_no,
        "customer": hit.customer,
        "storefront": hit.storefront,
        "channel": hit.channel,
        "account": hit.account,
        "text": hit.text,
    }


def _cells(hit: Hit, zone: str, words: str) -> tuple[object, ...]:
    who = f"{_AUTHORS[hit.author]} {hit.staff_no or ''}".strip()
    when = f"{local(hit.at, zone):%Y-%m-%d %H:%M}"
    return when, hit.conversation_id, hit.customer, who, hit.storefront, _piece(hit.text, words)


def _piece(text: str, words: str) -> str:
    """As much of a line as a table takes, with the first of the words in it."""
    places = found_at(text, words.split()) if len(text) > _SHOWN else []
    start = max(0, min(places[0][0] - _BEFORE, len(text) - _SHOWN)) if places else 0
    end = start + _SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
