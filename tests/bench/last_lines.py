"""In a store of 5 million lines and 20,000 open conversations: the last 50 of one, 50 more at each
step back, any line with what stands around it, and the figures at the top of the screen."""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from effort import times
from table import Row, median, milliseconds, percentile
from years import build

from zuiqing_desk.services import chat, overview, queue_look
from zuiqing_desk.services.queue_places import FIRST, LAST, Place, Which
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.tx import Tx

LINES = times(5_000_000, 40_000)
CHATS = times(20_000, 400)
ROUNDS = times(400, 10)
WIDEST_S = {"chat": 0.003, "figures": 0.001, "queue": 0.003}
"""What p95 may be."""

# The same facts out of the same tables, left as they come.
RAW = (
    "SELECT l.id, l.seq, l.at, l.author, s.staff_no, l.kind, l.text, l.status, l.courtesy,"
    " l.on_duty, l.payload, o.id, o.state, o.reason,"
    " (SELECT group_concat(m.kind) FROM mark m WHERE m.line_id = l.id)"
    " FROM line l LEFT JOIN staff s ON s.id = l.staff_id LEFT JOIN outbox o ON o.line_id = l.id"
    " WHERE l.conversation_id = :id AND l.seq < :before ORDER BY l.seq DESC LIMIT 50",
    "SELECT c.id, a.channel, a.name, f.name, u.name, c.state, c.post, c.assignee_id, s.staff_no,"
    " c.unread, c.round_started_at, c.round_target_s, c.round_counted, c.last_text, c.last_from,"
    " c.last_line_at, c.snoozed_until, c.band, c.urgency, u.id, c.external_id, c.opened_at,"
    " u.blocked_at, p.online, p.typing_until, c.delivered_seq, c.read_seq, c.advertiser_at,"
    " (SELECT count(*) FROM outbox o WHERE o.conversation_id = c.id AND o.done_at IS NULL"
    "  AND o.state IN ('asking', 'failed')),"
    " (SELECT count(*) FROM conversation n WHERE n.customer_id = u.id AND n.id <> c.id),"
    " (SELECT min(seq) FROM line n WHERE n.conversation_id = c.id),"
    " (SELECT max(seq) FROM line n WHERE n.conversation_id = c.id)"
    " FROM conversation c JOIN customer u ON u.id = c.customer_id"
    " JOIN channel_account a ON a.id = c.account_id JOIN storefront f ON f.id = a.storefront_id"
    " LEFT JOIN visitor_presence p ON p.conversation_id = c.id"
    " LEFT JOIN staff s ON s.id = c.assignee_id WHERE c.id = :id",
    "SELECT s.staff_no, s.name, a.how, a.started_at, a.ended_at FROM assignment a"
    " JOIN staff s ON s.id = a.staff_id WHERE a.conversation_id = :id ORDER BY a.id DESC LIMIT 20",
    "SELECT s.staff_no, s.name, p.typing_until FROM presence p JOIN staff s ON s.id = p.staff_id"
    " WHERE (p.viewing_id = :id OR p.typing_id = :id) AND p.seen_at > 0 ORDER BY s.staff_no",
)


def timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        years = build(Path(folder), LINES, conversations=CHATS, open_chats=CHATS)
        raw = sqlite3.connect(years.path, check_same_thread=False)
        with open_store(years.path) as store:
            rows = store.read(lambda tx: measured(tx, raw, years.longest)).result()
        raw.close()
    return rows


def measured(tx: Tx, raw: sqlite3.Connection, longest: int) -> list[Row]:
    ours, theirs = [], []
    back_ours, back_theirs, around = [], [], []

    def bare(conversation: int, before: int) -> None:
        for sql in RAW:
            raw.execute(sql, {"id": conversation, "before": before}).fetchall()

    before = chat.chat(tx, longest).lines[0].seq
    last = chat.chat(tx, longest).last_seq
    for number in range(ROUNDS):
        one = 1 + number * 7919 % CHATS
        at = before
        for turn in (number, number + 1):
            # Who comes second finds the pages at hand: each does so every other time.
            if turn % 2:
                ours.append(timed(partial(chat.chat, tx, one)))
                back_ours.append(timed(partial(chat.chat, tx, longest, before_seq=at)))
            else:
                theirs.append(timed(partial(bare, one, 2**62)))
                back_theirs.append(timed(partial(bare, longest, at)))
        before = max(51, before - 50)
        seq = 1 + number * 104_729 % last
        around.append(timed(partial(chat.chat, tx, longest, around_seq=seq)))
    figures = [timed(lambda: overview.look(tx, 1)) for _ in range(ROUNDS)]
    queue = [look_at_queue(tx, step) for _, step in zip(range(ROUNDS), count(), strict=False)]
    size = f"{LINES // 1_000_000}M" if LINES >= 1_000_000 else str(LINES)
    return [
        ratio(f"last 50 of {size} lines", ours, theirs),
        ratio(f"50 more, back through {size} lines", back_ours, back_theirs),
        most("last 50, p95", ours, "chat"),
        most("any line with what stands around it, p95", around, "chat"),
        most(f"figures at {CHATS} open and {size} lines, p95", figures, "figures"),
        most(f"a window anywhere in a queue of {CHATS}, p95", queue, "queue"),
    ]


def look_at_queue(tx: Tx, step: int) -> float:
    which = (Which(1), Which(), Which(state="queued"), Which(state="snoozed"))[step % 4]
    place = (FIRST, LAST, Place(1, 0, 0), Place(2, -tx.now, 0))[step // 4 % 4]
    return timed(lambda: queue_look.look(tx, 1, which, place, since=None))


def ratio(what: str, ours: list[float], theirs: list[float]) -> Row:
    a, b = median(ours), median(theirs)
    return Row(what, milliseconds(a), f"{milliseconds(b)} raw SQL", a / b, 1.2)


def most(what: str, ours: list[float], kind: str) -> Row:
    a, budget = percentile(ours, 0.95), WIDEST_S[kind]
    return Row(what, milliseconds(a), f"{milliseconds(budget)} allowed", a / budget, 1.0)
