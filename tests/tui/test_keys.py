"""Key names: what the user may write, what Textual calls it, what the IME sends instead."""

import pytest
from textual.keys import _character_to_key

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.scopes import SCOPES


@pytest.mark.parametrize("character", keys.CHARACTERS)
def test_punctuation_is_called_what_textual_calls_it(character: str) -> None:
    assert keys.normalise(character) == _character_to_key(character)
    shown = "空格" if character == " " else character
    assert keys.display(keys.normalise(character)) == shown


@pytest.mark.parametrize(
    ("typed", "twin"),
    [
        ("/", "、"), ("/", "／"), ("?", "？"), ("!", "！"), (":", "："), (";", "；"), (",", "，"),
        (".", "。"), (".", "．"), ("[", "【"), ("]", "】"), ("[", "［"), ("]", "］"), ("+", "＋"),
        ("-", "－"), ("=", "＝"), ("#", "＃"), ("*", "＊"), ("@", "＠"),
        ("z", "ｚ"), ("z", "Z"), ("z", "Ｚ"), ("1", "１"),
    ],
)  # fmt: skip
def test_twins_are_what_textual_makes_of_the_full_width_character(typed: str, twin: str) -> None:
    assert _character_to_key(twin) in keys.twins(keys.normalise(typed))


def test_every_punctuation_key_has_a_spelling_and_a_twin() -> None:
    assert set(keys.CHARACTERS.values()) == set(keys.PUNCTUATION)
    assert all(keys.PUNCTUATION.values())


def test_upper_case_is_a_key_of_its_own_and_has_no_lower_twin() -> None:
    assert keys.twins("G") == ("Ｇ",)
    assert keys.normalise("G") == "G"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ctrl+G", "ctrl+g"),
        (" f1 ", "f1"),
        ("F1", "f1"),
        ("Enter", "enter"),
        ("/", "slash"),
        (" ", "space"),
    ],
)
def test_normalise(written: str, name: str) -> None:
    assert keys.normalise(written) == name


UNSAFE = [
    "ctrl+enter", "shift+enter", "alt+enter", "ctrl+1", "alt+1", "alt+comma", "ctrl+tab",
    "ctrl+space", "f0", "f10", "f11", "f12", "ctrl+b", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+a",
    "ctrl+c", "ctrl+z", "ctrl+v", "ctrl+x", "up", "down", "tab", "home", "nonsense", "é", "中", "",
]  # fmt: skip


@pytest.mark.parametrize("key", UNSAFE)
def test_keys_that_do_not_arrive_or_are_taken_are_unsafe_everywhere(key: str) -> None:
    assert not any(keys.is_safe(key, scope) for scope in SCOPES)


def test_what_is_safe_depends_on_where() -> None:
    assert keys.is_safe("z", "list")
    assert keys.is_safe("slash", "line")
    assert not keys.is_safe("z", "reply")
    assert not keys.is_safe("z", "chat")
    assert keys.is_safe("enter", "reply")
    assert not keys.is_safe("enter", "list")
    assert not keys.is_safe("ctrl+j", "app")


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ctrl+g", "^G"),
        ("f1", "F1"),
        ("enter", "Enter"),
        ("escape", "Esc"),
        ("space", "空格"),
        ("z", "z"),
    ],
)
def test_display(key: str, shown: str) -> None:
    assert keys.display(key) == shown
