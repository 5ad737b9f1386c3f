"""Reading settings: command line over environment over the TOML file over the defaults."""

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zuiqing_desk.settings.errors import Mistake, SettingsError
from zuiqing_desk.settings.home import HOME_VARIABLE, Home, find_home
from zuiqing_desk.settings.model import KEYS_SECTION, SECTIONS, Settings, kind_of, spec

PREFIX = "ZUIQING_DESK_"
_EDIT = "用 zuiqing-desk config edit 改"


@dataclass(slots=True)
class _Found:
    """What the sources said so far; a later source overwrites an earlier one."""

    values: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def take(self, name: str, value: object, source: str, *, must: bool = False) -> None:
        """Check one value. A mistake is a problem, or a SettingsError where it must be right."""
        item = spec()[name]
        try:
            self.values[name] = kind_of(item).check(value)
        except Mistake as mistake:
            words = f"{source} 里的 {name} 写错了：{mistake}"
            if must or item.metadata["vital"]:
                raise SettingsError(words) from None
            self.problems.append(f"{words}；没有生效")
        else:
            self.sources[name] = source


def load(
    home: str | None = None,
    given: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """The settings in force.

    ``home`` is the argument of ``--home``; ``given`` the values of the command line by full name
    (``webchat.port``). Raises SettingsError where the desk must not start: a broken file, a wrong
    value of a vital key or on the command line. Everything else becomes a problem of the result.
    """
    environ = os.environ if environ is None else environ
    where = find_home(home, environ)
    found = _Found()
    _from_file(read_file(where.settings_file), where.settings_file, found)
    _from_environment(environ, found)
    for name, value in (given or {}).items():
        found.take(name, value, "命令行", must=True)
    return _built(where, found)


def read_file(path: Path) -> dict[str, Any]:
    """The TOML file as a table; empty if there is none.

    Raises SettingsError naming file, line and column.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"设置文件 {path} 读不了：{error.strerror}。请检查它的权限") from None
    return parse(raw, path)


def parse(raw: bytes, path: Path) -> dict[str, Any]:
    """The table in the bytes of a settings file. Raises SettingsError naming line and column."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place(raw[: error.start].decode("utf-8-sig", "replace"))
        raise SettingsError(
            f"设置文件 {path} 第 {line} 行第 {column} 列不是 UTF-8 编码，请用 UTF-8 另存"
        ) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_toml_words(str(error), text, path)) from None
    except RecursionError:
        raise SettingsError(f"设置文件 {path} 嵌套太深，{_EDIT}") from None


def _toml_words(reason: str, text: str, path: Path) -> str:
    at = re.search(r"\(at line (\d+), column (\d+)\)", reason)
    line, column = (int(at[1]), int(at[2])) if at else _place(text)
    lines = text.splitlines()
    shown = lines[line - 1].strip() if line <= len(lines) else ""
    excerpt = "".join(c if c.isprintable() else "?" for c in shown)[:60]
    words = f"设置文件 {path} 第 {line} 行第 {column} 列写错了"
    return f"{words}，这一行是：{excerpt}。{_EDIT}" if excerpt else f"{words}。{_EDIT}"


def _place(before: str) -> tuple[int, int]:
    """Line and column, both from 1, of what follows this text."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _from_file(table: Mapping[str, Any], path: Path, found: _Found) -> None:
    source = f"设置文件 {path}"
    for section, content in table.items():
        if section not in SECTIONS and section != KEYS_SECTION:
            hint = near_miss(section, [*SECTIONS, KEYS_SECTION])
            kind = "小节" if isinstance(content, dict) else "设置"
            found.problems.append(f"{source}：没有“{_shown(section)}”这个{kind}{hint}，没有生效")
        elif not isinstance(content, dict):
            raise SettingsError(f"{source}：{section} 应是小节，写成 [{section}]。{_EDIT}")
        elif section == KEYS_SECTION:
            _keys(content, source, found)
        else:
            _section(section, content, source, found)


def _section(section: str, content: Mapping[str, Any], source: str, found: _Found) -> None:
    known = [name.partition(".")[2] for name in spec() if name.startswith(f"{section}.")]
    for key, value in content.items():
        if key in known:
            found.take(f"{section}.{key}", value, source)
        else:
            hint = near_miss(key, known)
            found.problems.append(f"{source}：[{section}] 里没有“{_shown(key)}”{hint}，没有生效")


def _keys(content: Mapping[str, Any], source: str, found: _Found) -> None:
    for name, value in _flat(content, ""):
        wanted = _wanted(value)
        if wanted is not None:
            found.keys[name] = wanted
            found.sources[f"{KEYS_SECTION}.{name}"] = source
        else:
            found.problems.append(
                f"{source}：[keys] 里的 {_shown(name)} 应为一个按键或按键的列表；没有生效"
            )


def _flat(content: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """Action ids contain dots, so an unquoted id arrives as nested tables; both ways are taken."""
    for part, value in content.items():
        name = f"{prefix}{part}"
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        else:
            yield name, value


def _wanted(value: Any) -> tuple[str, ...] | None:
    wanted = [value] if isinstance(value, str) else value
    if isinstance(wanted, list) and all(isinstance(key, str) for key in wanted):
        return tuple(wanted)
    return None


def keys_of(table: Mapping[str, Any]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The user's keys in a table that was parsed, and the ids whose value is none."""
    content = table.get(KEYS_SECTION, {})
    if not isinstance(content, dict):
        return {}, [KEYS_SECTION]
    found: dict[str, tuple[str, ...]] = {}
    wrong: list[str] = []
    for name, value in _flat(content, ""):
        wanted = _wanted(value)
        if wanted is None:
            wrong.append(name)
        else:
            found[name] = wanted
    return found, wrong


def _from_environment(environ: Mapping[str, str], found: _Found) -> None:
    names = {variable(name): name for name in spec()}
    for key, text in sorted(environ.items()):
        if not key.startswith(PREFIX) or key == HOME_VARIABLE:
            continue
        if key in names:
            kind = kind_of(spec()[names[key]])
            found.take(names[key], kind.read(text), f"环境变量 {key}")
        elif key.startswith(f"{PREFIX}KEYS_"):
            found.problems.append(f"环境变量 {_shown(key)}：按键只能写在设置文件里；没有生效")
        else:
            hint = near_miss(key, [*names, HOME_VARIABLE])
            found.problems.append(f"没有“{_shown(key)}”这个环境变量设置{hint}，没有生效")


def variable(name: str) -> str:
    """The environment variable of a key: ``webchat.port`` → ``ZUIQING_DESK_WEBCHAT_PORT``."""
    return PREFIX + name.replace(".", "_").upper()


def near_miss(name: str, known: Iterable[str]) -> str:
    """``（是不是 port？）`` for the nearest known name, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"（是不是 {close[0]}？）" if close else ""


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name)[:80]


def _built(home: Home, found: _Found) -> Settings:
    parts = {
        section: cls(
            **{
                name.partition(".")[2]: value
                for name, value in found.values.items()
                if name.startswith(f"{section}.")
            }
        )
        for section, cls in SECTIONS.items()
    }
    return Settings(
        home=home,
        keys=found.keys,
        problems=tuple(found.problems),
        sources=found.sources,
        **parts,  # type: ignore[arg-type]
    )
