"""What is in the library, for the picker, the library's screen and the command line."""

from collections.abc import Collection, Iterable

from zuiqing_desk.rules import likeness
from zuiqing_desk.services.replies.records import LiveReply, ReplyRecord, VersionRecord
from zuiqing_desk.store.tx import Row, Tx

DAY_US = 86_400_000_000
CHANGES_AT_ONCE = 500
"""More changes than this are answered with "everything"."""
MOST_COMPARED = 20_000
MOST_PAIRS = 20_000
"""Texts that differ in a number alone, imported by the thousand, would make millions."""
ONE_BY_ONE = 300
"""So many replies are looked up singly; more are quicker read with all others."""
LIKE = 0.85
"""From here on two texts are near-equal."""

_LIVE = """
SELECT r.id, v.version, r.owner_id, r.code, v.title, v.category, v.tags, v.body, v.asks,
       v.valid_from, v.valid_until, v.readings
FROM reply r JOIN reply_version v ON v.reply_id = r.id AND v.version = r.live
WHERE r.state = 'open' AND (r.owner_id IS NULL OR r.owner_id = :staff)
"""

_VERSION = """
SELECT v.reply_id, v.version, v.title, v.category, v.tags, v.body, v.asks, v.valid_from,
       v.valid_until, a.staff_no, v.written_at, b.staff_no, v.approved_at, v.refused
FROM reply_version v
LEFT JOIN staff a ON a.id = v.author_id
LEFT JOIN staff b ON b.id = v.approved_by
"""

_EVERY = """
SELECT r.id, r.code, s.staff_no, r.state = 'archived', r.live, r.draft, r.last, r.created_at
FROM reply r LEFT JOIN staff s ON s.id = r.owner_id
WHERE r.state <> 'staged' AND (r.owner_id IS NULL OR r.owner_id = :staff)
"""

_SHOWN = (
    _VERSION
    + " JOIN reply r ON r.id = v.reply_id AND v.version IN (r.live, r.draft, r.last)"
    + " WHERE r.state <> 'staged'"
)
_COUNTS = "SELECT reply_id, count(*), max(at) FROM reply_use {where} GROUP BY reply_id"


def live(tx: Tx, staff_id: int | None, ids: Collection[int] | None = None) -> list[LiveReply]:
    """The replies in force for one person: the team's and their own, by id.

    ``staff_id`` None: the team's alone. ``ids``: only these, for a refresh. Those whose time has
    not come or is over are in it (LiveReply.offered).
    """
    if ids is None:
        return list(map(LiveReply._make, tx.all(_LIVE + " ORDER BY r.id", staff=staff_id)))
    found = [
        row
        for each in sorted(set(ids))
        for row in tx.all(_LIVE + " AND r.id = :id", staff=staff_id, id=each)
    ]
    return list(map(LiveReply._make, found))


def every(tx: Tx, staff_id: int | None, *, drafts_only: bool = False) -> list[ReplyRecord]:
    """Every reply one person may see, with the version in force and the draft, by id; archived
    ones at the end.

    ``drafts_only``: those whose draft waits for a lead (one sent back waits for its author).
    """
    where = ""
    if drafts_only:
        where = (
            " AND r.state = 'open' AND EXISTS (SELECT 1 FROM reply_version v WHERE"
            " v.reply_id = r.id AND v.version = r.draft AND v.refused = '')"
        )
    return _records(
        tx, tx.all(_EVERY + where + " ORDER BY r.state = 'archived', r.id", staff=staff_id)
    )


def one(tx: Tx, reply_id: int, staff_id: int | None) -> ReplyRecord | None:
    """One reply, or None if there is none or it is a colleague's own."""
    found = _records(tx, tx.all(_EVERY + " AND r.id = :id", staff=staff_id, id=reply_id))
    return found[0] if found else None


def versions(tx: Tx, reply_id: int) -> list[VersionRecord]:
    """Every version of a reply, newest first. An import that goes on shows none of its own."""
    return [
        VersionRecord(*row)
        for row in tx.all(
            _VERSION + " WHERE v.reply_id = :id AND NOT EXISTS (SELECT 1 FROM reply_import i"
            " WHERE i.id = v.import_id AND i.applied_at IS NULL) ORDER BY v.version DESC",
            id=reply_id,
        )
    ]


