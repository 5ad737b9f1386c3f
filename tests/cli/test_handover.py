"""``handover list|show|export`` and ``notes list|export``."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import time_machine
from support.command import CommandLine
from support.handover import day_and_evening, matter
from support.shop import TestShop

from zuiqing_desk.cli.parser import build_parser
from zuiqing_desk.paper import HANDOVER_HEAD, WEEK_HEAD
from zuiqing_desk.services.handover import items, pages, remarks, signing, taking
from zuiqing_desk.services.notes import notebook
from zuiqing_desk.sheets import read

RED, GREEN = "箱子压坏要今天答复", "打印机卡纸"


@pytest.fixture
def shop(cli: CommandLine) -> Any:
    cli.home.mkdir()
    made = TestShop(cli.home)
    yield made
    made.store.close()


def given(shop: TestShop) -> int:
    """A page with a red and a green item, signed by its giver."""
    giver, _ = day_and_evening(shop)
    chat = shop.waiting_customer()
    shop.answers(chat, giver)
    matter(shop, giver, RED, "red", kind="urgent", situation="三瓶渗漏", conversation_id=chat)
    matter(shop, giver, GREEN)
    gone = matter(shop, giver, "补寄单号")
    shop.do(items.finish, gone, "SF123 已发", giver.id)
    page = shop.do(pages.open_for, giver.id)
    shop.do(signing.give, page, giver.id)
    return page


def sealed(shop: TestShop) -> int:
    """The same page taken over, with a question before and a comment after the seal."""
    page = given(shop)
    taker = shop.colleague("1003")
    shop.later(900)
    red, green = (entry.item.id for entry in shop.ask(pages.one, page).entries)
    question = shop.do(remarks.ask, page, red, "谁出的单？", taker.id)
    shop.do(remarks.answer, question, "仓库", shop.colleague("1002").id)
    shop.do(taking.said_back, page, red, taker.id)
    shop.do(taking.ack, page, green, taker.id)
    assert shop.do(signing.take, page, taker.id)
    shop.later(600)
    shop.do(remarks.comment, page, green, "叫人来修", shop.lead.id)
    return page


class Text(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_book_without_pages(cli: CommandLine, shop: TestShop) -> None:
    assert cli("handover", "list", "--json").data == []
    assert "还没有页" in cli("handover", "list").out
    missing = cli("handover", "show", "7")
    assert (missing.code, missing.out) == (1, "")
    assert cli("handover", "export", "2026-03-02").code == 1


def test_without_a_shop_it_says_so(cli: CommandLine) -> None:
    for words in (("handover", "list"), ("handover", "export", "1"), ("notes", "list")):
        ran = cli(*words)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err


def test_the_list_for_scripts_and_for_people(cli: CommandLine, shop: TestShop) -> None:
    page = sealed(shop)
    (row,) = [one for one in cli("handover", "list", "--json").data if one["page"] == page]
    assert (row["day"], row["shift"], row["next_shift"]) == ("2026-03-02", "白班", "晚班")
    assert row["boundary_at"] == "2026-03-02T18:00:00.000+08:00"
    assert (row["state"], row["mode"], row["items"], row["red"]) == ("sealed", "face", 2, 1)
    assert (row["reviewed"], row["questions"], row["unanswered"]) == (False, 1, 0)
    shown = cli("handover", "list").out
    assert "白班→晚班" in shown
    assert "已封存 当面交接" in shown


def test_a_page_for_scripts_holds_everything(cli: CommandLine, shop: TestShop) -> None:
    page = sealed(shop)
    data = cli("handover", "show", str(page), "--json").data
    assert (data["page"], data["state"], data["number"]) == (page, "sealed", 1)
    assert len(data["hash"]) == 64
    assert data["sealed_at"] == "2026-03-02T18:00:00.000+08:00"
    (section,) = data["sections"]
    assert (section["giver"], section["state"]) == ("1002", "signed")
    assert section["signed_at"] == "2026-03-02T17:45:00.000+08:00"
    assert [(one["staff"], one["duty"]) for one in data["takers"]] == [("1003", True)]
    red, green = data["entries"]
    assert (red["said_by"], red["acked_by"], green["said_by"]) == ("1003", "1003", None)
    item = red["item"]
    assert (item["summary"], item["situation"]) == (RED, "三瓶渗漏")
    assert (item["kind"], item["severity"], item["created_by"]) == ("urgent", "red", "1002")
    assert item["customer"] == "tb_**"
    assert [(one["summary"], one["result"]) for one in data["closed"]] == [
        ("补寄单号", "SF123 已发")
    ]
    assert [(one["kind"], one["text"], one["answer"]) for one in data["said"]] == [
        ("question", "谁出的单？", "仓库"),
        ("comment", "叫人来修", ""),
    ]
    shown = cli("handover", "show", str(page)).out
    for words in (RED, "三瓶渗漏", "谁出的单？", "封存后 第 2 环", data["hash"]):
        assert words in shown


def test_the_sheet_of_a_sealed_page(cli: CommandLine, shop: TestShop, tmp_path: Path) -> None:
    page = sealed(shop)
    file = tmp_path / "单.html"
    ran = cli("handover", "export", str(page), "--output", str(file))
    assert (ran.code, ran.out) == (0, f"{file}\n")
    assert file.stat().st_mode & 0o777 == 0o600
    shown = Text(file.read_text(encoding="utf-8")).text
    hash_ = cli("handover", "show", str(page), "--json").data["hash"]
    assert hash_ in "".join(shown.split())
    for words in (
        "白班 → 晚班", "按时", "当面交接", RED, "客户 tb_**", "1003 18:00", "1003 1003**",
        "SF123 已发", "封存后 第 2 环", "叫人来修", "第 2 项", "还没有审", "打印时最新",
    ):  # fmt: skip
        assert words in shown, words


def test_a_page_being_read_is_printed_with_boxes(
    cli: CommandLine, shop: TestShop, tmp_path: Path
) -> None:
    page = given(shop)
    file = tmp_path / "单.html"
    assert cli("handover", "export", str(page), "--output", str(file)).code == 0
    html = file.read_text(encoding="utf-8")
    assert html.count('class="box"') == 3
    assert "还没有封存" in html


def test_a_day_in_every_format(
    cli: CommandLine, shop: TestShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed(shop)
    monkeypatch.chdir(tmp_path)
    for form in ("html", "md", "xlsx"):
        ran = cli("handover", "export", "2026-03-02", "--format", form)
        assert (ran.code, ran.out) == (0, f"交接-2026-03-02.{form}\n")
    assert RED in (tmp_path / "交接-2026-03-02.md").read_text(encoding="utf-8")
    rows = read(tmp_path / "交接-2026-03-02.xlsx", HANDOVER_HEAD, HANDOVER_HEAD)
    assert RED in {row.values["事项"] for row in rows}


def test_no_file_is_written_over_by_mistake(
    cli: CommandLine, shop: TestShop, tmp_path: Path
) -> None:
    page, file = str(given(shop)), tmp_path / "单.md"
    file.write_text("别动", encoding="utf-8")
    refused = cli("handover", "export", page, "--output", str(file))
    assert refused.code == 1
    assert "--force" in refused.err
    assert file.read_text(encoding="utf-8") == "别动"
    assert cli("handover", "export", page, "--output", str(file), "--force").code == 0
    assert RED in file.read_text(encoding="utf-8")
    nowhere = tmp_path / "没有" / "单.html"
    assert cli("handover", "export", page, "--output", str(nowhere)).code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("export", "1", "--output", "单.doc"),
        ("export", "1", "--format", "md", "--output", "单.html"),
        ("export", "1", "--format", "pdf"),
        ("export",),
        ("show", "一"),
        (),
    ],
)
def test_wrong_usage(cli: CommandLine, shop: TestShop, words: tuple[str, ...]) -> None:
    assert cli("handover", *words).code == 2


@pytest.mark.parametrize("day", ["3月2日", "2026-02-30", "明天", "9999-12-31"])
def test_a_word_that_is_no_day_is_refused(cli: CommandLine, day: str) -> None:
    for words in (("handover", "export", day), ("notes", "export", day)):
        ran = cli(*words)
        assert ran.code == 2
        assert "2026-03-02" in ran.err


def test_today_and_yesterday(
    cli: CommandLine, shop: TestShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed(shop)
    monkeypatch.chdir(tmp_path)
    # The command reads the machine's clock: on the day of the page, and on the next.
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        assert cli("handover", "export", "today").out == "交接-2026-03-02.html\n"
        assert cli("handover", "export", "yesterday").code == 1
        assert cli("notes", "export", "今天").out == "问题登记-2026-03-02.html\n"
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False):
        ran = cli("handover", "export", "昨天", "--format", "md")
        assert ran.out == "交接-2026-03-02.md\n"


def test_a_week_of_problems(
    cli: CommandLine, shop: TestShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = shop.do(notebook.add, "=1+1 发票抬头", shop.colleague("1002").id, place="pane.chat")
    shop.do(notebook.answer, note, "加一条话术", shop.lead.id)
    (data,) = cli("notes", "list", "--week", "2026-03-08", "--json").data
    assert data == {
        "note": note,
        "text": "=1+1 发票抬头",
        "by": "1002",
        "at": "2026-03-02T09:00:00.000+08:00",
        "place": "pane.chat",
        "conversation": None,
        "customer": "",
        "order_id": None,
        "order": "",
        "state": "answered",
        "answer": "加一条话术",
        "answered_by": "1001",
        "answered_at": "2026-03-02T09:00:00.000+08:00",
        "settled_by": None,
        "settled_at": None,
        "reply_id": None,
        "reply": None,
    }
    assert "发票抬头" in cli("notes", "list", "--week", "2026-03-02").out
    assert "没有登记" in cli("notes", "list", "--week", "2026-03-09").out
    assert cli("notes", "list", "--week", "下周").code == 2
    monkeypatch.chdir(tmp_path)
    for form in ("html", "xlsx"):
        ran = cli("notes", "export", "2026-03-05", "--format", form)
        assert (ran.code, ran.out) == (0, f"问题登记-2026-03-02.{form}\n")
    assert "加一条话术" in (tmp_path / "问题登记-2026-03-02.html").read_text(encoding="utf-8")
    (row,) = read(tmp_path / "问题登记-2026-03-02.xlsx", WEEK_HEAD, WEEK_HEAD)
    assert row.values["问题或主意"] == "=1+1 发票抬头"
    assert cli("notes", "export", "2026-03-05", "--format", "md").code == 2


def test_the_commands_are_on_the_command_line() -> None:
    parser = build_parser()
    assert parser.parse_args(["handover", "export", "1"]).command == "handover.export"
    assert parser.parse_args(["notes", "list"]).command == "notes.list"
