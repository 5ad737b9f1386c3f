"""What stands in the store from a time that has not come yet, after the clock was set back.

Without it an answer would wait a day for its next attempt, a desk that is gone would be thought
alive, and who waited longest would come last. What has happened keeps its time: a line, a round
that is over, an interval on duty.

A clock may be set back by mistake and set right again; then what was moved goes to where it was.
"""

from typing import Final

from zuiqing_desk.rules.clock import MICROSECONDS, OFF_DUTY, RUNNING
from zuiqing_desk.services.presence import TYPING_S
from zuiqing_desk.store.tx import Tx

LONGEST_WAIT_US: Final = 3_600 * MICROSECONDS
"""No attempt to send is put off for longer."""

RECENT: Final = 20_000
"""So many commands back it is looked which snoozes were given by the wrong clock."""

_WAITING = """
UPDATE conversation SET
  round_started_at = max(0, min(:now, round_started_at - :back)),
  urgency = max(0, min(:now, round_started_at - :back))
    + CASE band WHEN :running THEN round_target_s * 1000000 ELSE 0 END
WHERE state <> 'closed' AND band IN (:running, :off_duty) AND round_started_at > :now
"""
# The newest begins to wait now, each other one a microsecond before the next: the order stays.
_WAITING_ANEW = """
UPDATE conversation SET
  round_started_at = :now - later,
  urgency = :now - later + CASE band WHEN :running THEN round_target_s * 1000000 ELSE 0 END
FROM (
  SELECT id AS which, row_number() OVER (ORDER BY round_started_at DESC, id DESC) - 1 AS later
  FROM conversation
  WHERE state <> 'closed' AND band IN (:running, :off_duty) AND round_started_at > :now)
WHERE id = which
"""
# A round that began before its line came was moved; one that began with a line of the time when the
# clock was behind is as much too old as the clock was behind.
_WAITING_AGAIN = """
UPDATE conversation SET
  round_started_at = began,
  urgency = began + CASE band WHEN :running THEN round_target_s * 1000000 ELSE 0 END
FROM (
  SELECT c.id AS which, CASE WHEN l.at > c.round_started_at THEN min(:now, l.at)
    ELSE min(:now, c.round_started_at + :forward) END AS began
  FROM conversation c JOIN line l ON l.conversation_id = c.id AND l.seq = c.round_seq
  WHERE c.state <> 'closed' AND c.band IN (:running, :off_duty)
    AND (l.at > c.round_started_at AND l.at <= :now
         OR l.at = c.round_started_at AND l.at BETWEEN :since AND :now - :forward))
WHERE id = which
"""
_ASSIGNED = """
UPDATE conversation SET assigned_at = max(0, min(:now, assigned_at - :back))
WHERE state <> 'closed' AND assigned_at > :now
"""
_SNOOZED = """
UPDATE conversation SET snoozed_until = max(:now, snoozed_until - :back)
WHERE state = 'snoozed' AND snoozed_until > :now AND id IN (
  SELECT subject_id FROM journal WHERE id > (SELECT max(id) FROM journal) - :recent
  AND kind = 'conversation.snoozed' AND at > :now)
"""
_SENDING = """
UPDATE outbox SET next_at = max(:now, min(next_at - :back, :now + :longest))
WHERE done_at IS NULL AND state = 'pending' AND next_at > :least
"""
_TELLING = """
UPDATE bridge_event SET next_at = max(:now, min(next_at - :back, :now + :longest))
WHERE done_at IS NULL AND state = 'pending' AND next_at > :least
"""


def put_right(tx: Tx, back_us: int = 0) -> int:
    """Bring what lies in the future back to now, as far as it cannot lie there; how many rows.

    ``back_us``: by how many microseconds the clock was set back, if that is known; then who waits
    has waited as long as before. Otherwise they begin to wait now, in the order they came.
    """
    back = max(0, back_us)
    bands = {"running": RUNNING, "off_duty": OFF_DUTY}
    if back:
        changed = tx.run(_WAITING, now=tx.now, back=back, **bands)
    else:
        changed = tx.run(_WAITING_ANEW, now=tx.now, **bands)
    changed += tx.run(_ASSIGNED, now=tx.now, back=back)
    if back:
        changed += tx.run(_SNOOZED, now=tx.now, back=back, recent=RECENT)
    least = tx.now if back else tx.now + LONGEST_WAIT_US
    for sending in (_SENDING, _TELLING):
        changed += tx.run(sending, now=tx.now, back=back, longest=LONGEST_WAIT_US, least=least)
    changed += _signs_of_life(tx)
    if changed:
        tx.journal("clock.set_back", 0, detail=str(back // MICROSECONDS))
    return changed


def take_back(tx: Tx, *, forward_us: int, since: int) -> int:
    """The clock was behind since ``since`` (as it said then) and is set forward again: who waits
    has waited as long as before; how many rows."""
    changed = tx.run(
        _WAITING_AGAIN,
        now=tx.now,
        forward=forward_us,
        since=since,
        running=RUNNING,
        off_duty=OFF_DUTY,
    )
    if changed:
        tx.journal("clock.set_forward", 0, detail=str(forward_us // MICROSECONDS))
    return changed


def _signs_of_life(tx: Tx) -> int:
    typing = {"now": tx.now, "latest": tx.now + TYPING_S * MICROSECONDS}
    # From now on silence counts for those who are gone as for those who live.
    return (
        tx.run("UPDATE presence SET seen_at = :now WHERE seen_at > :now", now=tx.now)
        + tx.run("UPDATE gateway SET seen_at = :now WHERE seen_at > :now", now=tx.now)
        + tx.run("UPDATE presence SET typing_until = :now WHERE typing_until > :latest", **typing)
        + tx.run(
            "UPDATE visitor_presence SET typing_until = :now WHERE typing_until > :latest",
            **typing,
        )
    )
