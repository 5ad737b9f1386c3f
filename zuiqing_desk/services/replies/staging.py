"""An import on its way into the store: staged unseen in small steps, then applied in one.

The words of a hundred thousand replies take long to write, so they are written beforehand, to
replies and versions nobody sees. Applying only turns them on, which touches the small table alone
and keeps other desks waiting for a fraction of a second.
"""

from collections.abc import Sequence
from typing import NamedTuple

from zuiqing_desk.lookup.pinyin import field_readings
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.replies.importing import Plan, Planned
from zuiqing_desk.store.tx import Tx

BATCH = 250
"""Rows written in one transaction: a few milliseconds."""

DEAD_US = 10 * 60 * 1_000_000
"""An import that has been silent for so long was left behind by a process that died."""

_NEW_REPLY = """
INSERT INTO reply (owner_id, code, state, live, draft, last, import_id, created_at, created_by)
VALUES (:owner, :code, 'staged', :live, :draft, 1, :import, :now, :actor)
"""

# A colleague may write a version of the same reply meanwhile: numbers are given, never reserved.
_VERSION = """
INSERT INTO reply_version (reply_id, version, title, category, tags, body, asks, valid_from,
  valid_until, readings, author_id, written_at, approved_by, approved_at, refused, import_id)
VALUES (:reply, (SELECT coalesce(max(version), 0) + 1 FROM reply_version WHERE reply_id = :reply),
  :title, :category, :tags, :body, :asks, :from, :until, :readings, :actor, :now, :approver,
  :approved_at, '', :import)
"""

_TURN_ON_NEW = "UPDATE reply SET state = 'open' WHERE import_id = :import AND state = 'staged'"

_TURN_ON_CHANGED = """
UPDATE reply SET
  live = CASE WHEN :draft AND owner_id IS NULL THEN live ELSE v.version END,
  draft = CASE WHEN :draft AND owner_id IS NULL THEN v.version ELSE NULL END,
  last = v.version
FROM reply_version v
WHERE v.import_id = :import AND v.reply_id = reply.id AND reply.import_id IS NOT :import
"""


class Prepared(NamedTuple):
    """A row with its pinyin, which takes long and needs no transaction."""

    planned: Planned
    readings: str


def prepare(batch: Sequence[Planned]) -> list[Prepared]:
    """Read the batch's words aloud. Slow: call it outside any transaction."""
    return [
        Prepared(one, field_readings(one.words.title, one.words.tags, one.words.body))
        for one in batch
    ]


def begin(tx: Tx, desk_id: str, actor: int | None) -> int:
    """Open an import; its id. ``desk_id`` names the process that carries it out."""
    return tx.insert(
        "INSERT INTO reply_import (actor_id, desk_id, started_at, seen_at)"
        " VALUES (:actor, :desk, :now, :now)",
        actor=actor,
        desk=desk_id,
        now=tx.now,
    )


def stage(
    tx: Tx, import_id: int, batch: Sequence[Prepared], *, draft: bool, actor: int | None
) -> None:
    """Write a batch where nobody sees it. Raises Refused ``import_gone``."""
    _alive(tx, import_id)
    for one, readings in batch:
        approved = not draft or one.owner_id is not None
        words = one.words
        reply_id = one.reply_id
        if reply_id is None:
            reply_id = tx.insert(
                _NEW_REPLY,
                owner=one.owner_id,
                code=words.code,
                live=1 if approved else None,
                draft=None if approved else 1,
                now=tx.now,
                actor=actor,
                **{"import": import_id},
            )
        tx.run(
            _VERSION,
            reply=reply_id,
            title=words.title,
            category=words.category,
            tags=words.tags,
            body=words.body,
            asks=words.asks,
            readings=readings,
            actor=actor,
            now=tx.now,
            approver=actor if approved else None,
            approved_at=tx.now if approved else None,
            **{"from": words.valid_from, "until": words.valid_until, "import": import_id},
        )


def apply(tx: Tx, import_id: int, plan: Plan, actor: int | None) -> None:
    """Turn everything on at once.

    Raises Refused ``library_changed`` when a reply the plan leans on has changed since, and
    ``import_gone``; then nothing is turned on.
    """
    _alive(tx, import_id)
    _refuse_changed(tx, plan)
    tx.run(_TURN_ON_NEW, **{"import": import_id})
    if plan.changed:
        tx.run(_TURN_ON_CHANGED, draft=plan.draft, **{"import": import_id})
    tx.run("UPDATE reply_import SET applied_at = :now WHERE id = :id", now=tx.now, id=import_id)
    detail = f"{len(plan.added)}+{len(plan.changed)}"
    tx.journal("replies.imported", import_id, actor=actor, detail=detail)


def discard(tx: Tx, import_id: int) -> bool:
    """Remove a bit of an import that was not applied; whether there is more to remove.

    From the first call on the import can neither go on nor be applied.
    """
    # An import that was applied in the last moment stays.
    if not tx.run(
        "UPDATE reply_import SET desk_id = '' WHERE id = :id AND applied_at IS NULL", id=import_id
    ):
        return False
    for table in ("reply_version", "reply"):
        gone = tx.run(
            f"DELETE FROM {table} WHERE id IN"
            f" (SELECT id FROM {table} WHERE import_id = :id LIMIT :limit)",
            id=import_id,
            limit=BATCH,
        )
        if gone:
            return True
    tx.run("DELETE FROM reply_import WHERE id = :id", id=import_id)
    return False


def left_behind(tx: Tx) -> list[int]:
    """The imports whose process died, to be discarded."""
    rows = tx.all(
        "SELECT id FROM reply_import WHERE applied_at IS NULL"
        " AND (desk_id = '' OR abs(:now - seen_at) > :dead)",
        now=tx.now,
        dead=DEAD_US,
    )
    return [import_id for (import_id,) in rows]


def _alive(tx: Tx, import_id: int) -> None:
    going = tx.run(
        "UPDATE reply_import SET seen_at = :now"
        " WHERE id = :id AND applied_at IS NULL AND desk_id <> ''",
        now=tx.now,
        id=import_id,
    )
    if not going:
        raise Refused("import_gone", "这次导入停得太久，已被清理，什么都没有导入；请重新导入。")


def _refuse_changed(tx: Tx, plan: Plan) -> None:
    rows = tx.all(
        "SELECT j.kind, r.id, r.code FROM journal j LEFT JOIN reply r ON r.id = j.subject_id"
        " WHERE j.id > :after AND (j.kind GLOB 'reply.*' OR j.kind GLOB 'replies.*')",
        after=plan.journal_id,
    )
    for kind, reply_id, code in rows:
        if kind.startswith("replies."):
            which = "（另一次导入）"
        elif reply_id in plan.ids or code in plan.codes:
            which = f"（“{code}”）"
        else:
            continue
        raise Refused(
            "library_changed", f"导入期间话术库改过了{which}，什么都没有导入；请重新导入。"
        )
