"""From sealed bytes and their texts back to a page as a screen shows it."""

import json
from dataclasses import replace
from typing import Any

from zuiqing_desk.rules.chain import LinkRow
from zuiqing_desk.services.handover.records import (
    Entry,
    Item,
    ItemWords,
    Page,
    Person,
    Said,
    Section,
    Taker,
)
from zuiqing_desk.services.handover.sealed_facts import ITEM_TEXTS
from zuiqing_desk.services.handover.stored_links import Texts
from zuiqing_desk.store.tx import Row

ERASED = "（已应要求删除）"
"""Stands where a text was erased on request."""

Body = dict[str, Any]


def page(links: list[LinkRow], texts: Texts, reviewed: Row | None) -> Page:
    """A page out of its links, its own first, and the texts of each.

    ``reviewed``: id, number and name of the lead who reviewed it, and when.
    """
    kept = {text.key: text.text for link in links for text in texts[link.number]}
    sealed, *amendments = (json.loads(link.body) for link in links)
    shown = _Reader(sealed, kept).page(links[0].number, links[0].hash)
    for amendment in amendments:
        shown = _amended(shown, _Reader(amendment, kept))
    if reviewed is not None:
        *person, at = reviewed
        shown = replace(shown, reviewed_by=Person(*person), reviewed_at=at)
    return shown


def _amended(shown: Page, by: "_Reader") -> Page:
    match by.body["what"]:
        case "remark":
            return replace(shown, said=(*shown.said, by.remark_added()))
        case "answer":
            return replace(shown, said=tuple(by.answered(one) for one in shown.said))
        case "signature":
            late = by.late_taker()
            others = (one for one in shown.takers if one.person.id != late.person.id)
            return replace(shown, takers=(*others, late))
    return shown


class _Reader:
    """Reads one body with the texts that belong to it."""

    def __init__(self, body: Body, texts: dict[str, str | None]) -> None:
        self.body = body
        self._texts = texts

    def page(self, number: int, hash_: str) -> Page:
        body, facts = self.body, self.body["page"]
        return Page(
            id=facts["id"],
            day=facts["day"],
            shift=facts["shift"],
            next_shift=facts["next_shift"],
            boundary_at=facts["boundary_at"],
            mode=facts["mode"],
            state="sealed",
            sections=tuple(self._section(one) for one in body["sections"]),
            takers=tuple(self._taker(one) for one in body["takers"]),
            entries=tuple(self._entry(one) for one in body["entries"]),
            closed=tuple(self._item(one) for one in body["closed"]),
            said=tuple(self._said(one) for one in body["said"]),
            given_at=facts["given_at"],
            sealed_at=facts["sealed_at"],
            number=number,
            hash=hash_,
        )

    def remark_added(self) -> Said:
        facts = self.body["facts"]
        unanswered = {"answered_by": None, "answered_at": None}
        return self._said({**facts, "id": facts["remark"], **unanswered})

    def answered(self, said: Said) -> Said:
        facts = self.body["facts"]
        if said.id != facts["remark"]:
            return said
        return replace(
            said,
            answer=self._text(f"remark:{said.id}:answer"),
            answered_by=self._person(facts["by"]),
            answered_at=facts["at"],
        )

    def late_taker(self) -> Taker:
        facts = self.body["facts"]
        return self._taker({**facts, "signed_at": facts["at"]})

    def _text(self, key: str) -> str:
        if key not in self.body["texts"]:
            return ""
        text = self._texts.get(key)
        return ERASED if text is None else text

    def _person(self, staff: int | None) -> Person | None:
        return None if staff is None else self._somebody(staff)

    def _somebody(self, staff: int) -> Person:
        staff_no = self.body["people"][str(staff)]
        return Person(staff, staff_no, self._text(f"person:{staff}:name"))

    def _section(self, facts: Body) -> Section:
        return Section(
            id=facts["id"],
            giver=self._somebody(facts["giver"]),
            state=facts["state"],
            signed_at=facts["signed_at"],
            signed_by=self._person(facts["signed_by"]),
            reason=self._text(f"section:{facts['id']}:reason"),
            figures=tuple((label, text) for label, text in facts["figures"]),
        )

    def _taker(self, facts: Body) -> Taker:
        return Taker(
            person=self._somebody(facts["staff"]),
            duty=facts["duty"],
            allowed_by=self._person(facts["allowed_by"]),
            signed_at=facts["signed_at"],
        )

    def _entry(self, facts: Body) -> Entry:
        return Entry(
            item=self._item(facts["item"]),
            section_id=facts["section"],
            position=facts["position"],
            carried=facts["carried"],
            acked_by=self._person(facts["acked_by"]),
            acked_at=facts["acked_at"],
            said_by=self._person(facts["said_by"]),
            said_at=facts["said_at"],
            said=self._text(f"item:{facts['item']}:said"),
        )

    def _item(self, item: int) -> Item:
        facts = self.body["items"][str(item)]
        words = {name: self._text(f"item:{item}:{name}") for name in ITEM_TEXTS}
        result, customer, order_number = (
            words.pop(name) for name in ("result", "customer", "order")
        )
        return Item(
            id=item,
            words=ItemWords(
                kind=facts["kind"],
                severity=facts["severity"],
                for_staff_id=facts["for"],
                due_at=facts["due"],
                conversation_id=facts["conversation"],
                order_id=facts["order"],
                **words,
            ),
            source=facts["source"],
            state=facts["state"],
            result=result,
            revision=facts["revision"],
            created_by=self._person(facts["created_by"]),
            created_at=facts["created_at"],
            closed_by=self._person(facts["closed_by"]),
            closed_at=facts["closed_at"],
            for_staff=self._person(facts["for"]),
            customer=customer,
            order_number=order_number,
            pages=facts["pages"],
            redacted=facts["redacted"] or ERASED in words.values(),
        )

    def _said(self, facts: Body) -> Said:
        remark = facts["id"]
        return Said(
            id=remark,
            item_id=facts["item"],
            kind=facts["kind"],
            text=self._text(f"remark:{remark}:text"),
            by=self._somebody(facts["by"]),
            at=facts["at"],
            answer=self._text(f"remark:{remark}:answer"),
            answered_by=self._person(facts["answered_by"]),
            answered_at=facts["answered_at"],
        )
