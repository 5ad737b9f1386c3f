"""Drafts as they are kept: beside the words, what they were found by."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from zuiqing_desk.rules.handover_words import DraftState
from zuiqing_desk.services.handover.found import Found
from zuiqing_desk.services.handover.records import Draft, ItemWords
from zuiqing_desk.store.tx import Row, Tx

_SELECT: Final = (
    "SELECT id, section_id, source, words, edited, state, item_id, reason, decided_at"
    " FROM handover_draft "
)
_WORDS: Final = tuple(one.name for one in fields(ItemWords))
NEWEST_SECTIONS: Final = 60
"""Sections looked through for what was decided about a buyer: more than three days have."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft with what tells whether its source moved on: ``stand`` as in Found."""

    id: int
    section_id: int
    source: str
    words: ItemWords
    clue: str
    stand: str
    gone: bool
    edited: bool
    state: DraftState
    item_id: int | None
    reason: str
    decided_at: int | None

    @classmethod
    def of(cls, section_id: int, one: Found) -> "Kept":
        """A new one, not stored yet."""
        words, clue, stand = one.words, one.clue, one.stand
        return cls(
            0, section_id, one.source, words, clue, stand, False, False, "proposed", None, "", None
        )

    def found_again(self, one: Found) -> "Kept":
        return replace(self, words=one.words, clue=one.clue, stand=one.stand, gone=False)

    def proposed_again(self, one: Found) -> "Kept":
        return replace(self.found_again(one).undecided(one.words), edited=False)

    def with_gone(self, gone: bool) -> "Kept":
        return replace(self, gone=gone)

    def edited_to(self, words: ItemWords) -> "Kept":
        return replace(self, words=words, edited=True)

    def decided(
        self, state: DraftState, at: int, *, item_id: int | None = None, reason: str = ""
    ) -> "Kept":
        return replace(self, state=state, item_id=item_id, reason=reason, decided_at=at)

    def undecided(self, words: ItemWords) -> "Kept":
        edited = self.edited or words != self.words
        return replace(self.decided("proposed", 0), words=words, edited=edited, decided_at=None)

    def draft(self) -> Draft:
        """As the services hand it out."""
        return Draft(
            id=self.id,
            section_id=self.section_id,
            source=self.source,
            words=self.words,
            clue=self.clue,
            edited=self.edited,
            state=self.state,
            item_id=self.item_id,
            reason=self.reason,
            gone=self.gone,
        )


def all_of(tx: Tx, section_id: int) -> Iterator[Kept]:
    """Every draft of a section, oldest first."""
    return map(_kept, tx.all(_SELECT + "WHERE section_id = :id ORDER BY id", id=section_id))


def one_of(tx: Tx, draft_id: int) -> Kept | None:
    """One draft, None when it is gone."""
    row = tx.one(_SELECT + "WHERE id = :id", id=draft_id)
    return None if row is None else _kept(row)


def dropped_on(tx: Tx, page_id: int) -> list[Draft]:
    """What the givers of a page left out, oldest first."""
    rows = tx.all(
        _SELECT + "WHERE state = 'dropped' AND section_id IN"
        " (SELECT id FROM handover_section WHERE page_id = :page) ORDER BY id",
        page=page_id,
    )
    return [_kept(row).draft() for row in rows]


def recent_stands(tx: Tx, section_id: int) -> set[tuple[str, str]]:
    """What was decided about in the sections before: (source, stand)."""
    return set(
        tx.all(
            "SELECT source, json_extract(words, '$.stand') FROM handover_draft"
            " WHERE section_id >= :first AND section_id <> :section AND state <> 'proposed'",
            first=section_id - NEWEST_SECTIONS,
            section=section_id,
        )
    )


def write(tx: Tx, before: Kept | None, after: Kept | None) -> None:
    """Store a draft: a new one (no ``before``), a changed one, or none any more (no ``after``)."""
    if after is None:
        assert before is not None
        tx.run("DELETE FROM handover_draft WHERE id = :id", id=before.id)
        return
    values: dict[str, Any] = {
        "words": _packed(after),
        "edited": after.edited,
        "state": after.state,
        "item": after.item_id,
        "reason": after.reason,
        "at": after.decided_at,
    }
    if before is None:
        tx.insert(
            "INSERT INTO handover_draft (section_id, source, words, edited, state, item_id,"
            " reason, decided_at) VALUES (:section, :source, :words, :edited, :state, :item,"
            " :reason, :at)",
            section=after.section_id,
            source=after.source,
            **values,
        )
        return
    tx.run(
        "UPDATE handover_draft SET words = :words, edited = :edited, state = :state,"
        " item_id = :item, reason = :reason, decided_at = :at WHERE id = :id",
        id=before.id,
        **values,
    )


def _packed(kept: Kept) -> str:
    found_by = {"clue": kept.clue, "stand": kept.stand, "gone": kept.gone}
    return json.dumps({**asdict(kept.words), **found_by}, ensure_ascii=False)


def _kept(row: Row) -> Kept:
    draft_id, section_id, source, packed, edited, *decision = row
    said = json.loads(packed)
    return Kept(
        draft_id,
        section_id,
        source,
        ItemWords(**{name: said[name] for name in _WORDS if name in said}),
        said.get("clue", ""),
        said.get("stand", ""),
        bool(said.get("gone", False)),
        bool(edited),
        *decision,
    )
