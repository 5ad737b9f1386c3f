"""The mutable part of a reply inside one transaction, and its versions as they are written."""

from dataclasses import dataclass

from zuiqing_desk.lookup.pinyin import field_readings
from zuiqing_desk.rules import reply_fields as fields
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.store.tx import Tx

# Versions of an import that was not applied (yet) are nobody's business.
VISIBLE = (
    "(v.import_id IS NULL OR EXISTS (SELECT 1 FROM reply_import i WHERE i.id = v.import_id"
    " AND i.applied_at IS NOT NULL))"
)


@dataclass(slots=True)
class ReplyRow:
    """A reply as the commands change it. ``state`` is ``open`` or ``archived``."""

    id: int
    owner_id: int | None
    code: str
    state: str
    live: int | None
    draft: int | None
    last: int
    created_by: int | None


def load(tx: Tx, reply_id: int) -> ReplyRow:
    """The reply of this id. Raises Refused ``no_reply``, also for one that is still staged."""
    row = tx.one(
        "SELECT id, owner_id, code, state, live, draft, last, created_by FROM reply"
        " WHERE id = :id AND state <> 'staged'",
        id=reply_id,
    )
    if row is None:
        raise Refused("no_reply", "这条话术已经不在了。")
    return ReplyRow(*row)


def load_open(tx: Tx, reply_id: int) -> ReplyRow:
    """``load``, refused when archived: raises Refused ``no_reply`` or ``archived``."""
    row = load(tx, reply_id)
    if row.state != "open":
        raise Refused("archived", f"话术“{row.code}”已归档，先恢复再改。")
    return row


def save(tx: Tx, row: ReplyRow) -> None:
    """Write everything back."""
    tx.run(
        "UPDATE reply SET code = :code, state = :state, live = :live, draft = :draft, last = :last"
        " WHERE id = :id",
        id=row.id,
        code=row.code,
        state=row.state,
        live=row.live,
        draft=row.draft,
        last=row.last,
    )


def checked(words: ReplyWords) -> ReplyWords:
    """The words as they are stored, every field in its canonical form. Raises Refused."""
    fields.check_validity(words.valid_from, words.valid_until)
    return ReplyWords(
        code=fields.check_code(words.code),
        title=fields.check_title(words.title),
        category=fields.check_category(words.category),
        body=fields.check_body(words.body),
        tags=fields.check_tags(words.tags),
        asks=fields.check_asks(words.asks),
        valid_from=words.valid_from,
        valid_until=words.valid_until,
    )


def write_version(
    tx: Tx, row: ReplyRow, words: ReplyWords, author: int | None, *, approved: bool
) -> int:
    """Give the reply its next version, in force at once if ``approved``; the version's number.

    The caller saves the row afterwards. The pinyin is stored with it (a reply costs 1.5 ms). An
    import that is being staged may have taken the next number.
    """
    # An import that is being prepared has given numbers too, and may yet be dropped.
    row.last = 1 + tx.value(
        "SELECT coalesce(max(version), 0) FROM reply_version WHERE reply_id = :id", id=row.id
    )
    tx.run(
        "INSERT INTO reply_version (reply_id, version, title, category, tags, body, asks,"
        " valid_from, valid_until, readings, author_id, written_at, approved_by, approved_at,"
        " refused)"
        " VALUES (:reply, :version, :title, :category, :tags, :body, :asks, :valid_from,"
        " :valid_until, :readings, :author, :now, :approver, :approved_at, '')",
        reply=row.id,
        version=row.last,
        title=words.title,
        category=words.category,
        tags=words.tags,
        body=words.body,
        asks=words.asks,
        valid_from=words.valid_from,
        valid_until=words.valid_until,
        readings=field_readings(words.title, words.tags, words.body),
        author=author,
        now=tx.now,
        approver=author if approved else None,
        approved_at=tx.now if approved else None,
    )
    if approved:
        row.live, row.draft = row.last, None
    else:
        row.draft = row.last
    return row.last


def words_of(tx: Tx, row: ReplyRow, version: int) -> ReplyWords:
    """What an old version said, under the reply's present code. Raises Refused ``no_version``."""
    found = tx.one(
        "SELECT title, category, body, tags, asks, valid_from, valid_until FROM reply_version v"
        f" WHERE reply_id = :reply AND version = :version AND {VISIBLE}",
        reply=row.id,
        version=version,
    )
    if found is None:
        raise Refused("no_version", f"话术“{row.code}”没有第 {version} 版。")
    return ReplyWords(row.code, *found)
