"""``config show|edit|path``: this machine's settings."""

import argparse
import os
import shlex
import shutil
import subprocess
from pathlib import Path

from zuiqing_desk.cli.dispatch import NO
from zuiqing_desk.cli.output import say, say_json, tell
from zuiqing_desk.cli.setting import home_of, settings_of
from zuiqing_desk.settings import SettingsError, load
from zuiqing_desk.settings.rendering import as_data, default_file, in_force
from zuiqing_desk.tui.overrides import validate

_EDITORS = ("nano", "vim", "vi")


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    if args.command == "config.path":
        say(str(home_of(args).settings_file))
        return 0
    return _edit(args) if args.command == "config.edit" else _show(args)


def _show(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    for problem in validate(settings.keys):
        tell(problem)
    if args.json:
        say_json(as_data(settings))
    else:
        say(in_force(settings))
    return 0


def _edit(args: argparse.Namespace) -> int:
    path = home_of(args).settings_file
    editor = _editor()
    if not editor:
        tell("没有找到编辑器：请先设环境变量 VISUAL 或 EDITOR，例如 EDITOR=nano。")
        return NO
    _lay_out(path)
    try:
        code = subprocess.run([*editor, str(path)], check=False).returncode
    except OSError as error:
        tell(f"编辑器 {editor[0]} 打不开：{error.strerror}")
        return NO
    if code:
        tell(f"编辑器 {editor[0]} 以 {code} 结束，设置文件没有检查。")
        return NO
    return _check(args, path)


def _editor() -> list[str]:
    """The editor's command line: $VISUAL, $EDITOR, or one that is commonly there."""
    for name in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(os.environ.get(name, ""))
        except ValueError:
            tell(f"环境变量 {name} 的引号没有配对，没有采用。")
            continue
        if words:
            return words
    return next(([found] for name in _EDITORS if (found := shutil.which(name))), [])


def _lay_out(path: Path) -> None:
    """Write the documented defaults where there is no file yet. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(default_file())
    except FileExistsError:
        return


def _check(args: argparse.Namespace, path: Path) -> int:
    try:
        settings = load(args.home)
    except SettingsError as error:
        tell(error.message)
        return NO
    problems = [*settings.problems, *validate(settings.keys)]
    for problem in problems:
        tell(problem)
    if problems:
        return NO
    tell(f"设置文件 {path} 没有问题；下次打开工作台时生效。")
    return 0
