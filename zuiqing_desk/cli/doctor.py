"""``doctor``: what is wrong with this desk, if anything."""

import argparse

from zuiqing_desk import __version__
from zuiqing_desk.cli.dispatch import NO
from zuiqing_desk.cli.output import say, say_json
from zuiqing_desk.cli.setting import home_of, quiet_settings_of
from zuiqing_desk.settings import Secrets, SettingsError
from zuiqing_desk.store.doctor import Finding, diagnose
from zuiqing_desk.tui.overrides import validate

_MARKS = {"ok": "好", "warning": "注意", "error": "错误"}


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    home = home_of(args)
    findings = [Finding("ok", f"zuiqing-desk {__version__}，文件夹 {home.data}")]
    findings += [*_settings(args), *diagnose(home.database)]
    if args.json:
        say_json([{"level": one.level, "message": one.message} for one in findings])
    else:
        for one in findings:
            say(f"{_MARKS[one.level]}：{one.message}")
    return NO if any(one.level == "error" for one in findings) else 0


def _settings(args: argparse.Namespace) -> list[Finding]:
    try:
        settings = quiet_settings_of(args)
    except SettingsError as error:
        return [Finding("error", error.message)]
    problems = [*settings.problems, *validate(settings.keys)]
    findings = [Finding("warning", problem) for problem in problems]
    findings = findings or [Finding("ok", f"设置文件 {settings.home.settings_file}")]
    notice = Secrets(settings.home).notice
    return [*findings, Finding("warning", notice) if notice else Finding("ok", "有系统密钥环")]
