"""Signatures of a page: the givers', a stand-in's, the takers'.

Face to face both sign, then the giver may leave; left in the book the giver signs and goes, and the
next taker reads and signs before the first chat (call-centre manual, 交接规定; late shift). What
another desk did first is refused with who and when.
"""

import json
from typing import Final

from zuiqing_desk.rules.boundary import mode_of
from zuiqing_desk.rules.calendar import clock_text
from zuiqing_desk.rules.handover_words import LONG_CHARS, PageState
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import (
    boundary,
    drafts,
    sealing,
    sections,
    takers,
    working_page,
)
from zuiqing_desk.services.handover.records import Section, Taker
from zuiqing_desk.services.handover.working_page import Head
from zuiqing_desk.services.roster.reading import zone
from zuiqing_desk.services.tally import reading as tally
from zuiqing_desk.store.tx import Tx

_WHAT_WAS_DONE: Final = (
    (
        "carried",
        "''",
        "NULL",
        "EXISTS (SELECT 1 FROM handover_entry e"
        " WHERE e.item_id = n.item_id AND e.page_id <> n.page_id)",
    ),
    ("acked", "''", "acked_by", "acked_by IS NOT NULL"),
    ("said_back", "said", "said_by", "said_by IS NOT NULL"),
)


def give(tx: Tx, page_id: int, staff_id: int) -> PageState:
    """The giver signs their section, with the figures of their day; the state of the page after it.

    What is open of theirs stands on the page from now on as it is. With the last signature the page
    is given. Raises Refused ``undecided`` while a draft is, ``signed_already``, ``no_section``,
    ``sealed``, ``no_page``, ``no_staff`` or ``disabled``.
    """
    staff.working(tx, staff_id)
    page = _unsealed(tx, page_id)
    section = _section(tx, page_id, staff_id)
    if section.state != "open":
        raise _signed_already(tx, section)
    left = drafts.undecided(tx, section.id)
    if left:
        raise Refused("undecided", f"还有 {left} 条草稿没定：收下 (a)、改 (Enter) 或作废 (x)。")
    figures = tally.of_shift(tx, staff_id, page.day, page.boundary_at)
    sections.begin_all(tx, page_id, page.boundary_at)
    sections.release(tx, page_id, page.boundary_at, section.id)
    _hand_over(tx, page, section)
    _sign(tx, section.id, "signed", staff_id, figures=json.dumps(figures, ensure_ascii=False))
    state = _settle(tx, page)
    tx.journal("handover.given", page_id, actor=staff_id, detail=state)
    return state


def take_back(tx: Tx, page_id: int, staff_id: int) -> None:
    """The giver takes their signature back, or takes over from the lead who stood in for them; what
    was acknowledged of their section has to be read again.

    Raises Refused ``taken_already`` once a taker has signed, ``not_signed``, ``no_section``,
    ``sealed``, ``no_page``, ``no_staff`` or ``disabled``.
    """
    staff.working(tx, staff_id)
    page = _unsealed(tx, page_id)
    section = _section(tx, page_id, staff_id)
    if section.state == "open":
        raise Refused("not_signed", "你还没有签字。")
    for taker in takers.signed_page(tx, page_id):
        if taker.signed_at is not None:
            raise Refused(
                "taken_already",
                f"{_who(taker)} 已在 {clock_text(taker.signed_at, zone(tx))} 签收，不能撤回；"
                "有补充请写补记。",
            )
    tx.run("DELETE FROM handover_entry WHERE section_id = :id", id=section.id)
    tx.run(
        "UPDATE handover_section SET state = 'open', signed_at = NULL, signed_by = NULL,"
        " reason = '', figures = '[]' WHERE id = :id",
        id=section.id,
    )
    tx.run(
        "UPDATE handover_page SET state = 'preparing', mode = '', given_at = NULL WHERE id = :id",
        id=page.id,
    )
    tx.journal("handover.given_back", page_id, actor=staff_id)


def stand_in(tx: Tx, page_id: int, giver_id: int, reason: str, lead: int) -> PageState:
    """A lead stands in for a giver who left without signing; the state of the page after it.

    The section says who did not hand over, and why (call-centre manual: what was not handed over
    stays their responsibility). What the desk found open of theirs goes onto the page. Raises
    Refused ``not_lead``, ``reason``, ``signed_already``, ``no_section``, ``sealed`` or ``no_page``.
    """
    staff.require_lead(tx, lead)
    page = _unsealed(tx, page_id)
    section = _section(tx, page_id, giver_id)
    if section.state != "open":
        raise _signed_already(tx, section)
    reason = clean_line(reason)
    if not 1 <= len(reason) <= LONG_CHARS:
        raise Refused("reason", f"代签要写原因，1–{LONG_CHARS} 个字。")
    drafts.refresh(tx, section.id, journal=False)
    drafts.accept_all(tx, section.id, lead, journal=False)
    sections.begin_all(tx, page_id, page.boundary_at)
    sections.release(tx, page_id, page.boundary_at, section.id)
    _hand_over(tx, page, section)
    _sign(tx, section.id, "missing", lead, reason=reason)
    state = _settle(tx, page)
    tx.journal("handover.stood_in", page_id, actor=lead, detail=str(giver_id))
    return state


