"""The shop's policy: effective-dated values over the defaults of the manual."""

import json

from zuiqing_desk.rules.policy import ShopPolicy, apply, parse_value
from zuiqing_desk.store.tx import Tx

_EFFECTIVE = """
SELECT key, value FROM policy WHERE effective_at <= :at ORDER BY effective_at, id
"""


END_OF_TIME = 2**62


def current(tx: Tx, newest: int | None = None) -> ShopPolicy:
    """The policy in force now; ``newest`` is the highest id in the table, when it is known."""
    if newest is None:
        newest = tx.value("SELECT max(id) FROM policy") or 0
    cached = tx.cache.get("policy")
    if cached is not None and cached[0] == newest:
        policy: ShopPolicy = cached[1]
        return policy
    # Changes are dated when they are made, so the newest are in force, also after the clock of
    # this machine was set back.
    policy = at(tx, END_OF_TIME)
    tx.cache["policy"] = (newest, policy)
    return policy


def at(tx: Tx, when: int) -> ShopPolicy:
    """The policy in force at ``when`` (microseconds): last year's question, last year's rules."""
    values = {key: json.loads(value) for key, value in tx.all(_EFFECTIVE, at=when)}
    return apply(ShopPolicy(), values)


def change(tx: Tx, key: str, value: object, actor: int) -> None:
    """Put a value in force from now on.

    ``value`` is plain JSON data. Raises rules.policy.PolicyError for an unknown key or a value out
    of range.
    """
    parse_value(key, value)
    policy_id = tx.insert(
        "INSERT INTO policy (key, value, effective_at, set_by, set_at)"
        " VALUES (:key, :value, :now, :actor, :now)",
        key=key,
        value=json.dumps(value, ensure_ascii=False),
        now=tx.now,
        actor=actor,
    )
    tx.journal("policy.changed", policy_id, actor=actor, detail=key)
