"""Screenshots that prove a contact: 醉卿 manual, 订单归属, rule 4.

A file is copied first and its row is written then; when it goes, its row says so first: a row never
tells of a file that is not there. A file without a row does no harm, and serves when the same
screenshot comes again.
"""

import contextlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zuiqing_desk.rules.pictures import HEAD_BYTES, picture_kind
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import policy, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import ownership
from zuiqing_desk.store import evidence_folder
from zuiqing_desk.store.tx import Row, Tx

MOST_BYTES: Final = 20 * 1024 * 1024
NAME_CHARS: Final = 100
_DAY_US: Final = 86_400 * 1_000_000

_SELECT = (
    "SELECT id, sha256, name, bytes, added_at, kept_until, removed_at IS NOT NULL FROM evidence"
)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A screenshot that lies in the evidence folder, at ``path``, and has no row yet."""

    sha256: str
    name: str
    bytes: int
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A screenshot. ``name`` ends in its kind; ``kept_until`` is when it may be removed."""

    id: int
    sha256: str
    name: str
    bytes: int
    added_at: int
    kept_until: int
    removed: bool


def look_at(source: Path) -> None:
    """Refuse a file that cannot be kept, by its beginning alone.

    Raises Refused ``no_file``, ``not_picture``, ``too_big`` or ``not_kept``.
    """
    with _said_of(source):
        _require_file(source)
        if source.stat().st_size > MOST_BYTES:
            raise evidence_folder.TooBig
        with source.open("rb") as file:
            if picture_kind(file.read(HEAD_BYTES)) is None:
                raise evidence_folder.WrongKind


def keep_file(home: Path, source: Path) -> KeptFile:
    """Copy a screenshot into the evidence folder of ``home``; blocking, outside any transaction.

    Raises Refused ``no_file``, ``not_picture``, ``too_big`` or ``not_kept``.
    """
    with _said_of(source):
        _require_file(source)
        kept = evidence_folder.keep(
            home, source, limit=MOST_BYTES, head_bytes=HEAD_BYTES, kind_of=picture_kind
        )
    stem = clean_line(source.stem)[:NAME_CHARS] or "截图"
    name = f"{stem}.{kept.kind}"
    return KeptFile(kept.sha256, name, kept.bytes, path_of(home, kept.sha256, name))


def _require_file(source: Path) -> None:
    if not source.is_file():
        named = _short(clean_line(str(source)))
        raise Refused("no_file", f"没有文件 {named}，请核对路径。")


@contextlib.contextmanager
def _said_of(source: Path) -> Iterator[None]:
    """What goes wrong with a file, in words for people."""
    named = clean_line(str(source))
    try:
        yield
    except evidence_folder.WrongKind:
        raise Refused(
            "not_picture", f"{_short(named)} 不是图片；截图请存成 PNG、JPG、WebP、GIF 或 BMP。"
        ) from None
    except evidence_folder.TooBig:
        raise Refused("too_big", f"{_short(named)} 超过 20 MB，请截小一点再传。") from None
    except OSError as error:
        raise Refused(
            "not_kept", f"截图 {_short(named)} 没能存下：{error.strerror or error}。"
        ) from error


def path_of(home: Path, sha256: str, name: str) -> Path:
    """Where a screenshot lies."""
    return evidence_folder.path_of(home, sha256, _kind(name))


def record(tx: Tx, kept: KeptFile, actor: int | None) -> int:
    """Enter a screenshot whose file lies in the folder; its id, the old one if it was known.

    Kept for the policy's days from now, and longer by the contacts it proves. Raises Refused
    ``not_kept`` if the file was cleared away since it was copied.
    """
    if actor is not None:
        staff.working(tx, actor)
    # Files are cleared away in a transaction too: what is there now stays.
    if kept.path is not None and not kept.path.is_file():
        raise Refused("not_kept", "这张截图刚被清理掉，请再附一次。")
    (evidence_id,) = tx.all(
        "INSERT INTO evidence (sha256, name, bytes, added_by, added_at, kept_until)"
        " VALUES (:sha256, :name, :bytes, :actor, :now, :until)"
        " ON CONFLICT (sha256) DO UPDATE SET removed_at = NULL,"
        " name = CASE WHEN removed_at IS NULL THEN name ELSE excluded.name END,"
        " kept_until = max(kept_until, excluded.kept_until) RETURNING id",
        sha256=kept.sha256,
        name=kept.name,
        bytes=kept.bytes,
        actor=actor,
        now=tx.now,
        until=tx.now + _days_us(tx),
    )[0]
    tx.journal("evidence.kept", evidence_id, actor=actor)
    return int(evidence_id)


