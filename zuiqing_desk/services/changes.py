"""The journal as a change feed: what is new after id N."""

from zuiqing_desk.services.records import Change
from zuiqing_desk.store.tx import Tx


def last(tx: Tx) -> int:
    """The newest journal id, 0 in an empty store."""
    return tx.value("SELECT max(id) FROM journal") or 0


def after(tx: Tx, journal_id: int, limit: int = 500) -> list[Change]:
    """What happened after a journal id, oldest first."""
    return [
        Change(*row)
        for row in tx.all(
            "SELECT id, at, actor_id, kind, subject_id, detail FROM journal"
            " WHERE id > :after ORDER BY id LIMIT :limit",
            after=journal_id,
            limit=limit,
        )
    ]


def touched(tx: Tx, journal_id: int, *families: str) -> tuple[int, bool]:
    """The newest journal id, and whether something of these kinds (``roster.*``) happened after
    ``journal_id``."""
    newest = last(tx)
    wanted = " OR ".join(f"kind GLOB :family{at}" for at in range(len(families)))
    found = newest > journal_id and tx.one(
        f"SELECT 1 FROM journal WHERE id > :after AND ({wanted}) LIMIT 1",
        after=journal_id,
        **{f"family{at}": family for at, family in enumerate(families)},
    )
    return newest, bool(found)
