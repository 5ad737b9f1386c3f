"""The first 200 rows of a queue of 20,000: the use case against the bare SQL."""

import sqlite3
import tempfile
import time
from pathlib import Path

from effort import times
from seed import fill
from table import Row, median, milliseconds

from zuiqing_desk.services import queue
from zuiqing_desk.store.engine import open_store

RAW = """
SELECT c.id, a.channel, a.name, f.name, u.name, c.state, c.post, c.assignee_id, s.staff_no,
       c.unread, c.round_started_at, c.round_target_s, c.round_counted, c.last_text, c.last_from,
       c.last_line_at, c.snoozed_until, c.band, c.urgency,
       (SELECT count(*) FROM outbox o WHERE o.conversation_id = c.id AND o.done_at IS NULL
        AND o.state IN ('asking', 'failed'))
FROM conversation c JOIN channel_account a ON a.id = c.account_id
JOIN storefront f ON f.id = a.storefront_id JOIN customer u ON u.id = c.customer_id
LEFT JOIN staff s ON s.id = c.assignee_id
WHERE c.state <> 'closed' AND c.last_seq > 0 ORDER BY c.band, c.urgency, c.id LIMIT 200
"""
ROUNDS = times(200, 5)


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home, 20_000)
        raw_connection = sqlite3.connect(home / "desk.db")
        ours, raw = [], []
        with open_store(home / "desk.db") as store:

            def both(tx: object) -> None:
                for _ in range(ROUNDS):
                    start = time.perf_counter()
                    rows = queue.page(tx, limit=200)  # type: ignore[arg-type]
                    middle = time.perf_counter()
                    plain = raw_connection.execute(RAW).fetchall()
                    end = time.perf_counter()
                    assert [row.id for row in rows] == [row[0] for row in plain]
                    ours.append(middle - start)
                    raw.append(end - middle)

            raw_connection.close()
            raw_connection = sqlite3.connect(home / "desk.db", check_same_thread=False)
            store.read(both).result()
        raw_connection.close()
    a, b = median(ours), median(raw)
    return [Row("queue of 200 out of 20k", milliseconds(a), milliseconds(b), a / b, 1.2)]
