"""Printed sheets: all of it is there, nothing in it is obeyed."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from zuiqing_desk.paper import (
    HANDOVER_HEAD,
    WEEK_HEAD,
    ClosedLine,
    Entry,
    HandoverSheet,
    NoteLine,
    Remark,
    Section,
    Signature,
    WeekSheet,
    handover_html,
    handover_md,
    handover_rows,
    week_html,
    week_rows,
)
from zuiqing_desk.paper.handover_sheet import groups
from zuiqing_desk.sheets import read, write

EVIL = "<script>alert(1)</script>{{ 7*7 }}\"'&|`**_#=1+1\x1b]52;c;aGk=\x07\u202e"
SHOWN = "<script>alert(1)</script>{{ 7*7 }}\"'&|`**_#=1+1]52;c;aGk="
HASH = "0123456789abcdef" * 4
HEAD = "fedcba9876543210" * 4


def entry(number: int, **changes: object) -> Entry:
    made = Entry(
        number,
        "red",
        "急办",
        f"第{number}件事",
        (("情况", "箱子压坏"), ("下一步", "先致歉")),
        ("客户 tb_**1", "订单 2603020001"),
        "1003 丙**",
        "22:00 前",
        "前页转来",
        "1003 丙** 18:06",
        "",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def sheet(**changes: object) -> HandoverSheet:
    made = HandoverSheet(
        shop="醉卿酒业",
        page=12,
        day="2026年3月2日 星期一",
        shift="白班",
        next_shift="晚班",
        boundary="18:00",
        mode="当面交接",
        state="已封存 18:09",
        late="晚 9 分钟封存",
        sections=(
            Section("1001 甲**", "18:03 已签", (("接待", "38"),), (entry(1),)),
            Section("1002 乙**", "18:04 已签", (), (entry(2, severity="green"),)),
        ),
        closed=(ClosedLine("售后", "补寄", "已寄出", "1001 甲**"),),
        remarks=(
            Remark("疑问", "第 1 项", "几点上班？", "1003 丙** 18:05", "八点半", "1001 甲** 18:06"),
            Remark("追问", "", "谁出的单？", "1009", "", "", "第 14 环", open_question=True),
        ),
        signatures=(Signature("交班", "1001 甲**", "18:03"), Signature("接班 当值", "1003 丙**")),
        reviewed="",
        number=13,
        hash=HASH,
        head_number=14,
        head=HEAD,
        printed="2026-03-03 09:20",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def evil_sheet() -> HandoverSheet:
    bad = entry(
        1, kind=EVIL, summary=EVIL, lines=((EVIL, EVIL),), facts=(EVIL,), whom=EVIL, due=EVIL,
        carried=EVIL, acked=EVIL, said_back=EVIL,
    )  # fmt: skip
    words = ("shop", "day", "shift", "next_shift", "boundary", "mode", "state", "late", "reviewed")
    return sheet(
        **dict.fromkeys(words, EVIL),
        printed=EVIL,
        sections=(Section(EVIL, EVIL, ((EVIL, EVIL),), (bad,)),),
        closed=(ClosedLine(EVIL, EVIL, EVIL, EVIL),),
        remarks=(Remark(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL),),
        signatures=(Signature(EVIL, EVIL, EVIL, EVIL),),
    )


def week(text: str = "发票抬头老填错") -> WeekSheet:
    first = NoteLine(1, "09:12", "1002 乙**", text, "会话", "客户 tb_**1", "待答复", is_open=True)
    other = NoteLine(
        2, "10:00", "1003 丙**", "缺佛山", "", "", "已答复", "补上", "1001 甲** 3月3日", "佛山"
    )
    days = (("2026年3月2日 星期一", (first,)), ("2026年3月3日 星期二", (other,)))
    return WeekSheet("醉卿酒业", "2026年3月2日–3月8日", days, "2026-03-09 09:00")


class Reader(HTMLParser):
    """Text, tags and whether they close in order."""

    VOID = frozenset({"meta", "br", "link"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data


def read_html(html: str) -> Reader:
    reader = Reader(html)
    assert not reader.open
    return reader


def test_the_sheet_holds_everything_on_the_page() -> None:
    shown = read_html(handover_html([sheet()])).text
    for words in (
        "醉卿酒业", "第 12 页", "2026年3月2日 星期一", "白班 → 晚班", "晚 9 分钟封存", "当面交接",
        "已封存 18:09", "共 2 项", "红 1", "黄 0", "绿 1", "1001 甲**", "18:03 已签", "接待38",
        "第1件事", "箱子压坏", "先致歉", "订单 2603020001", "22:00 前", "前页转来", "18:06",
        "补寄", "已寄出", "几点上班？", "八点半", "封存后 第 14 环", "还没有回答", "接班 当值",
        "屏幕上已签 18:03", "屏幕上还没有签", "第 13 环", "第 14 环", "2026-03-03 09:20",
    ):  # fmt: skip
        assert words in shown, words
    assert HASH in re.sub(r"\s", "", shown)
    assert HEAD in re.sub(r"\s", "", shown)
    assert "还没有封存" not in shown


def test_what_is_not_done_yet_has_a_box_for_the_pen() -> None:
    html = handover_html([sheet()])
    assert html.count('class="box"') == 1  # the red one was not said back; both were read
    assert html.count("签名<i>") == 3  # two signatures and the lead's


def test_a_page_that_is_not_sealed_says_so() -> None:
    shown = read_html(handover_html([sheet(hash="", number=None)])).text
    assert "还没有封存" in shown
    assert "本页校验值" not in shown


def test_each_page_begins_on_a_sheet_of_its_own() -> None:
    html = handover_html([sheet(), sheet(page=13)])
    assert html.count('<article class="sheet">') == 2
    assert "break-before: page" in html
    assert "size: A4" in html


def test_nothing_comes_from_outside_the_file() -> None:
    html = handover_html([sheet()]) + week_html(week())
    assert not re.search(r"https?:|src=|url\(|@import|<link|<script", html)
    assert html.count("default-src 'none'") == 2


def test_what_people_wrote_is_text_in_html() -> None:
    plain, evil = read_html(handover_html([sheet()])), read_html(handover_html([evil_sheet()]))
    assert set(evil.tags) <= set(plain.tags) | {"span"}
    assert "script" not in evil.tags
    assert not [one for one in evil.attributes if one.startswith("on")]
    assert SHOWN in evil.text
    assert "\x1b" not in evil.text
    assert "\u202e" not in evil.text
    assert "49" not in evil.text
    notes = read_html(week_html(week(EVIL)))
    assert "script" not in notes.tags
    assert SHOWN in notes.text


def test_an_accent_does_not_run_into_the_tag_before_it() -> None:
    html = handover_html([sheet(sections=(Section("1001", "", (), (entry(1, acked="\u0338"),)),))])
    assert '<div><span class="tick">✓</span>已阅' in html


def test_what_people_wrote_is_text_in_markdown() -> None:
    marked = handover_md([evil_sheet()])
    assert "\\<script\\>" in marked
    assert not re.search(r"(?<!\\)<", marked)
    assert re.findall(r"(?<!\\)[`_]", marked) == ["`"] * 4  # around the two hashes alone
    assert "\x1b" not in marked
    lines = handover_md([sheet(shop="1. 店\n# 大标题\n- 点")]).splitlines()
    assert "1\\. 店 \\# 大标题 \\- 点 · 第 12 页 · 18:00 · 当面交接 · 已封存 18:09" in "\n".join(
        lines
    )


def test_markdown_holds_the_page() -> None:
    marked = handover_md([sheet()])
    for words in ("# 交接单 2026年3月2日 星期一 白班 → 晚班", "### 1. R 红", HASH, HEAD, "八点半"):
        assert words in marked
    assert "tb\\_\\*\\*1" in marked
    assert "tb_**1" in handover_md([sheet()], escape=False)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_no_cell_becomes_a_formula(tmp_path: Path, suffix: str) -> None:
    bad = sheet(sections=(Section("1001", "", (), (entry(1, summary='=HYPERLINK("x")'),)),))
    file = tmp_path / f"sheet{suffix}"
    write(file, HANDOVER_HEAD, handover_rows([bad]))
    rows = read(file, HANDOVER_HEAD, HANDOVER_HEAD)
    assert '=HYPERLINK("x")' in {row.values["事项"] for row in rows}
    if suffix == ".xlsx":
        from openpyxl import load_workbook

        cells = [cell for row in load_workbook(file).active for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_rows_hold_everything() -> None:
    rows = handover_rows([sheet()])
    assert {len(row) for row in rows} == {len(HANDOVER_HEAD)}
    parts = [row[3] for row in rows]
    assert parts == [
        "当天数字", "事项", "事项", "本班了结", "疑问", "追问（第 14 环）", "签字", "签字",
        "封存", "封存",
    ]  # fmt: skip
    item = dict(zip(HANDOVER_HEAD, rows[1], strict=True))
    assert item["级别"] == "R 红"
    assert item["详情"] == "情况：箱子压坏\n下一步：先致歉"
    assert item["确认"] == "已阅：1003 丙** 18:06"
    assert HASH in rows[-2]
    assert HEAD in rows[-1]


def test_the_week_is_there_by_day() -> None:
    shown = read_html(week_html(week())).text
    for words in ("共 2 条", "待答复 1", "2026年3月3日 星期二", "发票抬头老填错", "补上", "佛山"):
        assert words in shown
    rows = week_rows(week())
    assert {len(row) for row in rows} == {len(WEEK_HEAD)}
    assert rows[1][-2:] == ("补上 （1001 甲** 3月3日）", "佛山")
    empty = replace(week(), days=())
    assert "这一周没有登记" in read_html(week_html(empty)).text


def test_a_hash_is_read_in_pieces() -> None:
    assert groups(HASH) == ("01234567", "89abcdef") * 4
    assert groups("") == ()