def withdraw(tx: Tx, page_id: int, staff_id: int) -> None:
    """Somebody who does not leave at this boundary takes their section off the page; what they
    noted goes on with the others. Opening the notebook begins one again.

    Raises Refused ``leaves`` for who is to hand over, ``signed_already``, ``no_section``,
    ``sealed``, ``no_page``, ``no_staff`` or ``disabled``.
    """
    staff.working(tx, staff_id)
    page = _unsealed(tx, page_id)
    section = _section(tx, page_id, staff_id)
    if section.state != "open":
        raise _signed_already(tx, section)
    if any(one.id == staff_id for one, _ in boundary.leavers(tx, page.boundary_at)):
        raise Refused("leaves", "排班里你在这一班，要交班签字；不在请组长改排班或代签。")
    sections.remove(tx, section.id)
    state = _settle(tx, page) if working_page.sections_of(tx, page_id) else page.state
    tx.journal("handover.withdrawn", page_id, actor=staff_id, detail=state)


def take(tx: Tx, page_id: int, staff_id: int) -> bool:
    """A taker signs; True when that sealed the page.

    The 当值, whom a lead allowed, or the first to sign where there is no 当值, must have read every
    item and said back the red ones; their signature seals. Another taker acknowledges: on the page
    before the seal, as an amendment after it; they sign again, to seal it, when the 当值 is gone.
    Raises Refused ``not_given``, ``unread``, ``not_said_back``, ``signed_already``, ``own_page``,
    ``not_taker``, ``sealed``, ``no_page``, ``no_staff`` or ``disabled``.
    """
    staff.working(tx, staff_id)
    page = working_page.head(tx, page_id)
    if page.state == "sealed":
        return _acknowledge_late(tx, page, staff_id)
    taker = takers.require(tx, page_id, page.boundary_at, staff_id)
    listed = takers.of_page(tx, page_id, page.boundary_at)
    seals = takers.seals(taker, listed)
    if taker.signed_at is not None and not seals:
        raise _taken_already(tx, taker)
    if page.state != "given":
        waiting = [one for one in working_page.sections_of(tx, page_id) if one.state == "open"]
        names = "、".join(f"{one.giver.staff_no} {one.giver.name}" for one in waiting)
        raise Refused("not_given", f"{names} 还没有签字交班，等签了再接。")
    if seals:
        _require_read(tx, page_id)
    takers.keep(tx, page_id, listed)
    _sign_as_taker(tx, page_id, staff_id, duty=seals)
    if not seals:
        tx.journal("handover.taken", page_id, actor=staff_id)
        return False
    _remember(tx, page_id)
    link = sealing.seal_page(tx, page_id, staff_id)
    tx.journal("handover.sealed", page_id, actor=staff_id, detail=link.detail)
    return True


def _unsealed(tx: Tx, page_id: int) -> Head:
    page = working_page.head(tx, page_id)
    if page.state == "sealed":
        raise _sealed(tx, page)
    return page


def _section(tx: Tx, page_id: int, giver_id: int) -> Section:
    for section in working_page.sections_of(tx, page_id):
        if section.giver.id == giver_id:
            return section
    member = staff.by_id(tx, giver_id)
    raise Refused("no_section", f"{member.staff_no} {member.name} 在这一页没有要交的班。")


def _hand_over(tx: Tx, page: Head, section: Section) -> None:
    """The open items of a section stand on the page, as they are now."""
    last = tx.value("SELECT max(position) FROM handover_entry WHERE page_id = :id", id=page.id)
    for position, item in enumerate(working_page.items_of(tx, page, section.id), (last or 0) + 1):
        tx.insert(
            "INSERT INTO handover_entry (page_id, item_id, section_id, position, revision, said)"
            " VALUES (:page, :item, :section, :position, :revision, '')",
            page=page.id,
            item=item.id,
            section=section.id,
            position=position,
            revision=item.revision,
        )


def _sign(
    tx: Tx, section_id: int, state: str, by: int, *, figures: str = "[]", reason: str = ""
) -> None:
    tx.run(
        "UPDATE handover_section SET state = :state, figures = :figures, reason = :reason,"
        " signed_at = :now, signed_by = :by WHERE id = :id",
        state=state,
        figures=figures,
        reason=reason,
        now=tx.now,
        by=by,
        id=section_id,
    )


