"""Theme files: found, checked whole, shown; a bad one is left out and reported."""

from pathlib import Path

import pytest
from support.contrast import XTERM, contrast
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import Input, TextArea

from zuiqing_desk.tui import theme as themes
from zuiqing_desk.tui.theme import DEFAULT, WITHOUT_COLOUR, choose, install, load, terminal_problem

SHIPPED = ["ansi16", "colour-blind", "high-contrast", "monochrome", "zuiqing-dark", "zuiqing-light"]
PLAIN = 'primary = "#112233"\n'


def problem_with(folder: Path, text: str | bytes) -> str:
    """What is said about one bad file; that it is left out is checked too."""
    raw = text if isinstance(text, bytes) else text.encode()
    (folder / "mine.toml").write_bytes(raw)
    found = load([folder])
    assert "mine" not in found.by_name
    assert set(found.by_name) == set(SHIPPED)
    (problem,) = found.problems
    assert "mine.toml" in problem
    assert found.faulty == {"mine": problem}
    return problem


def test_the_shipped_themes_are_all_sound() -> None:
    found = load()
    assert sorted(found.by_name) == SHIPPED
    assert found.problems == ()
    assert set(found.labels) == set(SHIPPED)
    assert all("一" <= label[0] <= "鿿" for label in found.labels.values())
    assert {DEFAULT, WITHOUT_COLOUR} <= set(SHIPPED)
    assert not found.by_name[WITHOUT_COLOUR].ansi


def test_a_theme_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'label = "我的"\nprimary = "rgb(17, 34, 51)"\ndark = false\n'
        '[variables]\ntext-muted = "#456"\nlink-style = "bold underline"\n'
    )
    found = load([tmp_path])
    assert found.problems == ()
    assert found.own == {"mine"}
    mine = found.by_name["mine"]
    assert (found.labels["mine"], mine.name, mine.primary, mine.dark) == (
        "我的",
        "mine",
        "#112233",
        False,
    )
    assert mine.variables == {"text-muted": "#445566", "link-style": "bold underline"}


def test_the_users_own_goes_over_a_shipped_one_of_that_name(tmp_path: Path) -> None:
    (tmp_path / f"{DEFAULT}.toml").write_text(PLAIN)
    assert load([tmp_path]).by_name[DEFAULT].primary == "#112233"


def test_a_folder_that_is_not_there_is_no_problem(tmp_path: Path) -> None:
    assert load([tmp_path / "none"]).problems == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "primary"),
        ('primary = "#12345"', "primary"),
        ('primary = "no such colour"', "primary"),
        ("primary = 3", "primary"),
        (PLAIN + 'warning = "#ggg"', "warning"),
        (PLAIN + 'primry = "#123"', "是不是 primary"),
        (PLAIN + 'dark = "yes"', "dark"),
        (PLAIN + "label = 3", "label"),
        (PLAIN + 'label = "a\\u001b[31m"', "label"),
        (PLAIN + "variables = 3", "variables"),
        (PLAIN + '[variables]\ntext-mutd = "#123"', "是不是 text-muted"),
        (PLAIN + '[variables]\ntext-muted = "auto 60%"', "text-muted"),
        (PLAIN + '[variables]\ntext-muted = "red; } App { color: blue"', "text-muted"),
        (PLAIN + "[variables]\ntext-muted = 3", "text-muted"),
        (PLAIN + '[variables]\nlink-style = "curly"', "link-style"),
        (PLAIN + '[variables]\nlink-style = ""', "link-style"),
        (PLAIN + '[variables]\nlink-style-hover = "#123"', "link-style-hover"),
        (PLAIN + '[variables]\nlink-style = "none bold"', "link-style"),
        (PLAIN + '[variables]\ntext-muted = "ansi_red"', "ansi = true"),
        ('primary = "ansi_red"', "ansi = true"),
        ("primary = ", "TOML"),
        (b"primary = '\xff'", "UTF-8"),
        ("x = " + "[" * 20_000, "嵌套"),
        ("#" * 70_000, "太大"),
    ],
)
def test_a_bad_file_is_left_out_and_reported(tmp_path: Path, text: str | bytes, words: str) -> None:
    assert words in problem_with(tmp_path, text)


