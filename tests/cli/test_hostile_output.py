"""What commands print may stand on a terminal: whatever customers, colleagues and platforms wrote,
nothing in it is obeyed. Every command runs over a store in which every text is an attacker's."""

import json
import sqlite3
from pathlib import Path

import pytest
from support.command import CommandLine
from support.figures import Figures
from support.hostile import JSON, MACHINE, PAYLOADS, text_columns
from support.terminal_stream import listen

from zuiqing_desk.cli.dispatch import _MODULES

Words = tuple[str, ...]

REPORTS: dict[str, tuple[Words, ...]] = {
    "backup.list": ((),),
    "bridge.list": ((),),
    "bridge.schema": ((),),
    "chats": ((), ("--state", "active")),
    "chats.search": (("PWNED",), ("毒", "--limit", "50")),
    "chats.show": (("1",), ("2",), ("5",)),
    "coverage.check": (("四川省成都市武侯区\x1b[31m",),),
    "customers.access": ((),),
    "customers.list": (("--find", "毒"),),
    "doctor": ((),),
    "handover.list": ((),),
    "handover.show": (("1",), ("2",)),
    "handover.verify": ((),),
    "notes.list": ((),),
    "orders.audit": ((),),
    "orders.chases": ((),),
    "orders.differences": ((),),
    "orders.evidence": ((),),
    "orders.list": ((),),
    "orders.owner": (("{order}",),),
    "orders.show": (("{order}",),),
    "products.list": ((),),
    "replies.list": ((),),
    "replies.search": (("毒",),),
    "replies.suggest": (("毒 PWNED",),),
    "roster.list": ((),),
    "staff.list": ((),),
    "tally": ((),),
}
"""Commands that tell what is in the store, and how to ask them."""

NO_REPORT = {
    "", "demo", "demo.pictures", "gateway", "config.show", "config.edit", "config.path", "keys",
    "staff.add", "staff.disable", "staff.enable", "staff.reset-pin", "chats.reply",
    "replies.import", "replies.export", "replies.lint", "products.import", "products.export",
    "remark.check", "remark.normalize", "orders.import", "orders.export-remarks",
    "coverage.import", "customers.erase", "customers.export", "handover.export",
    "notes.export", "roster.import", "roster.export",
    "backup.now", "backup.restore", "bridge.add", "bridge.rotate", "bridge.set-url",
    "bridge.remove",
}  # fmt: skip
"""Commands that change something, write a file, or know nothing but this computer."""

NO_JSON = {"bridge.schema"}


def test_every_command_was_judged() -> None:
    assert set(_MODULES) - set(REPORTS) - NO_REPORT == set()


def test_every_column_was_judged(hostile: Path) -> None:
    with sqlite3.connect(hostile / "desk.db") as connection:
        there = {f"{table}.{column}" for table, column in text_columns(connection)}
    connection.close()
    assert (MACHINE | JSON) - there == set()


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_a_terminal_obeys_is_printed(
    name: str, on_hostile: CommandLine, hostile: Path, figures: Figures
) -> None:
    order = first_order(hostile)
    said = 0
    for asked in REPORTS[name]:
        for as_json in ((), ("--json",)) if name not in NO_JSON else ((),):
            words = [word.replace("{order}", order) for word in asked]
            ran = on_hostile(*name.split("."), *words, *as_json)
            assert ran.code in {0, 1}, ran.err
            figures.count("security inputs", "commands_read_by_a_terminal")
            heard = listen((ran.out + ran.err).replace("\t", " ").encode(), screen=False)
            assert heard.foreign == []
            assert set(heard.kinds) <= {"text", "line end"}
            said += len(ran.out)
            if as_json:
                json.loads(ran.out)
    assert said


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_what_is_typed_at_a_command_comes_back_harmless(
    cli: CommandLine, payload: str, figures: Figures
) -> None:
    for words in (("remark", "check"), ("remark", "normalize")):
        figures.count("security inputs", "commands_read_by_a_terminal")
        ran = cli(*words, stdin=payload.encode())
        assert listen((ran.out + ran.err).replace("\t", " ").encode(), screen=False).foreign == []


def first_order(home: Path) -> str:
    with sqlite3.connect(home / "desk.db") as connection:
        number: str = connection.execute("SELECT number FROM shop_order").fetchone()[0]
    connection.close()
    return number
