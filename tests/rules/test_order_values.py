"""The cells of exports as values."""

import contextlib
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules import order_values as values
from zuiqing_desk.rules.errors import RuleError

ZONE = "Asia/Shanghai"


def refused(reader: object, cell: str, *more: str) -> str:
    with pytest.raises(RuleError) as caught:
        reader(cell, *more)  # type: ignore[operator]
    return caught.value.message


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("\t甲 ", "甲"),
        ("'甲", "甲"),
        ("‘甲", "甲"),
        ("'null", ""),
        (" - ", ""),
        ("NULL", ""),
        ("0000-00-00 00:00:00", ""),
        ("甲\n乙", "甲 乙"),
        ("甲-乙", "甲-乙"),
    ],
)
def test_text(cell: str, text: str) -> None:
    assert values.text(cell) == text


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("2603020000000000001", "2603020000000000001"),
        ("\t260302-000000000000001", "260302-000000000000001"),
        ("'0012", "0012"),
        ("T200P2603", "T200P2603"),
    ],
)
def test_numbers_stay_text(cell: str, number: str) -> None:
    assert values.number(cell) == number


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("", "空"),
        ("-", "空"),
        ("2.6E+17", "科学计数"),
        ("2.60302E+18", "科学计数"),
        ("2e18", "科学计数"),
        ("订单甲", "不像号码"),
        ("26 03", "不像号码"),
        ("1" * 61, "不像号码"),
        ("2603.0", "不像号码"),
    ],
)
def test_what_is_no_number(cell: str, words: str) -> None:
    assert words in refused(values.number, cell)


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("1288", 128_800),
        ("1,288.00", 128_800),
        ("¥1288.5", 128_850),
        ("￥ 1,288.05", 128_805),
        ("1288.000", 128_800),
        ("0.00", 0),
        ("-0.00", 0),
        ("0.29", 29),
        ("１２８８元", 128_800),
        ("", None),
        ("-", None),
        ("100000000", 10_000_000_000),
    ],
)
def test_money_is_exact(cell: str, fen: int | None) -> None:
    assert values.money(cell) == fen


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("-1", "负数"),
        ("¥-0.01", "负数"),
        ("1.005", "比分还小"),
        ("1,28.00", "不是金额"),
        ("十元", "不是金额"),
        ("1e3", "不是金额"),
        ("100000000.01", "太大"),
        ("9" * 13, "不是金额"),
    ],
)
def test_what_is_no_money(cell: str, words: str) -> None:
    assert words in refused(values.money, cell)


@given(st.integers(0, 10_000_000_000), st.booleans())
def test_every_amount_is_read_as_it_is_written(fen: int, grouped: bool) -> None:
    whole, rest = divmod(fen, 100)
    assert values.money(f"{whole:,}.{rest:02}" if grouped else f"{whole}.{rest:02}") == fen


@pytest.mark.parametrize(
    ("cell", "count"), [("6", 6), ("6.0", 6), ("1,200", 1200), ("6件", 6), ("999999", 999_999)]
)
def test_quantities(cell: str, count: int) -> None:
    assert values.quantity(cell) == count


@pytest.mark.parametrize("cell", ["0", "-6", "-0", "1000000", "1.5", "六", "6e1", "6 6瓶x"])
def test_what_is_no_quantity(cell: str) -> None:
    assert "数量" in refused(values.quantity, cell)


def test_no_quantity() -> None:
    assert values.quantity(" ") is None


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("2026-01-31 10:11:12", "2026-01-31 10:11:12"),
        ("\t2026/1/31 10:11", "2026-01-31 10:11:00"),
        ("2026-01-31", "2026-01-31 00:00:00"),
        ("2026.1.31 9:05:07", "2026-01-31 09:05:07"),
        ("2026年1月31日 10:11", "2026-01-31 10:11:00"),
        ("2026-01-31T10:11:12", "2026-01-31 10:11:12"),
        ("2026-01-31 10:11:12.0", "2026-01-31 10:11:12"),
    ],
)
def test_moments(cell: str, shown: str) -> None:
    at = values.moment(cell, ZONE)
    assert at is not None
    assert f"{datetime.fromtimestamp(at / 1e6, ZoneInfo(ZONE)):%Y-%m-%d %H:%M:%S}" == shown


@pytest.mark.parametrize("cell", ["", "-", "0000-00-00 00:00:00", "1970-01-01 08:00:00"])
def test_no_moment(cell: str) -> None:
    assert values.moment(cell, ZONE) is None


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2026-02-30 10:00:00", "没有这一天"),
        ("2026-13-01", "没有这一天"),
        ("2026-01-31 24:00", "没有这一天"),
        ("1026-01-31", "年份"),
        ("2926-01-31", "年份"),
        ("46053.42", "不是时间"),
        ("昨天", "不是时间"),
        ("31/01/2026", "不是时间"),
    ],
)
def test_impossible_moments(cell: str, words: str) -> None:
    assert words in refused(values.moment, cell, ZONE)


@given(st.datetimes(datetime(2003, 1, 1), datetime(2100, 12, 31)))
def test_every_moment_is_read_as_it_is_written(moment: datetime) -> None:
    at = values.moment(f"{moment:%Y-%m-%d %H:%M:%S}", "UTC")
    assert at == int(moment.replace(tzinfo=ZoneInfo("UTC")).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("'13800000001", "13800000001"),
        ("+86 138-0000-0001", "13800000001"),
        ("138****0001", "138****0001"),
        ("18400000001-1234", "18400000001"),
        ("18400000001转1234", "18400000001"),
        ("0755-12345678", "075512345678"),
        ("null", ""),
        ("***********", ""),
        ("甲", ""),
        ("123", ""),
    ],
)
def test_phones(cell: str, phone: str) -> None:
    assert values.phone(cell) == phone


@given(st.text(max_size=30))
def test_no_cell_breaks_a_reader(cell: str) -> None:
    for reader in (values.number, values.money, values.quantity):
        with contextlib.suppress(RuleError):
            reader(cell)
    with contextlib.suppress(RuleError):
        values.moment(cell, ZONE)
    assert set(values.phone(cell)) <= set("0123456789*")
