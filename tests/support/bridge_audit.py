"""Do the store and a platform that was killed over and over agree? Read from outside."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from support.busy_agent import ANSWERED, told
from support.connector import ANSWER, Arrival, arrivals
from support.homes import Home
from support.played_platform import Carried, PlatformPlan, acknowledged

_OURS = "account_id IN (SELECT id FROM channel_account WHERE channel = 'bridge')"
_MOVING = f"""
SELECT count(*) FROM outbox o WHERE o.done_at IS NULL AND o.{_OURS} AND (o.state = 'sending'
  OR (o.state = 'pending' AND NOT EXISTS (SELECT 1 FROM outbox p
    WHERE p.conversation_id = o.conversation_id AND p.id < o.id AND p.state = 'asking')))
"""


def at_rest(home: Home) -> bool:
    """Whether every answer is out, stands as a question, or waits behind one that does."""
    return _rows(home.database, _MOVING) == [(0,)]


def problems(home: Home, plan: PlatformPlan) -> list[str]:
    """Everything that is lost, doubled or out of order; empty if all is well."""
    return [
        *_lines(home.database, acknowledged(plan)),
        *_answers(home.database, [one for one in arrivals(plan.came) if one.kind == ANSWER]),
        *_told(home.database, told(home.path / ANSWERED)),
    ]


def tally(home: Home, plan: PlatformPlan) -> dict[str, int]:
    """How much there was of everything."""
    states = Counter(
        dict(
            _rows(home.database, f"SELECT state, count(*) FROM outbox WHERE {_OURS} GROUP BY state")
        )
    )
    carried = acknowledged(plan)
    return {
        "posted": len(carried),
        "posted_again_and_found": sum(one.duplicate for one in carried),
        "answered": states.total(),
        "delivered": states["done"],
        "asking": states["asking"],
        "waiting_behind": states["pending"],
    }


def _lines(database: Path, carried: list[Carried]) -> Iterable[str]:
    stored: dict[str, list[tuple[int, str]]] = {}
    for name, seq, text in _rows(
        database,
        "SELECT c.external_id, l.seq, l.text FROM line l JOIN conversation c"
        f" ON c.id = l.conversation_id WHERE l.author = 'customer' AND l.{_OURS} ORDER BY l.id",
    ):
        stored.setdefault(name, []).append((seq, text))
    acknowledged: dict[str, list[tuple[int, str]]] = {}
    for one in carried:
        acknowledged.setdefault(one.conversation, []).append((one.seq, one.text))
    for name in stored.keys() | acknowledged.keys():
        if stored.get(name) != acknowledged.get(name):
            yield f"{name}: acknowledged {acknowledged.get(name)}, stored {stored.get(name)}"


def _answers(database: Path, came: list[Arrival]) -> Iterable[str]:
    times = Counter(one.client_id for one in came)
    twice = [client_id for client_id, count in times.items() if count > 1]
    if twice:
        yield f"delivered more than once: {twice}"
    known = {
        client_id: (state, text)
        for client_id, state, text in _rows(
            database,
            "SELECT o.client_id, o.state, l.text FROM outbox o JOIN line l ON l.id = o.line_id"
            f" WHERE o.{_OURS}",
        )
    }
    for client_id, (state, text) in known.items():
        allowed = {"done": {1}, "asking": {0, 1}, "pending": {0}}.get(state, set())
        if times[client_id] not in allowed:
            yield f"{client_id} ({text}) is {state} and came {times[client_id]} times"
    strange = [one for one in came if known.get(one.client_id, ("", ""))[1] != one.text]
    if strange:
        yield f"came and is not in the store: {strange}"
    last: dict[str, int] = {}
    for one in came:
        if one.seq <= last.get(one.conversation, 0):
            yield f"out of order: {one}"
        last[one.conversation] = one.seq


def _told(database: Path, sent: list[tuple[int, int, str]]) -> Iterable[str]:
    stored = set(
        _rows(
            database,
            f"SELECT conversation_id, seq, client_id FROM line WHERE author = 'agent' AND {_OURS}",
        )
    )
    lost = [one for one in sent if one not in stored]
    if lost:
        yield f"told the agent and not in the store: {lost}"
    if len(set(sent)) != len(sent):
        yield "told the agent twice"


def _rows(database: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()
