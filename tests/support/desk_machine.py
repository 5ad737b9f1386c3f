"""A computer for a desk under test: a real store whose clock the test moves, no channels."""

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

from support.shop import TestShop

from zuiqing_desk.services import pins, staff
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.store.engine import Store, open_store
from zuiqing_desk.tui.ports import ScreenOptions, SignedIn

PIN = "2580"
OTHER_PIN = "1470"


@cache
def hashed(pin: str) -> str:
    """The hash of a PIN; hashing is slow on purpose, so it is done once a run."""
    return pins.hash_pin(pin)


def give_pin(shop: TestShop, staff_no: str, pin: str = PIN) -> None:
    """Let this member sign in."""
    shop.do(staff.reset_pin, staff_no, hashed(pin), None)


class DeskMachine:
    """Implements tui.ports.Machine. ``clock`` gives the store its time."""

    def __init__(
        self,
        home: Path,
        clock: Callable[[], int],
        *,
        options: ScreenOptions | None = None,
        notices: tuple[str, ...] = (),
        signed_in: SignedIn | None = None,
        desk_id: str = "desk-under-test",
    ) -> None:
        self.home = home
        self._desk_id = desk_id
        self.options = options or ScreenOptions()
        self.notices = notices
        self.signed_in = signed_in
        self.stopped = False
        self.channels_started = 0
        self._may_open = threading.Event()
        self._may_open.set()
        self._clock = clock
        self._store: Store | None = None

    def needs_setup(self) -> bool:
        return not (self.home / "desk.db").exists()

    def hold(self) -> None:
        """Let opening the store take until ``let_go``."""
        self._may_open.clear()

    def let_go(self) -> None:
        """Let the store be opened."""
        self._may_open.set()

    def open(self) -> Workbench:
        self._may_open.wait()
        self._store = open_store(self.home / "desk.db", clock=self._clock)
        return Workbench(self._store, desk_id=self._desk_id)

    async def start_channels(self, bench: Workbench) -> None:
        """No channels: what customers do, the test does through its TestShop."""
        self.channels_started += 1

    async def stop(self) -> None:
        self.stopped = True
        store, self._store = self._store, None
        if store is not None:
            store.close()