def extend(tx: Tx, evidence_id: int, contact_id: int) -> None:
    """Keep a screenshot long enough for a contact it proves. A step of a larger command.

    Raises Refused ``no_evidence``.
    """
    extended = tx.run(
        "UPDATE evidence SET kept_until = max(kept_until, :days +"
        " (SELECT max(at, noted_at) FROM contact WHERE id = :contact))"
        " WHERE id = :id AND removed_at IS NULL",
        id=evidence_id,
        contact=contact_id,
        days=_days_us(tx),
    )
    if not extended:
        raise Refused("no_evidence", "这张截图已经不在了，请重新传一次。")


def one(tx: Tx, evidence_id: int) -> EvidenceRecord:
    """A screenshot. Raises Refused ``no_evidence``."""
    row = tx.one(f"{_SELECT} WHERE id = :id", id=evidence_id)
    if row is None:
        raise Refused("no_evidence", "没有这张截图。")
    return _record(row)


def prune(tx: Tx) -> list[EvidenceRecord]:
    """The screenshots that may go: their days are over, and no order they speak of is in dispute.

    Nothing is removed by this.
    """
    disputed = [one.order_id for one in ownership.disputes(tx)]
    rows = tx.all(
        f"{_SELECT} WHERE removed_at IS NULL AND kept_until <= :now AND id NOT IN ("
        " SELECT evidence_id FROM contact WHERE evidence_id IS NOT NULL"
        " AND order_id IN (SELECT value FROM json_each(:disputed))) ORDER BY kept_until, id",
        now=tx.now,
        disputed=json.dumps(disputed),
    )
    return [_record(row) for row in rows]


def remove(tx: Tx, ids: Collection[int], actor: int | None) -> list[EvidenceRecord]:
    """Enter that these screenshots go; then ``discard_removed``.

    Those that may not go (any more) stay. What a contact was proven by once, it stays proven by.
    Raises Refused ``not_lead``.
    """
    if actor is not None:
        staff.require_lead(tx, actor)
    gone = [one for one in prune(tx) if one.id in ids]
    for each in gone:
        tx.run("UPDATE evidence SET removed_at = :now WHERE id = :id", id=each.id, now=tx.now)
    tx.journal("evidence.removed", 0, actor=actor, detail=str(len(gone)))
    return gone


def discard_removed(tx: Tx, home: Path) -> None:
    """Remove the files of all screenshots whose rows say that they went, also of those that a
    crash has left; in a transaction of its own, after ``remove``. Raises OSError."""
    for sha256, name in tx.all("SELECT sha256, name FROM evidence WHERE removed_at IS NOT NULL"):
        evidence_folder.discard(home, sha256, _kind(name))


def of_order(tx: Tx, order_id: int) -> list[EvidenceRecord]:
    """The screenshots of the contacts noted for an order, the oldest first."""
    rows = tx.all(
        f"{_SELECT} WHERE id IN (SELECT evidence_id FROM contact WHERE order_id = :order)"
        " ORDER BY added_at, id",
        order=order_id,
    )
    return [_record(row) for row in rows]


def _kind(name: str) -> str:
    return name.rpartition(".")[2]


def _short(path: str) -> str:
    return path if len(path) <= NAME_CHARS else f"…{path[-NAME_CHARS:]}"


def _record(row: Row) -> EvidenceRecord:
    *rest, removed = row
    return EvidenceRecord(*[*rest, bool(removed)])


def _days_us(tx: Tx) -> int:
    return policy.current(tx).evidence_days * _DAY_US
