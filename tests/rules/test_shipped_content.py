"""The library the program brings along: what it says must be fit to be said by a shop."""

import csv
import io
import re
from collections import Counter
from importlib import resources

import pytest

from zuiqing_desk.rules import reply_fields, template
from zuiqing_desk.rules.categories import CATEGORIES
from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.rules.text import folded, letters
from zuiqing_desk.rules.wording import describe, lint, lists_of

Row = dict[str, str]

HEAD = ["短码", "标题", "分类", "标签", "内容", "问法", "生效", "失效", "归属"]
# fmt: off
PRODUCT_HEAD = [
    "简称", "全名", "店铺", "香型", "度数", "容量", "口感", "箱规",
    "价格", "底价", "赠品", "库存", "卖点", "常见问题", "图片",
]
# fmt: on
CUSTOMER = "小林**"
MOST_CHARS = 140
LISTS = lists_of(ShopPolicy())
LONG_NUMBER = re.compile(r"\d[\d\s-]{5,}\d")
LINK = re.compile(r"https?:|www\.|\.(?:com|cn|net)\b|@", re.IGNORECASE)


def _read(name: str) -> tuple[list[str], list[Row]]:
    raw = resources.files("zuiqing_desk.shipped").joinpath(name).read_bytes()
    text = raw.decode("utf-8")
    table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    head, rows = table[0], table[1:]
    assert all(len(row) == len(head) for row in rows)
    return head, [dict(zip(head, row, strict=True)) for row in rows]


HEAD_READ, REPLIES = _read("replies.csv")
PRODUCT_HEAD_READ, PRODUCTS = _read("demo_products.csv")
BODIES = {row["短码"]: row["内容"] for row in REPLIES}


def _asks(row: Row) -> list[str]:
    return row["问法"].split("\n")


def _said(row: Row) -> str:
    """What a customer would read if nothing were known of a product."""
    values = {"客户": CUSTOMER, "客服": "阿**", "店铺": "醉卿酒业", "截单": "17:30", "快递": "韵达"}
    return template.fill(
        template.parse(row["内容"]), values, lambda code: template.parse(BODIES[code])
    )


each_reply = pytest.mark.parametrize("row", REPLIES, ids=[row["短码"] for row in REPLIES])


def test_columns_are_those_of_an_export() -> None:
    assert HEAD_READ == HEAD
    assert PRODUCT_HEAD_READ == PRODUCT_HEAD


def test_enough_replies_in_every_category() -> None:
    counts = Counter(row["分类"] for row in REPLIES)
    assert set(counts) == set(CATEGORIES)
    assert min(counts.values()) >= 8
    assert len(REPLIES) >= 170


@pytest.mark.parametrize("column", ["短码", "标题", "内容"])
def test_nothing_stands_twice(column: str) -> None:
    counts = Counter(letters(row[column]) for row in REPLIES)
    assert [value for value, count in counts.items() if count > 1] == []


def test_no_wording_is_asked_twice() -> None:
    counts = Counter(letters(folded(ask)) for row in REPLIES for ask in _asks(row))
    assert [ask for ask, count in counts.items() if count > 1 or not ask] == []


@each_reply
def test_fields_are_stored_as_they_are_written(row: Row) -> None:
    assert reply_fields.check_code(row["短码"]) == row["短码"]
    assert reply_fields.check_title(row["标题"]) == row["标题"]
    assert reply_fields.check_tags(row["标签"]) == row["标签"]
    assert reply_fields.check_body(row["内容"]) == row["内容"]
    assert reply_fields.check_asks(row["问法"]) == row["问法"]
    assert 2 <= len(row["标题"]) <= 10
    assert 6 <= len(_asks(row)) <= 12
    assert (row["生效"], row["失效"], row["归属"]) == ("", "", "团队")


@each_reply
def test_body_can_be_filled(row: Row) -> None:
    template.check(row["短码"], row["内容"], BODIES)
    said = _said(row)
    assert len(said) <= MOST_CHARS
    assert "{>" not in said
    assert "{?话术" not in said


@each_reply
def test_wording_is_clean(row: Row) -> None:
    assert describe(lint(_said(row), LISTS)) == ""


@each_reply
def test_no_number_and_no_link_leads_away(row: Row) -> None:
    for text in (row["内容"], row["问法"], row["标题"], row["标签"]):
        assert not LONG_NUMBER.search(text)
        assert not LINK.search(text)


def test_the_brush_off_of_the_statistics_is_among_them() -> None:
    wanted = letters(ShopPolicy().brush_off)
    assert [row["分类"] for row in REPLIES if letters(row["内容"]) == wanted] == ["回绝广告"]


def test_replies_use_variables_slots_and_each_other() -> None:
    kinds = Counter(type(part).__name__ for row in REPLIES for part in template.parse(row["内容"]))
    assert min(kinds["Variable"], kinds["Slot"]) >= 30
    assert kinds["Include"] >= 3


def test_ten_products_one_of_them_of_the_remark() -> None:
    assert len(PRODUCTS) == 10
    names = [row["简称"] for row in PRODUCTS]
    assert len(set(names)) == len(names)
    assert "1983" in names
    assert len({row["全名"] for row in PRODUCTS}) == len(PRODUCTS)


@pytest.mark.parametrize("row", PRODUCTS, ids=[row["简称"] for row in PRODUCTS])
def test_product_facts_agree(row: Row) -> None:
    assert 0 < float(row["底价"]) <= float(row["价格"])
    assert re.fullmatch(r"\d{1,2}(\.\d)?度", row["度数"])
    assert re.fullmatch(r"\d+毫升|\d(\.\d)?升", row["容量"])
    assert 1 <= int(row["箱规"]) <= 24
    assert int(row["库存"]) >= 0
    assert row["香型"]
    assert row["口感"]
    assert row["卖点"].count("\n") >= 1
    assert all("问：" in line and "答：" in line for line in row["常见问题"].split("\n"))
    for text in row.values():
        assert describe(lint(text, LISTS)) == ""
        assert not LONG_NUMBER.search(text)
        assert not LINK.search(text)
