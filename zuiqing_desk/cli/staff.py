"""``staff``: who works here, managed by whoever can open the shop's file.

Nobody signs in for this: who can read the file can read the shop, so a PIN would protect nothing.
The journal records these commands without an actor.
"""

import argparse
from typing import Any

from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.pin import new_pin
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.services import leaving, pins, shop, staff
from zuiqing_desk.services.records import ShopInfo, StaffMember
from zuiqing_desk.store.tx import Tx

_ROLES = {"agent": "客服", "lead": "组长"}
_DUTY = {"on": "在岗", "away": "暂离", "off": "不在岗"}
_NEW_SHOP = "我的店铺"


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    match args.command:
        case "staff.add":
            return _add(args)
        case "staff.list":
            return _list(args)
        case "staff.reset-pin":
            return _reset_pin(args)
        case "staff.enable":
            return _enable(args)
    return _disable(args)


def _add(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    pin_hash = pins.hash_pin(new_pin(args.pin_stdin))

    def unit(tx: Tx) -> tuple[StaffMember, bool]:
        new = shop.get(tx) is None
        if new:
            shop.found(tx, shop_name=args.shop or _NEW_SHOP)
        member = staff.add(
            tx,
            staff_no=args.no,
            name=args.name,
            role=args.role,
            pre_sale=args.post != "after-sale",
            after_sale=args.post != "pre-sale",
            pin_hash=pin_hash,
            actor=None,
        )
        return member, new

    with opened(settings, "staff add", create=True) as store:
        member, new = store.write(unit).result()
    if new:
        tell(f"这里还没有店铺，已建“{args.shop or _NEW_SHOP}”。")
    tell(f"已添加{_ROLES[member.role]} {member.staff_no} {member.name}。")
    return 0


def _enable(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "staff enable") as store:
        store.write(lambda tx: staff.set_active(tx, args.no, True, None)).result()
    tell(f"已启用工号 {args.no}。")
    return 0


def _disable(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "staff disable") as store:
        work = store.write(lambda tx: leaving.leave_shop(tx, args.no, args.to, None)).result()
    tell(f"已停用工号 {args.no}。")
    if work.lines:
        tell(f"没办完的事{'还给大家' if args.to is None else f'交给了工号 {args.to}'}：")
    for name, count in work.lines:
        tell(f"  {name}：{count}")
    return 0


def _reset_pin(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    with opened(settings, "staff reset-pin") as store:
        store.read(lambda tx: staff.by_no(tx, args.no)).result()
        pin_hash = pins.hash_pin(new_pin(args.pin_stdin))
        store.write(lambda tx: staff.reset_pin(tx, args.no, pin_hash, None)).result()
    tell(f"已换工号 {args.no} 的 PIN。")
    return 0


def _list(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "staff list") as store:
        info, members = store.read(lambda tx: (shop.get(tx), staff.everyone(tx))).result()
    if args.json:
        say_json([_as_data(member, info) for member in members])
    elif members:
        head = ("工号", "姓名", "角色", "岗位", "状态")
        say_table(head, [_as_row(member) for member in members])
    else:
        say("还没有客服。")
    return 0


def _posts(member: StaffMember) -> list[str]:
    posts = (("pre-sale", member.pre_sale), ("after-sale", member.after_sale))
    return [name for name, has in posts if has]


def _as_data(member: StaffMember, info: ShopInfo | None) -> dict[str, Any]:
    since = member.duty_since
    return {
        "staff_no": member.staff_no,
        "name": member.name,
        "role": member.role,
        "posts": _posts(member),
        "active": member.active,
        "duty": member.duty,
        "duty_since": iso(since, info.time_zone) if since is not None and info else None,
    }


def _as_row(member: StaffMember) -> tuple[str, ...]:
    posts = "、".join({"pre-sale": "售前", "after-sale": "售后"}[post] for post in _posts(member))
    state = _DUTY[member.duty] if member.active else "已停用"
    return (member.staff_no, member.name, _ROLES[member.role], posts, state)
