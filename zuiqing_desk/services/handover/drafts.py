"""What the desk found for a section, and what its giver decides about it.

The giver decides, or a lead, while the section is open. A decision is taken back with ``undecide``.
A command journals one row; its subject is the page.
"""

from dataclasses import replace
from typing import Final

from zuiqing_desk.rules.handover_words import LONG_CHARS, RANK, SEVERITIES
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import boundary, item_reading, items, sealing
from zuiqing_desk.services.handover.draft_rows import Kept, all_of, one_of, recent_stands, write
from zuiqing_desk.services.handover.found import Found, found
from zuiqing_desk.services.handover.in_book import covered, open_of_source
from zuiqing_desk.services.handover.records import Draft, ItemWords
from zuiqing_desk.store.tx import Tx

__all__ = [
    "Found",
    "accept",
    "accept_all",
    "drop",
    "edit",
    "found",
    "merge",
    "of_section",
    "refresh",
    "undecide",
    "undecided",
]

SETTLED: Final = "已经了结"
"""Why a draft is left out whose source is settled, unless the giver says otherwise."""

TAKEN_BACK: Final = "退回草稿"
"""Why an item ends whose draft is undecided again, where a sealed page knows of it already."""

_DECIDED: Final = {"accepted": "收进本子", "dropped": "去掉", "merged": "并入别的条目"}
_NEVER: Final = 2**62


def refresh(tx: Tx, section_id: int, *, journal: bool = True) -> int:
    """Look again at what is really open for a section's giver; how many drafts are new.

    What is in the notebook already is not proposed again, what was edited or decided is left as it
    is, what was settled meanwhile is not proposed any more. A decided one comes up again only when
    something new happened to its source and no item keeps it. Journals when something changed,
    unless the caller does. A section that is signed is left alone.
    """
    section = tx.one(
        "SELECT s.giver_id, s.state, s.page_id, p.boundary_at FROM handover_section s"
        " JOIN handover_page p ON p.id = s.page_id WHERE s.id = :id",
        id=section_id,
    )
    if section is None:
        raise Refused("no_section", "交接本里没有这一份交接。")
    giver, state, page_id, boundary_at = section
    if state != "open":
        return 0
    follows = boundary.next_of(tx, boundary_at)
    until = None if follows is None else max(follows.ends_at, tx.now)
    new, changed = _draw(tx, section_id, found(tx, giver, until=until))
    if journal and (new or changed):
        tx.journal("handover.drafted", page_id, actor=giver, detail=str(new))
    return new


def _draw(tx: Tx, section_id: int, rows: list[Found]) -> tuple[int, bool]:
    """Bring the drafts of a section in line with what was found: how many are new, and whether
    any other changed."""
    in_book = covered(tx, rows)
    open_now = {one.source: one for one in rows if one.source not in in_book}
    known = {kept.source: kept for kept in all_of(tx, section_id)}
    decided_before = recent_stands(tx, section_id)
    new, changed = 0, False
    for source, kept in known.items():
        after = _after(kept, open_now.get(source))
        if after != kept:
            changed = True
            write(tx, kept, after)
    for source, one in open_now.items():
        seen = one.stand.startswith("buyer") and (source, one.stand) in decided_before
        if source not in known and not seen:
            write(tx, None, Kept.of(section_id, one))
            new += 1
    return new, changed


def _after(kept: Kept, one: Found | None) -> Kept | None:
    """How a draft stands after a look; None: it is not proposed any more."""
    if kept.state == "proposed":
        if kept.edited:
            return kept.with_gone(one is None)
        return None if one is None else kept.found_again(one)
    # While an item keeps the matter open, it is not among what was found.
    return kept if one is None or one.stand == kept.stand else kept.proposed_again(one)


def of_section(tx: Tx, section_id: int) -> list[Draft]:
    """The drafts of a section: undecided ones first, the red ones of those before all."""
    return sorted((kept.draft() for kept in all_of(tx, section_id)), key=_place)


def _place(draft: Draft) -> tuple[bool, bool, int, int, int]:
    words = draft.words
    due = words.due_at or _NEVER
    return draft.state != "proposed", draft.gone, RANK[words.severity], due, draft.id


def undecided(tx: Tx, section_id: int) -> int:
    """How many drafts of a section nobody has decided about yet."""
    count: int = tx.value(
        "SELECT count(*) FROM handover_draft WHERE section_id = :id AND state = 'proposed'",
        id=section_id,
    )
    return count


