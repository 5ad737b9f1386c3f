"""The shipped themes can be read: by everybody, for a whole shift."""

import itertools

import pytest
from support.contrast import BLINDNESS, XTERM, contrast, distance, palette
from textual.color import Color

from zuiqing_desk.tui.theme import load

SHIPPED = load().by_name

TEXTS = [
    "text", "foreground", "text-muted", "text-disabled", "foreground-muted",
    "text-primary", "text-secondary", "text-accent", "text-success", "text-warning", "text-error",
    "primary", "secondary", "accent", "success", "warning", "error", "link-color",
    "footer-key-foreground",
]  # fmt: skip
"""What is written with; text-disabled is what placeholders have."""

GROUNDS = ["background", "surface", "panel", "boost", "block-cursor-blurred-background",
           "block-hover-background"]  # fmt: skip

PAIRS = [
    *itertools.product(TEXTS, GROUNDS),
    ("block-cursor-foreground", "block-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("footer-foreground", "footer-background"),
    *itertools.product(
        ["background", "button-color-foreground"],
        ["primary", "secondary", "accent", "success", "warning", "error"],
    ),
]

LEAST = {"high-contrast": 7.0}

ANSI = {
    "xterm": XTERM,
    "vga": palette(
        "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
    ),
    "tango": palette(
        "2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf "
        "555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec"
    ),
}
"""What common terminals make of the sixteen colours."""


def colours(name: str) -> dict[str, Color]:
    """Every variable of a theme that is a plain colour."""
    theme = SHIPPED[name]
    found = {**theme.to_color_system().generate(), **theme.variables}
    return {
        key: Color.parse(value)
        for key, value in found.items()
        if value.startswith(("#", "ansi_")) and "%" not in value
    }


@pytest.mark.parametrize("name", [name for name, theme in SHIPPED.items() if not theme.ansi])
def test_every_text_stands_out_from_every_ground(name: str) -> None:
    found = colours(name)
    least = LEAST.get(name, 4.5)
    faint = {
        (text, ground): round(contrast(found[text], found[ground]), 2)
        for text, ground in PAIRS
        if contrast(found[text], found[ground]) < least
    }
    assert faint == {}


@pytest.mark.parametrize("terminal", ANSI)
def test_the_sixteen_colours_stand_out_where_terminals_paint_them_as_usual(terminal: str) -> None:
    table = ANSI[terminal]
    found = colours("ansi16")
    pairs = [(text, ground) for text, ground in PAIRS if text in found and ground in found]
    assert len(pairs) > len(PAIRS) * 0.9
    faint = {}
    for text, ground in pairs:
        one, other = found[text].ansi, found[ground].ansi
        assert one is not None
        assert other is not None
        assert min(one, other) >= 0, f"{text} on {ground} depends on the terminal's own default"
        # Red and magenta are dim in every palette; 3:1 is what WCAG asks of bold text.
        dim = {"error", "text-error", "secondary", "text-secondary"} & {text, ground}
        least = 3.0 if dim else 4.5
        if contrast(table[one], table[other]) < least:
            faint[text, ground] = round(contrast(table[one], table[other]), 2)
    assert faint == {}


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_in_the_colour_blind_theme_meanings_stay_apart(blindness: str) -> None:
    found = colours("colour-blind")
    for kind in ("", "text-"):
        meanings = [f"{kind}success", f"{kind}warning", f"{kind}error", "text"]
        for one, other in itertools.combinations(meanings, 2):
            assert distance(found[one], found[other], blindness) > 30, (one, other)


def test_monochrome_has_no_colour() -> None:
    for key, colour in colours("monochrome").items():
        assert colour.r == colour.g == colour.b, key
