"""``replies list``, ``search`` and ``suggest``: the team's replies for scripts and for a look."""

import argparse
from collections.abc import Iterable
from typing import Any

from zuiqing_desk.cli.output import say, say_json, say_table
from zuiqing_desk.cli.replies_source import Source, source
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.lookup.entry import Hit
from zuiqing_desk.lookup.index import Index, Preference
from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.services.replies.records import LiveReply
from zuiqing_desk.services.replies.shelf import Shelf
from zuiqing_desk.services.replies.shelf_state import entry

Scored = tuple[LiveReply, float]

_SHOWN = 60
_SUGGESTIONS = 3


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    learn = args.command == "replies.suggest"
    found = source(settings_of(args), args.command.replace(".", " "), learn=learn)
    match args.command:
        case "replies.search":
            _show(args, found, _search(found, args.query, args.limit))
        case "replies.suggest":
            _show(args, found, _suggest(found, args.text))
        case _:
            _list(args, found)
    return 0


def _search(found: Source, query: str, limit: int) -> list[Scored]:
    # A shelf would also learn to suggest, which takes longer than all the rest.
    replies = {one.id: one for one in found.replies if one.offered(found.now)}
    index = Index.of(map(entry, replies.values()))
    hits = index.search(query, prefer=Preference(team=found.uses.team), limit=limit).hits
    return [(replies[hit.key], _score(hit)) for hit in hits]


def _score(hit: Hit) -> float:
    """How well a query was met: 1 is the exact code, and below 0.5 a letter was put right."""
    return round(1 - 0.1 * hit.tier - 0.5 * hit.typo, 3)


def _suggest(found: Source, text: str) -> list[Scored]:
    shelf = Shelf(None)
    shelf.load(found.replies, found.uses, found.examples)
    guesses = shelf.suggest(text, now=found.now, limit=_SUGGESTIONS)
    return [(one.reply, round(one.score, 3)) for one in guesses]


def _list(args: argparse.Namespace, found: Source) -> None:
    text = found.texts()
    if args.json:
        say_json([{**_data(one, text(one)), **_more(one, found.zone)} for one in found.replies])
    else:
        _say_table((one, "", text(one)) for one in found.replies)


def _show(args: argparse.Namespace, found: Source, replies: list[Scored]) -> None:
    text = found.texts()
    if args.json:
        say_json([{**_data(one, text(one)), "score": score} for one, score in replies])
    elif replies:
        _say_table((one, f"{score:.2f}", text(one)) for one, score in replies)
    else:
        say("没有找到。")


def _data(reply: LiveReply, text: str) -> dict[str, Any]:
    return {
        "code": reply.code,
        "title": reply.title,
        "category": reply.category,
        "text": text,
    }


def _more(reply: LiveReply, zone: str) -> dict[str, Any]:
    start, end = reply.valid_from, reply.valid_until
    return {
        "tags": reply.tags.split(),
        "asks": reply.asks.splitlines(),
        "valid_from": None if start is None else iso(start, zone),
        "valid_until": None if end is None else iso(end, zone),
    }


def _say_table(rows: Iterable[tuple[LiveReply, str, str]]) -> None:
    head = ("短码", "标题", "分类", "匹配", "内容")
    say_table(
        head,
        [(one.code, one.title, one.category, score, text[:_SHOWN]) for one, score, text in rows],
    )
