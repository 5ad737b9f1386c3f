"""What the program hands to the screen. The screen knows neither channels nor files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Named only: importing it would import the store before the first frame.
    from zuiqing_desk.services.workbench import Workbench


@dataclass(frozen=True, slots=True)
class ScreenOptions:
    """The settings that concern the screen alone. ``tour``: whether the tour begins by itself; None
    where there is a real shop, in which nobody practises."""

    theme: str = ""
    bell: bool = True
    bell_gap_s: int = 5
    title: bool = True
    tmux_message: bool = False
    osc777: bool = False
    open_with: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    theme_folders: tuple[Path, ...] = ()
    tour: bool | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who need not ask for a PIN at the start (the demo)."""

    staff_no: str


class Machine(Protocol):
    """This computer, as far as a desk needs it."""

    home: Path
    options: ScreenOptions
    notices: tuple[str, ...]
    """What the status line must say about this machine (secrets kept in a file, a bad setting)."""
    signed_in: SignedIn | None

    def needs_setup(self) -> bool:
        """Whether there is no database file yet: cheap, to be asked before the first frame."""

    def open(self) -> "Workbench":
        """Open the store: slow, to be called in a thread. Raises store.errors.StoreError."""

    async def start_channels(self, bench: "Workbench") -> None:
        """Stand by to run the channels, in the running loop; idempotent.

        Never raises: what goes wrong stands in services.gateway.current().problem.
        """

    async def stop(self) -> None:
        """Stop the channels and close the store; idempotent."""
