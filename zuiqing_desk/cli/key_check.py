"""``keys --check FILE``: what is wrong with the keys in a file, line by line; it is only read."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from zuiqing_desk.cli.dispatch import NO, WrongUsage
from zuiqing_desk.cli.output import say, say_json, tell
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.settings import SettingsError
from zuiqing_desk.settings.model import KEYS_SECTION
from zuiqing_desk.settings.reading import keys_of, parse
from zuiqing_desk.tui.overrides import resolve

MOST_LINES_SEARCHED = 100_000


class Finding(NamedTuple):
    """A problem; ``line`` counts from 1 and is None where it cannot be told."""

    line: int | None
    id: str
    kind: str
    message: str


def check(name: str, *, as_json: bool) -> int:
    """Print what is wrong; the exit code. Raises WrongUsage if the file cannot be read."""
    raw = _read(Path(name))
    try:
        table = parse(raw, Path(name))
    except SettingsError as error:
        found = [Finding(_line_in(error.message), "", "syntax", error.message)]
        count = 0
    else:
        found, count = _findings(table, raw.decode("utf-8-sig"))
    if as_json:
        say_json([one._asdict() for one in found])
    else:
        for one in found:
            say(clean_line(_words(one)))
    if found:
        return NO
    tell(f"{name}：{count} 个按键设置都没有问题。" if count else f"{name}：没有 [keys] 设置。")
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongUsage(f"文件 {path} 读不了：{error.strerror}") from None


def _words(one: Finding) -> str:
    if one.line is None or one.kind == "syntax":
        return one.message
    return f"第 {one.line} 行：{one.message}"


def _line_in(message: str) -> int | None:
    found = re.search(r"第 (\d+) 行", message)
    return int(found[1]) if found else None


def _findings(table: Mapping[str, Any], text: str) -> tuple[list[Finding], int]:
    """In the order of the file; and how many entries were looked at."""
    wanted, wrong = keys_of(table)
    lines = dict(_lines(text))
    faults = resolve(wanted).faults
    found = [
        *(Finding(lines.get(one.id), one.id, one.kind, one.message) for one in faults),
        *(
            Finding(lines.get(id_), id_, "no_key", f"{id_} 应为一个按键或按键的列表；没有生效")
            for id_ in wrong
        ),
    ]
    return sorted(found, key=lambda one: one.line or 0), len(wanted) + len(wrong)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Where each id of the section of keys is written: as TOML, a line at a time."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines()[:MOST_LINES_SEARCHED], 1):
        if line.lstrip().startswith("["):
            table = _path(line) or table
        else:
            written, equals, _ = line.partition("=")
            path = (*table, *_path(f"{written}=0")) if equals else ()
            if path[:1] == (KEYS_SECTION,):
                yield ".".join(path[1:]) or KEYS_SECTION, number


def _path(line: str) -> tuple[str, ...]:
    """The names a line of TOML goes down through."""
    try:
        within: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    names = []
    while isinstance(within, dict) and within:
        name, within = next(iter(within.items()))
        names.append(name)
    return tuple(names)
