"""A lead moves conversations out of their agents' hands: one, or many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules import conversation as states
from zuiqing_desk.services import duty, staff
from zuiqing_desk.services.assignment import give, release
from zuiqing_desk.services.conversation_row import ConversationRow, append_line, load, save
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.inbound import checked_text
from zuiqing_desk.services.records import State, StaffMember
from zuiqing_desk.store.tx import Tx

UNIT: Final = 50
"""Conversations a transaction moves at most: nobody else writes meanwhile."""


@dataclass(frozen=True, slots=True)
class Back:
    """In whose hands a conversation was (None: nobody's) before it came to ``now_with``."""

    conversation_id: int
    customer: str
    staff_id: int | None
    staff_no: str | None
    state: State
    snoozed_until: int | None
    now_with: int | None


@dataclass(frozen=True, slots=True)
class Passed:
    """What was moved, each with the way back, and what was not, with the reason."""

    done: tuple[Back, ...]
    refused: tuple[tuple[int, str], ...]


def take_over(tx: Tx, conversation_id: int, lead: int) -> Back:
    """Take a conversation out of a colleague's hands, or out of the queue.

    Raises Refused ``not_lead``, ``closed``, ``yours`` or ``no_conversation``.
    """
    raise NotImplementedError


def pass_on_many(
    tx: Tx, conversation_ids: Sequence[int], to_staff_no: str | None, note: str, lead: int
) -> Passed:
    """Hand conversations to a colleague, or back to the queue (None), with one note for all.

    At most ``UNIT`` at once. One that cannot be moved is left and named; the others are moved.
    Raises Refused ``not_lead``, ``note_needed``, ``no_staff``, ``disabled``, ``not_on_duty`` or
    ``too_many``.
    """
    raise NotImplementedError


def take_over_many(tx: Tx, conversation_ids: Sequence[int], lead: int) -> Passed:
    """Take several over, as ``take_over``; at most ``UNIT`` at once. Raises Refused ``not_lead``
    or ``too_many``."""
    raise NotImplementedError


def give_back(tx: Tx, moved: Sequence[Back], lead: int) -> Passed:
    """Undo: put each back where it was, unless somebody has moved or answered it meanwhile.

    Raises Refused ``not_lead`` or ``too_many``.
    """
    raise NotImplementedError
