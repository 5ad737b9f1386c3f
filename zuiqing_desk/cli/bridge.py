"""``bridge``: the platforms that are connected, managed by whoever can open the shop's file.

Nobody signs in for this: who can read the file can read the secrets. The journal records these
commands without an actor. A secret is printed when it is made and never again.
"""

import argparse
import base64
import os
import secrets
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

from zuiqing_desk.cli.dispatch import NO
from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.rules.connector_address import is_unprotected
from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import shop
from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.services.bridge.accounts import Bridge
from zuiqing_desk.settings import Settings
from zuiqing_desk.store.tx import Tx

_SCHEMAS = files("zuiqing_desk.channels.bridge").joinpath("schemas", "v1")
_GUIDE = "CONNECTOR.md"
_ANYWHERE = ("0.0.0.0", "::")
"""Hosts to listen on that are nowhere to post to."""


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    match args.command:
        case "bridge.add":
            return _add(args)
        case "bridge.list":
            return _list(args)
        case "bridge.rotate":
            return _rotate(args)
        case "bridge.set-url":
            return _set_url(args)
        case "bridge.schema":
            return _schema(args)
    return _remove(args)


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def _address(settings: Settings, slug: str) -> str:
    ours = settings.bridge
    host = f"[{ours.host}]" if ":" in ours.host else ours.host
    base = ours.public_url or f"http://{host}:{ours.port}"
    return f"{base}/bridge/v1/{slug}"


def _add(args: argparse.Namespace) -> int:
    settings, secret = settings_of(args), _new_secret()

    def unit(tx: Tx) -> Bridge:
        return accounts.add(
            tx,
            slug=args.slug,
            platform=args.platform,
            name=args.name,
            storefront=args.storefront,
            url=args.url,
            secret=secret,
            actor=None,
        )

    with opened(settings, "bridge add") as store:
        added = store.write(unit).result()
    _tell_secret(args, settings, added, secret)
    if not added.url:
        tell(f"还没有连接器的地址，回复送不出去：zuiqing-desk bridge set-url {added.slug} 网址")
    _warn(added)
    return 0


def _rotate(args: argparse.Namespace) -> int:
    settings, secret = settings_of(args), _new_secret()
    with opened(settings, "bridge rotate") as store:
        rotated = store.write(
            lambda tx: accounts.rotate(tx, args.slug, secret, args.overlap * 3600)
        ).result()
    _tell_secret(args, settings, rotated, secret)
    words = f"旧密钥还能用 {args.overlap} 小时" if args.overlap else "旧密钥已经作废"
    tell(f"{words}，请把新密钥填进连接器。")
    return 0


def _tell_secret(args: argparse.Namespace, settings: Settings, one: Bridge, secret: str) -> None:
    address = _address(settings, one.slug)
    if args.json:
        say_json({"slug": one.slug, "post_to": address, "secret": secret})
        return
    say(f"连接器送到  {address}")
    say(f"密钥        {secret}")
    tell("密钥只显示这一次，请现在填进连接器；丢了用 bridge rotate 换新的。")
    if settings.bridge.host in _ANYWHERE and not settings.bridge.public_url:
        tell("连接器里填这台电脑的地址，不是上面的；或设好 [bridge] public_url。")


def _set_url(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "bridge set-url") as store:
        changed = store.write(lambda tx: accounts.set_url(tx, args.slug, args.url)).result()
    tell(f"连接器的地址已改为 {changed.url}。" if changed.url else "已去掉连接器的地址。")
    _warn(changed)
    return 0


def _warn(one: Bridge) -> None:
    if is_unprotected(one.url):
        tell("注意：这个网址不是 https，客户的话会不加保护地经过网络；不是内网地址就送不出去。")


def _remove(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    with opened(settings, "bridge remove") as store:
        found = store.read(lambda tx: accounts.by_slug(tx, args.slug)).result()
        if found is not None and found.removed_at is None and not _sure(args, found):
            tell("没有移除。")
            return NO
        failed = store.write(lambda tx: accounts.remove(tx, args.slug)).result()
    tell(f"已移除 {args.slug}，会话都还在。")
    if failed:
        tell(f"有 {failed} 条回复还没送出去，已标为没发出：{accounts.REMOVED}。")
    return 0


def _sure(args: argparse.Namespace, one: Bridge) -> bool:
    if args.yes:
        return True
    if not sys.stdin.isatty():
        tell(f"移除“{one.name}”不能撤销；确定的话加上 --yes。")
        return False
    name = clean_line(one.name)
    print(f"移除“{name}”（{one.slug}）？不能撤销。输入 y 确定：", end="", file=sys.stderr)
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() == "y"


def _list(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    with opened(settings, "bridge list") as store:
        info, found = store.read(lambda tx: (shop.get(tx), accounts.all(tx, removed=True))).result()
    zone = info.time_zone if info else "UTC"
    if args.json:
        say_json([_as_data(one, settings, zone) for one in found])
    elif found:
        head = ("英文名", "名字", "平台", "店铺", "状态", "连接器送到", "回复送到")
        say_table(head, [_as_row(one, settings, zone) for one in found])
    else:
        say("还没有桥接账号；接一个：zuiqing-desk bridge add --help")
    return 0


def _as_data(one: Bridge, settings: Settings, zone: str) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "name": one.name,
        "platform": one.platform,
        "storefront": one.storefront,
        "post_to": _address(settings, one.slug),
        "url": one.url,
        "url_unprotected": is_unprotected(one.url),
        "created_at": iso(one.created_at, zone),
        "removed_at": None if one.removed_at is None else iso(one.removed_at, zone),
        "old_secret_until": None if one.before_until is None else iso(one.before_until, zone),
    }


def _as_row(one: Bridge, settings: Settings, zone: str) -> tuple[str, ...]:
    if one.removed_at is not None:
        state = "已移除"
    elif one.before_until is not None:
        state = f"旧密钥到 {iso(one.before_until, zone)[:16]}"
    else:
        state = "在用"
    url = f"{one.url}（不加密）" if is_unprotected(one.url) else one.url
    return (
        one.slug,
        one.name,
        PLATFORMS.get(one.platform, one.platform),  # type: ignore[call-overload]
        one.storefront,
        state,
        _address(settings, one.slug),
        url or "没有设置",
    )


def _schema(args: argparse.Namespace) -> int:
    found = {
        way: sorted((one for one in folder.iterdir() if one.name.endswith(".json")), key=str)
        for way, folder in (("in", _SCHEMAS), ("out", _SCHEMAS.joinpath("out")))
    }
    if args.to is None:
        words = {"in": "送到工作台", "out": "送到连接器"}
        rows = [(words[way], one.name) for way, files_ in found.items() for one in files_]
        say_table(("方向", "文件"), rows)
        tell(f"连同怎么写连接器的说明（{_GUIDE}）写成文件：zuiqing-desk bridge schema --to 文件夹")
        return 0
    for way, schemas in found.items():
        folder = Path(args.to) / "v1" / way
        folder.mkdir(parents=True, exist_ok=True)
        for one in schemas:
            target = folder / one.name
            target.write_bytes(one.read_bytes())
    guide = Path(args.to) / "v1" / _GUIDE
    guide.write_bytes(_SCHEMAS.joinpath(_GUIDE).read_bytes())
    tell(f"已写到 {guide.parent}{os.sep}，从 {_GUIDE} 看起。")
    return 0
