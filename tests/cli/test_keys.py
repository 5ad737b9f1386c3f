"""``keys``: what scripts and people read of the key map."""

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
    (cli.home / "settings.toml").write_text('[keys]\nchat.next = "f7"\nquit = "ctrl+h"\n')
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
