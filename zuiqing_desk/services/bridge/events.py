"""What connectors are told besides answers: a conversation that ended, a remark that was written.

Written down in the transaction of the command that caused it, made out when it is sent, so that it
tells how things stand then. Telling twice does no harm. Of one subject first in, first out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from zuiqing_desk.rules.flags import number, table
from zuiqing_desk.rules.order_words import Platform
from zuiqing_desk.rules.typed_order import TYPED
from zuiqing_desk.services import policy
from zuiqing_desk.services.conversation_row import GONE, ConversationRow
from zuiqing_desk.services.outbox import LONGEST_US
from zuiqing_desk.store.tx import Tx

Kind = Literal["conversation.closed", "order.remark"]

GIVEN_UP_US: Final = 3 * 86_400 * 1_000_000
"""So long is tried; then a person has to look."""

CLOSED: Final[Kind] = "conversation.closed"
REMARK: Final[Kind] = "order.remark"

_GIVEN_WAY: Final = "由更新的一次代替"

# An ended conversation is told of once its answers are out, or the platform would see it end first.
_FREE = """
NOT EXISTS (SELECT 1 FROM bridge_event p INDEXED BY bridge_event_subject
            WHERE p.kind = e.kind AND p.subject_id = e.subject_id AND p.id < e.id
              AND p.account_id = e.account_id AND p.done_at IS NULL)
AND NOT (e.kind = 'conversation.closed' AND EXISTS (SELECT 1 FROM outbox o
         WHERE o.conversation_id = e.subject_id AND o.done_at IS NULL))
"""
_DUE = f"""
SELECT DISTINCT e.account_id FROM bridge_event e INDEXED BY bridge_event_open
WHERE e.done_at IS NULL AND e.state = 'pending'
  AND (e.next_at <= :now OR e.next_at > :now + :longest) AND {_FREE}
"""
_CLAIM = f"""
UPDATE bridge_event SET state = 'sending', attempts = attempts + 1
WHERE id IN (
  SELECT e.id FROM bridge_event e INDEXED BY bridge_event_open
  WHERE e.account_id = :account AND e.done_at IS NULL AND e.state = 'pending'
    AND (e.next_at <= :now OR e.next_at > :now + :longest) AND {_FREE}
  ORDER BY e.id LIMIT :limit)
RETURNING id, kind, subject_id, attempts, created_at
"""
_ACCOUNTS = """
SELECT b.account_id, a.storefront_id FROM bridge_account b
JOIN channel_account a ON a.id = b.account_id
WHERE b.platform = :platform AND b.removed_at IS NULL AND b.url <> '' ORDER BY b.account_id
"""
# What was told before is not what stands there now.
_UNTOLD = """
INSERT INTO bridge_event
  (account_id, kind, subject_id, state, attempts, next_at, reason, created_at, done_at)
