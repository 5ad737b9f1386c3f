"""What is proposed for a handover, and how urgent it is."""

import pytest

from zuiqing_desk.rules import drafting
from zuiqing_desk.rules.handover_words import LONG_CHARS, SUMMARY_CHARS, Severity

NOW, UNTIL = 1_000, 2_000


@pytest.mark.parametrize(
    ("due_at", "late", "expected"),
    [
        (None, False, "green"),
        (None, True, "red"),
        (NOW - 1, False, "red"),
        (NOW, False, "amber"),
        (UNTIL, False, "amber"),
        (UNTIL + 1, False, "green"),
        (UNTIL + 1, True, "red"),
    ],
)
def test_late_is_red_and_due_before_the_next_shift_ends_amber(
    due_at: int | None, late: bool, expected: Severity
) -> None:
    assert drafting.severity(due_at, UNTIL, NOW, late=late) == expected


@pytest.mark.parametrize(
    ("lines", "topics"),
    [
        (["这款多少钱", "有货吗"], ("价格", "库存")),
        (["是酱香的吗"], ("口感",)),
        (["在吗", "谢谢"], ()),
        ([], ()),
    ],
)
def test_who_means_to_buy_asks_about_price_stock_or_taste(
    lines: list[str], topics: tuple[str, ...]
) -> None:
    assert drafting.asked_about(lines) == topics


def test_a_summary_is_one_short_line() -> None:
    assert drafting.summary(" 客户\n等回复 ") == "客户 等回复"
    assert drafting.summary("货" * 61) == "货" * (SUMMARY_CHARS - 1) + "…"
    assert drafting.summary("货" * 60) == "货" * SUMMARY_CHARS


def test_of_many_lines_the_newest_stay() -> None:
    lines = [f"{at:03} {'货' * 46}" for at in range(20)]
    kept = drafting.long_text(lines)
    assert len(kept) <= LONG_CHARS
    assert kept.split("\n") == lines[-9:]
    assert len(drafting.long_text(["货" * 600])) == LONG_CHARS


def test_an_order_goes_by_its_last_four_digits() -> None:
    assert drafting.short_number("26030200003829") == "…3829"
    assert drafting.short_number("123456") == "123456"


def test_telephones_are_masked_in_what_is_printed_and_signed() -> None:
    said = "打我13912345678"
    assert drafting.summary(said) == drafting.long_text([said]) == "打我139****5678"
