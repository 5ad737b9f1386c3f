"""``keys``: what scripts and people read of the key map."""

from pathlib import Path

import pytest
from support.command import CommandLine

from zuiqing_desk.tui.actions import ACTIONS


def test_json_lists_every_action(cli: CommandLine) -> None:
    data = cli("keys", "--json").data
    assert data == [
        {
            "id": action.id,
            "keys": list(action.keys),
            "label": action.label,
            "help": action.help,
            "scope": action.scope,
        }
        for action in ACTIONS
    ]


def test_the_users_own_keys_are_in_force_and_bad_ones_told(cli: CommandLine) -> None:
    cli.home.mkdir()
    (cli.home / "settings.toml").write_text(
        '[keys]\nchat.next = "f7"\nhistory.open = "ctrl+g"\nquit = "ctrl+h"\n'
    )
    ran = cli("keys", "--json")
    found = {action["id"]: action["keys"] for action in ran.data}
    assert ran.code == 0
    assert found["chat.next"] == ["f7"]
    assert found["quit"] == ["ctrl+q"]
    assert "ctrl+h" in ran.err


def test_for_people_each_action_has_a_line(cli: CommandLine) -> None:
    lines = cli("keys").out.splitlines()
    assert len(lines) == len(ACTIONS) + 1
    assert any(line.startswith("^G") and "chat.next" in line for line in lines)


def test_markdown_is_a_table_with_a_row_for_each_action(cli: CommandLine) -> None:
    head, rule, *rows = cli("keys", "--markdown").out.splitlines()
    assert head == "| 按键 | 操作 | 在哪里 | 编号 | 说明 |"
    assert set(rule) == {"|", " ", "-"}
    assert [row.split(" | ")[3] for row in rows] == [action.id for action in ACTIONS]
    assert rows[1].startswith("| F2 | 会话 | 全局 | pane.chat |")
    assert cli("keys", "--markdown", "--json").code == 2


BAD = """\
[desk]
theme = "dark"
[keys]
"chat.next" = "ctrl+i"
quit = ["ctrl+h", "f10"]
chat.nxt = "f5"
chat.note = "ctrl+g"
lock = "hyper+x"
jump = 3
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.toml"


def test_check_names_every_problem_with_its_line(cli: CommandLine, file: Path) -> None:
    file.write_text(BAD)
    ran = cli("keys", "--check", str(file))
    assert ran.code == 1
    lines = ran.out.splitlines()
    said = (
        "终端里就是 Tab",
        "终端自己的菜单键",
        "是不是 chat.next",
        "要对调",
        "没有这个键",
        "应为",
    )
    assert len(lines) == len(said)
    for at, (line, words) in enumerate(zip(lines, said, strict=True), 4):
        assert line.startswith(f"第 {at} 行：")
        assert words in line
    assert file.read_text() == BAD


def test_check_as_data(cli: CommandLine, file: Path) -> None:
    file.write_text(BAD)
    ran = cli("keys", "--check", str(file), "--json")
    assert ran.code == 1
    assert [(one["line"], one["id"], one["kind"]) for one in ran.data] == [
        (4, "chat.next", "reserved_key"),
        (5, "quit", "reserved_key"),
        (6, "chat.nxt", "unknown_id"),
        (7, "chat.note", "clash"),
        (8, "lock", "unknown_key"),
        (9, "jump", "no_key"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[keys]\n"chat.next" = "ctrl+n"\n[keys.chat]\nnote = "ctrl+g"\n', "2 个"),
        ("[desk]\n", "没有 [keys]"),
    ],
)
def test_check_finds_nothing_wrong(cli: CommandLine, file: Path, text: str, said: str) -> None:
    file.write_text(text)
    ran = cli("keys", "--check", str(file))
    assert (ran.code, ran.out) == (0, "")
    assert said in ran.err
    ran = cli("keys", "--check", str(file), "--json")
    assert (ran.code, ran.data) == (0, [])


def test_check_names_the_line_that_is_no_toml(cli: CommandLine, file: Path) -> None:
    file.write_text("[keys]\nquit = \x1b[31m\n")
    ran = cli("keys", "--check", str(file), "--json")
    assert ran.code == 1
    assert (ran.data[0]["kind"], ran.data[0]["line"]) == ("syntax", 2)
    shown = cli("keys", "--check", str(file)).out
    assert "第 2 行" in shown
    assert "\x1b" not in shown


def test_a_file_that_is_not_there_is_wrong_usage(cli: CommandLine, file: Path) -> None:
    ran = cli("keys", "--check", str(file))
    assert (ran.code, ran.out) == (2, "")
    assert "读不了" in ran.err
