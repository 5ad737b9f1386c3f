"""A gateway that kills itself with SIGKILL at a chosen point, for crash tests.

The points are those of the observers: "writer.…" of the store's writer, "chat.…" of the web chat,
"bridge.…" of the bridge, "pump.…" of the outgoing half; and "open" and "os.rename" of a file that
is coming in, and "os.remove" of one that is kept, as Python tells its audit hooks.
"""

import asyncio
import contextlib
import itertools
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from support.answers import Answer
from support.busy_agent import ANSWERED, answer_all

from zuiqing_desk.channels.bridge.channel import Bridge
from zuiqing_desk.channels.bridge.config import BridgeConfig, BridgeLimits
from zuiqing_desk.channels.erasing import keep_erased
from zuiqing_desk.channels.gateway import Gateway
from zuiqing_desk.channels.webchat import Limits, WebChat, WebChatConfig
from zuiqing_desk.services import drafts, shop
from zuiqing_desk.store import Store, open_store
from zuiqing_desk.store.locks import GatewayLock
from zuiqing_desk.store.tx import Tx

Tell = Callable[[str], None]

PATIENT = Limits(messages_per_visitor=10**6, visitors_per_address=10**6, requests_per_address=10**7)
BUSY = BridgeLimits(requests_per_address=10**7)
"""One address stands for a crowd here."""

OF_FILES = {"open": ".part", "os.rename": ".part", "os.remove": ".png"}
"""What the path must end in for it to be such a point."""


@dataclass(frozen=True)
class Plan:
    """Where to run, and when to die: at ``point`` once the query ``when`` finds a row inside the
    writer's transaction (at once if it is empty), or at the ``after``-th point of any name."""

    home: str
    point: str = ""
    when: str = ""
    after: int = 0
    bridge_port: int = 0
    """Where connectors post; any free port for 0."""

    works: int = 0
    """The member of staff who answers at this gateway's own desk whatever comes over the bridge,
    until SIGUSR1; 0 for nobody."""

    answer: Answer | None = None
    """What the agent at this gateway's own desk sends as soon as it listens."""


class _Reaper:
    """Watches the points and kills this process when its time has come."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._passed = itertools.count(1)
        self._inside: Tx | None = None

    def look_inside(self, tx: Tx) -> None:
        """A unit that keeps the writer's connection: only through it an uncommitted row shows."""
        self._inside = tx

    def at(self, part: str) -> Callable[[str], None]:
        def passed(point: str) -> None:
            if next(self._passed) == self._plan.after or self._is_the_point(f"{part}.{point}"):
                os.kill(os.getpid(), signal.SIGKILL)

        return passed

    def watch_files(self) -> None:
        """Take the making and the naming of parts for points too."""

        def heard(event: str, arguments: tuple[object, ...]) -> None:
            if event == self._plan.point and str(arguments[0]).endswith(OF_FILES[event]):
                os.kill(os.getpid(), signal.SIGKILL)

        if self._plan.point in OF_FILES:
            sys.addaudithook(heard)

    def _is_the_point(self, point: str) -> bool:
        if point != self._plan.point:
            return False
        if not self._plan.when:
            return True
        return self._inside is not None and self._inside.one(self._plan.when) is not None


def run(plan: Plan, tell: Tell, until: int) -> None:
    """Run a gateway until SIGTERM or until ``until``, a file descriptor, can be read.

    Tells "standby", "connectors URL" if there is an account they may post for, "listening URL", and
    "answered SEQ DUPLICATE DRAFT".
    """
    reaper = _Reaper(plan)
    reaper.watch_files()
    path = Path(plan.home) / "desk.db"
    with open_store(path, command="test", observer=reaper.at("writer")) as store:
        store.write(reaper.look_inside).result()
        asyncio.run(_serve(store, plan, reaper, tell, until))


async def _serve(store: Store, plan: Plan, reaper: _Reaper, tell: Tell, until: int) -> None:
    listening = asyncio.Event()

    async def make_channel() -> WebChat:
        account_id = await asyncio.wrap_future(store.read(shop.webchat_account))
        config = WebChatConfig(shop_name="醉卿测试店", port=0, limits=PATIENT)
        return WebChat(store, account_id, config, observer=reaper.at("chat"))

    async def make_bridge() -> Bridge:
        config = BridgeConfig(home=Path(plan.home), port=plan.bridge_port, limits=BUSY)
        bridge = Bridge(store, config, observer=reaper.at("bridge"))
        # It gives the same address when it is started once more.
        tell(f"connectors {await bridge.start()}")
        return bridge

    def on_listening(url: str) -> None:
        tell(f"listening {url}")
        listening.set()

    gateway = Gateway(
        store=store,
        lock=GatewayLock(Path(plan.home) / "gateway.lock"),
        make_channels=(make_channel, make_bridge),
        chores=(partial(keep_erased, store),),
        on_listening=on_listening,
        on_standby=lambda: tell("standby"),
        give_up_on_busy_port=True,
        observer=reaper.at("pump"),
    )
    running = asyncio.create_task(gateway.run())
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, running.cancel)
    loop.add_reader(until, os._exit, 1)
    doing: list[Coroutine[object, object, None]] = []
    if plan.answer is not None:
        doing.append(_answer(store, plan.answer, listening, tell))
    if plan.works:
        doing.append(answer_all(store, plan.works, Path(plan.home) / ANSWERED, tell))
    for one in doing:
        task = asyncio.create_task(one)
        running.add_done_callback(lambda _, task=task: task.cancel())  # type: ignore[misc]
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def _answer(store: Store, answer: Answer, listening: asyncio.Event, tell: Tell) -> None:
    await listening.wait()

    def draft_is_there(tx: Tx) -> bool:
        return drafts.load(tx, answer.staff_id, answer.conversation_id) is not None

    draft = await asyncio.wrap_future(store.read(draft_is_there))
    sent = await asyncio.wrap_future(store.write(answer.give))
    tell(f"answered {sent.seq} {sent.duplicate} {draft}")
