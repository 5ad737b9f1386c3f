"""Picking without a screen: what is found, laid together, and said about it."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from support.library import LIBRARY, OLD, YOUNG
from support.shop import TestShop

from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.replies import briefing, library, shelf_feed
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.tui.library import Library
from zuiqing_desk.tui.pick_preview import Line, preview
from zuiqing_desk.tui.picking import STACK_KEY, Kind, Picking, PickRow


class Picker:
    """Somebody who picks for one customer of a shop with a small library."""

    def __init__(self, folder: Path, question: str = "还没发货吗", name: str = "甲客") -> None:
        self.shop = TestShop(folder)
        for words in LIBRARY:
            self.shop.do(
                library.add, words, owner_id=None, actor=self.shop.lead.id, approve_now=True
            )
        for facts in (OLD, YOUNG):
            self.shop.do(catalogue.add, facts, actor=self.shop.lead.id)
        self.conversation = self.shop.customer(name)
        self.library = Library(Workbench(self.shop.store, desk_id="x"), self.shop.lead.id)
        self.load()
        brief = self.shop.ask(briefing.brief, self.conversation, self.shop.lead.id)
        self.picking = Picking(self.library, brief, question, "reply", lambda: self.shop.now)

    def load(self) -> None:
        found = self.shop.ask(shelf_feed.everything, self.shop.lead.id)
        self.library.replies.load(found.rows, found.uses, found.examples)
        self.library.products.load(found.cards)
        self.library.ready = True

    def row(self, query: str, kind: Kind = "reply") -> PickRow:
        self.picking.turn_to(kind)
        return self.picking.search(query)[0]


@pytest.fixture
def picker(tmp_path: Path) -> Picker:
    return Picker(tmp_path)


def shown(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def test_without_a_query_suggestions_come_first_and_nothing_twice(picker: Picker) -> None:
    rows = picker.picking.search("")
    assert rows[0].code == "fhsj"
    assert rows[0].mark == "荐"
    assert "建议" in picker.picking.why(rows[0])[0]
    assert len({row.key for row in rows}) == len(rows) == len(LIBRARY)


def test_a_query_is_not_mixed_with_suggestions(picker: Picker) -> None:
    assert [row.code for row in picker.picking.search("欢迎")] == ["hy"]


def test_a_forgiven_letter_is_marked(picker: Picker) -> None:
    assert picker.row("fahhuo").mark == "≈"


def test_the_words_are_this_customers(picker: Picker) -> None:
    row = picker.row("fhsj")
    assert picker.picking.words(row) == "甲客，17:30前付款当天发，我们发韵达。"
    result = picker.picking.result(row)
    assert result is not None
    assert result.text == picker.picking.words(row)
    assert [used.reply_id for used in result.used] == [row.key[1]]
    assert result.product_id is None


def test_words_are_laid_together_in_their_order(picker: Picker) -> None:
    picking = picker.picking
    assert picking.lay(picker.row("hy"))
    assert picking.lay(picker.row("1983", "product"))
    stack = picker.row("")
    assert stack.key == STACK_KEY
    assert not picking.lay(stack)
    result = picking.result(stack)
    assert result is not None
    hello, facts = result.text.split("\n")
    assert hello.startswith("甲客，欢迎光临")
    assert facts.startswith("醉卿1983：酱香型")
    assert result.product_id == picking.product_id
    assert len(result.used) == 1
    assert picking.unlay()
    assert picking.unlay()
    assert not picking.unlay()
    assert picking.result(stack) is None


def test_a_product_laid_aside_fills_the_next_reply(picker: Picker) -> None:
    picking = picker.picking
    assert "{?价格}" in picking.words(picker.row("bj"))
    picking.lay(picker.row("1983", "product"))
    assert picking.words(picker.row("bj")) == "1983一瓶1280元。"
    picking.lay(picker.row("青花", "product"))
    assert picking.words(picker.row("bj")) == "青花一瓶98元。"
    assert "赠品" not in picking.values


def test_a_reply_archived_meanwhile_gives_no_words(picker: Picker) -> None:
    row = picker.row("hy")
    picker.library.replies.replace((), [row.key[1]])
    assert picker.picking.words(row) == ""
    assert picker.picking.result(row) is None
    assert shown(preview(picker.picking, row, 40, why=False)) == [
        "这一条刚被改动，换一条或重新打开。"
    ]


def test_a_reply_that_ends_while_it_is_looked_at_gives_no_words(picker: Picker) -> None:
    picker.shop.do(
        library.add,
        ReplyWords("jrcx", "今日促销", "议价", "今天减二十", valid_until=picker.shop.now + 1),
        owner_id=None,
        actor=picker.shop.lead.id,
        approve_now=True,
    )
    picker.load()
    picking, row = picker.picking, picker.row("jrcx")
    result = picking.result(row)
    assert result is not None
    assert result.text == "今天减二十"
    picker.shop.later(1)
    assert picking.result(row) is None
    assert picking.search("jrcx") == []
    picking.lay(picker.row("hy"))
    assert picking.result(row) is None, "half a message"


def test_no_row_no_preview(picker: Picker) -> None:
    assert preview(picker.picking, None, 40, why=True) == []
    assert picker.picking.result(None) is None


def test_the_preview_marks_what_must_be_filled(picker: Picker) -> None:
    lines = preview(picker.picking, picker.row("jp"), 60, why=False)
    slots = [text for line in lines for text, look in line if look == "slot"]
    assert slots == ["{?几瓶}", "{?哪里}"]


def test_the_preview_shows_what_was_laid_before(picker: Picker) -> None:
    picker.picking.lay(picker.row("hy"))
    lines = preview(picker.picking, picker.row("fhsj"), 60, why=True)
    texts = shown(lines)
    assert texts[0].startswith("缘由：")
    assert texts[1] == "发货时间 · 发货与物流 · fhsj"
    assert texts[2].startswith("甲客，欢迎光临")
    assert texts[3].startswith("甲客，17:30")


def test_the_card_shows_the_floor_price_and_the_reply_never_does(picker: Picker) -> None:
    row = picker.row("1983", "product")
    card = "\n".join(shown(preview(picker.picking, row, 60, why=False)))
    assert "1080" in card
    assert "老客回头多" in card
    result = picker.picking.result(row)
    assert result is not None
    assert "1080" not in result.text


def test_two_cards_stand_beside_each_other_and_differences_are_marked(picker: Picker) -> None:
    picker.picking.compared = picker.picking.product(picker.row("1983", "product"))
    row = picker.row("青花", "product")
    texts = shown(preview(picker.picking, row, 60, why=False))
    assert "1983" in texts[0]
    assert "青花" in texts[0]
    [aroma] = [line for line in texts if line.startswith("香型")]
    assert "酱香" in aroma
    assert "≠" in aroma
    assert "清香" in aroma
    labels = [line.split()[0] for line in texts[1:] if not line.startswith(" ")]
    assert labels.index("价格") < labels.index("底价") < labels.index("卖点")


@pytest.mark.parametrize("width", [20, 45, 80])
@pytest.mark.parametrize("kind", ["reply", "product"])
def test_no_row_is_wider_than_the_preview(picker: Picker, width: int, kind: Kind) -> None:
    picking = picker.picking
    picking.turn_to(kind)
    for row in picking.search(""):
        for line in preview(picking, row, width, why=True):
            assert sum(cell_len(text) for text, _ in line) <= width
    if kind == "product":
        picking.compared = picking.product(picking.search("1983")[0])
        for line in preview(picking, picking.search("青花")[0], width, why=True):
            assert sum(cell_len(text) for text, _ in line) <= width
