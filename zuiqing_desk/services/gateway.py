"""Who runs the channels, and where the chat page is. Not journalled: it describes the moment."""

from zuiqing_desk.services.records import GatewayInfo
from zuiqing_desk.store.tx import Tx

GONE_S = 10


def announce(tx: Tx, *, pid: int, url: str, problem: str) -> None:
    """Say that this process runs the channels; repeat every few seconds."""
    tx.run(
        "INSERT INTO gateway (id, pid, url, problem, since, seen_at)"
        " VALUES (1, :pid, :url, :problem, :now, :now)"
        " ON CONFLICT (id) DO UPDATE SET since = CASE WHEN pid = excluded.pid THEN since"
        " ELSE excluded.since END, pid = excluded.pid, url = excluded.url,"
        " problem = excluded.problem, seen_at = excluded.seen_at",
        pid=pid,
        url=url,
        problem=problem,
        now=tx.now,
    )


def leave(tx: Tx, pid: int) -> None:
    """This process stops running the channels."""
    tx.run("DELETE FROM gateway WHERE pid = :pid", pid=pid)


def current(tx: Tx) -> GatewayInfo | None:
    """Who runs the channels, or None when nobody has been heard of lately."""
    row = tx.one(
        "SELECT pid, url, problem, since, seen_at FROM gateway WHERE seen_at > :since",
        since=tx.now - GONE_S * 1_000_000,
    )
    return None if row is None else GatewayInfo(*row)
