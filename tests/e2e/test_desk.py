"""The real program in a real terminal: first start, sign-in, drafts, signals, trouble."""

import signal
from pathlib import Path

import pytest
from support.desk_terminal import desk, found_shop, page_address, sign_in, taken_customer
from support.terminal import Terminal
from support.web_visitor import WebVisitor

from zuiqing_desk.services import chat, drafts
from zuiqing_desk.store.engine import open_store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def kept_draft(home: Path) -> str:
    with open_store(home / "desk.db") as store:
        kept = store.read(lambda tx: drafts.all_of(tx, 1)).result()
    return kept[0].text if kept else ""


def lines(home: Path, conversation: int) -> list[tuple[str, str]]:
    with open_store(home / "desk.db") as store:
        found = store.read(lambda tx: chat.chat(tx, conversation)).result()
    return [(line.author, line.text) for line in found.lines]


def test_a_first_start_typed_without_a_pause_founds_the_shop(home: Path) -> None:
    (home / "settings.toml").write_text("[webchat]\nport = 0\n", encoding="utf-8")
    with desk(home, (80, 24), settled=False) as terminal:
        terminal.wait_for("店铺名称")
        terminal.type("醉卿酒业\r1001\r甲**\r2468\r2468\r\r")
        terminal.wait_for("在岗")
        terminal.keys("ctrl+q")
        assert terminal.wait_exit() == 0
        terminal.assert_intact()
    with desk(home, (80, 24)) as terminal:
        sign_in(terminal)


def test_number_tab_pin_and_enter_in_one_burst_sign_in(home: Path) -> None:
    found_shop(home)
    with desk(home) as terminal:
        terminal.type("1001\t2468\r")
        terminal.wait_for("在岗")
        assert "工号 1001" in terminal.text


def test_what_was_typed_before_the_next_customer_was_shown_is_not_sent_to_them(
    home: Path,
) -> None:
    found_shop(home)
    with desk(home) as terminal:
        sign_in(terminal)
        with WebVisitor(page_address(terminal), "tb_甲") as first:
            first.says("一")
            terminal.wait_for("tb_甲")
            with WebVisitor(page_address(terminal), "tb_乙") as second:
                second.says("二")
                terminal.wait_for("tb_乙")
                terminal.keys("ctrl+g")
                terminal.wait_for("致 tb_甲")
                terminal.type("给甲\r\x07给乙\r")
                assert first.hears() == "给甲"
                terminal.wait_for("致 tb_乙")
                terminal.wait_for(lambda _: kept_draft(home) == "给乙")
                terminal.type("请问要几瓶\r")
                assert second.hears() == "请问要几瓶"
                assert first.heard == ["给甲"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_half_written_draft_is_there_after_the_end(home: Path, number: signal.Signals) -> None:
    found_shop(home)
    with desk(home) as terminal:
        sign_in(terminal)
        with taken_customer(terminal):
            terminal.type("写到一半,")
            terminal.wait_for(lambda _: kept_draft(home) == "写到一半,")
            terminal.kill(number)
            terminal.wait_exit()
            if number != signal.SIGKILL:
                terminal.assert_intact()
    with desk(home) as terminal:
        sign_in(terminal)
        terminal.keys("ctrl+g")
        terminal.wait_for("写到一半,")


def test_the_window_closing_ends_the_program_and_keeps_the_draft(home: Path) -> None:
    found_shop(home)
    with desk(home) as terminal:
        sign_in(terminal)
        with taken_customer(terminal):
            terminal.type("别丢")
            terminal.wait_for("别丢")
            terminal.hang_up()
            terminal.wait_exit()
    assert kept_draft(home) == "别丢"


def test_hostile_lines_are_text_on_the_screen(home: Path) -> None:
    found_shop(home)
    hostile = "[/b][@click=app.quit]点[/] \x1b]52;c;aGFja2Vk\x07\x1b[31m\u202e反 👩‍👩‍👧 [OK]"
    with desk(home) as terminal:
        sign_in(terminal)
        with WebVisitor(page_address(terminal), "[b]名[/b]") as visitor:
            visitor.says(hostile)
            terminal.wait_for("[b]名[/b]")
            terminal.keys("ctrl+g")
            terminal.wait_for("[/b][@click=app.quit]点[/]")
            terminal.wait_for("[OK]")
            assert b"\x1b]52" not in terminal.raw_output
            assert "\u202e".encode() not in terminal.raw_output
            terminal.type("收到[/b]")
            terminal.keys("enter")
            assert visitor.hears() == "收到[/b]"


def test_a_note_reaches_the_record_and_never_the_customer(home: Path) -> None:
    found_shop(home)
    with desk(home) as terminal:
        sign_in(terminal)
        with taken_customer(terminal) as visitor:
            terminal.keys("ctrl+n")
            terminal.wait_for("不会发给客户")
            terminal.type("此人要专票")
            terminal.keys("enter")
            terminal.wait_for(lambda _: ("note", "此人要专票") in lines(home, 1))
            terminal.type("在的")
            terminal.keys("enter")
            assert visitor.hears() == "在的"
            assert visitor.heard == ["在的"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
def test_every_size_shows_queue_conversation_and_reply_box(
    home: Path, size: tuple[int, int]
) -> None:
    found_shop(home)
    with desk(home, size) as terminal:
        sign_in(terminal)
        with taken_customer(terminal, "这款还有货吗"):
            terminal.wait_for("这款还有货吗")
            if size[0] >= 100:
                terminal.wait_for("接待记录")
            else:
                assert "接待记录" not in terminal.text
            # An input method would cover the last row. A frame being painted may pass through it.
            terminal.wait_for(lambda seen: seen.cursor[1] < size[1] - 1)


def problem(terminal: Terminal, *words: str) -> None:
    for word in words:
        terminal.wait_for(word)
    assert "Traceback" not in terminal.text


def test_a_busy_port_is_named_and_the_desk_still_opens(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    found_shop(other)
    with desk(other) as holder:
        sign_in(holder)
        port = page_address(holder).rsplit(":", 1)[1]
        found_shop(home, settings=f"[webchat]\nport = {port}\n")
        with desk(home) as terminal:
            sign_in(terminal)
            problem(terminal, port, "占用")


def test_a_damaged_database_is_named_and_left_alone(home: Path) -> None:
    database = home / "desk.db"
    database.write_bytes(b"not a database " * 100)
    before = database.read_bytes()
    with desk(home) as terminal:
        problem(terminal, "desk.db")
        terminal.type("q")
        terminal.wait_exit()
        terminal.assert_intact()
    assert database.read_bytes() == before


def test_a_settings_file_with_an_error_is_named_with_line_and_column(home: Path) -> None:
    found_shop(home, settings="[webchat]\nport = = 1\n")
    with desk(home, settled=False) as terminal:
        assert terminal.wait_exit() == 1
        problem(terminal, "settings.toml", "2")
