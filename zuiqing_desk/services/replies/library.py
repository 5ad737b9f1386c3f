"""The life of a reply: written, approved, changed, archived, brought back.

A reply of the team goes draft → approved by a lead, and the version in force stays until then. A
personal one is in force as soon as its owner saves it. Every version is kept.

``actor`` None is whoever owns the file, at the command line: they may do what a lead may.
"""

from zuiqing_desk.rules.reply_fields import check_code
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.replies import includes
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.services.replies.row import (
    ReplyRow,
    checked,
    load,
    load_open,
    save,
    words_of,
    write_version,
)
from zuiqing_desk.store.tx import Tx

WHY_CHARS = 200


def add(
    tx: Tx,
    words: ReplyWords,
    *,
    owner_id: int | None,
    actor: int | None,
    approve_now: bool = False,
) -> int:
    """Write a new reply; its id.

    ``owner_id`` None makes it the team's: a draft, unless a lead says ``approve_now``. Raises
    Refused ``not_yours``, ``not_lead``, ``code_taken``, or what the fields or the template are
    refused for.
    """
    _may_write(tx, owner_id, actor)
    if approve_now and owner_id is None:
        _require_lead(tx, actor)
    words = checked(words)
    _refuse_taken(tx, words.code, owner_id)
    includes.check(tx, owner_id, words.code, words.body, drafts=_drafts(owner_id, approve_now))
    reply_id = tx.insert(
        "INSERT INTO reply (owner_id, code, state, last, created_at, created_by)"
        " VALUES (:owner, :code, 'open', 0, :now, :actor)",
        owner=owner_id,
        code=words.code,
        now=tx.now,
        actor=actor,
    )
    row = ReplyRow(reply_id, owner_id, words.code, "open", None, None, 0, actor)
    _put(tx, row, words, actor, approve_now=approve_now)
    return reply_id


def change(
    tx: Tx,
    reply_id: int,
    words: ReplyWords,
    actor: int | None,
    *,
    based_on: int,
    approve_now: bool = False,
) -> int:
    """Write a new version; its number.

    ``based_on`` is the newest version the writer has seen. Raises Refused ``changed_meanwhile``
    when there is a newer one, ``no_reply``, ``archived``, ``not_yours``, ``not_lead``,
    ``code_taken``, ``code_in_use``, or what the fields or the template are refused for. A new code
    counts at once, so for a reply in force it takes a lead.
    """
    row = load_open(tx, reply_id)
    _may_write(tx, row.owner_id, actor)
    if approve_now and row.owner_id is None:
        _require_lead(tx, actor)
    if row.last != based_on:
        raise Refused(
            "changed_meanwhile",
            f"“{row.code}”已经有了第 {row.last} 版，您看到的是第 {based_on} 版。"
            "请重新打开，看过新的再改。",
        )
    words = checked(words)
    if words.code != row.code:
        _recode(tx, row, words.code, actor)
    drafts = _drafts(row.owner_id, approve_now)
    includes.check(tx, row.owner_id, words.code, words.body, drafts=drafts)
    return _put(tx, row, words, actor, approve_now=approve_now)


def approve(tx: Tx, reply_id: int, version: int, actor: int | None) -> None:
    """Put the draft in force. Only a lead.

    Raises Refused ``not_lead``, ``no_draft``, ``changed_meanwhile`` when the draft is no longer
    ``version``, ``sent_back``, or what its includes are refused for at this moment.
    """
    _require_lead(tx, actor)
    row = load_open(tx, reply_id)
    _refuse_other_draft(row, version)
    if _sent_back(tx, row):
        raise Refused("sent_back", f"“{row.code}”这一稿已退回，等作者改过再批。")
    words = words_of(tx, row, version)
    includes.check(tx, row.owner_id, row.code, words.body, drafts=False)
    tx.run(
        "UPDATE reply_version SET approved_by = :actor, approved_at = :now"
        " WHERE reply_id = :id AND version = :version",
        actor=actor,
        now=tx.now,
        id=reply_id,
        version=version,
    )
    row.live, row.draft = version, None
    save(tx, row)
    tx.journal("reply.approved", reply_id, actor=actor, detail=str(version))


