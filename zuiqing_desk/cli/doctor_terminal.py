"""What ``doctor`` says about the terminal and tmux, without drawing anything."""

import locale as system_locale
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version

from zuiqing_desk.cli.patience import output_of
from zuiqing_desk.store.findings import Finding, Level

SMALLEST = (80, 24)
TMUX_PATIENCE_S = 3.0
TMUX_LOADS_OUTWARD = (3, 2)
"""From here on ``tmux load-buffer -w`` reaches the outer terminal's clipboard."""
_OPTIONS = ("set-clipboard", "monitor-bell", "allow-passthrough")


def terminal(environ: Mapping[str, str]) -> Iterator[Finding]:
    """TERM, colours, size, and how the terminal is reached."""
    term = environ.get("TERM", "")
    colour = environ.get("COLORTERM", "")
    on_one = sys.stdin.isatty() and sys.stdout.isatty()
    if term == "linux":
        message = "TERM=linux：文字控制台没有汉字的字形，工作台开不了"
        yield _found("error", message, "换图形终端、SSH，或 fbterm、kmscon。")
    elif term in ("", "dumb"):
        level: Level = "warning" if on_one else "note"
        yield _found(level, f"TERM={term or '（空）'}：不知道是什么终端", "在终端窗口里运行。")
    else:
        yield _found("ok", f"TERM={term}，COLORTERM={colour or '（空）'}")
    if environ.get("NO_COLOR"):
        yield _found("note", "设了 NO_COLOR：一律用单色", "要颜色就去掉这个环境变量。")
    elif "256" not in term and colour not in ("truecolor", "24bit") and term not in ("", "dumb"):
        advice = "颜色不对时，把配色换成 ansi16，或设 COLORTERM=truecolor。"
        yield _found("note", "终端没有说明它有 256 色或真彩色", advice)
    if on_one:
        yield _size(*shutil.get_terminal_size())
    else:
        yield _found("note", "现在的输入或输出不是终端，大小没有查")
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        yield _found("ok", "经过 SSH")


def _size(columns: int, rows: int) -> Finding:
    message = f"终端 {columns}×{rows}"
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        advice = f"把窗口放大到 {SMALLEST[0]}×{SMALLEST[1]} 以上，不然有些内容放不下。"
        return _found("warning", f"{message}，偏小", advice)
    return _found("ok", message)


def tmux(environ: Mapping[str, str]) -> Iterator[Finding]:
    """The tmux around us: its version and the options that copying and calling depend on."""
    if not environ.get("TMUX"):
        yield Finding("ok", "不在 tmux 里", check="tmux")
        return
    words = output_of(("tmux", "-V"), TMUX_PATIENCE_S)
    if words is None:
        message = "在 tmux 里，但问不到它的版本"
        yield Finding("warning", message, "看看 tmux 在不在 PATH 里。", "tmux")
        return
    yield _version(words)
    for option in _OPTIONS:
        value = output_of(("tmux", "show-options", "-Agqv", option), TMUX_PATIENCE_S)
        if not value:
            value = output_of(("tmux", "show-options", "-Agwqv", option), TMUX_PATIENCE_S)
        yield tmux_option(option, value or "")


def _version(words: str) -> Finding:
    numbers = tuple(map(int, re.findall(r"\d+", words)[:2]))
    if numbers and numbers < TMUX_LOADS_OUTWARD:
        message = f"{words}：复制到不了外面的剪贴板"
        return Finding("warning", message, "换 tmux 3.2 以上的版本。", "tmux")
    return Finding("ok", words, check="tmux")


def tmux_option(option: str, value: str) -> Finding:
    """What an option's value means for the desk."""
    said = f"{option} = {value or '（没有这个选项）'}"
    if option == "set-clipboard" and value == "off":
        advice = "tmux set -s set-clipboard external，复制才能到外面的剪贴板。"
        return Finding("warning", f"{said}：复制只留在 tmux 里", advice, "tmux")
    if option == "monitor-bell" and value == "off":
        advice = "tmux set -g monitor-bell on，窗口在后台时才看得到有新客户。"
        return Finding("warning", f"{said}：后台窗口响铃没有标记", advice, "tmux")
    if option == "allow-passthrough" and value in ("", "off"):
        advice = "只影响桌面通知（osc777）；要用就 tmux set -g allow-passthrough on。"
        return Finding("note", said, advice, "tmux")
    return Finding("ok", said, check="tmux")


def locale(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Whether text leaves this machine as UTF-8."""
    name = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "（没有设）"
    encoding = system_locale.getencoding().replace("_", "-").lower()
    if encoding in ("utf-8", "utf8"):
        yield Finding("ok", f"语言环境 {name}，编码 UTF-8", check="locale")
    else:
        message = f"语言环境 {name} 的编码是 {encoding}，不是 UTF-8：汉字会变成乱码"
        advice = "设 LANG=zh_CN.UTF-8（或 C.UTF-8）后重开终端；SSH 两头都要。"
        yield Finding("error", message, advice, "locale")


def versions(program: str) -> Iterator[Finding]:
    """What we run on."""
    python = ".".join(map(str, sys.version_info[:3]))
    try:
        textual, rich = version("textual"), version("rich")
    except PackageNotFoundError as missing:
        message = f"Python 包 {missing.name} 没有装"
        yield Finding("error", message, "重新安装 zuiqing-desk。", "program")
        return
    words = f"zuiqing-desk {program}，Python {python}，Textual {textual}，rich {rich}"
    yield Finding("ok", f"{words}，{os.uname().sysname} {os.uname().release}", check="program")


def _found(level: Level, message: str, advice: str = "") -> Finding:
    return Finding(level, message, advice, "terminal")
