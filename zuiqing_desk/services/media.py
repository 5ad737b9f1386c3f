"""What customers send besides words: which line carries which file, and where it is.

A file is kept first and its row is written then; when it goes, its row says so first: a row never
tells of a file that is not there. A file without a row does no harm, serves when the same content
comes again, and is cleared away when the channels are next opened.
"""

import contextlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from zuiqing_desk.rules.media import PICTURES, shown_name
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import MediaRecord, MediaState
from zuiqing_desk.store import content_folder
from zuiqing_desk.store.content_folder import Kept
from zuiqing_desk.store.tx import Row, Tx

CARRYING: Final = frozenset({"picture", "file"})
"""The kinds of lines that carry something."""

REASON_CHARS: Final = 100

_OF_LINES = """
SELECT lm.line_id, lm.name, coalesce(m.kind, ''), coalesce(m.bytes, 0), m.width, m.height,
       lm.state, lm.reason, lm.url, coalesce(m.sha256, '')
FROM line_media lm LEFT JOIN media m ON m.id = lm.media_id
WHERE lm.line_id IN (SELECT value FROM json_each(:ids))
"""
_WANTED = """
SELECT lm.line_id, lm.url, coalesce(b.url, '') FROM line_media lm
JOIN line l ON l.id = lm.line_id
LEFT JOIN bridge_account b ON b.account_id = l.account_id
WHERE lm.state = 'wanted' ORDER BY lm.line_id LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a line carries as it comes in.

    ``name``: as its sender calls it; ``picture``: what its sender says it is, as long as nobody has
    seen its content; ``kept``: it came along and lies in the folder; else ``url`` is where it can
    be had (http or https; '' for nowhere). Nothing is fetched unasked.
    """

    name: str
    picture: bool
    kept: Kept | None = None
    url: str = ""

    @property
    def line_kind(self) -> Literal["picture", "file"]:
        """``picture`` or ``file``: by the content where it is known."""
        picture = self.picture if self.kept is None else self.kept.kind in PICTURES
        return "picture" if picture else "file"

    @property
    def shown(self) -> str:
        """The name as it may be stored and shown."""
        return shown_name(self.name, self.line_kind, "" if self.kept is None else self.kept.kind)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file an agent asked for. ``connector``: the url of the account's connector, or ''."""

    line_id: int
    url: str
    connector: str


def attach(tx: Tx, line_id: int, carried: Carried) -> None:
    """Enter what a new line carries. A step of a larger command.

    Raises Refused ``not_kept`` if the file was cleared away since it was kept.
    """
    state: MediaState = "here"
    reason, media_id = "", None
    if carried.kept is not None:
        media_id = _entered(tx, carried.kept)
    elif carried.url:
        state = "elsewhere"
    else:
        state, reason = "failed", "没有随消息送来"
    tx.run(
        "INSERT INTO line_media (line_id, media_id, name, url, state, reason)"
        " VALUES (:line, :media, :name, :url, :state, :reason)",
        line=line_id,
        media=media_id,
        name=carried.shown,
        url=carried.url,
        state=state,
        reason=reason,
    )


def _entered(tx: Tx, kept: Kept) -> int:
    # Files are cleared away in a transaction too: what is there now stays.
    if kept.path is not None and not kept.path.is_file():
        raise Refused("not_kept", "文件刚被清理掉，请再发一次。")
    (row,) = tx.all(
        "INSERT INTO media (sha256, kind, bytes, width, height, added_at)"
        " VALUES (:sha256, :kind, :bytes, :width, :height, :now)"
        " ON CONFLICT (sha256) DO UPDATE SET removed_at = NULL RETURNING id",
        sha256=kept.sha256,
        kind=kept.kind,
        bytes=kept.bytes,
        width=kept.width,
        height=kept.height,
        now=tx.now,
    )
    return int(row[0])


@contextlib.contextmanager
def taking_in(tx: Tx, kept: Kept | None) -> Iterator[None]:
    """Around what may enter a file that was just kept: where it is refused, or known already under
    another content, the file does not stay lying there for nobody."""
    try:
        yield
    except Refused:
        _drop_unused(tx, kept)
        raise
    _drop_unused(tx, kept)


def _drop_unused(tx: Tx, kept: Kept | None) -> None:
    if kept is None or kept.path is None or not kept.fresh:
        return
    known = "SELECT 1 FROM media WHERE sha256 = :sha256 AND removed_at IS NULL"
    if tx.one(known, sha256=kept.sha256) is None:
        with contextlib.suppress(OSError):
            kept.path.unlink(missing_ok=True)


def of_lines(tx: Tx, line_ids: Iterable[int]) -> dict[int, MediaRecord]:
    """What these lines carry; a line that carries nothing is not in it."""
    rows = tx.all(_OF_LINES, ids=json.dumps(list(line_ids)))
    return {row[0]: _record(row) for row in rows}


def one(tx: Tx, line_id: int) -> MediaRecord:
    """What a line carries. Raises Refused ``no_file``."""
    found = of_lines(tx, [line_id]).get(line_id)
    if found is None:
        raise Refused("no_file", "这一行没有图片或文件。")
    return found


def path(home: Path, record: MediaRecord) -> Path:
    """Where the content of a record whose state is ``here`` lies."""
    return content_folder.path_of(home, record.sha256, record.kind)


def _record(row: Row) -> MediaRecord:
    line_id, name, kind, size, width, height, state, reason, url, sha256 = row
    host = _host(url)
    return MediaRecord(line_id, name, kind, size, width, height, state, reason, host, sha256)


def _host(url: str) -> str:
    try:
        return clean_line(urlsplit(url).netloc.rpartition("@")[2])
    except ValueError:
        return ""