def send_back(
    tx: Tx, reply_id: int, why: str, actor: int | None, *, version: int | None = None
) -> None:
    """Refuse the draft, saying why. It stays the draft, for its author to change. Only a lead.

    ``version``: the draft the lead has read. Raises Refused ``not_lead``, ``no_draft``,
    ``changed_meanwhile`` or ``why_needed``.
    """
    _require_lead(tx, actor)
    row = load_open(tx, reply_id)
    _refuse_other_draft(row, row.draft if version is None else version)
    why = clean_line(why)
    if not 1 <= len(why) <= WHY_CHARS:
        raise Refused("why_needed", f"退回要写一句原因，1–{WHY_CHARS} 个字。")
    tx.run(
        "UPDATE reply_version SET refused = :why WHERE reply_id = :id AND version = :version",
        why=why,
        id=reply_id,
        version=row.draft,
    )
    tx.journal("reply.sent_back", reply_id, actor=actor, detail=str(row.draft))


def withdraw(tx: Tx, reply_id: int, actor: int | None) -> None:
    """Take the draft back; the version in force stays. One that never was in force is archived.

    Its author or a lead. Raises Refused ``no_draft`` or ``not_yours``.
    """
    row = load_open(tx, reply_id)
    _refuse_other_draft(row, row.draft)
    author = tx.value(
        "SELECT author_id FROM reply_version WHERE reply_id = :id AND version = :version",
        id=reply_id,
        version=row.draft,
    )
    if actor is None or author != actor:
        _require_lead(tx, actor)
    withdrawn, row.draft = row.draft, None
    if row.live is None:
        includes.refuse_if_included(tx, row.id, row.owner_id, row.code, "撤回")
        row.state = "archived"
    save(tx, row)
    tx.journal("reply.withdrawn", reply_id, actor=actor, detail=str(withdrawn))


def archive(tx: Tx, reply_id: int, actor: int | None) -> None:
    """Take a reply out of use; its versions are kept and its code is free again.

    Raises Refused ``not_lead`` or ``not_yours``, and ``included`` while others include it.
    """
    row = load_open(tx, reply_id)
    _may_settle(tx, row, actor)
    includes.refuse_if_included(tx, row.id, row.owner_id, row.code, "归档")
    row.state = "archived"
    save(tx, row)
    tx.journal("reply.archived", reply_id, actor=actor)


def unarchive(tx: Tx, reply_id: int, actor: int | None) -> None:
    """Bring an archived reply back as it was. Raises Refused ``code_taken`` when its code has been
    given away meanwhile, ``not_archived``, ``not_lead``, ``not_yours``, or what its includes are
    refused for."""
    row = load(tx, reply_id)
    _may_settle(tx, row, actor)
    if row.state != "archived":
        raise Refused("not_archived", f"话术“{row.code}”没有归档。")
    _refuse_taken(tx, row.code, row.owner_id, what_to_do="先改掉那一条的短码，再恢复")
    if row.live is None and row.draft is None:
        row.draft = row.last
    shown = row.live or row.draft or row.last
    drafts = _drafts(row.owner_id, row.live is not None)
    includes.check(tx, row.owner_id, row.code, words_of(tx, row, shown).body, drafts=drafts)
    row.state = "open"
    save(tx, row)
    tx.journal("reply.unarchived", reply_id, actor=actor)


def restore(tx: Tx, reply_id: int, version: int, actor: int | None) -> int:
    """Make what an old version said the newest again, as a new version; its number.

    A lead's goes into force at once, as does a personal one; an agent's is a draft. Raises Refused
    ``no_version``, ``not_yours``, or what its includes are refused for.
    """
    row = load_open(tx, reply_id)
    _may_write(tx, row.owner_id, actor)
    words = words_of(tx, row, version)
    approved = row.owner_id is not None or _is_lead(tx, actor)
    includes.check(tx, row.owner_id, row.code, words.body, drafts=not approved)
    number = write_version(tx, row, words, actor, approved=approved)
    save(tx, row)
    tx.journal("reply.restored_version", reply_id, actor=actor, detail=str(version))
    return number


