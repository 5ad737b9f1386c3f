"""What the services of remarks hand out. Times are UTC integer microseconds."""

from dataclasses import dataclass
from typing import NamedTuple

from zuiqing_desk.rules.order_words import Platform
from zuiqing_desk.rules.remark import Item, Remark
from zuiqing_desk.rules.remark_platform import How as How
from zuiqing_desk.services.orders.records import OrderRecord


@dataclass(frozen=True, slots=True)
class Proposal:
    """A remark as far as the facts tell it; every part may be edited but the closer.

    ``closer`` is '' with no owner or in dispute, and ``why_no_closer`` says why; ``closer_why``
    says by which rule it is who it is. ``asks`` are words on what the facts do not tell.
    ``platform_text`` is what stands on the platform and is not ours; ``stored`` is our own text.
    """

    order: OrderRecord
    closer: str
    closer_why: str
    why_no_closer: str
    disputed: bool
    items: tuple[Item, ...]
    requirements: tuple[str, ...]
    courier: str
    courier_why: str
    asks: tuple[str, ...]
    platform_text: str
    stored: str

    @property
    def remark(self) -> Remark:
        """The parts as one; rules.remark.render says what is missing or wrong."""
        return Remark(self.closer, self.items, self.requirements, self.courier)


class Stored(NamedTuple):
    """What was stored: the text as it belongs on the platform, and the id to undo it by."""

    text: str
    order_remark_id: int


class BatchRow(NamedTuple):
    """What a batch would do to one order. ``refused``: Chinese, why it is left out; '' = done."""

    order_id: int
    platform: Platform
    number: str
    before_remark: str
    after_remark: str
    before_flag: str
    after_flag: str
    refused: str
    updated_at: int

    @property
    def changes(self) -> bool:
        """Whether anything would become different."""
        return not self.refused and (
            (self.before_remark, self.before_flag) != (self.after_remark, self.after_flag)
        )


class RemarkLine(NamedTuple):
    """Ours and the platform's, side by side. ``number`` and flags are the platform's figures;
    ``flag`` None: ours has none there; ``platform_flag`` None: the platform does not tell."""

    order_id: int
    platform: Platform
    number: str
    flag: int | None
    flag_meaning: str
    remark: str
    platform_flag: int | None
    platform_remark: str