def accept(tx: Tx, draft_id: int, actor: int) -> int:
    """Put a draft into the notebook; the item's id. Where a colleague was faster, the draft joins
    the item of the same source.

    Raises Refused ``no_draft``, ``not_yours``, ``signed_already``, ``decided`` or what
    services.handover.items.note refuses.
    """
    kept, page_id = _undecided(tx, draft_id, actor)
    item_id = _accept(tx, kept, actor)
    tx.journal("handover.draft_accepted", page_id, actor=actor, detail=str(item_id))
    return item_id


def accept_all(tx: Tx, section_id: int, actor: int, *, journal: bool = True) -> int:
    """Put every undecided draft of a section into the notebook; how many. Those whose source is
    settled meanwhile are left to be decided one by one. Journals unless the caller does.

    Raises Refused ``no_section``, ``not_yours``, ``signed_already`` or what ``accept`` refuses.
    """
    page_id = _may_decide(tx, section_id, actor)
    wanted = [kept for kept in all_of(tx, section_id) if kept.state == "proposed" and not kept.gone]
    for kept in wanted:
        _accept(tx, kept, actor)
    if wanted and journal:
        tx.journal("handover.drafts_accepted", page_id, actor=actor, detail=str(len(wanted)))
    return len(wanted)


def _accept(tx: Tx, kept: Kept, actor: int) -> int:
    there = open_of_source(tx, kept.source)
    if there is not None:
        write(tx, kept, kept.decided("merged", tx.now, item_id=there))
        return there
    words = kept.words
    if words.for_staff_id is not None and not staff.by_id(tx, words.for_staff_id).active:
        # Who left since will not do it: it is for whoever comes next.
        words = replace(words, for_staff_id=None)
    item_id = items.put(tx, words, actor, source=kept.source)
    write(tx, kept, kept.decided("accepted", tx.now, item_id=item_id))
    return item_id


def edit(tx: Tx, draft_id: int, words: ItemWords, actor: int) -> None:
    """Change the words of an undecided draft; a refresh then leaves them alone.

    Raises Refused as ``accept``.
    """
    kept, page_id = _undecided(tx, draft_id, actor)
    words = items.checked(tx, words)
    if words == kept.words:
        return
    write(tx, kept, kept.edited_to(words))
    tx.journal("handover.draft_edited", page_id, actor=actor, detail=str(draft_id))


def drop(tx: Tx, draft_id: int, reason: str, actor: int) -> None:
    """Leave an undecided draft out, which needs a reason; where its source is settled, that is one.

    Raises Refused ``reason`` without one, ``too_long``, or as ``accept``.
    """
    kept, page_id = _undecided(tx, draft_id, actor)
    reason = clean_line(reason) or (SETTLED if kept.gone else "")
    if not reason:
        raise Refused("reason", "去掉一条草稿要写原因，例如“客户说不用了”。")
    if len(reason) > LONG_CHARS:
        raise Refused("too_long", f"原因最多 {LONG_CHARS} 个字，现在 {len(reason)} 个。")
    write(tx, kept, kept.decided("dropped", tx.now, reason=reason))
    tx.journal("handover.draft_dropped", page_id, actor=actor, detail=str(draft_id))


def merge(tx: Tx, draft_id: int, into_item_id: int, actor: int) -> None:
    """Say that a draft belongs to an open item; its history then tells so.

    Raises Refused ``closed``, ``no_item``, ``less_urgent`` when the item is less urgent than the
    draft, or as ``accept``.
    """
    kept, page_id = _undecided(tx, draft_id, actor)
    into = item_reading.one(tx, into_item_id)
    if into.state != "open":
        raise Refused("closed", f"「{into.words.summary}」已经结束，请并入还开着的一条。")
    if RANK[kept.words.severity] < RANK[into.words.severity]:
        urgency = SEVERITIES[kept.words.severity][1]
        raise Refused(
            "less_urgent", f"「{into.words.summary}」没有这一条急：先把它改成{urgency}再并。"
        )
    write(tx, kept, kept.decided("merged", tx.now, item_id=into_item_id))
    tx.insert(
        "INSERT INTO handover_event (item_id, what, words, by, at)"
        " VALUES (:item, 'merged', :words, :by, :now)",
        item=into_item_id,
        words=kept.words.summary,
        by=actor,
        now=tx.now,
    )
    tx.journal("handover.draft_merged", page_id, actor=actor, detail=str(into_item_id))


