"""``doctor``: what is wrong with this desk, if anything, and what to do about it."""

import argparse
import os
from collections.abc import Iterator

from zuiqing_desk import __version__
from zuiqing_desk.cli import doctor_machine as machine
from zuiqing_desk.cli import doctor_terminal, doctor_widths
from zuiqing_desk.cli.dispatch import NO
from zuiqing_desk.cli.output import say, say_json, tell
from zuiqing_desk.cli.patience import in_time
from zuiqing_desk.cli.setting import home_of, quiet_settings_of
from zuiqing_desk.desk import backup_plan
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services.backups import Plan
from zuiqing_desk.services.health import connectors, copies, kept
from zuiqing_desk.settings import Home, Settings, SettingsError
from zuiqing_desk.store.clock import utc_now
from zuiqing_desk.store.doctor import diagnose, examine_content
from zuiqing_desk.store.doctor_now import at_work, holders
from zuiqing_desk.store.doctor_strangers import missing_log, strangers
from zuiqing_desk.store.findings import Finding
from zuiqing_desk.tui.key_words import with_keymap

PATIENCE_S = 15.0
INTEGRITY_S = 900.0
LONG_BYTES = 64 * 1024 * 1024

_MARKS = {"ok": "好", "note": "说明", "warning": "注意", "error": "错误"}
_GROUPS = {
    "program": "程序",
    "terminal": "终端",
    "tmux": "tmux",
    "widths": "字宽",
    "locale": "语言环境",
    "settings": "设置",
    "keys": "按键",
    "themes": "配色",
    "keyring": "密码",
    "disk": "磁盘",
    "sqlite": "SQLite",
    "store": "数据库",
    "integrity": "完整性",
    "backup": "备份",
    "files": "图片和文件",
    "erasure": "删除客户资料",
    "handover": "交接本",
    "index": "查找的索引",
    "holders": "谁开着",
    "gateway": "收发消息",
    "bridge": "桥接",
    "port": "端口",
    "clock": "时钟",
}


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    home = home_of(args)
    order = list(_GROUPS)
    findings = sorted(_all(args, home), key=lambda one: order.index(one.check))
    if args.json:
        say_json([_as_data(one) for one in findings])
    else:
        _say(findings)
    return NO if any(one.level == "error" for one in findings) else 0


def _all(args: argparse.Namespace, home: Home) -> Iterator[Finding]:
    yield from doctor_terminal.versions(__version__)
    yield Finding("ok", f"文件夹 {home.data}", check="program")
    yield from doctor_terminal.terminal(os.environ)
    yield from in_time("tmux", lambda: doctor_terminal.tmux(os.environ), PATIENCE_S)
    yield from doctor_terminal.locale(os.environ)
    yield from doctor_widths.by_library()
    if args.terminal:
        yield from doctor_widths.by_terminal()
    now = list(in_time("holders", lambda: _now(home), PATIENCE_S))
    yield from now
    yield from _machine(args, home, runs=any(_runs(one) for one in now))
    yield from in_time("store", lambda: diagnose(home.database), PATIENCE_S)
    if not _there(home):
        return
    yield from in_time("bridge", lambda: connectors.look(home.database, utc_now()), PATIENCE_S)
    yield from in_time("erasure", lambda: kept.erasures(home.data, home.database), PATIENCE_S)
    if not args.quick:
        yield from in_time("integrity", lambda: _content(home), 2 * INTEGRITY_S)
        yield from in_time("handover", lambda: kept.pages(home.database), INTEGRITY_S)
    patience_s = PATIENCE_S if args.quick else INTEGRITY_S
    yield from in_time("files", lambda: _files(home, thorough=not args.quick), patience_s)
    yield from in_time("backup", lambda: _copies(args, home), patience_s)


def _now(home: Home) -> Iterator[Finding]:
    yield from holders(home.data)
    if _there(home):
        yield from strangers(home.database)
        yield from missing_log(home.database)
        yield from at_work(home.database, utc_now())


def _files(home: Home, *, thorough: bool) -> Iterator[Finding]:
    yield from kept.files(home.data, home.database, thorough=thorough)


def _copies(args: argparse.Namespace, home: Home) -> Iterator[Finding]:
    try:
        plan = backup_plan(quiet_settings_of(args))
    except SettingsError:
        # Told above; where copies are when nothing is said.
        plan = Plan(home.data / "backups")
    yield from copies.look(plan, home.database, utc_now(), thorough=not args.quick)


def _runs(one: Finding) -> bool:
    """Whether this says that somebody has the store's channels in hand."""
    return one.check == "gateway" and one.level in ("ok", "warning")


def _machine(args: argparse.Namespace, home: Home, *, runs: bool) -> Iterator[Finding]:
    try:
        settings: Settings = quiet_settings_of(args)
    except SettingsError as error:
        yield Finding("error", error.message, "改好之前工作台打不开。", "settings")
    else:
        yield from machine.settings_file(settings)
        yield from machine.keys(settings)
        yield from machine.themes(settings)
        yield from in_time("port", lambda: machine.port(settings, runs), PATIENCE_S)
    yield from in_time("keyring", lambda: machine.keyring(home), PATIENCE_S)
    yield from in_time("disk", lambda: machine.disk(home), PATIENCE_S)


def _there(home: Home) -> bool:
    """Whether there is a database, as far as we may look."""
    return os.access(home.database, os.F_OK)


def _content(home: Home) -> Iterator[Finding]:
    size = home.database.stat().st_size
    if size > LONG_BYTES:
        tell(
            f"正在检查数据库是否完整（{size / 1024**3:.1f} GiB），要一会儿；"
            "不影响别人工作，Ctrl+C 可停，--quick 可跳过。"
        )
    yield examine_content(home.database, INTEGRITY_S)


def _as_data(one: Finding) -> dict[str, str]:
    return {
        "check": one.check,
        "level": one.level,
        "message": one.message,
        "advice": with_keymap(one.advice),
    }


def _say(findings: list[Finding]) -> None:
    group = ""
    for one in findings:
        if one.check != group:
            group = one.check
            say(_GROUPS[group])
        say(f"  {_MARKS[one.level]}：{clean_line(one.message)}")
        if one.advice:
            say(f"      → {clean_line(with_keymap(one.advice))}")
    worst = [one.level for one in findings]
    say(f"错误 {worst.count('error')} 个，注意 {worst.count('warning')} 个。")