def rename(tx: Tx, reply_id: int, code: str, actor: int | None) -> None:
    """Give a reply another short code, at once.

    Raises Refused ``code_taken``, ``included``, ``not_lead`` or ``not_yours``, or what the code is
    refused for.
    """
    row = load_open(tx, reply_id)
    code = check_code(code)
    if code == row.code:
        return
    _recode(tx, row, code, actor)
    save(tx, row)
    tx.journal("reply.renamed", reply_id, actor=actor)


def _put(tx: Tx, row: ReplyRow, words: ReplyWords, actor: int | None, *, approve_now: bool) -> int:
    personal = row.owner_id is not None
    number = write_version(tx, row, words, actor, approved=personal or approve_now)
    save(tx, row)
    kind = "reply.saved" if personal else "reply.approved" if approve_now else "reply.drafted"
    tx.journal(kind, row.id, actor=actor, detail=str(number))
    return number


def _drafts(owner_id: int | None, approving: bool) -> bool:
    """Whether drafts may be included: what goes into force can lean only on what is in force."""
    return owner_id is None and not approving


def _recode(tx: Tx, row: ReplyRow, code: str, actor: int | None) -> None:
    _may_settle(tx, row, actor)
    _refuse_taken(tx, code, row.owner_id)
    includes.refuse_if_included(tx, row.id, row.owner_id, row.code, "改短码")
    row.code = code


def _is_lead(tx: Tx, actor: int | None) -> bool:
    return actor is None or staff.working(tx, actor).role == "lead"


def _require_lead(tx: Tx, actor: int | None) -> None:
    if actor is not None:
        staff.require_lead(tx, actor)


def _may_write(tx: Tx, owner_id: int | None, actor: int | None) -> None:
    """Everybody writes for the team; a personal reply is its owner's alone."""
    if actor is not None:
        staff.working(tx, actor)
    if owner_id is not None and owner_id != actor:
        raise Refused("not_yours", "这是同事自己的话术，只有本人能改。")


def _may_settle(tx: Tx, row: ReplyRow, actor: int | None) -> None:
    """What takes effect at once: the owner's for a personal one; for the team's a lead's, or its
    author's while it never was in force."""
    _may_write(tx, row.owner_id, actor)
    if row.owner_id is None and not (row.live is None and row.created_by == actor):
        _require_lead(tx, actor)


def _refuse_taken(tx: Tx, code: str, owner_id: int | None, *, what_to_do: str = "请换一个") -> None:
    # Written out, because only so the scope's index of codes is used.
    scope = "r.owner_id IS NULL" if owner_id is None else "r.owner_id = :owner"
    title = tx.value(
        "SELECT v.title FROM reply r JOIN reply_version v ON v.reply_id = r.id"
        " AND v.version = coalesce(r.live, r.draft, r.last)"
        f" WHERE r.code = :code AND {scope} AND r.state = 'open'",
        code=code,
        owner=owner_id,
    )
    if title is not None:
        raise Refused("code_taken", f"短码“{code}”已经是“{title}”的，{what_to_do}。")


def _refuse_other_draft(row: ReplyRow, version: int | None) -> None:
    if row.draft is None:
        raise Refused("no_draft", f"话术“{row.code}”没有待批的草稿。")
    if row.draft != version:
        raise Refused(
            "changed_meanwhile",
            f"“{row.code}”的草稿已经改成第 {row.draft} 版，请看过新的再定。",
        )


def _sent_back(tx: Tx, row: ReplyRow) -> bool:
    return bool(
        tx.value(
            "SELECT refused <> '' FROM reply_version WHERE reply_id = :id AND version = :version",
            id=row.id,
            version=row.draft,
        )
    )