def ending(tx: Tx, within_days: int = 7, *, staff_id: int | None = None) -> list[ReplyRecord]:
    """The replies whose time is over or will be within so many days, the soonest first."""
    rows = tx.all(
        _EVERY.replace(
            "FROM reply r",
            "FROM reply r JOIN reply_version e ON e.reply_id = r.id AND e.version = r.live",
        )
        + " AND r.state = 'open' AND e.valid_until < :until ORDER BY e.valid_until, r.id",
        staff=staff_id,
        until=tx.now + within_days * DAY_US,
    )
    return _records(tx, rows)


def unused(tx: Tx, days: int, *, staff_id: int | None = None) -> list[ReplyRecord]:
    """The replies in force that nobody has used for so many days, nor were made since."""
    rows = tx.all(
        _EVERY + " AND r.state = 'open' AND r.live IS NOT NULL AND r.created_at < :since"
        " AND NOT EXISTS (SELECT 1 FROM reply_use u WHERE u.reply_id = r.id AND u.at >= :since)"
        " ORDER BY r.id",
        staff=staff_id,
        since=tx.now - days * DAY_US,
    )
    return _records(tx, rows)


def duplicates(
    tx: Tx, *, staff_id: int | None = None, at_least: float = LIKE
) -> list[tuple[int, int, float]]:
    """Pairs of replies in force with near-equal texts: (id, id, likeness 0–1), the likest first.

    Of very many replies the newest are compared (5,000 take half a second, 20,000 four), and the
    search ends at more pairs than anybody would go through.
    """
    rows = live(tx, staff_id)[-MOST_COMPARED:]
    found = likeness.pairs([row.body for row in rows], at_least, most=MOST_PAIRS)
    found = sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))
    return [(rows[first].id, rows[second].id, score) for first, second, score in found]


def bodies(tx: Tx, owner_id: int | None) -> dict[str, str]:
    """The body of every reply by code that one of this scope may include: the team's, and the
    owner's own before them."""
    rows = tx.all(
        "SELECT r.code, v.body FROM reply r JOIN reply_version v"
        " ON v.reply_id = r.id AND v.version = coalesce(r.live, r.draft)"
        " WHERE r.state = 'open' AND (r.owner_id IS NULL OR r.owner_id = :owner)"
        " ORDER BY r.owner_id IS NOT NULL, r.id",
        owner=owner_id,
    )
    return dict(rows)


def changed_since(
    tx: Tx, journal_id: int, staff_id: int | None
) -> tuple[int, frozenset[int] | None]:
    """Which replies changed after a journal id: (the newest journal id, reply ids).

    None instead of the ids means everything: an import, or too much to name.
    """
    newest = tx.value("SELECT max(id) FROM journal") or 0
    rows = tx.all(
        "SELECT kind, subject_id FROM journal WHERE id > :after"
        " AND (kind GLOB 'reply.*' OR kind GLOB 'replies.*') ORDER BY id LIMIT :limit",
        after=journal_id,
        limit=CHANGES_AT_ONCE + 1,
    )
    if len(rows) > CHANGES_AT_ONCE or any(kind.startswith("replies.") for kind, _ in rows):
        return newest, None
    return newest, frozenset(subject for _, subject in rows)


def _records(tx: Tx, rows: Iterable[Row]) -> list[ReplyRecord]:
    rows = list(rows)
    shown: list[Row] = []
    counts: list[Row] = []
    if len(rows) <= ONE_BY_ONE:
        for reply_id, *_ in rows:
            shown += tx.all(_SHOWN + " AND r.id = :id", id=reply_id)
            counts += tx.all(_COUNTS.format(where="WHERE reply_id = :id"), id=reply_id)
    else:
        shown = tx.all(_SHOWN)
        counts = tx.all(_COUNTS.format(where=""))
    by_number = {(row[0], row[1]): row for row in shown}
    uses = {reply_id: (count, at) for reply_id, count, at in counts}
    return [_record(row, by_number, uses) for row in rows]


def _record(
    row: Row, shown: dict[tuple[int, int], Row], uses: dict[int, tuple[int, int]]
) -> ReplyRecord:
    reply_id, code, owner_no, archived, in_force, draft, last, _ = row
    if in_force is None and draft is None:
        draft = last
    number, at = uses.get(reply_id, (0, None))
    return ReplyRecord(
        id=reply_id,
        code=code,
        owner_no=owner_no,
        archived=bool(archived),
        live=None if in_force is None else VersionRecord(*shown[reply_id, in_force]),
        draft=None if draft is None else VersionRecord(*shown[reply_id, draft]),
        last=last,
        uses=number,
        last_used_at=at,
    )