def _settle(tx: Tx, page: Head) -> PageState:
    """The page is given once no section waits; how it changes hands is known then."""
    if any(one.state == "open" for one in working_page.sections_of(tx, page.id)):
        return "preparing"
    takers.keep(tx, page.id, takers.of_page(tx, page.id, page.boundary_at))
    tx.run(
        "UPDATE handover_page SET state = 'given', mode = :mode, given_at = :now WHERE id = :id",
        mode=mode_of(boundary.next_begins(tx, page.boundary_at), page.boundary_at),
        now=tx.now,
        id=page.id,
    )
    return "given"


def _require_read(tx: Tx, page_id: int) -> None:
    row = tx.one(
        "SELECT coalesce(sum(n.acked_at IS NULL), 0),"
        " coalesce(sum(i.severity = 'red' AND n.said_at IS NULL), 0)"
        " FROM handover_entry n JOIN handover_item i ON i.id = n.item_id WHERE n.page_id = :page",
        page=page_id,
    )
    assert row is not None
    unread, unsaid = row
    if unread:
        raise Refused("unread", f"还有 {unread} 条没有看过：逐条按 {{handover.ack}} 已阅，再签字。")
    if unsaid:
        words = f"还有 {unsaid} 条红的没有口述：逐条按 {{handover.said_back}}，再签字。"
        raise Refused("not_said_back", words)


def _sign_as_taker(tx: Tx, page_id: int, staff_id: int, *, duty: bool) -> None:
    tx.run(
        "INSERT INTO handover_taker (page_id, staff_id, duty, signed_at)"
        " VALUES (:page, :staff, :duty, :now) ON CONFLICT (page_id, staff_id) DO UPDATE"
        " SET duty = excluded.duty, signed_at = excluded.signed_at",
        page=page_id,
        staff=staff_id,
        duty=duty,
        now=tx.now,
    )


def _remember(tx: Tx, page_id: int) -> None:
    """What was done with the items on this page becomes part of their history. Not earlier: until
    the last signature it can be taken back."""
    for what, words, by, where in _WHAT_WAS_DONE:
        tx.run(
            "INSERT INTO handover_event (item_id, page_id, what, words, by, at)"
            f" SELECT item_id, page_id, '{what}', {words}, {by}, :now FROM handover_entry n"
            f" WHERE page_id = :page AND {where} ORDER BY position, item_id",
            page=page_id,
            now=tx.now,
        )


def _acknowledge_late(tx: Tx, page: Head, staff_id: int) -> bool:
    for taker in takers.signed_page(tx, page.id):
        if taker.person.id != staff_id:
            continue
        if taker.signed_at is not None:
            raise _taken_already(tx, taker)
        _sign_as_taker(tx, page.id, staff_id, duty=taker.duty)
        allowed_by = None if taker.allowed_by is None else taker.allowed_by.id
        facts: dict[str, object] = {
            "staff": staff_id,
            "duty": taker.duty,
            "allowed_by": allowed_by,
            "at": tx.now,
        }
        link = sealing.amend(tx, page.id, "signature", facts, {}, staff_id)
        tx.journal("handover.amended", page.id, actor=staff_id, detail=link.detail)
        return False
    raise _sealed(tx, page)


def _sealed(tx: Tx, page: Head) -> Refused:
    names = [one for one in takers.signed_page(tx, page.id) if one.signed_at is not None]
    by = "、".join(map(_who, names))
    when = clock_text(page.sealed_at or 0, zone(tx))
    return Refused("sealed", f"这一页已由 {by} 在 {when} 签收封存；要补充请写补记。")


def _signed_already(tx: Tx, section: Section) -> Refused:
    giver = f"{section.giver.staff_no} {section.giver.name}"
    when = clock_text(section.signed_at or 0, zone(tx))
    if section.state == "missing" and section.signed_by is not None:
        lead = f"{section.signed_by.staff_no} {section.signed_by.name}"
        return Refused(
            "signed_already",
            f"{lead} 已在 {when} 代 {giver} 签了；接班人签收以前，本人可以撤回 (u) 自己签。",
        )
    return Refused("signed_already", f"{giver} 已在 {when} 签过字了。")


def _taken_already(tx: Tx, taker: Taker) -> Refused:
    when = clock_text(taker.signed_at or 0, zone(tx))
    return Refused("signed_already", f"{_who(taker)} 已在 {when} 签收了。")


def _who(taker: Taker) -> str:
    return f"{taker.person.staff_no} {taker.person.name}"
