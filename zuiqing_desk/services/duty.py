"""Who is on duty, recorded as intervals."""

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import DutyState
from zuiqing_desk.store.tx import Tx

PRESENCE_S = 30
"""A desk that has not beaten for this long is gone; its duty ended when it was last seen."""


def anyone_on_duty(tx: Tx) -> bool:
    """Whether somebody is signed in and not away."""
    return tx.one("SELECT 1 FROM duty WHERE ended_at IS NULL AND state = 'on'") is not None


def state_of(tx: Tx, staff_id: int) -> DutyState:
    """The member's duty at this moment."""
    state: DutyState | None = tx.value(
        "SELECT state FROM duty WHERE staff_id = :id AND ended_at IS NULL", id=staff_id
    )
    return state or "off"


def _end(tx: Tx, staff_id: int, at: int) -> None:
    tx.run(
        "UPDATE duty SET ended_at = max(started_at, :at) WHERE staff_id = :id AND ended_at IS NULL",
        at=at,
        id=staff_id,
    )


def _begin(tx: Tx, staff_id: int, state: str) -> None:
    tx.run(
        "INSERT INTO duty (staff_id, state, started_at) VALUES (:id, :state, :now)",
        id=staff_id,
        state=state,
        now=tx.now,
    )


def sign_in(tx: Tx, staff_id: int, desk_id: str) -> None:
    """Come on duty at a desk; the same person may sit at two desks."""
    tx.run(
        "INSERT INTO presence (desk_id, staff_id, typing_until, seen_at)"
        " VALUES (:desk, :id, 0, :now)"
        " ON CONFLICT (desk_id) DO UPDATE SET staff_id = excluded.staff_id,"
        " viewing_id = NULL, typing_id = NULL, typing_until = 0, seen_at = excluded.seen_at",
        desk=desk_id,
        id=staff_id,
        now=tx.now,
    )
    if state_of(tx, staff_id) != "on":
        _end(tx, staff_id, tx.now)
        _begin(tx, staff_id, "on")
    tx.journal("duty.on", staff_id, actor=staff_id)


def away(tx: Tx, staff_id: int) -> None:
    """Go away for a while 暂离. Raises Refused ``not_on_duty``."""
    if state_of(tx, staff_id) == "off":
        raise Refused("not_on_duty", "还没有上岗，不能暂离。")
    _end(tx, staff_id, tx.now)
    _begin(tx, staff_id, "away")
    tx.journal("duty.away", staff_id, actor=staff_id)


def back(tx: Tx, staff_id: int) -> None:
    """Come back on duty."""
    _end(tx, staff_id, tx.now)
    _begin(tx, staff_id, "on")
    tx.journal("duty.on", staff_id, actor=staff_id)


def sign_off(tx: Tx, staff_id: int, desk_id: str) -> None:
    """Leave a desk; off duty when it was this person's last one.

    What still waits for an answer goes back to the queue, so that no customer waits for somebody
    who has left.
    """
    tx.run("DELETE FROM presence WHERE desk_id = :desk", desk=desk_id)
    if tx.one("SELECT 1 FROM presence WHERE staff_id = :id", id=staff_id) is None:
        _leave(tx, staff_id, tx.now)


def _leave(tx: Tx, staff_id: int, at: int) -> None:
    _end(tx, staff_id, at)
    released = tx.all(
        "UPDATE conversation SET state = 'queued', assignee_id = NULL, assigned_at = NULL"
        " WHERE assignee_id = :id AND state <> 'closed' AND last_seq > 0 AND band < 2"
        " AND +state = 'active' RETURNING id",
        id=staff_id,
    )
    for (conversation_id,) in released:
        tx.run(
            "UPDATE assignment SET ended_at = :now"
            " WHERE conversation_id = :id AND ended_at IS NULL",
            now=tx.now,
            id=conversation_id,
        )
        tx.journal("conversation.released", conversation_id, actor=staff_id)
    tx.journal("duty.off", staff_id, actor=staff_id)


def reap(tx: Tx) -> int:
    """End the duty of desks that vanished (killed, power cut), as of when they were last seen.

    Run by whoever holds the gateway. Returns how many desks were reaped.
    """
    gone = tx.all(
        "DELETE FROM presence WHERE seen_at < :limit RETURNING staff_id, seen_at",
        limit=tx.now - PRESENCE_S * 1_000_000,
    )
    for staff_id, seen_at in gone:
        if tx.one("SELECT 1 FROM presence WHERE staff_id = :id", id=staff_id) is None:
            _leave(tx, staff_id, seen_at)
    return len(gone) + _orphans(tx)


def _orphans(tx: Tx) -> int:
    orphans = tx.all(
        "SELECT staff_id, started_at FROM duty WHERE ended_at IS NULL"
        " AND started_at < :limit AND staff_id NOT IN (SELECT staff_id FROM presence)",
        limit=tx.now - PRESENCE_S * 1_000_000,
    )
    for staff_id, started_at in orphans:
        _leave(tx, staff_id, started_at)
    return len(orphans)