def test_a_theme_that_is_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").mkdir()
    (problem,) = load([tmp_path]).problems
    assert "mine.toml" in problem


def test_an_unknown_theme_gives_way_to_the_default_with_a_hint() -> None:
    choice = choose("zuiqing-drak", load(), {})
    assert choice.theme.name == DEFAULT
    assert "是不是 zuiqing-dark" in choice.problem
    assert "是不是" not in choose("qqq", load(), {}).problem
    light = load().by_name["zuiqing-light"]
    assert choose("qqq", load(), {}, light).theme is light
    assert choose("ansi16", load(), {}, light).theme.name == "ansi16"


def test_no_colour_is_monochrome_whatever_was_asked_for() -> None:
    found = load()
    for name in ("ansi16", "high-contrast", "nobody's"):
        refused = choose(name, found, {"NO_COLOR": ""})
        assert refused.theme.name == WITHOUT_COLOUR
        assert "NO_COLOR" in refused.problem
    assert found.labels["ansi16"] in choose("ansi16", found, {"NO_COLOR": "1"}).problem
    for name in (DEFAULT, WITHOUT_COLOUR):
        assert choose(name, found, {"NO_COLOR": "1"}) == themes.Choice(
            found.by_name[WITHOUT_COLOUR], ""
        )
    assert choose("ansi16", found, {}) == themes.Choice(found.by_name["ansi16"], "")


def test_the_bare_console_is_told_in_letters_it_can_draw() -> None:
    assert "Chinese" in terminal_problem({"TERM": "linux"}).splitlines()[0]
    assert terminal_problem({"TERM": "linux"}).splitlines()[0].isascii()
    assert terminal_problem({"TERM": "xterm-256color"}) == ""
    assert terminal_problem({}) == ""


class Gallery(App[None]):
    """The widgets whose stock colours are hardest to read."""

    def compose(self) -> ComposeResult:
        yield Input(placeholder="工号")
        yield TextArea(placeholder="回复")


PLACEHOLDER = {"Input": "input--placeholder", "TextArea": "text-area--placeholder"}


@pytest.mark.parametrize("name", SHIPPED)
async def test_every_shipped_theme_can_be_shown_and_its_placeholders_read(name: str) -> None:
    app = Gallery()
    found = load()
    install(app, found, found.by_name[name])
    async with app.run_test() as pilot:
        assert app.theme == name
        assert sorted(app.available_themes) == SHIPPED
        for selector, part in PLACEHOLDER.items():
            widget = app.query_one(selector)
            for focused in (widget, None):
                app.set_focus(focused)
                await pilot.pause()
                style = widget.get_visual_style(part)
                assert style.foreground is not None is not style.background
                assert style.background.a == style.foreground.a == 1
                assert not style.dim
                assert contrast(as_painted(style.foreground), as_painted(style.background)) >= 4.5
        screen = app.screen.visual_style
        assert contrast(as_painted(screen.foreground), as_painted(screen.background)) >= 4.5


def as_painted(colour: Color | None) -> Color:
    """An ANSI colour as xterm paints it; the terminal's own default is nothing to rely on."""
    assert colour is not None
    if colour.ansi is None:
        return colour
    assert colour.ansi >= 0
    return XTERM[colour.ansi]


async def test_an_ansi_theme_of_two_lines_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('primary = "ansi_red"\nansi = true\n')
    found = load([tmp_path])
    app = Gallery()
    install(app, found, found.by_name["mine"])
    async with app.run_test():
        assert app.theme == "mine"


async def test_every_style_variable_accepted_here_is_accepted_by_the_stylesheet(
    tmp_path: Path,
) -> None:
    """What passes the check must not crash Textual when it parses its stylesheets."""
    known = themes._variables()
    for ansi in (False, True):
        colour = "ansi_red" if ansi else "#12345678"
        values = [f'{key} = "{"not bold reverse" if "-style" in key else colour}"' for key in known]
        (tmp_path / "mine.toml").write_text(
            f'primary = "{colour}"\nansi = {str(ansi).lower()}\n[variables]\n' + "\n".join(values)
        )
        found = load([tmp_path])
        assert found.problems == ()
        app = Gallery()
        install(app, found, found.by_name["mine"])
        async with app.run_test():
            assert app.theme == "mine"
