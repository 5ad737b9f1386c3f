"""``bridge``: accounts are added, listed, changed and removed; a secret is shown once."""

import io
import json
import sqlite3
import sys
from pathlib import Path

import pytest
from support.command import CommandLine, Ran
from support.homes import found_home
from support.terminal_stream import listen

from zuiqing_desk.cli import main
from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.store.engine import open_store


@pytest.fixture
def cli(cli: CommandLine) -> CommandLine:
    found_home(cli.home)
    return cli


def add(cli: CommandLine, slug: str = "taobao-1", *more: str) -> Ran:
    words = ("--name", f"淘宝 {slug}", "--platform", "天猫", "--slug", slug)
    return cli("bridge", "add", *words, *more)


def test_a_secret_is_told_once_and_never_again(cli: CommandLine) -> None:
    added = add(cli, "taobao-1", "--json")
    assert added.code == 0
    assert set(added.data) == {"slug", "post_to", "secret"}
    secret = added.data["secret"]
    assert added.data["post_to"] == "http://127.0.0.1:8788/bridge/v1/taobao-1"
    assert "只显示" not in added.err, "scripts are told nothing more"
    with open_store(cli.home / "desk.db") as store:
        (account,) = store.read(accounts.all).result()
    assert (account.secrets, account.platform) == ((secret,), "taobao")
    for words in (("list",), ("list", "--json"), ("set-url", "taobao-1", "https://a.example/")):
        ran = cli("bridge", *words)
        assert ran.code == 0
        assert "whsec_" not in ran.out + ran.err
    (listed,) = cli("bridge", "list", "--json").data
    assert listed["url"] == "https://a.example/"
    again = cli("bridge", "rotate", "taobao-1", "--overlap", "2")
    assert again.out.count("whsec_") == 1
    assert secret not in again.out
    assert "2 小时" in again.err
    assert cli("bridge", "list", "--json").data[0]["old_secret_until"] is not None


def test_people_are_told_what_comes_next(cli: CommandLine) -> None:
    added = add(cli)
    assert "http://127.0.0.1:8788/bridge/v1/taobao-1" in added.out
    assert "只显示这一次" in added.err
    assert "bridge set-url taobao-1" in added.err
    warned = cli("bridge", "set-url", "taobao-1", "http://connector.example.com/hook")
    assert "不是 https" in warned.err
    table = cli("bridge", "list").out
    assert "taobao-1" in table
    assert "（不加密）" in table


def test_the_address_is_the_one_connectors_see(cli: CommandLine) -> None:
    settings = '[bridge]\npublic_url = "http://192.168.1.5:9000/desk/"\n'
    (cli.home / "settings.toml").write_text(settings, encoding="utf-8")
    added = add(cli, "jd-1", "--json")
    assert added.data["post_to"] == "http://192.168.1.5:9000/desk/bridge/v1/jd-1", added.err


@pytest.mark.parametrize(("host", "told"), [("0.0.0.0", True), ("192.168.1.5", False)])
def test_an_address_that_leads_nowhere_is_said(cli: CommandLine, host: str, told: bool) -> None:
    settings = f'[bridge]\nhost = "{host}"\n'
    (cli.home / "settings.toml").write_text(settings, encoding="utf-8")
    assert ("public_url" in add(cli).err) is told


def test_removing_is_asked_and_final(cli: CommandLine) -> None:
    add(cli)
    asked = cli("bridge", "remove", "taobao-1")
    assert (asked.code, "--yes" in asked.err) == (1, True)
    assert cli("bridge", "remove", "taobao-1", "--yes").code == 0
    assert "已移除" in cli("bridge", "list").out
    again = add(cli)
    assert (again.code, "只能用一次" in again.err) == (1, True)


def test_what_is_wrong_is_said(cli: CommandLine) -> None:
    assert "还没有桥接账号" in cli("bridge", "list").out
    assert cli("bridge", "remove", "nobody", "--yes").code == 1
    for words, code in (
        (("add", "--name", "甲", "--platform", "ebay", "--slug", "a"), 2),
        (("add", "--name", "甲", "--platform", "jd", "--slug", "京东"), 1),
        (("rotate", "taobao-1", "--overlap", "999"), 2),
        (("rotate", "taobao-1"), 1),
        ((), 2),
    ):
        ran = cli("bridge", *words)
        assert ran.code == code, words
        assert ran.err
        assert "whsec_" not in ran.out + ran.err


def test_the_schemas_can_be_taken_along(cli: CommandLine, tmp_path: Path) -> None:
    listed = cli("bridge", "schema").out
    assert "message.created.json" in listed
    assert "message.send.json" in listed
    cli("bridge", "schema", "--to", str(tmp_path / "schemas"))
    found = sorted((tmp_path / "schemas").rglob("*.json"))
    assert (tmp_path / "schemas" / "v1" / "CONNECTOR.md").stat().st_size > 0
    assert len(found) == listed.count(".json")
    for file in found:
        way = "in" if file.parent.name == "in" else "out"
        schema = json.loads(file.read_text(encoding="utf-8"))
        assert schema["$id"] == f"urn:zuiqing-desk:bridge:v1:{way}:{file.stem}"


def test_the_question_obeys_no_name(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    add(cli)
    with sqlite3.connect(cli.home / "desk.db") as connection:
        connection.execute(
            "UPDATE channel_account SET name = ? WHERE channel = 'bridge'"
            " OR id IN (SELECT account_id FROM bridge_account)",
            ("甲\x1b]0;PWNED\x07乙",),
        )
    connection.close()
    monkeypatch.setattr(sys, "stdin", Keyboard("n\n"))
    assert main(["--home", str(cli.home), "bridge", "remove", "taobao-1"]) == 1
    asked = capsys.readouterr().err
    assert "甲]0;PWNED乙" in asked
    assert listen(asked.encode(), screen=False).foreign == []
