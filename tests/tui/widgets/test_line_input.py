"""A line of text: what goes in, what one key takes away, and that keys act in order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from support.hostile import PAYLOADS
from support.typist import Typist
from textual.app import App, ComposeResult

from zuiqing_desk.rules.text import is_one_line
from zuiqing_desk.tui.widgets.line_input import LineInput
from zuiqing_desk.tui.widgets.prompt_input import PromptInput
from zuiqing_desk.tui.widgets.query_input import QueryInput

FAMILY = "👨\u200d👩\u200d👧"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
WHOLE = [FAMILY, ENGLAND, "👍🏽", "🇨🇳", "❤\ufe0f", "q\u0301"]


class LineApp(App[None]):
    def __init__(self, line: LineInput) -> None:
        super().__init__()
        self.line = line

    def compose(self) -> ComposeResult:
        yield self.line


@asynccontextmanager
async def typing(line: LineInput | None = None, value: str = "") -> AsyncIterator[Typist]:
    app = LineApp(line or PromptInput(select_on_focus=False))
    async with app.run_test() as pilot:
        app.line.value = value
        app.line.focus()
        app.line.cursor_position = len(value)
        await pilot.pause()
        yield Typist(pilot)


def line_of(typist: Typist) -> LineInput:
    app = typist.app
    assert isinstance(app, LineApp)
    return app.line


@pytest.mark.parametrize("whole", WHOLE)
async def test_one_key_takes_one_character(whole: str) -> None:
    async with typing(value=f"好{whole}") as typist:
        line = line_of(typist)
        await typist.press("backspace")
        assert line.value == "好"
        line.value = f"{whole}好"
        await typist.press("home", "right")
        assert line.cursor_position == len(whole)
        await typist.press("left")
        assert line.cursor_position == 0
        await typist.press("delete")
        assert line.value == "好"


@pytest.mark.parametrize("whole", WHOLE)
async def test_what_is_typed_is_kept_whole(whole: str) -> None:
    async with typing() as typist:
        await typist.type(f"{whole}\u3000好")
        assert line_of(typist).value == f"{whole} 好"


async def test_a_word_is_no_more_than_two_chinese_characters() -> None:
    async with typing(value="这款酒53度") as typist:
        line = line_of(typist)
        await typist.press("ctrl+w")
        assert line.value == "这款酒53"
        await typist.press("ctrl+left", "ctrl+left")
        assert line.cursor_position == 1
        await typist.press("ctrl+right")
        assert line.cursor_position == 3
        await typist.press("alt+backspace")
        assert line.value == "这款酒"


async def test_a_selection_grows_and_goes_by_characters() -> None:
    async with typing(value=f"好{FAMILY}酒") as typist:
        line = line_of(typist)
        await typist.press("shift+left", "shift+left")
        assert line.selected_text == f"{FAMILY}酒"
        await typist.press("left")
        assert line.cursor_position == 1
        await typist.press("shift+right", "backspace")
        assert line.value == "好酒"


async def test_a_password_tells_nothing_of_its_words() -> None:
    async with typing(PromptInput(password=True, select_on_focus=False), "12 34") as typist:
        await typist.press("ctrl+left")
        assert line_of(typist).cursor_position == 0
        await typist.press("ctrl+right", "ctrl+w")
        assert line_of(typist).value == ""


async def test_keys_of_one_burst_act_in_their_turn() -> None:
    async with typing() as typist:
        line = line_of(typist)
        await typist.press("a", "b", "backspace", "c")
        assert line.value == "ac"


@pytest.mark.parametrize("by_key", [True, False])
async def test_many_lines_become_one_in_place_of_what_is_selected(by_key: bool) -> None:
    query = QueryInput(lambda _: None, placeholder="", id="q", longest=6)
    async with typing(query, "好酒") as typist:
        await typist.press("shift+left")
        if by_key:
            query.app.copy_to_clipboard("一\n二\x1b三四五六")
            await typist.press("ctrl+v")
        else:
            await typist.paste("一\n二\x1b三四五六")
        assert query.value == "好一 二三四"


async def test_a_blank_typed_ahead_is_a_blank() -> None:
    query = QueryInput(lambda _: None, placeholder="", id="q")
    async with typing(query, "甲"):
        query.take_in("\u3000")
        query.take_in("乙")
        assert query.value == "甲 乙"


async def test_nothing_put_in_by_the_program_is_obeyed_either() -> None:
    async with typing() as typist:
        line = line_of(typist)
        for payload in PAYLOADS:
            line.value = f"前{payload}后 "
            assert is_one_line(line.value)
        line.value = "两个  "
        assert line.value == "两个  "
