"""Editing Chinese text: what goes in, what one key takes away, and that keys act in order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest
from support.typist import Typist
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding

from zuiqing_desk.tui.widgets.text_editor import TextEditor

FAMILY = "👨\u200d👩\u200d👧"
FLAGS = "🇨🇳🇯🇵"
THUMB = "👍🏽"
E_ACUTE = "q\u0301"  # has no composed form
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


class EditorApp(App[None], inherit_bindings=False):
    ENABLE_COMMAND_PALETTE = False
    CSS = "TextEditor { width: 24; height: 8; }"
    BINDINGS: ClassVar = [
        *(Binding(f"ctrl+{key}", f"got('{key}')") for key in "fglnopqrst"),
        *(Binding(key, f"got('{key}')") for key in ("f6", "f7", "enter", "b")),
    ]

    def __init__(self, text: str, cursor: int) -> None:
        super().__init__()
        self.editor = TextEditor()
        self.editor.load_text(text)
        self.editor.cursor_index = cursor
        self.got: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.editor

    def action_got(self, key: str) -> None:
        self.got.append(key)


class Desk(Typist):
    """A typist in front of one editor."""

    app: EditorApp

    @property
    def state(self) -> tuple[str, int]:
        """The text and the cursor in it."""
        return self.app.editor.text, self.app.editor.cursor_index


@asynccontextmanager
async def editing(text: str = "", cursor: int | None = None) -> AsyncIterator[Desk]:
    app = EditorApp(text, len(text) if cursor is None else cursor)
    async with app.run_test() as pilot:
        yield Desk(pilot)


@pytest.mark.parametrize(
    "text",
    [
        "您好，世界。？…“”",
        "\u3000\u3000缩进",
        FAMILY,
        FLAGS,
        THUMB,
        ENGLAND,
        "a\u00a0b",
        "[/b][@click=x]",
    ],
)
async def test_what_is_typed_is_kept(text: str) -> None:
    async with editing() as desk:
        await desk.type(text)
        assert desk.state == (text, len(text))


@pytest.mark.parametrize("char", ["\x1b", "\x07", "\x00", "\x9b", "\x7f", "\u202e", "\ud800"])
async def test_no_control_character_is_taken(char: str) -> None:
    async with editing("您好") as desk:
        desk.post(events.Key("unknown", char))
        await desk.settle()
        assert desk.state == ("您好", 2)


async def test_a_paste_keeps_its_lines_and_loses_its_sequences() -> None:
    async with editing("前") as desk:
        await desk.paste("一\r\n二\x1b]52;c;aGk=\x07\r三\u202e\n")
        assert desk.state[0] == "前一\n二]52;c;aGk=\n三\n"


async def test_the_register_is_pasted_clean() -> None:
    async with editing() as desk:
        desk.app.copy_to_clipboard("一\x1b[31m\n二")
        await desk.press("ctrl+v")
        assert desk.state == ("一[31m\n二", 7)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("您好", "您"),
        (f"x{FAMILY}", "x"),
        (FLAGS, "🇨🇳"),
        (f"x{THUMB}", "x"),
        (f"x{ENGLAND}", "x"),
        (E_ACUTE, ""),
        ("一\n", "一"),
        ("", ""),
    ],
)
async def test_backspace_takes_one_character(text: str, left: str) -> None:
    async with editing(text) as desk:
        await desk.press("backspace")
        assert desk.state == (left, len(left))


@pytest.mark.parametrize(
    ("text", "left"),
    [(f"{FAMILY}x", "x"), (FLAGS, "🇯🇵"), (f"{THUMB}好", "好"), ("\n二", "二"), ("您好", "好")],
)
async def test_delete_takes_one_character(text: str, left: str) -> None:
    async with editing(text, 0) as desk:
        await desk.press("delete")
        assert desk.state == (left, 0)


async def test_arrows_step_over_whole_characters() -> None:
    text = f"好{FAMILY}{FLAGS}{E_ACUTE}"
    async with editing(text) as desk:
        places = []
        while desk.state[1] > 0:
            await desk.press("left")
            places.append(desk.state[1])
        ends = [len(f"好{FAMILY}{FLAGS}"), len(f"好{FAMILY}🇨🇳"), len(f"好{FAMILY}"), 1, 0]
        assert places == ends
        for place in [*reversed(ends[:-1]), len(text)]:
            await desk.press("right")
            assert desk.state[1] == place


@pytest.mark.parametrize("column", range(6))
async def test_up_and_down_never_stop_inside_a_character(column: int) -> None:
    async with editing(f"abcdef\n{FAMILY}{FAMILY}", column) as desk:
        await desk.press("down")
        assert desk.state[1] in (7, 7 + len(FAMILY), 7 + 2 * len(FAMILY))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("这款酒现在有货吗，您要几瓶", "这款酒现在有货吗，您要"),
        ("您好hello", "您好"),
        ("您好，", "您好"),
        ("一\n", "一"),
        ("二 \u3000", ""),
    ],
)
async def test_ctrl_w_takes_one_word(text: str, left: str) -> None:
    async with editing(text) as desk:
        await desk.press("ctrl+w")
        assert desk.state == (left, len(left))


async def test_moving_and_deleting_by_word_to_the_right() -> None:
    async with editing("您好请稍等，谢谢", 0) as desk:
        await desk.press("ctrl+right")
        assert desk.state[1] == 2
        await desk.press("alt+delete")
        assert desk.state == ("您好等，谢谢", 2)
        await desk.press("ctrl+left")
        assert desk.state[1] == 0


async def test_keys_of_one_burst_act_in_their_turn() -> None:
    async with editing() as desk:
        await desk.press("a", "b", "backspace", "c", "home", "x", "end", "好", "left", "，")
        assert desk.state[0] == "xac，好"


async def test_undo_and_redo() -> None:
    async with editing() as desk:
        await desk.type("您好")
        await desk.paste("一整段")
        await desk.press("ctrl+z")
        assert desk.state[0] == "您好"
        await desk.press("ctrl+z")
        assert desk.state[0] == ""
        await desk.press("ctrl+y", "ctrl+y")
        assert desk.state[0] == "您好一整段"


async def test_a_selection_is_replaced_and_deleted() -> None:
    async with editing("您好世界") as desk:
        await desk.press("shift+left", "shift+left", "再")
        assert desk.state[0] == "您好再"
        await desk.press("shift+home", "backspace")
        assert desk.state[0] == ""


async def test_home_end_and_deleting_to_them() -> None:
    async with editing("第一行\n第二行", 5) as desk:
        await desk.press("home")
        assert desk.state[1] == 4
        await desk.press("end")
        assert desk.state[1] == 7
        await desk.press("left", "ctrl+k")
        assert desk.state[0] == "第一行\n第二"
        await desk.press("ctrl+u")
        assert desk.state[0] == "第一行\n"


async def test_the_desks_keys_pass_through_and_letters_do_not() -> None:
    async with editing() as desk:
        await desk.press(*(f"ctrl+{key}" for key in "fglnopqrst"), "f6", "f7", "enter")
        await desk.type("b")
        assert desk.app.got == [*"fglnopqrst", "f6", "f7", "enter"]
        await desk.press("tab")
        assert desk.state[0] == "b"


@pytest.mark.parametrize("index", range(8))
async def test_the_cursor_index_counts_from_the_start(index: int) -> None:
    async with editing("一二\n\n三四五", index) as desk:
        assert desk.state[1] == index


async def test_a_cursor_index_out_of_the_text_is_moved_into_it() -> None:
    async with editing("一二", 99) as desk:
        assert desk.state[1] == 2
        desk.app.editor.cursor_index = -3
        assert desk.state[1] == 0


async def test_the_row_being_written_is_always_in_view() -> None:
    async with editing() as desk:
        editor = desk.app.editor
        for _ in range(120):
            await desk.type("字")
            row = editor.wrapped_document.location_to_offset(editor.cursor_location).y
            top = editor.scroll_offset.y
            assert top <= row < top + editor.content_size.height


async def test_read_only_takes_nothing() -> None:
    async with editing("您好") as desk:
        desk.app.editor.read_only = True
        await desk.press("x", "backspace", "ctrl+w", "ctrl+u", "ctrl+k", "ctrl+x")
        await desk.paste("粘贴")
        assert desk.state[0] == "您好"
