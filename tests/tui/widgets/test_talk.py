"""How lines of a conversation are set in rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from support.chat_records import HARMLESS, HOSTILE, NOW, SECOND, ZONE, line, mine

from zuiqing_desk.rules.text import clean
from zuiqing_desk.services.records import LineRecord, MediaRecord
from zuiqing_desk.tui.widgets.talk import NOTE_BAND, Entry, Typesetter, entries, new_since

DAY = 86_400 * SECOND


def rows(entry: LineRecord | Entry, width: int = 50, held: bool = False) -> list[str]:
    if isinstance(entry, LineRecord):
        entry = Entry(("line", entry.seq), entry, held=held)
    setter = Typesetter(zone=ZONE, my_no="1024")
    return ["".join(text for text, _ in row.spans).rstrip() for row in setter.rows(entry, width)]


def dividers(
    *lines: LineRecord, new_after: int | None = None, has_earlier: bool = False
) -> list[str]:
    found = entries(lines, zone=ZONE, has_earlier=has_earlier, new_after=new_after)
    return [entry.text or f"#{entry.key[1]}" for entry in found]


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (line(1, at=NOW), " 16:00 客   有货吗"),
        (mine(1, at=NOW), " 16:00 我   有的  已发送"),
        (mine(1, at=NOW, staff_no="2000"), " 16:00 2000 有的  已发送"),
        (mine(1, at=NOW, staff_no="long-number"), " 16:00 lon… 有的  已发送"),
        (mine(1, at=NOW, status="pending"), " 16:00 我   有的  发送中…"),
        (mine(1, at=NOW, status="delivered"), " 16:00 我   有的  已送达"),
        (mine(1, at=NOW, status="read"), " 16:00 我   有的  已读"),
        (
            mine(1, at=NOW, status="failed", outbox_state="failed", reason="字数超限"),
            " 16:00 我   有的  ✗ 发送失败·r 重发（字数超限）",
        ),
        (mine(1, at=NOW, status="failed", outbox_state="done"), " 16:00 我   有的  ✗ 没有送达"),
        (
            mine(1, at=NOW, status="unknown", outbox_state="asking"),
            " 16:00 我   有的  ？结果未知·r 处理",
        ),
        (
            mine(1, at=NOW, status="pending", outbox_state="pending", reason="连不上连接器"),
            " 16:00 我   有的  还没发出，会再试（连不上连接器）",
        ),
        (mine(1, at=NOW, status="pending", outbox_state="sending"), " 16:00 我   有的  发送中…"),
        (line(1, at=NOW, author="system"), " 16:00 系统 有货吗"),
        (line(1, at=NOW, courtesy=True), " 16:00 客   有货吗  客套·不计时"),
        (line(1, at=NOW, on_duty=False), " 16:00 客   有货吗  离线留言"),
        (line(1, at=NOW, marks=("agreed", "quote")), " 16:00 客   有货吗  〔谈妥〕  〔报价〕"),
        (line(1, at=NOW, kind="picture", text="a.png"), " 16:00 客   〔图片〕a.png"),
    ],
)
def test_a_line_reads(record: LineRecord, text: str) -> None:
    assert rows(record, 60) == [text]


@pytest.mark.parametrize(
    "first",
    [
        mine(1, status="failed", outbox_state="failed"),
        mine(1, status="pending", outbox_state="pending", reason="连不上连接器"),
        mine(1, status="pending", outbox_state="sending", reason="连不上连接器"),
    ],
    ids=["stuck", "tried again", "being tried again"],
)
def test_an_answer_behind_one_that_is_not_out_says_that_it_waits(first: LineRecord) -> None:
    lines = [first, mine(2, status="pending", outbox_state="pending")]
    found = entries(lines, zone=ZONE, has_earlier=False, new_after=None)
    assert [entry.held for entry in found if entry.line] == [False, True]
    assert "等前一条发出" in rows(found[-1])[0]


def test_long_lines_are_wrapped_beside_the_gutter() -> None:
    assert rows(line(1, "这款还有货吗？有的话发韵达。", at=NOW), 26) == [
        " 16:00 客   这款还有货吗？",
        "            有的话发韵达。",
    ]


def test_a_status_that_does_not_fit_goes_below() -> None:
    assert rows(mine(1, "有的有的有的", at=NOW), 26) == [
        " 16:00 我   有的有的有的",
        "            已发送",
    ]


def test_notes_are_a_band_of_their_own() -> None:
    note = line(3, "客户要[/b]发票", author="note", staff_no="1024", at=NOW)
    found = Typesetter(zone=ZONE, my_no="1024").rows(Entry(("line", 3), note), 50)
    assert [row.under for row in found] == ["note", "note-text"]
    assert NOTE_BAND in rows(note)[0]
    assert rows(note)[1] == " ┃ 客户要[/b]发票"


def test_days_are_the_shops() -> None:
    evening = NOW + 7 * 3600 * SECOND + 3599 * SECOND
    assert dividers(line(1, at=evening), line(2, at=evening + 2 * SECOND)) == [
        "2026年1月2日 周五",
        "#1",
        "2026年1月3日 周六",
        "#2",
    ]


def test_what_is_new_is_divided_off_once() -> None:
    lines = [line(1), mine(2), line(3), line(4)]
    assert dividers(*lines, new_after=2)[1:] == ["#1", "#2", "以下是新消息", "#3", "#4"]
    assert dividers(*lines, new_after=4)[1:] == ["#1", "#2", "#3", "#4"]
    assert dividers(*lines, has_earlier=True)[0] == "↑ 更早的消息"


@pytest.mark.parametrize(("unread", "seq"), [(0, None), (1, 3), (2, 2), (3, 0), (9, 0)])
def test_new_is_what_the_customer_wrote_since(unread: int, seq: int | None) -> None:
    assert new_since([line(1), mine(2), line(3), line(4)], unread) == seq


@pytest.mark.parametrize("author", ["customer", "agent", "note", "system"])
def test_hostile_text_is_text(author: str) -> None:
    record = line(1, HOSTILE, author=author, staff_no=HOSTILE, reason=HOSTILE, status="failed")
    assert HARMLESS in rows(record, 200)[0 if author != "note" else 1]


@given(st.text(max_size=60), st.integers(16, 80), st.sampled_from(["customer", "agent", "note"]))
def test_rows_are_clean_and_never_too_wide(text: str, width: int, author: str) -> None:
    record = line(1, text, author=author, staff_no="1024", status="failed", reason=text[:10])
    for row in rows(record, width):
        assert row == clean(row)
        assert cell_len(row) <= width


PHOTO = MediaRecord(1001, "碎瓶.jpg", "jpg", 1_258_291, 1280, 960, "here")
THERE = PHOTO._replace(kind="", bytes=0, width=None, height=None, url_host="pic.example")


@pytest.mark.parametrize(
    ("kind", "media", "text"),
    [
        ("picture", PHOTO, "〔图片〕碎瓶.jpg · 1.2 MB · 1280×960"),
        ("file", PHOTO._replace(width=None, height=None), "〔文件〕碎瓶.jpg · 1.2 MB"),
        ("picture", THERE._replace(state="elsewhere"), "〔图片〕碎瓶.jpg · 未下载·pic.example"),
        ("picture", THERE._replace(state="wanted"), "〔图片〕碎瓶.jpg · 正在下载…"),
        (
            "picture",
            THERE._replace(state="failed", reason="对方回答 404"),
            "〔图片〕碎瓶.jpg · 取不到：对方回答 404",
        ),
        ("picture", THERE._replace(state="erased"), "〔图片〕碎瓶.jpg · 已删除"),
        ("order_card", None, "〔订单〕碎瓶.jpg"),
    ],
)
def test_what_a_line_carries_is_told_in_words(
    kind: str, media: MediaRecord | None, text: str
) -> None:
    record = line(1, "碎瓶.jpg", at=NOW, kind=kind, media=media)
    assert rows(record, 80) == [f" 16:00 客       {text}"]


@pytest.mark.parametrize(("width", "looks"), [(12, {"recalled"}), (50, {"mark", "recalled"})])
def test_a_line_taken_back_is_struck_and_says_so(width: int, looks: set[str]) -> None:
    record = line(1, "算了，不要了，下次再说", at=NOW, recalled=True)
    set_in_rows = Typesetter(zone=ZONE, my_no="1024").rows(Entry(("line", 1), record), width)
    said = [span for row in set_in_rows for span in row.spans if span[1] in {"mark", "recalled"}]
    assert "".join(text for text, _ in said) == "〔客户撤回〕算了，不要了，下次再说"
    assert {look for _, look in said} == looks
