"""Several channels in one gateway: what goes wrong with one is no business of another."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from support.bridge import add
from support.raw_connector import answers, keeps_still, raw_connector
from support.shop import TestShop
from support.soon import comes_true
from support.webchat import eventually

from zuiqing_desk.channels import keeping
from zuiqing_desk.channels.base import Accepted, Caps, Outcome, Outgoing, Sink
from zuiqing_desk.channels.bridge.channel import Bridge
from zuiqing_desk.channels.bridge.config import BridgeConfig
from zuiqing_desk.channels.chores import Say
from zuiqing_desk.channels.gateway import Gateway
from zuiqing_desk.channels.keeping import MakeChannel, StartedChannel
from zuiqing_desk.channels.pump import Pump
from zuiqing_desk.services import conversations, gateway
from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.store import GatewayLock
from zuiqing_desk.store.tx import Tx

Script = Callable[[], Awaitable[None]]

DEADLINE_S = 20.0


async def goes_on() -> None:
    await asyncio.Event().wait()


class Toy:
    """A channel whose opening and running are scripts."""

    caps = Caps(proves_delivered=False, proves_read=False, repeat_is_harmless=True, max_chars=1)

    def __init__(self, kind: str, run: Script = goes_on, start: Script | None = None) -> None:
        self.kind = self.title = kind
        self.where = "这里"
        self.problem = ""
        self.closed = False
        self._run, self._start = run, start

    async def start(self) -> str:
        if self._start is not None:
            await self._start()
        return f"http://{self.kind}"

    async def run(self, sink: Sink, cursors: dict[int, str]) -> None:
        await self._run()

    async def send(self, outgoing: Outgoing) -> Outcome:
        return Accepted("")

    async def typing(self, conversation_id: int, on: bool) -> None: ...

    async def mark_read(self, conversation_id: int, seq: int) -> None: ...

    async def close(self) -> None:
        self.closed = True


def making(made: list[Toy], kind: str, *scripts: Script, start: bool = False) -> MakeChannel:
    """Makes toys that run (or ``start``) by these scripts, the last for all that follow."""

    async def make() -> StartedChannel:
        script = (*scripts, goes_on)[min(len(made), max(0, len(scripts) - 1))]
        toy = Toy(kind, start=script) if start else Toy(kind, script)
        made.append(toy)
        return toy

    return make


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestShop:
    monkeypatch.setattr(keeping, "FIRST_REST_S", 0.01)
    monkeypatch.setattr(keeping, "REBIND_S", 0.01)
    return TestShop(tmp_path)


@contextlib.asynccontextmanager
async def running(shop: TestShop, gateway: Gateway) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(gateway.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        shop.store.close()


def over(shop: TestShop, *channels: MakeChannel, give_up: bool = False) -> Gateway:
    lock = GatewayLock(shop.store.path.parent / "gateway.lock")
    return Gateway(shop.store, lock, channels, give_up_on_busy_port=give_up)


async def breaks() -> None:
    raise RuntimeError("a slip")


async def taken() -> None:
    raise OSError(98, "Address already in use")


async def test_a_channel_that_breaks_is_opened_again_and_the_others_go_on(
    shop: TestShop, caplog: pytest.LogCaptureFixture
) -> None:
    first: list[Toy] = []
    second: list[Toy] = []
    ours = over(shop, making(first, "甲"), making(second, "乙", breaks, breaks, goes_on))
    async with running(shop, ours):
        await eventually(lambda: len(second) == 3 and not ours.problem, "the second runs")
        assert ours.url == "http://甲"
        assert [one.closed for one in second] == [True, True, False]
    assert len(first) == 1
    assert "a channel ended" in caplog.text


async def test_what_is_wrong_with_each_channel_is_said(shop: TestShop) -> None:
    first: list[Toy] = []
    second: list[Toy] = []
    ours = over(shop, making(first, "甲", taken, start=True), making(second, "乙", goes_on))
    async with running(shop, ours):
        await eventually(lambda: len(first) > 1 and bool(second), "both were tried")
        second[0].problem = "乙的时钟不准"
        assert ours.problem == "甲没有开（这里）：端口已被别的程序占用；乙的时钟不准"
        assert ours.url == ""
        shown = await comes_announced(shop)
        assert "甲没有开" in shown


async def comes_announced(shop: TestShop) -> str:
    found: list[str] = []

    async def announced() -> bool:
        info = await asyncio.wrap_future(shop.store.read(gateway.current))
        if info is not None and info.problem:
            found.append(info.problem)
        return bool(found)

    await eventually(announced, "the problem is said")
    return found[0]


async def test_only_the_first_channel_gives_up_on_a_busy_port(shop: TestShop) -> None:
    second: list[Toy] = []
    ours = over(shop, making([], "甲"), making(second, "乙", taken, start=True), give_up=True)
    async with running(shop, ours) as task:
        await eventually(lambda: len(second) > 2, "the second is tried again")
        assert not task.done()


async def test_a_busy_port_of_the_first_ends_the_gateway_if_asked(shop: TestShop) -> None:
    second: list[Toy] = []
    ours = over(shop, making([], "甲", taken, start=True), making(second, "乙"), give_up=True)
    async with running(shop, ours) as task:
        with pytest.raises(OSError, match="Address"):
            async with asyncio.timeout(DEADLINE_S):
                await task
    assert all(one.closed for one in second)


async def test_a_chore_that_breaks_is_said_and_stops_nothing(shop: TestShop) -> None:
    said: list[Say] = []

    async def slips(say: Say) -> None:
        raise RuntimeError("a slip")

    async def tells(say: Say) -> None:
        say("备份放不下")
        said.append(say)
        await goes_on()

    ours = over(shop, making([], "甲"))
    ours.chores = (slips, tells)
    async with running(shop, ours):
        await eventually(lambda: bool(said and ours.url), "both run")
        assert "RuntimeError" in ours.problem
        assert ours.problem.endswith("备份放不下")
        said[0]("")
        assert "备份" not in ours.problem


async def test_housekeeping_that_breaks_is_said_and_begun_again(
    shop: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zuiqing_desk.channels.chores.AGAIN_S", 0.01)
    monkeypatch.setattr("zuiqing_desk.channels.gateway.ANNOUNCE_S", 0.01)
    monkeypatch.setattr("zuiqing_desk.channels.gateway.TICK_S", 0.01)
    shop.comes_on(shop.lead)
    asleep = shop.waiting_customer()
    shop.do(conversations.snooze, asleep, shop.now + 60_000_000, shop.lead.id)
    shop.later(60)
    wake_due = conversations.wake_due
    mended = asyncio.Event()

    def slips(tx: Tx) -> int:
        if not mended.is_set():
            raise RuntimeError("a slip")
        return wake_due(tx)

    monkeypatch.setattr(conversations, "wake_due", slips)
    ours = over(shop, making([], "甲"))
    async with running(shop, ours):
        assert "RuntimeError" in await comes_announced(shop)
        mended.set()
        await comes_true(lambda: shop.row(asleep).state == "active" and not ours.problem)


def connect(shop: TestShop, slug: str, url: str) -> int:
    return shop.do(add, slug, url=url).account_id


def customers(shop: TestShop, account: int, count: int) -> None:
    """So many customers of this account wait for an answer that is written."""
    for number in range(count):
        conversation = shop.do(
            conversations.found_conversation,
            account_id=account,
            external_id=f"c-{number}",
            name="甲客",
        )
        shop.says(conversation)
        shop.answers(conversation, shop.lead)


def left(shop: TestShop, account: int) -> int:
    return int(
        shop.ask(
            lambda tx: tx.value(
                "SELECT count(*) FROM outbox WHERE account_id = :id AND done_at IS NULL",
                id=account,
            )
        )
    )


async def test_an_account_that_never_answers_holds_up_no_other(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    async with (
        raw_connector(keeps_still) as dead,
        raw_connector(answers(200)) as well,
    ):
        slow = connect(shop, "slow", dead.url)
        customers(shop, slow, 70)
        quick = connect(shop, "quick", well.url)
        customers(shop, quick, 3)
        bridge = Bridge(shop.store, BridgeConfig(shop.store.path.parent))
        pump = asyncio.create_task(Pump(shop.store, bridge).run())
        try:
            await comes_true(lambda: left(shop, quick) == 0)
            assert left(shop, slow) == 70
            # The more that waits there, the less may be under way at a time.
            assert dead.connections <= 64
        finally:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)
            await bridge.close()
            shop.store.close()


async def test_the_bridge_opens_once_its_port_is_free_and_sends_meanwhile(
    shop: TestShop, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr("zuiqing_desk.channels.bridge.channel.REBIND_S", 0.01)
    shop.comes_on(shop.lead)
    other = socket.create_server(("127.0.0.1", 0))
    request.addfinalizer(other.close)
    config = BridgeConfig(shop.store.path.parent, port=other.getsockname()[1])
    made: list[Bridge] = []

    async def bridge() -> StartedChannel:
        made.append(Bridge(shop.store, config))
        return made[0]

    ours = over(shop, making([], "甲"), bridge)
    async with raw_connector(answers(200)) as connector, running(shop, ours):
        await eventually(lambda: bool(made), "the bridge is made")
        account = connect(shop, "taobao-1", connector.url)
        await eventually(lambda: bool(ours.problem), "the port is found taken")
        assert ours.problem == f"桥接没有开（{made[0].where}）：端口已被别的程序占用"
        customers(shop, account, 1)
        await comes_true(lambda: left(shop, account) == 0)
        other.close()
        await eventually(lambda: bool(made[0].url), "it listens")
        assert ours.problem == ""
        shop.do(accounts.remove, "taobao-1")
        await eventually(lambda: not made[0].url, "it listens no more")
    assert len(made) == 1
