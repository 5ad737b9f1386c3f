"""Which webhooks were taken in: the same one again changes nothing and gets the same answer.

A signature alone does not stop a replay (Standard Webhooks), so the ids are remembered well beyond
the five minutes for which a timestamp is good, even if the clock jumps by a day.
"""

import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.tx import Tx

KEPT_US: Final = 7 * 86_400 * 1_000_000
AT_ONCE: Final = 2000


class Known(NamedTuple):
    """A webhook that was taken in: what it held (SHA-256, hexadecimal) and what was answered."""

    digest: str
    answer: str


def once(
    tx: Tx,
    account_id: int,
    webhook_id: str,
    digest: str,
    effect: Callable[[Tx], dict[str, Any]],
    *,
    cursor: str | None = None,
    remembered: bool = True,
) -> dict[str, Any]:
    """Carry out what a webhook brings, unless it was taken in before; the answer to give.

    What it brings about, where the connector resumes and the memory of its id are one transaction.
    ``digest`` is the SHA-256 of what it held. What is not ``remembered`` changes nothing and is
    answered anew each time. Raises Refused ``no_bridge`` where the account was
    removed, ``other_content`` where the id came with something else before, and what ``effect``
    refuses.
    """
    if not accounts.is_open(tx, account_id):
        raise Refused("no_bridge", "这个桥接账号已经移除了。")
    before = known(tx, account_id, webhook_id)
    if before is not None:
        if before.digest != digest:
            raise Refused("other_content", "这个 webhook-id 已经用过，内容不一样。")
        return {**json.loads(before.answer), "duplicate": True}
    answer = {"received": True, "duplicate": False, **effect(tx)}
    if cursor is not None:
        tx.run(
            "UPDATE channel_account SET cursor = :cursor WHERE id = :id",
            cursor=cursor,
            id=account_id,
        )
        answer["cursor"] = cursor
    if remembered:
        keep(tx, account_id, webhook_id, digest, json.dumps(answer, ensure_ascii=False))
    return answer


def known(tx: Tx, account_id: int, webhook_id: str) -> Known | None:
    """What is remembered of this id, or None."""
    row = tx.one(
        "SELECT digest, answer FROM bridge_seen WHERE account_id = :account AND webhook_id = :id",
        account=account_id,
        id=webhook_id,
    )
    return None if row is None else Known._make(row)


def keep(tx: Tx, account_id: int, webhook_id: str, digest: str, answer: str) -> None:
    """Remember an id, in the transaction of what it brought about. ``answer`` is JSON and holds
    nothing of a customer."""
    tx.run(
        "INSERT INTO bridge_seen (account_id, webhook_id, digest, answer, at)"
        " VALUES (:account, :id, :digest, :answer, :now)",
        account=account_id,
        id=webhook_id,
        digest=digest,
        answer=answer,
        now=tx.now,
    )


def prune(tx: Tx) -> int:
    """Forget what is a week old, some of it at a time; how many ids that were. Run by the gateway's
    housekeeping."""
    return tx.run(
        "DELETE FROM bridge_seen WHERE id IN"
        " (SELECT id FROM bridge_seen WHERE at < :before LIMIT :limit)",
        before=tx.now - KEPT_US,
        limit=AT_ONCE,
    )
