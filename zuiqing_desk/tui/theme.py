"""Themes: one TOML file each, checked whole before Textual sees it.

Textual raises on a bad colour, and on a bad entry in ``variables`` only later, when it parses the
stylesheet; so every value is parsed here first and a faulty file is left out and reported.
"""

import difflib
import tomllib
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from textual.app import App
from textual.color import Color, ColorParseError
from textual.css.constants import VALID_STYLE_FLAGS
from textual.theme import Theme

DEFAULT: Final = "zuiqing-dark"
WITHOUT_COLOUR: Final = "monochrome"

_COLOURS: Final = (
    "primary", "secondary", "accent", "success", "warning", "error",
    "foreground", "background", "surface", "panel", "boost",
)  # fmt: skip
_SWITCHES: Final = ("dark", "ansi")
_MAX_BYTES: Final = 64 * 1024


class _Fault(ValueError):
    """What is wrong with a theme file, in Chinese."""


@dataclass(frozen=True, slots=True)
class Themes:
    """The usable themes by name, what people call them, and what was wrong with the others.

    ``own``: those that are not the program's; ``faulty``: what is wrong with a file, by the name
    its theme would have; ``problems``: all of that, and folders that cannot be read.
    """

    by_name: Mapping[str, Theme]
    labels: Mapping[str, str]
    own: Set[str]
    faulty: Mapping[str, str]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The theme to start with, and why it is not the one that was asked for ("" if it is)."""

    theme: Theme
    problem: str


def shipped() -> Traversable:
    """The folder of the themes that come with the program: in the wheel, else in the checkout."""
    packaged = resources.files("zuiqing_desk") / "_themes"
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parents[2] / "themes"


def load(folders: Sequence[Traversable] = (), only: Collection[str] | None = None) -> Themes:
    """The shipped themes and the user's own; a later folder's theme replaces one of that name.

    ``only``: the names that matter now (before the first frame each file costs 1 ms).
    """
    by_name: dict[str, Theme] = {}
    labels: dict[str, str] = {}
    own: set[str] = set()
    faulty: dict[str, str] = {}
    problems: list[str] = []
    for at, folder in enumerate((shipped(), *folders)):
        for file in _theme_files(folder, problems):
            name = file.name.removesuffix(".toml")
            if only is not None and name not in only:
                continue
            try:
                label, theme = _read(file, name)
            except _Fault as fault:
                faulty[name] = f"配色文件 {file.name} 没有采用：{fault}（在 {folder}）"
                problems.append(faulty[name])
            else:
                by_name[name], labels[name] = theme, label
                if at:
                    own.add(name)
    return Themes(by_name, labels, own, faulty, tuple(problems))


def colourless(environ: Mapping[str, str]) -> bool:
    """Whether no colour is wanted. Textual takes colours away as soon as ``NO_COLOR`` is there."""
    return "NO_COLOR" in environ


def choose(
    name: str, themes: Themes, environ: Mapping[str, str], otherwise: Theme | None = None
) -> Choice:
    """The theme of this name; ``otherwise``, or the default, if there is none.

    With ``NO_COLOR`` it is the theme without colour, whatever was asked for: greys made out of
    colours may be hard to read, and the terminal's own colours would be black on black.
    """
    if colourless(environ):
        known = themes.labels.get(name, name)
        refused = name not in (DEFAULT, WITHOUT_COLOUR)
        problem = f"设了 NO_COLOR，只用单色，不用“{known}”" if refused else ""
        return Choice(themes.by_name[WITHOUT_COLOUR], problem)
    theme = themes.by_name.get(name)
    if theme is not None:
        return Choice(theme, "")
    theme = otherwise or themes.by_name[DEFAULT]
    close = difflib.get_close_matches(name, themes.by_name, n=1)
    hint = f"（是不是 {close[0]}？）" if close else ""
    return Choice(theme, f"没有“{name}”这个配色{hint}，先用 {theme.name}")


def install(app: App[Any], themes: Themes, theme: Theme) -> None:
    """Make these themes the only ones the app offers, and show one of them.

    To be called before the app runs: its stylesheet gains the rules of ``theme.tcss``.
    """
    app.stylesheet.read(Path(__file__).with_name("theme.tcss"))
    for one in themes.by_name.values():
        app.register_theme(one)
    if theme.ansi:
        app.theme = theme.name
    else:
        # What the watcher would do, without having the first frame styled twice.
        app.set_reactive(App.theme, theme.name)
        app.stylesheet.set_variables(app.get_css_variables())
    for name in set(app.available_themes) - set(themes.by_name):
        app.unregister_theme(name)


def terminal_problem(environ: Mapping[str, str]) -> str:
    """Why this terminal cannot show the desk, in two languages; "" if it can.

    The bare Linux console has no Chinese glyphs, so the words must be readable without them.
    """
    if environ.get("TERM") != "linux":
        return ""
    return (
        "The bare Linux console (TERM=linux) cannot draw Chinese. Open the desk in a terminal "
        "window, over SSH, or in a console such as fbterm or kmscon.\n"
        "Linux 文字控制台（TERM=linux）显示不了中文，请在图形终端、SSH 或 fbterm、kmscon 里打开。"
    )


def _theme_files(folder: Traversable, problems: list[str]) -> list[Traversable]:
    try:
        found = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        problems.append(f"配色文件夹 {folder} 读不了：{error.strerror}")
        return []
    return sorted(found, key=lambda file: file.name)


def _read(file: Traversable, name: str) -> tuple[str, Theme]:
    if not name.isprintable():
        raise _Fault("文件名里有看不见的字")
    try:
        with file.open("rb") as stream:
            raw = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        raise _Fault(f"读不了（{error.strerror}）") from None
    if len(raw) > _MAX_BYTES:
        raise _Fault("太大了，不像配色文件")
    try:
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _Fault(f"第 {error.start + 1} 个字节不是 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise _Fault(f"TOML 写错了（{error}）") from None
    except RecursionError:
        raise _Fault("嵌套太深") from None
    return _parsed(data, name)


def _parsed(data: dict[str, Any], name: str) -> tuple[str, Theme]:
    label = data.pop("label", name)
    if not isinstance(label, str) or not label.strip() or not label.isprintable():
        raise _Fault("label 应是一行文字")
    variables = data.pop("variables", {})
    if not isinstance(variables, dict):
        raise _Fault("variables 应写成 [variables] 小节")
    fields: dict[str, Any] = {}
    for key, value in data.items():
        if key in _COLOURS:
            fields[key] = _colour(key, value)
        elif key in _SWITCHES:
            if not isinstance(value, bool):
                raise _Fault(f"{key} 应为 true 或 false")
            fields[key] = value
        else:
            raise _Fault(f"不认识 {key!r}{_hint(key, [*_COLOURS, *_SWITCHES, 'label'])}")
    if "primary" not in fields:
        raise _Fault("缺 primary（主色）")
    return label.strip(), _built(name, fields, variables)


def _built(name: str, fields: dict[str, Any], variables: dict[str, Any]) -> Theme:
    checked: dict[str, str] = {}
    for key, value in variables.items():
        if key not in _variables():
            raise _Fault(f"[variables] 里不认识 {key!r}{_hint(key, _variables())}")
        checked[key] = _style(key, value) if "-style" in key else _colour(key, value)
    if fields.get("ansi"):
        # Textual's stylesheets also use names that it does not generate for ANSI themes.
        missing = _generated(ansi=False) - _generated(ansi=True) - set(checked)
        checked.update(dict.fromkeys(missing, "ansi_default"))
    theme = Theme(name=name, variables=checked, **fields)
    named = [fields[key] for key in _COLOURS if key in fields] + list(checked.values())
    if not fields.get("ansi") and any(value.startswith("ansi_") for value in named):
        raise _Fault("用了 ansi_ 颜色，要同时写 ansi = true")
    theme.to_color_system().generate()
    return theme


@cache
def _variables() -> list[str]:
    """Every name a stylesheet may use, of either kind of theme."""
    return sorted(_generated(ansi=False) | _generated(ansi=True))


def _generated(*, ansi: bool) -> set[str]:
    colour = "ansi_red" if ansi else "#000000"
    return set(Theme("any", primary=colour, ansi=ansi).to_color_system().generate())


def _colour(key: str, value: object) -> str:
    """The colour in Textual's own spelling: nothing of the file's text reaches the stylesheet."""
    if not isinstance(value, str):
        raise _Fault(f'{key} 应为颜色，如 "#86aec2"')
    try:
        return Color.parse(value).hex
    except ColorParseError:
        raise _Fault(f'{key} 的颜色 {value[:40]!r} 写错了，应如 "#86aec2"') from None


def _style(key: str, value: object) -> str:
    words = value.split() if isinstance(value, str) else []
    if not words or not set(words) <= VALID_STYLE_FLAGS or ("none" in words and len(words) > 1):
        raise _Fault(f"{key} 应为 {'、'.join(sorted(VALID_STYLE_FLAGS))} 中的词")
    return " ".join(words)


def _hint(key: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    return f"（是不是 {close[0]}？）" if close else ""