SELECT account_id, kind, subject_id, 'failed', 0, 0, '没有连接器能告诉平台', :now, :now
FROM bridge_event WHERE kind = 'order.remark' AND subject_id = :order ORDER BY id DESC LIMIT 1
"""
_ORDER = """
SELECT o.platform, o.number, o.storefront_id, c.account_id FROM shop_order o
LEFT JOIN conversation c ON c.id = o.conversation_id WHERE o.id = :id
"""


@dataclass(frozen=True, slots=True)
class Telling:
    """One event to be posted now: its type and data, ``at`` when it came about."""

    event_id: int
    account_id: int
    kind: Kind
    attempts: int
    at: int
    data: Mapping[str, Any]


class Written(NamedTuple):
    """How it stands with telling a platform of an order's remark. ``state``: pending | sending |
    done | failed; ``at`` is when it was settled, or asked for."""

    state: str
    at: int
    reason: str


def closed(tx: Tx, row: ConversationRow) -> None:
    """A conversation was ended here: its connector is to be told, if it has one with an address.

    A step of a larger command, which journals. Not for one that the platform ended.
    """
    account = tx.one(
        "SELECT 1 FROM bridge_account WHERE account_id = :id AND removed_at IS NULL AND url <> ''",
        id=row.account_id,
    )
    if account is not None:
        _put(tx, row.account_id, CLOSED, row.id)


def remark(tx: Tx, order_id: int) -> None:
    """The remark or the flag of an order was changed: the account that keeps the order is to be
    told, if there is one with an address. A step of a larger command, which journals."""
    account_id = _keeper(tx, order_id)
    if account_id is not None:
        _put(tx, account_id, REMARK, order_id)
    else:
        tx.run(_UNTOLD, order=order_id, now=tx.now)


def _put(tx: Tx, account_id: int, kind: Kind, subject_id: int) -> None:
    # What was never sent has not been made out either, so it tells of this as well. What was may
    # have been taken, and a connector takes the same id once: that one gives way to a new one.
    waiting = tx.all(
        "UPDATE bridge_event SET created_at = CASE WHEN attempts = 0 THEN :now ELSE created_at END,"
        " state = CASE WHEN attempts = 0 THEN state ELSE 'done' END,"
        " done_at = CASE WHEN attempts = 0 THEN NULL ELSE :now END,"
        " reason = CASE WHEN attempts = 0 THEN '' ELSE :given_way END"
        " WHERE account_id = :account AND kind = :kind AND subject_id = :subject"
        " AND done_at IS NULL AND state = 'pending' RETURNING state",
        account=account_id,
        kind=kind,
        subject=subject_id,
        now=tx.now,
        given_way=_GIVEN_WAY,
    )
    if ("pending",) not in waiting:
        tx.insert(
            "INSERT INTO bridge_event (account_id, kind, subject_id, state, attempts, next_at,"
            " reason, created_at) VALUES (:account, :kind, :subject, 'pending', 0, 0, '', :now)",
            account=account_id,
            kind=kind,
            subject=subject_id,
            now=tx.now,
        )


def _keeper(tx: Tx, order_id: int) -> int | None:
    """The account that has an order: of those of its platform the one of its storefront, then the
    one its customer writes on, then the first."""
    order = tx.one(_ORDER, id=order_id)
    if order is None or order[1].startswith(TYPED):
        return None  # no platform knows an order by a number of ours
    platform, _, storefront, talks_on = order
    known = tx.all(_ACCOUNTS, platform=platform)
    ours = [account for account, place in known if place == storefront]
    among = ours or [account for account, _ in known]
    if talks_on in among:
        return int(talks_on)
    return among[0] if among else None


def due(tx: Tx) -> frozenset[int]:
    """The accounts that may be told something now."""
    return frozenset(account for (account,) in tx.all(_DUE, now=tx.now, longest=LONGEST_US))


def claim(tx: Tx, limit: int, under_way: Mapping[int, int]) -> list[Telling]:
    """Take the events that may go out now, of each account at most ``limit`` with what of it is
    ``under_way``. What is no longer so is settled and not told."""
    tellings = []
    for account in sorted(due(tx)):
        room = limit - under_way.get(account, 0)
        if room <= 0:
            continue
        rows = tx.all(_CLAIM, account=account, now=tx.now, longest=LONGEST_US, limit=room)
        for event_id, kind, subject_id, attempts, at in sorted(rows):
            data = _closed(tx, subject_id) if kind == CLOSED else _remark(tx, subject_id)
            if data is None:
                _settle(tx, event_id, "done", "已经不用了")
            else:
                tellings.append(Telling(event_id, account, kind, attempts, at, data))
    return tellings


def _closed(tx: Tx, conversation_id: int) -> Mapping[str, Any] | None:
    row = tx.one("SELECT external_id, state FROM conversation WHERE id = :id", id=conversation_id)
    if row is None or row[1] != "closed" or row[0].startswith(GONE):
        return None
    return {"conversation": row[0]}


def _remark(tx: Tx, order_id: int) -> Mapping[str, Any] | None:
    row = tx.one(
        "SELECT platform, number, flag, remark FROM shop_order WHERE id = :id", id=order_id
    )
    if row is None:
        return None
    platform: Platform
    platform, order_number, flag, text = row
    flags = table(policy.current(tx).flag_meanings)
    return {
        "platform": platform,
        "number": order_number,
        "flag": number(flags, platform, flag) if flag else None,
        "remark": text,
    }


def told(tx: Tx, event_id: int) -> None:
    """The connector has taken it."""
    _settle(tx, event_id, "done", "")


def failed(tx: Tx, event_id: int, reason: str) -> None:
    """The connector will not take it; a person has to look."""
    _settle(tx, event_id, "failed", reason)


def later(tx: Tx, event_id: int, after_s: float, reason: str) -> None:
    """Try again after so many seconds, unless that has gone on for three days."""
    row = tx.one(
        "SELECT e.created_at, e.kind, e.subject_id, e.reason,"
        " EXISTS (SELECT 1 FROM bridge_event n WHERE n.kind = e.kind"
        " AND n.subject_id = e.subject_id AND n.account_id = e.account_id AND n.id > e.id)"
        " FROM bridge_event e WHERE e.id = :id",
        id=event_id,
    )
    if row is None:
        return
    created_at, kind, subject_id, known, newer = row
    if newer:
        _settle(tx, event_id, "done", _GIVEN_WAY)
        return
    if tx.now - created_at > GIVEN_UP_US:
        _settle(tx, event_id, "failed", f"{reason}，三天没有成功")
        return
    waits = tx.run(
        "UPDATE bridge_event SET state = 'pending', next_at = :next_at, reason = :reason"
        " WHERE id = :id AND state = 'sending'",
        id=event_id,
        next_at=tx.now + min(int(after_s * 1_000_000), LONGEST_US),
        reason=reason,
    )
    if waits and kind == REMARK and reason != known:
        tx.journal("order.written_back", subject_id, detail="pending")


def put_off_no_more(tx: Tx, account_id: int) -> None:
    """The connector of an account says that it is there: what is to be tried again is due."""
    tx.run(
        "UPDATE bridge_event INDEXED BY bridge_event_open SET next_at = 0"
        " WHERE account_id = :account AND done_at IS NULL AND state = 'pending' AND next_at > 0",
        account=account_id,
    )


def _settle(tx: Tx, event_id: int, state: str, reason: str) -> None:
    rows = tx.all(
        "UPDATE bridge_event SET state = :state, reason = :reason, done_at = :now"
        " WHERE id = :id AND state = 'sending' RETURNING kind, subject_id",
        id=event_id,
        state=state,
        reason=reason,
        now=tx.now,
    )
    for kind, subject_id in rows:
        if kind == REMARK:
            tx.journal("order.written_back", subject_id, detail=state)


def recover(tx: Tx) -> int:
    """Take up what a gateway that is gone left half-told; how many that were."""
    return tx.run(
        "UPDATE bridge_event INDEXED BY bridge_event_open SET state = 'pending'"
        " WHERE done_at IS NULL AND state = 'sending'"
    )


def written_back(tx: Tx, order_id: int) -> Written | None:
    """How it stands with the newest remark of an order; None where no platform is to be told."""
    row = tx.one(
        "SELECT state, coalesce(done_at, created_at), reason FROM bridge_event"
        " WHERE kind = 'order.remark' AND subject_id = :id ORDER BY id DESC LIMIT 1",
        id=order_id,
    )
    return None if row is None else Written._make(row)
