"""A page of the handover notebook as it is printed: every field is text as people read it.

Call-centre manual, 交接规定: the notebook is kept electronically; the day's new sheet is printed
and signed by hand.
"""

from dataclasses import dataclass

from zuiqing_desk.rules.handover_words import Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """A matter. ``lines`` are (label, text): situation, next action …; ``facts`` what it is linked
    to; ``acked`` and ``said_back`` who and when, '' for a box to be ticked by hand."""

    number: int
    severity: Severity
    kind: str
    summary: str
    lines: tuple[tuple[str, str], ...] = ()
    facts: tuple[str, ...] = ()
    whom: str = ""
    due: str = ""
    carried: str = ""
    acked: str = ""
    said_back: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What one leaver hands over."""

    giver: str
    state: str
    figures: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """What was finished since the page before."""

    kind: str
    summary: str
    outcome: str
    by: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A question with its answer, a comment, an addition. ``amendment`` says which link of the
    chain it is when it was said after the page was sealed."""

    kind: str
    about: str
    text: str
    by: str
    answer: str = ""
    answered: str = ""
    amendment: str = ""
    open_question: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs. ``signed``: when they signed on screen, '' when not yet; ``note``: what else is to
    be known of it."""

    role: str
    who: str
    signed: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """One page. ``hash`` is hex, '' until the page is sealed; ``head`` is the last link of the
    chain, ``head_number`` its number. ``broken``: what was changed since the page was sealed."""

    shop: str
    page: int
    day: str
    shift: str
    next_shift: str
    boundary: str
    mode: str
    state: str
    late: str
    sections: tuple[Section, ...]
    closed: tuple[ClosedLine, ...]
    remarks: tuple[Remark, ...]
    signatures: tuple[Signature, ...]
    reviewed: str
    number: int | None
    hash: str
    head_number: int | None
    head: str
    printed: str
    broken: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All matters of the page."""
        return tuple(entry for section in self.sections for entry in section.entries)

    def count(self, severity: Severity) -> int:
        """How many matters are as severe as this."""
        return sum(entry.severity == severity for entry in self.entries)

    @property
    def carried(self) -> int:
        """How many matters came over from an earlier page."""
        return sum(bool(entry.carried) for entry in self.entries)


def groups(hash_: str) -> tuple[str, ...]:
    """A hash in pieces that can be compared by eye and typed without getting lost."""
    return tuple(hash_[at : at + 8] for at in range(0, len(hash_), 8))
