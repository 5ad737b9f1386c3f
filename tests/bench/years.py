"""Years of talk: a store with millions of lines, written straight into its tables."""

import csv
import itertools
import random
import sqlite3
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from reply_corpus import SENTENCES, TITLES, filled

from zuiqing_desk.rules.clock import RoundState, place
from zuiqing_desk.services import pins, shop, staff
from zuiqing_desk.store.clock import utc_now
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.tx import Tx

STAFF_NO, PIN = "1024", "2468"
STOREFRONTS = ("醉卿旗舰店", "醉卿坊专营店", "醉卿京东店")
COLLEAGUES = 12
LONGEST, SHORTEST = 60, 4
DAY_US = 86_400_000_000
POOL = 400_000
"""Different texts; with more lines they come again, as they do in shop talk."""

_LINE = (
    "INSERT INTO line (id, conversation_id, account_id, seq, at, author, staff_id, kind, text,"
    " payload, remote_id, client_id, status, on_duty, courtesy)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, NULL, ?, 1, 0)"
)
_AT_ONCE = 250_000


class Years(NamedTuple):
    """What was built: ``longest`` is the conversation with the most lines, ``staff`` the ids of
    who wrote."""

    path: Path
    lines: int
    conversations: int
    longest: int
    staff: tuple[int, ...]


def texts(number: int, seed: int = 1983) -> list[str]:
    """``number`` lines of shop talk of 4 to 60 characters, always the same for one seed."""
    dice = random.Random(seed)
    pieces = _pieces()
    return [_text(dice, pieces) for _ in range(number)]


def build(
    home: Path,
    lines: int,
    *,
    conversations: int = 20_000,
    open_chats: int = 20_000,
    running: int = 200,
    rounds: int = 5_000,
    days: int = 1_000,
    seed: int = 1983,
) -> Years:
    """A shop with ``lines`` lines of ``conversations`` customers over the last ``days`` days.

    The first conversation has a tenth of all lines, the others share the rest unevenly; their lines
    stand mixed, in the order of time. Customer and agent take turns, now and then with a note or a
    system line. ``open_chats`` are open, a third of them unassigned, the newest ``running`` of
    those whose customer spoke last have a counted round that runs. The newest ``rounds`` answers
    stand in answered_round, all of today. Nothing is in the search index.
    """
    path = home / "desk.db"
    people = _found(path)
    accounts = _accounts(path)
    now = utc_now()
    whose, seqs, counts = _spread(lines, conversations, seed)
    ats = _times(lines, rounds * 2, now, days)
    with sqlite3.connect(path, isolation_level=None) as db:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-500000"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        db.execute("BEGIN")
        _customers(db, conversations, now - days * DAY_US)
        _conversations(db, conversations, accounts)
        said = texts(min(lines, POOL), seed)
        for at in range(0, lines, _AT_ONCE):
            part = slice(at, at + _AT_ONCE)
            rows = _rows(at, whose[part], seqs[part], ats[part], said, people, accounts)
            db.executemany(_LINE, rows)
        _stand(db, counts, people, min(open_chats, conversations), running)
        _answered(db, rounds)
        db.execute("COMMIT")
        db.execute("PRAGMA journal_mode=WAL").fetchall()
    db.close()
    return Years(path, lines, conversations, 1, people)


def _found(path: Path) -> tuple[int, ...]:
    hashed = pins.hash_pin(PIN)

    def found(tx: Tx) -> tuple[int, ...]:
        lead = shop.set_up(
            tx, shop_name="醉卿酒业", staff_no=STAFF_NO, name="小**", pin_hash=hashed
        )
        others = [
            staff.add(
                tx,
                staff_no=str(2001 + number),
                name=f"客服{number:02}**",
                role="agent",
                pre_sale=True,
                after_sale=number % 3 == 0,
                pin_hash=hashed,
                actor=lead.id,
            ).id
            for number in range(COLLEAGUES)
        ]
        for name in STOREFRONTS:
            storefront = tx.insert("INSERT INTO storefront (name) VALUES (:name)", name=name)
            tx.insert(
                "INSERT INTO channel_account (storefront_id, channel, name, post, cursor)"
                " VALUES (:storefront, 'webchat', :name, 'pre_sale', '')",
                storefront=storefront,
                name=name,
            )
        return (lead.id, *others)

    with open_store(path) as store:
        return store.write(found).result()


