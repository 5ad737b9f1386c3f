"""``doctor``: findings for people and scripts."""

from support.command import CommandLine
from support.stores import lay_empty_store


def test_a_sound_home(cli: CommandLine) -> None:
    lay_empty_store(cli.home)
    ran = cli("doctor", "--json")
    assert ran.code == 0
    assert all(set(one) == {"level", "message"} for one in ran.data)
    assert {one["level"] for one in ran.data} <= {"ok", "warning"}
    assert any("secrets.json" in one["message"] for one in ran.data)


def test_no_home_yet_is_no_error_and_none_is_made(cli: CommandLine) -> None:
    assert cli("doctor").code == 0
    assert not cli.home.exists()


def test_a_damaged_database_and_broken_settings_are_both_told(cli: CommandLine) -> None:
    cli.home.mkdir()
    (cli.home / "desk.db").write_bytes(b"x" * 5000)
    (cli.home / "settings.toml").write_text("[webchat]\nport = 87x\n")
    ran = cli("doctor", "--json")
    assert ran.code == 1
    wrong = [one["message"] for one in ran.data if one["level"] == "error"]
    assert any("desk.db" in message for message in wrong)
    assert any("第 2 行" in message for message in wrong)


def test_left_out_settings_are_warnings(cli: CommandLine) -> None:
    cli.home.mkdir()
    (cli.home / "settings.toml").write_text("[webchat]\nprot = 1\n[keys]\nquit = 'f12'\n")
    out = cli("doctor").out
    assert "注意：" in out
    assert "是不是 port" in out
    assert "f12" in out
