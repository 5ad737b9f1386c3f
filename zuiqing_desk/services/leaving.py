"""Who leaves the shop: disabled, with their open work listed and handed on.

醉卿 manual and CRM practice: when an agent leaves, their customers are handed on.
"""

from dataclasses import dataclass

from zuiqing_desk.services.handover.records import Person
from zuiqing_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What somebody still has in hand. ``lines``: (Chinese name, how many), only what there is."""

    person: Person
    lines: tuple[tuple[str, int], ...]


def open_work(tx: Tx, staff_id: int) -> OpenWork:
    """What somebody still has in hand. Raises Refused ``no_staff``."""
    raise NotImplementedError


def leave_shop(tx: Tx, staff_no: str, to_staff_no: str | None, actor: int | None) -> OpenWork:
    """Disable somebody and hand their open work to a colleague, or back to everybody; what it was.

    Raises Refused ``no_staff``, ``disabled``, ``same_person``, ``last_lead`` or ``not_lead``."""
    raise NotImplementedError
