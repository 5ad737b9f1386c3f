"""Who sits at this desk, and what they work with: the one thing every pane is given."""

from collections.abc import Callable
from dataclasses import dataclass

from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.services.records import ShopInfo, StaffMember
from zuiqing_desk.services.workbench import Workbench

Clock = Callable[[], int]
"""The time in UTC microseconds."""


@dataclass(slots=True)
class Session:
    """Lives from sign-in to sign-out.

    ``staff``, ``shop`` and ``policy`` are replaced when they change in the store (another desk may
    have changed them); read them where they are used, do not keep them.
    """

    bench: Workbench
    clock: Clock
    staff: StaffMember
    shop: ShopInfo
    policy: ShopPolicy

    @property
    def is_lead(self) -> bool:
        """Whether this person may manage staff and policy."""
        return self.staff.role == "lead"

    @property
    def away(self) -> bool:
        """Whether this person is away 暂离."""
        return self.staff.duty == "away"
