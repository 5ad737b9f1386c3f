"""The documented settings file."""

import tomllib
from dataclasses import replace
from pathlib import Path

from zuiqing_desk.settings import Settings, WebChat, load
from zuiqing_desk.settings.model import SECTION_HELP, SECTIONS, spec
from zuiqing_desk.settings.rendering import as_data, default_file, in_force, toml_value


def test_every_key_is_documented_with_its_default() -> None:
    text = default_file()
    for name, item in spec().items():
        assert f"# {item.metadata['help']}\n" in text
        assert f"# {name.partition('.')[2]} = {toml_value(item.default)}\n" in text
    assert all(f"[{section}]" in text for section in SECTION_HELP)
    assert set(SECTION_HELP) == {*SECTIONS, "keys"}


def test_every_help_is_chinese_and_ends_like_a_sentence() -> None:
    for item in spec().values():
        assert item.metadata["help"].endswith(("。", "”。"))


def test_every_default_fits_its_own_check() -> None:
    for item in spec().values():
        assert item.metadata["kind"].check(item.default) == item.default


def test_the_default_file_says_nothing_new(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(default_file(), encoding="utf-8")
    settings = load(str(tmp_path), environ={})
    assert settings == Settings(settings.home)


def test_every_commented_default_can_be_switched_on(tmp_path: Path) -> None:
    lines = [
        line.removeprefix("# ") if " = " in line and "操作" not in line else line
        for line in default_file().splitlines()
    ]
    (tmp_path / "settings.toml").write_text("\n".join(lines), encoding="utf-8")
    settings = load(str(tmp_path), environ={})
    assert settings.problems == ()
    assert settings.webchat == WebChat()
    assert set(settings.sources) == {*spec(), "keys.chat.next"}


def test_what_is_in_force_reads_back_as_itself(tmp_path: Path) -> None:
    settings = load(
        str(tmp_path),
        {"webchat.port": 0, "webchat.trusted_proxies": ["10.0.0.0/8"]},
        {"ZUIQING_DESK_SCREEN_THEME": '引"号\\'},
    )
    settings = replace(settings, keys={"chat.next": ("f3", "ctrl+r")})
    text = in_force(settings)
    assert "# 来自环境变量 ZUIQING_DESK_SCREEN_THEME" in text
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    again = load(str(tmp_path), environ={})
    assert (again.webchat, again.screen) == (settings.webchat, settings.screen)
    assert again.keys == settings.keys


def test_toml_value_is_what_toml_reads() -> None:
    for value in ["a\x7fb", "换\n行", '"', "\\", True, 7, ["a", "b"]]:
        written = toml_value(tuple(value) if isinstance(value, list) else value)
        assert tomllib.loads(f"x = {written}")["x"] == value


def test_as_data_has_every_key() -> None:
    settings = load("/nonexistent", environ={})
    data = as_data(settings)
    assert set(data) == {*SECTIONS, "keys"}
    names = {f"{section}.{key}" for section in SECTIONS for key in data[section]}  # type: ignore[attr-defined]
    assert names == set(spec())
