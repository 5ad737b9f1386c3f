"""``backup now|list|restore``: copies of the shop's store."""

import argparse
import sys

from zuiqing_desk.cli.dispatch import NO
from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.desk import backup_plan
from zuiqing_desk.rules.calendar import iso, local
from zuiqing_desk.services import backups, restoring
from zuiqing_desk.services.backups import SORT_WORDS, Plan, mebi
from zuiqing_desk.services.restoring import Later, Restored
from zuiqing_desk.settings import Settings
from zuiqing_desk.store.backups import Backup
from zuiqing_desk.store.clock import utc_now
from zuiqing_desk.store.copying import Step

_STEPS: dict[Step, str] = {"copying": "复制", "checking": "核对"}
_CLEAR_LINE = "\r\x1b[K"


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    settings = settings_of(args)
    match args.command:
        case "backup.now":
            return _now(args, settings)
        case "backup.list":
            return _list(args, settings)
    return _restore(args, settings)


def _now(args: argparse.Namespace, settings: Settings) -> int:
    plan = backup_plan(settings)
    with opened(settings, "backup now") as store, _Shown() as shown:
        zone = store.read(backups.zone).result()
        at = store.clock()
        made = backups.make(store.path, plan, "manual", at=at, zone=zone, progress=shown)
        store.write(lambda tx: backups.made(tx, "manual")).result()
    if args.json:
        say_json(_as_data(made, zone) | {"path": str(made.path)})
    else:
        say(f"已备份到 {made.path}（{mebi(made.bytes)}），核对过，没有问题。")
    return 0


def _list(args: argparse.Namespace, settings: Settings) -> int:
    plan = backup_plan(settings)
    zone = restoring.present_zone(settings.home.database)
    found = backups.listed(plan, zone)
    if args.json:
        say_json([_as_data(one, zone) for one in found])
        return 0
    if not found:
        say(f"{plan.folder} 里还没有备份。现在做一份：zuiqing-desk backup now")
        return 0
    rows = [
        (
            one.name,
            SORT_WORDS[one.sort],
            f"{local(one.at, zone):%Y-%m-%d %H:%M}",
            mebi(one.bytes),
            one.journal_id or "",
            one.wrong or "可以恢复",
        )
        for one in found
    ]
    say_table(("备份", "做法", "时间", "大小", "记录到", "状态"), rows)
    return 0


def _restore(args: argparse.Namespace, settings: Settings) -> int:
    plan, database = backup_plan(settings), settings.home.database
    zone = restoring.present_zone(database)
    backup = restoring.choose(plan, zone, args.name)
    if not args.yes:
        later = restoring.later_than(database, backup.path)
        if args.json:
            say_json({"restored": False, "name": backup.name, "later": _later_data(later)})
        else:
            _say_what_would_be(backup, later, plan, zone, args.name)
        return NO
    with _Shown() as shown:
        done = restoring.restore(
            database, plan, backup, at=utc_now(), progress=shown, observer=shown.reached
        )
    if args.json:
        say_json({"restored": True, **_done_data(done)})
    else:
        _say_done(done, plan)
    return 0


def _say_what_would_be(
    backup: Backup, later: Later | None, plan: Plan, zone: str, name: str
) -> None:
    say(
        f"要恢复的是 {backup.name}：{local(backup.at, zone):%Y-%m-%d %H:%M}，{mebi(backup.bytes)}。"
    )
    say(f"现在的数据库里有、备份里没有的：{_later_words(later)}。")
    say(f"现在的数据库会先另存到 {plan.folder}，删除过的客户会再删一遍。")
    say("备份以后发出去的回复，恢复后的数据库不知道；图片和文件不在备份里，还用现在的。")
    say("大家的 PIN、桥接的密钥和地址也回到备份那时；之后换过密钥的，恢复后要再换一次。")
    tell(f"还没有恢复。请大家先退出工作台和 gateway，再加 --yes：{plan.command_to_restore(name)}")


def _say_done(done: Restored, plan: Plan) -> None:
    say(f"已恢复 {done.name}。")
    if done.kept is not None:
        say(f"原来的数据库另存为 {plan.folder / done.kept}。")
        say(f"它有、现在没有的：{_later_words(done.later)}。")
    if done.erased:
        say(f"备份以后删除过的 {done.erased} 位客户，已经再删一遍。")
    if done.asking:
        say(f"{done.asking} 条回复不知道当时发出去没有，没有再发；打开会话时会问客服。")
    say("备份以后发出去的回复，现在的数据库不知道；要看就看另存的那一份。")


def _later_words(later: Later | None) -> str:
    if later is None:
        return "读不出来"
    if later == Later(0, 0, 0):
        return "没有新的消息、会话和订单"
    return f"消息 {later.lines} 条、会话 {later.conversations} 个、订单 {later.orders} 张"


def _later_data(later: Later | None) -> dict[str, int] | None:
    if later is None:
        return None
    return {
        "lines": later.lines, "conversations": later.conversations, "orders": later.orders
    }  # fmt: skip


def _done_data(done: Restored) -> dict[str, object]:
    return {
        "name": done.name,
        "kept": done.kept,
        "later": _later_data(done.later),
        "asking": done.asking,
        "erased": done.erased,
    }


def _as_data(one: Backup, zone: str) -> dict[str, object]:
    return {
        "name": one.name,
        "sort": one.sort,
        "at": iso(one.at, zone),
        "bytes": one.bytes,
        "revision": one.revision,
        "journal_id": one.journal_id,
        "ok": not one.wrong,
        "wrong": one.wrong,
    }


class _Shown:
    """Progress on a terminal's stderr; elsewhere nothing."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._words = ""
        self._in_place = False

    def reached(self, point: str) -> None:
        """Told how far a restore has come."""
        self._in_place = self._in_place or point == "in-place"

    def __call__(self, step: Step, done: int, whole: int) -> None:
        part = f" {done * 100 // whole}%" if whole else "…"
        words = f"{_STEPS[step]}{part}（Ctrl+C 停下）"
        if self._terminal and words != self._words:
            self._words = words
            sys.stderr.write(_CLEAR_LINE + words)
            sys.stderr.flush()

    def __enter__(self) -> "_Shown":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._words:
            sys.stderr.write(_CLEAR_LINE)
        if kind is KeyboardInterrupt:
            tell("备份已经恢复好了。" if self._in_place else "已停下，现在的数据库没有改。")