def undecide(tx: Tx, draft_id: int, actor: int) -> None:
    """Take back what was decided about a draft. The item it made goes, and what was changed in it
    since stands in the draft.

    Raises Refused ``undecided``, ``handed_over`` when the item stands on a signed page, ``closed``
    when it has ended since, ``joined`` when another was merged into it, ``no_draft``,
    ``not_yours`` or ``signed_already``.
    """
    kept, page_id = _decidable(tx, draft_id, actor)
    if kept.state == "proposed":
        raise Refused("undecided", "这条草稿还没有定，没有可撤的。")
    words = kept.words
    if kept.state == "accepted" and kept.item_id is not None:
        words = _give_back(tx, kept.item_id, actor)
    elif kept.state == "merged":
        tx.run(
            "DELETE FROM handover_event WHERE id = (SELECT max(id) FROM handover_event"
            " WHERE item_id = :item AND what = 'merged' AND words = :words AND words <> '')",
            item=kept.item_id,
            words=words.summary,
        )
    write(tx, kept, kept.undecided(words))
    tx.journal("handover.draft_undecided", page_id, actor=actor, detail=str(draft_id))


def _give_back(tx: Tx, item_id: int, actor: int) -> ItemWords:
    """Take an item out of the notebook; the words it had."""
    item = item_reading.one(tx, item_id)
    if item.pages:
        raise Refused("handed_over", f"「{item.words.summary}」已经签字交出，撤不回来了。")
    if item.state != "open" or item.redacted:
        raise Refused("closed", f"「{item.words.summary}」已经结束，要撤先把它重开。")
    if tx.one("SELECT 1 FROM handover_item WHERE merged_into = :id", id=item_id):
        raise Refused("joined", f"有别的条目并入了「{item.words.summary}」，要撤先把它们重开。")
    known = sealing.in_chain(tx, item_id) or tx.one(
        "SELECT 1 FROM handover_remark WHERE item_id = :id", id=item_id
    )
    # What had joined it is to be decided about again, or it would be nowhere.
    tx.run(
        "UPDATE handover_draft SET state = 'proposed', decided_at = NULL, item_id = NULL"
        " WHERE item_id = :id",
        id=item_id,
    )
    if known:
        tx.run(
            "UPDATE handover_item SET state = 'dropped', result = :why, closed_by = :actor,"
            " closed_at = :now WHERE id = :id",
            why=TAKEN_BACK,
            actor=actor,
            now=tx.now,
            id=item_id,
        )
        tx.insert(
            "INSERT INTO handover_event (item_id, what, words, by, at)"
            " VALUES (:id, 'dropped', :why, :actor, :now)",
            id=item_id,
            why=TAKEN_BACK,
            actor=actor,
            now=tx.now,
        )
    else:
        tx.run("DELETE FROM handover_event WHERE item_id = :id", id=item_id)
        tx.run("DELETE FROM handover_item WHERE id = :id", id=item_id)
    return item.words


def _undecided(tx: Tx, draft_id: int, actor: int) -> tuple[Kept, int]:
    kept, page_id = _decidable(tx, draft_id, actor)
    if kept.state != "proposed":
        how = _DECIDED[kept.state]
        raise Refused("decided", f"「{kept.words.summary}」已经{how}了，要改先撤回 (u)。")
    return kept, page_id


def _decidable(tx: Tx, draft_id: int, actor: int) -> tuple[Kept, int]:
    kept = one_of(tx, draft_id)
    if kept is None:
        raise Refused("no_draft", "这条草稿已经不在了：它说的事了结了，或者页面刷新过。")
    return kept, _may_decide(tx, kept.section_id, actor)


def _may_decide(tx: Tx, section_id: int, actor: int) -> int:
    """The page of a section about whose drafts this person may decide now."""
    member = staff.working(tx, actor)
    row = tx.one(
        "SELECT s.page_id, s.giver_id, s.state, g.staff_no, g.name FROM handover_section s"
        " JOIN staff g ON g.id = s.giver_id WHERE s.id = :id",
        id=section_id,
    )
    if row is None:
        raise Refused("no_section", "交接本里没有这一份交接。")
    page_id: int = row[0]
    _, giver, state, staff_no, name = row
    if giver != actor and member.role != "lead":
        raise Refused("not_yours", f"这一份是 {staff_no} {name} 的交接，只有本人或组长可以定。")
    if state != "open":
        raise Refused("signed_already", f"{staff_no} {name} 的交接已经签完，要改先撤回签字。")
    return page_id
