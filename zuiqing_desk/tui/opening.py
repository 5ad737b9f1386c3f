"""What happens behind the first frame: the rest of the program is imported, the store opened."""

import asyncio
import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zuiqing_desk.services.records import ShopInfo
    from zuiqing_desk.services.workbench import Workbench
    from zuiqing_desk.tui.ports import Machine


@dataclass(frozen=True, slots=True)
class Opened:
    """The open store. ``shop`` is None while nobody has set it up."""

    bench: "Workbench"
    shop: "ShopInfo | None"


class CannotOpen(Exception):
    """The store could not be opened; the Chinese message says which file and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Opening:
    """Opens the machine once, in a thread; any number may wait for it."""

    def __init__(self, machine: "Machine") -> None:
        self._machine = machine
        self._task: asyncio.Task[Opened] | None = None

    async def ready(self) -> Opened:
        """Wait for the store, beginning to open it if nobody did. Raises CannotOpen."""
        if self._task is None or (self._task.done() and self._task.exception() is not None):
            self._task = asyncio.create_task(self._open(), name="opening")
        return await asyncio.shield(self._task)

    async def _open(self) -> Opened:
        bench = await asyncio.to_thread(_bring_up, self._machine)
        # Imported by the thread above; here it only gets its name.
        from zuiqing_desk.services import shop

        return Opened(bench, await bench.ask(shop.get))


def _bring_up(machine: "Machine") -> "Workbench":
    # Everything that only matters after the first frame is imported here, off the loop. Nothing
    # that is imported becomes garbage, so the collector stands aside (7 % of the time) and never
    # looks at these objects again.
    gc.disable()
    try:
        from zuiqing_desk.store.errors import StoreError
        from zuiqing_desk.tui import inside  # noqa: F401

        try:
            return machine.open()
        except StoreError as error:
            raise CannotOpen(error.message) from error
    finally:
        gc.freeze()
        gc.enable()
