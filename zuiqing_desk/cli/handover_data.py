"""Pages of the handover notebook for scripts: everything a page holds."""

from datetime import date
from typing import Any

from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.services.handover.records import (
    Entry,
    Item,
    Page,
    PageRow,
    Person,
    Said,
    Section,
    Taker,
)


def row_data(row: PageRow, zone: str) -> dict[str, Any]:
    """A row of the list; ``page`` is null for a shift that still owes its page."""
    return {
        "page": row.page_id,
        "day": day_data(row.day),
        "shift": row.shift,
        "next_shift": row.next_shift or None,
        "boundary_at": iso(row.boundary_at, zone),
        "state": row.state if row.page_id is not None else "owed",
        "mode": row.mode or None,
        "givers": row.givers,
        "takers": row.takers,
        "late_s": row.late_s,
        "items": row.items,
        "red": row.red,
        "open_now": row.open_now,
        "oldest": row.oldest,
        "questions": row.questions,
        "unanswered": row.unanswered,
        "reviewed": row.reviewed,
    }


def page_data(page: Page, zone: str) -> dict[str, Any]:
    """A page whole."""
    return {
        "page": page.id,
        "day": day_data(page.day),
        "shift": page.shift,
        "next_shift": page.next_shift or None,
        "boundary_at": iso(page.boundary_at, zone),
        "mode": page.mode or None,
        "state": page.state,
        "given_at": _at(page.given_at, zone),
        "sealed_at": _at(page.sealed_at, zone),
        "number": page.number,
        "hash": page.hash or None,
        "broken": page.broken or None,
        "sections": [_section(one, zone) for one in page.sections],
        "takers": [_taker(one, zone) for one in page.takers],
        "entries": [_entry(one, zone) for one in page.entries],
        "closed": [_item(one, zone) for one in page.closed],
        "said": [_said(one, zone) for one in page.said],
        "reviewed_by": _person(page.reviewed_by),
        "reviewed_at": _at(page.reviewed_at, zone),
    }


def day_data(day: int) -> str:
    """A day for scripts: 2026-03-02."""
    return date.fromordinal(day).isoformat()


def _section(section: Section, zone: str) -> dict[str, Any]:
    return {
        "section": section.id,
        "giver": section.giver.staff_no,
        "state": section.state,
        "signed_at": _at(section.signed_at, zone),
        "signed_by": _person(section.signed_by),
        "reason": section.reason,
        "figures": dict(section.figures),
    }


def _taker(taker: Taker, zone: str) -> dict[str, Any]:
    return {
        "staff": taker.person.staff_no,
        "duty": taker.duty,
        "allowed_by": _person(taker.allowed_by),
        "signed_at": _at(taker.signed_at, zone),
    }


def _entry(entry: Entry, zone: str) -> dict[str, Any]:
    return {
        "section": entry.section_id,
        "position": entry.position,
        "carried": entry.carried,
        "acked_by": _person(entry.acked_by),
        "acked_at": _at(entry.acked_at, zone),
        "said_by": _person(entry.said_by),
        "said_at": _at(entry.said_at, zone),
        "said": entry.said,
        "item": _item(entry.item, zone),
    }


def _item(item: Item, zone: str) -> dict[str, Any]:
    words = item.words
    return {
        "item": item.id,
        "kind": words.kind,
        "severity": words.severity,
        "summary": words.summary,
        "situation": words.situation,
        "next_action": words.next_action,
        "if_then": words.if_then,
        "for": _person(item.for_staff),
        "due_at": _at(words.due_at, zone),
        "conversation": words.conversation_id,
        "order_id": words.order_id,
        "order": item.order_number,
        "customer": item.customer,
        "source": item.source,
        "state": item.state,
        "result": item.result,
        "revision": item.revision,
        "created_by": _person(item.created_by),
        "created_at": iso(item.created_at, zone),
        "closed_by": _person(item.closed_by),
        "closed_at": _at(item.closed_at, zone),
        "pages": item.pages,
        "redacted": item.redacted,
    }


def _said(said: Said, zone: str) -> dict[str, Any]:
    return {
        "remark": said.id,
        "item": said.item_id,
        "kind": said.kind,
        "text": said.text,
        "by": said.by.staff_no,
        "at": iso(said.at, zone),
        "answer": said.answer,
        "answered_by": _person(said.answered_by),
        "answered_at": _at(said.answered_at, zone),
    }


def _person(who: Person | None) -> str | None:
    return None if who is None else who.staff_no


def _at(at: int | None, zone: str) -> str | None:
    return None if at is None else iso(at, zone)
