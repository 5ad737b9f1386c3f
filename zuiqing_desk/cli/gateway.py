"""``gateway``: the channels without a screen, until a signal ends them."""

import argparse
import asyncio
import signal
import sys

from zuiqing_desk.channels.keeping import why
from zuiqing_desk.cli.dispatch import NO, WrongUsage
from zuiqing_desk.cli.output import say, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.desk import build_gateway
from zuiqing_desk.services import shop
from zuiqing_desk.settings import Settings, kinds
from zuiqing_desk.settings.errors import Mistake
from zuiqing_desk.store.engine import Store

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    settings = settings_of(args, _given(args))
    with opened(settings, "gateway") as store:
        store.read(shop.webchat_account).result()
        try:
            asyncio.run(_serve(store, settings))
        except OSError as error:
            where = f"{settings.webchat.host}:{settings.webchat.port}"
            tell(f"网页聊天开不了 {where}：{why(error)}。请换一个 --port 或 --host。")
            return NO
    return 0


def _given(args: argparse.Namespace) -> dict[str, object]:
    given: dict[str, object] = {}
    if args.host is not None:
        try:
            given["webchat.host"] = kinds.host().check(args.host)
        except Mistake as mistake:
            raise WrongUsage(f"--host {mistake}") from None
    if args.port is not None:
        given["webchat.port"] = args.port
    return given


async def _serve(store: Store, settings: Settings) -> None:
    """Run until a signal; being stopped is a clean end."""
    gateway = build_gateway(
        store,
        settings,
        on_listening=_listening,
        on_standby=lambda: tell("另一个进程正在收发消息；它一停，这里就接班。"),
        give_up_on_busy_port=True,
    )
    running = asyncio.ensure_future(gateway.run())
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, running.cancel)
    try:
        await running
    except asyncio.CancelledError:
        return


def _listening(url: str) -> None:
    say(f"listening {url}")
    sys.stdout.flush()
