"""The composition root: the only file that wires the layers together.

Imports that cost time (the store's drivers, the web server, password hashing) stand inside the
functions that need them, here and nowhere else, so that the first frame waits for Textual alone.
"""

import asyncio
import contextlib
import gc
import logging
import os
import shlex
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from zuiqing_desk.settings import Secrets, Settings
from zuiqing_desk.tui.ports import ScreenOptions, SignedIn

if TYPE_CHECKING:
    from zuiqing_desk.channels.gateway import Gateway
    from zuiqing_desk.services.backups import Plan
    from zuiqing_desk.services.workbench import Workbench
    from zuiqing_desk.store.engine import Store


RESTART_S = 5.0


def open_store_of(settings: Settings, command: str) -> "Store":
    """The store of this home. Raises store.errors.StoreError."""
    from zuiqing_desk.store.engine import open_store

    store = open_store(settings.home.database, command=command)
    try:
        bring_along(store)
    except BaseException:
        store.close()
        raise
    return store


def bring_along(store: "Store") -> None:
    """Lay what comes with the program into a store that has not had it yet: the canned replies.

    Raises store.errors.StoreError.
    """
    from zuiqing_desk.services.shipments import replies_missing

    if store.read(replies_missing).result():
        # Spelling out the pinyin takes a library that a store already served need not load.
        from zuiqing_desk.services.replies import shipped

        shipped.ensure(store)


def backup_plan(settings: Settings) -> "Plan":
    """When this machine copies the store, and whereto."""
    from zuiqing_desk.services.backups import Plan

    ours = settings.backup
    folder = Path(ours.folder).expanduser() if ours.folder else settings.home.data / "backups"
    home = settings.home
    program = "zuiqing-desk" + (f" --home {shlex.quote(str(home.data))}" if home.given else "")
    return Plan(folder, ours.nightly, ours.nightly_at, ours.daily, ours.weekly, program)


def log_to_file(settings: Settings) -> None:
    """Send what libraries complain of to ``desk.log`` in the home: a line on the terminal would
    tear the screen."""
    from zuiqing_desk.settings.log_file import LogFile

    file = settings.home.data / "desk.log"
    logging.basicConfig(
        handlers=[LogFile(file)], level=logging.WARNING, format="%(asctime)s %(name)s %(message)s"
    )


def build_gateway(
    store: "Store",
    settings: Settings,
    *,
    on_listening: Callable[[str], None] = lambda url: None,
    on_standby: Callable[[], None] = lambda: None,
    give_up_on_busy_port: bool = False,
) -> "Gateway":
    """The candidate that runs this store's channels once it holds the lock."""
    from zuiqing_desk.channels.bridge.channel import Bridge
    from zuiqing_desk.channels.bridge.config import BridgeConfig
    from zuiqing_desk.channels.erasing import keep_erased
    from zuiqing_desk.channels.gateway import Gateway
    from zuiqing_desk.channels.keeping import MakeChannel, made
    from zuiqing_desk.channels.manual import Manual
    from zuiqing_desk.channels.nightly import keep_backed_up
    from zuiqing_desk.channels.webchat import Limits, WebChat, WebChatConfig
    from zuiqing_desk.services import shop
    from zuiqing_desk.store.locks import GatewayLock

    web = settings.webchat

    async def webchat() -> WebChat:
        account_id = await asyncio.wrap_future(store.read(shop.webchat_account))
        info = await asyncio.wrap_future(store.read(shop.get))
        assert info is not None
        config = WebChatConfig(
            shop_name=info.name,
            host=web.host,
            port=web.port,
            public_url=web.public_url or None,
            time_zone=info.time_zone,
            trusted_proxies=web.trusted_proxies,
            allowed_origins=web.allowed_origins,
            limits=Limits(
                messages_per_visitor=web.visitor_messages_per_minute,
                requests_per_address=web.address_requests_per_minute,
                visitors_per_address=web.address_visitors_per_minute,
                sockets_per_visitor=web.max_sockets_per_visitor,
                sockets_total=web.max_sockets,
            ),
        )
        return WebChat(store, account_id, config)

    ours = settings.bridge
    bridging = BridgeConfig(settings.home.data, ours.host, ours.port, ours.public_url)
    channels: tuple[MakeChannel, ...] = (
        webchat,
        made(lambda: Bridge(store, bridging)),
        made(lambda: Manual(store)),
    )
    copies = backup_plan(settings)
    return Gateway(
        store=store,
        lock=GatewayLock(settings.home.data / "gateway.lock"),
        make_channels=channels,
        chores=(
            partial(keep_backed_up, store, copies),
            partial(keep_erased, store),
        ),
        copies=copies.folder,
        on_listening=on_listening,
        on_standby=on_standby,
        public_url=web.public_url,
        give_up_on_busy_port=give_up_on_busy_port,
    )


async def keep_running(gateway: "Gateway") -> None:
    """Run the channels, and again after whatever ended them, until cancelled."""
    while True:
        try:
            await gateway.run()
        except Exception:
            # The desk must go on; the log says why, and the lock was let go for another desk.
            logging.getLogger(__name__).exception("the channels ended")
        await asyncio.sleep(RESTART_S)


class LocalMachine:
    """This computer as the screen sees it (tui.ports.Machine)."""

    def __init__(self, settings: Settings, signed_in: SignedIn | None = None) -> None:
        self._settings = settings
        self._store: Store | None = None
        self._channels: asyncio.Task[None] | None = None
        self.home: Path = settings.home.data
        self.signed_in = signed_in
        self.notices: tuple[str, ...] = settings.problems
        screen = settings.screen
        self.options = ScreenOptions(
            theme=screen.theme,
            bell=screen.bell,
            bell_gap_s=screen.bell_gap_seconds,
            title=screen.title,
            tmux_message=screen.tmux_message,
            osc777=screen.osc777,
            open_with=screen.open_with,
            keys=settings.keys,
            theme_folders=(settings.home.themes,),
        )

    def needs_setup(self) -> bool:
        """Whether there is no database file yet."""
        return not self._settings.home.database.exists()

    def open(self) -> "Workbench":
        """Open the store; slow. Raises store.errors.StoreError."""
        from zuiqing_desk.services.workbench import Workbench

        self._store = open_store_of(self._settings, "zuiqing-desk")
        log_to_file(self._settings)
        notice = Secrets(self._settings.home).notice
        if notice:
            self.notices = (*self.notices, notice)
        return Workbench(
            self._store,
            desk_id=f"{os.getpid()}-{os.urandom(4).hex()}",
            backups=backup_plan(self._settings),
        )

    async def start_channels(self, bench: "Workbench") -> None:
        """Stand by to run the channels in the running loop; idempotent."""
        if self._channels is None and self._store is not None:
            gateway = await asyncio.to_thread(build_gateway, self._store, self._settings)
            self._channels = asyncio.create_task(keep_running(gateway), name="channels")

    async def stop(self) -> None:
        """Stop the channels and close the store; idempotent."""
        channels, self._channels = self._channels, None
        if channels is not None:
            channels.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await channels
        store, self._store = self._store, None
        if store is not None:
            await asyncio.to_thread(store.close)


def run_desk(settings: Settings, signed_in: SignedIn | None = None) -> int:
    """Open the workstation on this terminal; the exit code."""
    # Nothing that is imported becomes garbage; tui.opening switches the collector on again.
    gc.disable()
    from zuiqing_desk.tui.app import DeskApp

    app = DeskApp(LocalMachine(settings, signed_in))
    app.run()
    return app.return_code or 0