def want(tx: Tx, line_id: int, actor: int) -> None:
    """Ask for a file that lies elsewhere; whoever runs the channels fetches it.

    Asked again, it is tried again. Raises Refused ``no_file``, ``nowhere`` or ``erased``, and what
    services.staff.working refuses.
    """
    staff.working(tx, actor)
    record = one(tx, line_id)
    if record.state in ("here", "wanted"):
        return
    if record.state == "erased":
        raise Refused("erased", "这个文件已应客户要求删除。")
    if not record.url_host:
        raise Refused("nowhere", "这个文件没有随消息送来，也没有下载地址；请客户再发一次。")
    tx.run(
        "UPDATE line_media SET state = 'wanted', reason = '' WHERE line_id = :line", line=line_id
    )
    _told(tx, "media.wanted", line_id, actor)


def wanted(tx: Tx) -> list[Wanted]:
    """The files that are to be fetched now, the oldest line first; a few at a time."""
    return [Wanted(*row) for row in tx.all(_WANTED)]


def fetched(tx: Tx, line_id: int, kept: Kept) -> None:
    """Enter that a wanted file is here; if nobody wants it any more, it goes again.

    Raises Refused ``not_kept``.
    """
    if not _is_wanted(tx, line_id):
        _drop_unused(tx, kept)
        return
    tx.run(
        "UPDATE line_media SET state = 'here', reason = '', media_id = :media"
        " WHERE line_id = :line",
        line=line_id,
        media=_entered(tx, kept),
    )
    kind = "picture" if kept.kind in PICTURES else "file"
    tx.run("UPDATE line SET kind = :kind WHERE id = :line", kind=kind, line=line_id)
    _told(tx, "media.fetched", line_id)


def failed(tx: Tx, line_id: int, reason: str) -> None:
    """Enter why a wanted file could not be had, in Chinese; it can be asked for again."""
    if not _is_wanted(tx, line_id):
        return
    tx.run(
        "UPDATE line_media SET state = 'failed', reason = :reason WHERE line_id = :line",
        line=line_id,
        reason=clean_line(reason)[:REASON_CHARS],
    )
    _told(tx, "media.failed", line_id)


def _is_wanted(tx: Tx, line_id: int) -> bool:
    found = tx.one("SELECT 1 FROM line_media WHERE line_id = :id AND state = 'wanted'", id=line_id)
    return found is not None


def _told(tx: Tx, kind: str, line_id: int, actor: int | None = None) -> None:
    conversation_id, seq = tx.all(
        "SELECT conversation_id, seq FROM line WHERE id = :id", id=line_id
    )[0]
    tx.journal(kind, conversation_id, actor=actor, detail=str(seq))


def referenced(tx: Tx, media_id: int) -> bool:
    """Whether any line still carries this content."""
    return tx.one("SELECT 1 FROM line_media WHERE media_id = :id LIMIT 1", id=media_id) is not None


def erase(tx: Tx, line_ids: Collection[int]) -> int:
    """Forget what these lines carried: name, address and content; how many carried something.

    Content no other line carries is entered as removed: ``discard_removed`` takes its file away,
    after this is committed. A step of a larger command, which journals it.
    """
    ids = json.dumps(list(line_ids))
    held = tx.all(
        "SELECT DISTINCT media_id FROM line_media WHERE media_id IS NOT NULL"
        " AND line_id IN (SELECT value FROM json_each(:ids))",
        ids=ids,
    )
    erased = tx.run(
        "UPDATE line_media SET state = 'erased', name = '', url = '', reason = '', media_id = NULL"
        " WHERE line_id IN (SELECT value FROM json_each(:ids)) AND state <> 'erased'",
        ids=ids,
    )
    for (media_id,) in held:
        if not referenced(tx, media_id):
            tx.run("UPDATE media SET removed_at = :now WHERE id = :id", now=tx.now, id=media_id)
    return erased


def discard_removed(tx: Tx, home: Path) -> None:
    """Remove the files whose rows say that they went, also those that a crash has left, and those
    rows; in a transaction of its own. Raises OSError."""
    for sha256, kind in tx.all("SELECT sha256, kind FROM media WHERE removed_at IS NOT NULL"):
        content_folder.discard(home, sha256, kind)
    tx.run("DELETE FROM media WHERE removed_at IS NOT NULL")


def discard_unknown(tx: Tx, home: Path, found: Collection[tuple[str, str]]) -> int:
    """Remove those of ``found`` (hash and kind of files that lie there) that no row tells of, as a
    crash leaves them; how many. In a transaction of its own. Raises OSError."""
    hashes = json.dumps([sha256 for sha256, _ in found])
    known = {
        row[0]
        for row in tx.all(
            "SELECT sha256 FROM media WHERE removed_at IS NULL"
            " AND sha256 IN (SELECT value FROM json_each(:hashes))",
            hashes=hashes,
        )
    }
    gone = [one for one in found if one[0] not in known]
    for sha256, kind in gone:
        content_folder.discard(home, sha256, kind)
    return len(gone)


def unknown(tx: Tx, home: Path) -> list[tuple[str, str]]:
    """Hash and kind of the files no row tells of at this moment."""
    known = {row[0] for row in tx.all("SELECT sha256 FROM media WHERE removed_at IS NULL")}
    return [one for one in content_folder.lying(home) if one[0] not in known]


def rows(tx: Tx) -> list[tuple[str, str, int]]:
    """Hash, kind and bytes of all content there should be; for store.content_folder.check."""
    return [
        (sha256, kind, size)
        for sha256, kind, size in tx.all(
            "SELECT sha256, kind, bytes FROM media WHERE removed_at IS NULL ORDER BY id"
        )
    ]
