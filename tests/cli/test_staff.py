"""``staff``: managed by whoever can open the shop's file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.command import CommandLine, Ran

from zuiqing_desk.services import pins

PIN = b"2580\n"


def add(cli: CommandLine, no: str, *words: str, pin: bytes = PIN) -> Ran:
    return cli("staff", "add", "--no", no, "--name", f"{no}**", *words, "--pin-stdin", stdin=pin)


def lead(cli: CommandLine, no: str = "1001") -> Ran:
    return add(cli, no, "--role", "lead")


def rows(cli: CommandLine, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(cli.home / "desk.db")) as connection:
        return connection.execute(sql).fetchall()


def test_the_first_one_founds_the_shop(cli: CommandLine) -> None:
    ran = cli(
        "staff", "add", "--no", "1001", "--name", "张**", "--role", "lead", "--shop", "醉卿酒业",
        "--pin-stdin", stdin=PIN,
    )  # fmt: skip
    assert (ran.code, ran.out) == (0, "")
    assert "醉卿酒业" in ran.err
    assert rows(cli, "SELECT name FROM shop") == [("醉卿酒业",)]
    (member,) = cli("staff", "list", "--json").data
    assert member == {
        "staff_no": "1001",
        "name": "张**",
        "role": "lead",
        "posts": ["pre-sale", "after-sale"],
        "active": True,
        "duty": "off",
        "duty_since": None,
    }


def test_even_if_the_first_one_is_an_agent(cli: CommandLine) -> None:
    assert add(cli, "1002", "--role", "agent").code == 0
    assert cli("staff", "list", "--json").data[0]["role"] == "agent"


def test_a_refused_first_one_founds_nothing(cli: CommandLine) -> None:
    ran = add(cli, "没有 空格", "--role", "lead")
    assert ran.code == 1
    assert "工号" in ran.err
    assert rows(cli, "SELECT count(*) FROM shop") == [(0,)]


def test_the_pin_is_stored_as_a_hash_and_the_journal_names_no_actor(cli: CommandLine) -> None:
    lead(cli)
    ((pin_hash,),) = rows(cli, "SELECT pin_hash FROM staff")
    assert pins.verify(str(pin_hash), "2580")
    assert rows(cli, "SELECT kind, actor_id FROM journal") == [
        ("replies.shipped", None),
        ("shop.set_up", None),
        ("staff.added", None),
    ]


@pytest.mark.parametrize(
    ("post", "posts"),
    [
        ("pre-sale", ["pre-sale"]),
        ("after-sale", ["after-sale"]),
        ("both", ["pre-sale", "after-sale"]),
    ],
)
def test_posts(cli: CommandLine, post: str, posts: list[str]) -> None:
    add(cli, "1001", "--role", "lead", "--post", post)
    assert cli("staff", "list", "--json").data[0]["posts"] == posts


def test_a_number_is_given_once(cli: CommandLine) -> None:
    lead(cli)
    ran = lead(cli)
    assert (ran.code, ran.out) == (1, "")
    assert "1001" in ran.err


@pytest.mark.parametrize(
    "pin", [b"", b"\n", b"12\n", b"1234\n", b"1111\n", b"\xff\xfe\n", b"2" * 9999]
)
def test_a_pin_that_will_not_do_is_refused_before_anything_is_made(
    cli: CommandLine, pin: bytes
) -> None:
    ran = add(cli, "1001", "--role", "lead", pin=pin)
    assert ran.code == 1
    assert "PIN" in ran.err
    assert not (cli.home / "desk.db").exists()


def test_without_a_terminal_the_pin_must_come_from_stdin(cli: CommandLine) -> None:
    ran = cli("staff", "add", "--no", "1001", "--name", "张**", "--role", "lead")
    assert ran.code == 2
    assert "--pin-stdin" in ran.err


def test_a_pin_line_may_end_as_on_windows(cli: CommandLine) -> None:
    assert add(cli, "1001", "--role", "lead", pin=b"2580\r\nmore\n").code == 0


def test_disable_and_enable(cli: CommandLine) -> None:
    lead(cli)
    add(cli, "1002", "--role", "agent")
    assert cli("staff", "disable", "1002").code == 0
    assert [m["active"] for m in cli("staff", "list", "--json").data] == [True, False]
    assert cli("staff", "enable", "1002").code == 0
    assert all(m["active"] for m in cli("staff", "list", "--json").data)


def test_who_is_disabled_hands_on_what_is_open(cli: CommandLine, tmp_path: Path) -> None:
    lead(cli)
    add(cli, "1002", "--role", "agent")
    sheet = tmp_path / "roster.csv"
    sheet.write_text("工号,1\n1002,白班\n", "utf-8")
    assert cli("roster", "import", str(sheet), "--month", "2999-01").code == 0
    assert "没有工号 9" in cli("staff", "disable", "1002", "--to", "9").err
    ran = cli("staff", "disable", "1002", "--to", "1001")
    assert ran.code == 0
    assert "交给了工号 1001" in ran.err
    assert "已排的班（会清空，要补人）：1" in ran.err
    assert cli("roster", "list", "--month", "2999-01", "--json").data["entries"] == []


def test_the_last_lead_stays(cli: CommandLine) -> None:
    lead(cli)
    ran = cli("staff", "disable", "1001")
    assert ran.code == 1
    assert "组长" in ran.err


def test_reset_pin(cli: CommandLine) -> None:
    lead(cli)
    assert cli("staff", "reset-pin", "1001", "--pin-stdin", stdin=b"8052\n").code == 0
    ((pin_hash,),) = rows(cli, "SELECT pin_hash FROM staff")
    assert pins.verify(str(pin_hash), "8052")
    assert cli("staff", "reset-pin", "1001", "--pin-stdin", stdin=b"1\n").code == 1


@pytest.mark.parametrize(
    "words", [["disable", "9"], ["enable", "9"], ["reset-pin", "9", "--pin-stdin"]]
)
def test_somebody_who_is_not_there(cli: CommandLine, words: list[str]) -> None:
    lead(cli)
    ran = cli("staff", *words, stdin=PIN)
    assert ran.code == 1
    assert "没有工号 9" in ran.err


def test_without_a_shop_there_is_nothing_to_list(cli: CommandLine) -> None:
    ran = cli("staff", "list", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "desk.db" in ran.err
    assert not cli.home.exists()


def test_for_people_a_table_in_chinese(cli: CommandLine) -> None:
    lead(cli)
    add(cli, "1002", "--role", "agent", "--post", "after-sale")
    cli("staff", "disable", "1002")
    head, first, second = cli("staff", "list").out.splitlines()
    assert head.split() == ["工号", "姓名", "角色", "岗位", "状态"]
    assert first.split() == ["1001", "1001**", "组长", "售前、售后", "不在岗"]
    assert second.split() == ["1002", "1002**", "客服", "售后", "已停用"]