def _accounts(path: Path) -> list[int]:
    with sqlite3.connect(path) as db:
        rows = db.execute("SELECT id FROM channel_account WHERE channel = 'webchat' ORDER BY id")
        found = [one for (one,) in rows]
    db.close()
    return found


def _spread(lines: int, conversations: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each line, its conversation (from 0) and its number there; of each conversation, how many
    it has: at least one."""
    dice = np.random.default_rng(seed)
    share = 1 / np.arange(20, conversations + 20) ** 0.5
    if conversations > 1:
        share[0] = share[1:].sum() / 9
    whose = dice.choice(conversations, lines, p=share / share.sum())
    whose[: min(lines, conversations)] = np.arange(min(lines, conversations))
    order = np.argsort(whose, kind="stable")
    counts = np.bincount(whose, minlength=conversations)
    seqs = np.empty(lines, np.int64)
    seqs[order] = np.arange(lines) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    return whose, seqs, counts


def _times(lines: int, today: int, now: int, days: int) -> np.ndarray:
    """Ever later; the last ``today`` within the last minutes."""
    latest = min(today, lines)
    early = np.linspace(now - days * DAY_US, now - DAY_US, lines - latest)
    late = np.linspace(now - 300_000_000, now, latest)
    return np.concatenate([early, late]).astype(np.int64)


def _customers(db: sqlite3.Connection, number: int, at: int) -> None:
    db.executemany(
        "INSERT INTO customer (id, name, created_at) VALUES (?, ?, ?)",
        ((one, f"tb_{one * 7919 % 1_000_003:06}", at) for one in range(1, number + 1)),
    )


def _conversations(db: sqlite3.Connection, number: int, accounts: list[int]) -> None:
    db.executemany(
        "INSERT INTO conversation (id, account_id, customer_id, external_id, state, post,"
        " opened_at, last_seq, last_line_at, last_text, last_from, seen_seq, unread,"
        " delivered_seq, read_seq, round_counted, round_target_s, round_first, agent_asked,"
        " agent_spoke, agent_lines, band,"
        " urgency)"
        " VALUES (?, ?, ?, ?, 'closed', 'pre_sale', 0, 0, 0, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,"
        " 2, 0)",
        ((one, accounts[one % len(accounts)], one, f"years-{one}") for one in range(1, number + 1)),
    )


def author(seq: int) -> str:
    """Who wrote the line of this number."""
    if seq % 50 == 48:
        return "note"
    if seq % 200 == 198:
        return "system"
    return "customer" if seq % 2 else "agent"


def _rows(
    first: int,
    whose: np.ndarray,
    seqs: np.ndarray,
    ats: np.ndarray,
    said: list[str],
    people: tuple[int, ...],
    accounts: list[int],
) -> Iterable[tuple[object, ...]]:
    period = 200
    by = [author(seq) for seq in range(period)]
    kinds = {"note": "note", "system": "system"}
    for number, (conversation, seq, at) in enumerate(
        zip((whose + 1).tolist(), seqs.tolist(), ats.tolist(), strict=True), first
    ):
        who = by[seq % period]
        yield (
            number + 1,
            conversation,
            accounts[conversation % len(accounts)],
            seq,
            at,
            who,
            people[(conversation + seq // 40) % len(people)] if who in ("agent", "note") else None,
            kinds.get(who, "text"),
            said[number * 7919 % len(said)],
            f"{conversation}:{number:x}" if who == "customer" else None,
            "sent" if who == "agent" else "",
        )


_STAND = """
UPDATE conversation SET state = ?, assignee_id = ?, assigned_at = ?, last_agent_id = ?,
  opened_at = ?, last_seq = ?, last_line_at = ?, last_text = ?, last_from = ?, seen_seq = ?,
  unread = ?, round_started_at = ?, round_seq = ?, round_counted = ?, round_target_s = ?,
  agent_spoke = ?, agent_lines = ?, band = ?, urgency = ?
WHERE id = ?
"""


def _stand(
    db: sqlite3.Connection,
    counts: np.ndarray,
    people: tuple[int, ...],
    open_chats: int,
    running: int,
) -> None:
    """What the conversations say of their lines."""
    last = dict[int, tuple[int, str, str]]()
    for conversation, at, who, text in db.execute(
        "SELECT c.id, l.at, l.author, l.text FROM conversation c CROSS JOIN line l"
        " ON l.conversation_id = c.id AND l.seq = (SELECT max(seq) FROM line m"
        " WHERE m.conversation_id = c.id AND m.author <> 'note')"
    ):
        last[conversation] = (at, who, text)
    opened = dict(db.execute("SELECT conversation_id, at FROM line WHERE seq = 1"))
    waiting = [one for one in last if one <= open_chats and last[one][1] == "customer"]
    waits = set(sorted(waiting, key=lambda one: -last[one][0])[:running])
    db.executemany(
        _STAND,
        (
            _standing(
                one,
                int(counts[one - 1]),
                opened[one],
                last[one],
                people,
                one <= open_chats,
                one in waits,
            )
            for one in last
        ),
    )


def _standing(
    one: int,
    seq: int,
    opened: int,
    last: tuple[int, str, str],
    people: tuple[int, ...],
    is_open: bool,
    waits: bool,
) -> tuple[object, ...]:
    at, who, text = last
    agents = sum(author(number) == "agent" for number in range(1, min(seq, 400) + 1))
    holder = people[one % len(people)] if is_open and one % 3 else None
    state = ("active" if holder else "queued") if is_open else "closed"
    clock = RoundState(at, seq, True, 30) if waits else RoundState()
    band, urgency = place(clock, at)
    return (
        *(state, holder, opened if holder else None, people[one % len(people)] if agents else None),
        *(opened, seq, at, text[:80], who, seq - waits, int(waits)),
        *(clock.started_at, clock.started_seq, waits, clock.target_s),
        *(agents > 0, agents, band, urgency, one),
    )


def _answered(db: sqlite3.Connection, rounds: int) -> None:
    """The newest answers as rounds of ten seconds."""
    db.execute(
        "INSERT OR IGNORE INTO answered_round (conversation_id, started_seq, started_at,"
        " answered_seq, answered_at, staff_id, shop_us, agent_us, counted, first_of_day)"
        " SELECT conversation_id, seq - 1, at - 10000000, seq, at, staff_id, 10000000, 10000000, 1,"
        " seq % 3 = 0 FROM (SELECT * FROM line WHERE author = 'agent' AND seq > 1"
        " ORDER BY id DESC LIMIT ?) ORDER BY id",
        (rounds,),
    )


def _pieces() -> list[str]:
    """What customers ask and agents answer, as it stands in the shipped files."""
    here = Path(__file__).resolve().parent
    found = []
    for name, column in (("asks.csv", "ask"), ("replies.csv", "内容")):
        with (files("zuiqing_desk.shipped") / name).open(encoding="utf-8", newline="") as file:
            found += [row[column] for row in csv.DictReader(file)]
    with (here / "questions.csv").open(encoding="utf-8", newline="") as file:
        found += [row["question"] for row in csv.DictReader(file)]
    parts = itertools.chain.from_iterable(one.replace("\n", "，").split("，") for one in found)
    return [one for one in dict.fromkeys(parts) if one and "{" not in one]


def _text(dice: random.Random, pieces: list[str]) -> str:
    kind = dice.random()
    if kind < 0.45:
        text = dice.choice(pieces)
        if kind < 0.2:
            text += "，" + dice.choice(pieces)
    elif kind < 0.8:
        text = filled(dice, dice.choice(SENTENCES))
        if kind < 0.55:
            text += "，" + dice.choice(pieces)
    elif kind < 0.93:
        text = filled(dice, dice.choice(TITLES)) + dice.choice(("吗", "？", "呢", "，谢谢", "啊"))
    elif kind < 0.97:
        text = f"订单{dice.randrange(10**15, 10**16)}，{dice.choice(pieces)}"
    else:
        text = f"{dice.choice(pieces)} 1{dice.randrange(3 * 10**9, 10**10)}"
    text = text[:LONGEST]
    return text if len(text) >= SHORTEST else text + "，在吗亲"
