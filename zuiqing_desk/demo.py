"""A small shop in motion on a throw-away home: what ``zuiqing-desk demo`` opens."""

import asyncio
import contextlib
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zuiqing_desk.demo_script import CUSTOMERS, EARLIER, SHOP, STAFF
from zuiqing_desk.desk import LocalMachine
from zuiqing_desk.settings import load
from zuiqing_desk.tui.ports import SignedIn

if TYPE_CHECKING:
    from zuiqing_desk.services.workbench import Workbench
    from zuiqing_desk.store.tx import Tx

PIN = "2468"


class DemoMachine(LocalMachine):
    """A machine whose shop is founded on opening, with customers who come by themselves."""

    def __init__(self, folder: Path, *, tour: bool = False) -> None:
        settings = load(home=str(folder), given={"webchat.port": 0}, environ={})
        super().__init__(settings, SignedIn(STAFF[0].staff_no))
        self.options = replace(self.options, tour=tour)
        self._customers: asyncio.Task[None] | None = None
        self._colleagues: asyncio.Task[None] | None = None

    def needs_setup(self) -> bool:
        """Never: the shop is founded without asking."""
        return False

    def open(self) -> "Workbench":
        """Open the store and found the shop in it."""
        from zuiqing_desk.services import pins

        bench = super().open()
        hashed = pins.hash_pin(PIN)
        bench.begin(_found, hashed).result()
        return bench

    async def start_channels(self, bench: "Workbench") -> None:
        """Run the channels, then let the customers come."""
        await super().start_channels(bench)
        if self._customers is None:
            self._customers = asyncio.create_task(self._play(bench), name="customers")
            self._colleagues = asyncio.create_task(_sit_there(bench), name="colleagues")

    async def _play(self, bench: "Workbench") -> None:
        from zuiqing_desk.channels.simulate import play
        from zuiqing_desk.services import gateway

        while True:
            info = await bench.ask(gateway.current)
            if info is not None and info.url:
                break
            await asyncio.sleep(0.1)
        await play(info.url, CUSTOMERS)

    async def stop(self) -> None:
        """Send customers and colleagues away, then stop."""
        gone = [one for one in (self._customers, self._colleagues) if one is not None]
        self._customers = self._colleagues = None
        for one in gone:
            one.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await one
        await super().stop()


async def _sit_there(bench: "Workbench") -> None:
    """Have the colleagues' desks stay alive."""
    from zuiqing_desk.demo_colleagues import BEAT_S, beat
    from zuiqing_desk.services import staff

    others = {one.staff_no for one in STAFF[1:]}
    while True:
        for who in await bench.ask(staff.everyone):
            if who.staff_no in others and who.duty != "off":
                await bench.do(beat, who)
        await asyncio.sleep(BEAT_S)


def _found(tx: "Tx", pin_hash: str) -> None:
    from zuiqing_desk.demo_colleagues import come_in
    from zuiqing_desk.demo_history import remember
    from zuiqing_desk.demo_notebooks import keep_books
    from zuiqing_desk.demo_orders import order
    from zuiqing_desk.demo_stock import stock
    from zuiqing_desk.services import duty, policy, shop, staff

    first, *others = STAFF
    lead = shop.set_up(
        tx, shop_name=SHOP, staff_no=first.staff_no, name=first.name, pin_hash=pin_hash
    )
    colleagues = [
        staff.add(
            tx,
            staff_no=person.staff_no,
            name=person.name,
            role="agent",
            pre_sale=person.pre_sale,
            after_sale=not person.pre_sale,
            pin_hash=pin_hash,
            actor=lead.id,
        )
        for person in others
    ]
    keep_books(tx, lead, colleagues)
    stock(tx, lead.id, colleagues[0].id)
    policy.change(tx, "capacity", 4, lead.id)
    remember(tx, [lead, *colleagues])
    duty.sign_in(tx, lead.id, "demo-seed")
    _remember(tx, lead.id)
    order(tx, lead.id)
    come_in(tx, *colleagues)
    duty.sign_off(tx, lead.id, "demo-seed")


def _remember(tx: "Tx", lead_id: int) -> None:
    """Conversations of earlier today, already closed."""
    from zuiqing_desk.services import conversations, inbound, outbound

    now = tx.now
    for talk in EARLIER:
        tx.now = now - talk.minutes_ago * 60_000_000
        chat = conversations.open_manual(
            tx, platform=talk.platform, buyer_id=talk.buyer, actor=lead_id
        )
        for number, (who, text) in enumerate(talk.lines):
            tx.now += 9_000_000 + 2_000_000 * number
            if who == "客":
                inbound.receive_text(
                    tx, conversation_id=chat, remote_id=f"{talk.buyer}-{number}", text=text
                )
            else:
                outbound.reply(
                    tx,
                    conversation_id=chat,
                    staff_id=lead_id,
                    text=text,
                    client_id=f"{talk.buyer}-{number}",
                )
        conversations.close(tx, chat, lead_id)
    tx.now = now


def run_demo(*, tour: bool = True) -> int:
    """Open the demo on this terminal, with its tour; everything is gone afterwards, unless it
    crashed: then the report stays. The exit code."""
    from zuiqing_desk.tui.app import DeskApp

    folder = Path(tempfile.mkdtemp(prefix="zuiqing-desk-demo-"))
    code = 0
    try:
        app = DeskApp(DemoMachine(folder, tour=tour))
        app.run()
        code = app.return_code or 0
        return code
    finally:
        if code != 1:
            shutil.rmtree(folder, ignore_errors=True)
