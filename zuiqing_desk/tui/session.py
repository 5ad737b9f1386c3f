"""Who sits at this desk, and what they work with: the one thing every pane is given."""

from collections.abc import Callable
from dataclasses import dataclass, field

from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.services.preferences import Preferences
from zuiqing_desk.services.records import ShopInfo, StaffMember
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.tui.library import Library
from zuiqing_desk.tui.looked import Looked

Clock = Callable[[], int]
"""The time in UTC microseconds."""


@dataclass(slots=True)
class Session:
    """Lives from sign-in to sign-out.

    ``staff``, ``shop``, ``policy`` and ``preferences`` are replaced when they change in the store
    (another desk may have changed them); read them where they are used, do not keep them.
    ``door`` says how customers come in, for an empty queue (``{action id}`` stands for a key).
    ``left``: how many customers wrote to this person or to nobody off duty and wait, for people.
    ``library`` keeps the replies and products this person may use. ``looked``: from which search of
    old talk a hit was opened last. ``open_with``: the command that opens files, '' for the system's
    own.
    """

    bench: Workbench
    clock: Clock
    staff: StaffMember
    shop: ShopInfo
    policy: ShopPolicy
    preferences: Preferences = field(default_factory=Preferences)
    door: str = ""
    left: str = ""
    library: Library = field(init=False)
    looked: Looked | None = None
    open_with: str = ""

    def __post_init__(self) -> None:
        self.library = Library(self.bench, self.staff.id)

    @property
    def is_lead(self) -> bool:
        """Whether this person may manage staff and policy."""
        return self.staff.role == "lead"

    @property
    def away(self) -> bool:
        """Whether this person is away 暂离."""
        return self.staff.duty == "away"
