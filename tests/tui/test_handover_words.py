"""How far a page is, in words."""

from dataclasses import replace

import pytest

from zuiqing_desk.rules.handover_words import Severity
from zuiqing_desk.services.handover.records import Draft, Entry, Item, ItemWords, Page, Person, Said
from zuiqing_desk.tui import handover_words as words
from zuiqing_desk.tui.handover_rows import Sheet, key_of, rows_of

AT = 1_772_445_600_000_000
GIVER, TAKER = Person(2, "1002", "甲**"), Person(3, "1003", "乙**")


def entry(id_: int, severity: Severity, *, acked: bool = False, said: bool = False) -> Entry:
    item = Item(
        id_,
        ItemWords("other", severity, f"第{id_}件"),
        *("", "open", "", 1, GIVER, AT, None, None, None, "", "", 1),
    )
    done = (TAKER, AT)
    return Entry(
        item,
        1,
        id_,
        False,
        *(done if acked else (None, None)),
        *(done if said else (None, None)),
        "",
    )


def page(*entries: Entry, said: tuple[Said, ...] = ()) -> Page:
    return Page(*(1, 739_677, "白班", "晚班", AT, "face", "given", (), (), entries, (), said), AT)


@pytest.mark.parametrize(
    ("one", "mark", "read"),
    [
        (entry(1, "green"), "未阅", False),
        (entry(1, "green", acked=True), "已阅", True),
        (entry(1, "red", acked=True), "待述", False),
        (entry(1, "red", acked=True, said=True), "已述", True),
    ],
)
def test_a_red_one_is_read_once_it_was_said_back(one: Entry, mark: str, read: bool) -> None:
    assert words.entry_mark(page(one), one)[0] == mark
    assert words.is_read(one) is read


def test_the_progress_counts_what_was_read_and_what_was_said_back() -> None:
    found = page(entry(1, "red", acked=True), entry(2, "red"), entry(3, "green", acked=True))
    assert words.progress(found, 0) == "已阅 2/3 · 红 0/2"
    asked = Said(7, 1, "question", "哪天？", TAKER, AT, "", None, None)
    assert words.progress(replace(found, said=(asked,)), 0).endswith("▲ 待答 1")
    answered = replace(asked, answer="周五", answered_by=GIVER, answered_at=AT)
    assert "待答" not in words.progress(replace(found, said=(answered,)), 0)
    assert words.progress(replace(found, state="preparing"), 4) == "▲ 待定 4 · 共 3 件 · 红 2"


def test_what_waits_for_a_decision_stands_first_and_alone_in_its_view() -> None:
    draft = Draft(
        5,
        1,
        "chat:1",
        ItemWords("customer", "green", "在吗"),
        "未回复",
        False,
        "proposed",
        None,
        "",
    )
    gone = replace(draft, id=6, source="chat:2", state="dropped", reason="不要了")
    given = page(entry(1, "red", acked=True), entry(2, "green"))
    writing = Sheet(replace(given, state="preparing"), (draft, gone))
    assert [key_of(one) for one in rows_of(writing, "all")] == [
        ("draft", 5),
        ("item", 1),
        ("item", 2),
    ]
    assert rows_of(writing, "todo") == [draft]
    assert rows_of(writing, "closed") == [gone]
    reading = Sheet(
        replace(given, entries=(*given.entries, entry(3, "green", acked=True))), (draft,)
    )
    assert [key_of(one) for one in rows_of(reading, "todo")] == [("item", 1), ("item", 2)]
    assert [key_of(one) for one in rows_of(reading, "red")] == [("item", 1)]


def test_what_is_past_stands_out() -> None:
    assert words.due(None, AT, "Asia/Shanghai") == ("", "")
    assert words.due(AT + 60_000_000, AT, "Asia/Shanghai") == ("18:01", "")
    assert words.due(AT, AT, "Asia/Shanghai") == ("▲ 18:00", "warning")
