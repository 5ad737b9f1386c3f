"""What a search of old talk tells, of which lines, and in what order."""

import pytest
from support.shop import TestShop

from zuiqing_desk.services import conversations
from zuiqing_desk.services.history import filling, search
from zuiqing_desk.services.history.pieces import WORD_CHARS, WORDS
from zuiqing_desk.services.history.records import Ask, Found, Hit
from zuiqing_desk.services.inbound import record_by_hand
from zuiqing_desk.store import Stopped
from zuiqing_desk.store.stopping import Stop
from zuiqing_desk.store.tx import Tx


def found(shop: TestShop, words: str = "", **narrowed: object) -> list[str]:
    return [hit.text for hit in find(shop, words, **narrowed).hits]


def find(shop: TestShop, words: str = "", **narrowed: object) -> Found:
    return shop.ask(search.find, Ask(words, **narrowed))  # type: ignore[arg-type]


@pytest.fixture(params=["in the index", "not in it yet", "half"])
def come(request: pytest.FixtureRequest, shop: TestShop) -> TestShop:
    """A shop where two customers spoke with two agents, the index filled so far."""
    shop.comes_on(shop.lead)
    first, second = shop.customer("tb_甲"), shop.customer("tb_乙")
    shop.says(first, "1983还有货吗")
    shop.answers(first, shop.lead, "有貨的，ＶＩＰ客户今天发货")
    shop.says(second, "发货了吗")
    shop.do(conversations.note, second, "催发货", shop.lead.id)
    lines = {"in the index": 100, "not in it yet": 0, "half": 2}[request.param]
    if lines:
        shop.do(filling.fill, lines)
    return shop


def test_a_word_is_found_whatever_its_width_case_or_script(come: TestShop) -> None:
    assert found(come, "有货") == ["有貨的，ＶＩＰ客户今天发货", "1983还有货吗"]
    assert found(come, "vip") == found(come, "ＶＩp") == ["有貨的，ＶＩＰ客户今天发货"]
    assert found(come, "發") == ["催发货", "发货了吗", "有貨的，ＶＩＰ客户今天发货"]


def test_every_word_must_stand_in_the_line(come: TestShop) -> None:
    assert found(come, "货 客户") == ["有貨的，ＶＩＰ客户今天发货"]
    assert found(come, "发货 客户 没有") == []


def test_a_hit_says_where_it_stands_and_who_said_it(come: TestShop) -> None:
    hit = find(come, "客户").hits[0]
    assert hit == Hit(
        *(hit.line_id, hit.conversation_id, 2, come.now, "agent", "1001", "tb_甲"),
        *("醉卿酒业", "webchat", "网页", "有貨的，ＶＩＰ客户今天发货"),
    )
    assert [one.staff_no for one in find(come, "发货").hits] == ["1001", None, "1001"]


def test_one_conversation_is_searched_across_the_end_of_the_index(come: TestShop) -> None:
    first = find(come, "1983").hits[0].conversation_id
    assert found(come, "货", conversation_id=first) == [
        "有貨的，ＶＩＰ客户今天发货",
        "1983还有货吗",
    ]
    assert found(come, conversation_id=first) == ["有貨的，ＶＩＰ客户今天发货", "1983还有货吗"]


def test_nothing_asked_for_is_the_newest_of_all(come: TestShop) -> None:
    assert found(come)[0] == "催发货"
    assert len(found(come)) == 4


def test_one_conversation_is_cut_at_the_right_line_wherever_the_index_ends(
    shop: TestShop,
) -> None:
    first, second = shop.customer("tb_甲"), shop.customer("tb_乙")
    for each in range(4):
        for whose in (first, second, first)[: 2 + each % 2]:
            shop.says(whose, f"第{each}句")
    # One that is missing is no reason to fail.
    shop.do(lambda tx: tx.run("DELETE FROM line WHERE conversation_id = :id AND seq = 3", id=first))
    lines = shop.ask(lambda tx: tx.all("SELECT id, conversation_id FROM line ORDER BY id DESC"))
    newest = lines[0][0]
    for _ in range(len(lines) + 1):
        for before in range(1, newest + 2):
            for whose in (first, second):
                hits = shop.ask(search.find, Ask("句", whose), before_id=before).hits
                wanted = [one for one, its in lines if its == whose and one < before]
                assert [hit.line_id for hit in hits] == wanted
        shop.do(filling.fill, 1)


def test_a_customer_who_comes_later_is_found_by_name_too(shop: TestShop) -> None:
    for name in ("tb_甲", "ＴＢ_乙"):
        shop.says(shop.customer(name), f"{name}在吗")
        assert found(shop, customer="tb_")[0] == f"{name}在吗"
    assert len(found(shop, customer="tb_")) == 2
    assert found(shop, customer="乙") == ["ＴＢ_乙在吗"]


def test_who_is_not_there_said_nothing(come: TestShop) -> None:
    assert found(come, staff_no="9999") == []
    assert found(come, customer="没有这个人") == []
    assert found(come, storefront="没有这家店") == []


def test_an_agents_number_is_found_in_any_width_and_case_the_very_same_first(
    shop: TestShop,
) -> None:
    who, other = shop.colleague("Kefu_02"), shop.colleague("KEFU_02")
    chat = shop.customer("tb_丁")
    shop.says(chat, "在吗")
    shop.do(conversations.note, chat, "要发票", who.id)
    shop.do(conversations.note, chat, "要收据", other.id)
    assert found(shop, staff_no="Kefu_02") == found(shop, staff_no="ｋefu_０2") == ["要发票"]
    assert found(shop, staff_no="KEFU_02") == ["要收据"]


def test_what_a_customer_said_elsewhere_and_an_agent_recorded_is_the_customers(
    shop: TestShop,
) -> None:
    conversation = shop.do(
        conversations.open_manual, platform="淘宝", buyer_id="tb_丙", actor=shop.lead.id
    )
    shop.do(record_by_hand, conversation, "电话里问过发货", shop.lead.id)
    for lines in (0, 100):
        shop.do(filling.fill, lines)
        assert found(shop, "发货", staff_no="1001") == []
        (hit,) = find(shop, "发货").hits
        assert (hit.author, hit.staff_no, hit.account) == ("customer", None, "淘宝")


def test_blocked_and_closed_ones_are_found_too(come: TestShop) -> None:
    first = find(come, "1983").hits[0].conversation_id
    come.do(conversations.close, first, come.lead.id)
    assert "1983还有货吗" in found(come, "1983")
    come.do(conversations.block, first, come.lead.id)
    assert "1983还有货吗" in found(come, "1983")


def test_how_many_lines_are_not_in_the_index_is_said(shop: TestShop) -> None:
    for number in range(3):
        shop.waiting_customer(f"第{number}句")
    assert find(shop, "句").unindexed == 3
    shop.do(filling.fill, 2)
    assert find(shop, "句").unindexed == 1


def test_many_that_hold_the_pairs_but_not_the_word_are_read_through(shop: TestShop) -> None:
    conversation = shop.customer()
    shop.says(conversation, "一二三四")
    for _ in range(150):
        shop.says(conversation, "二三四，一二")
    shop.do(filling.fill, 1000)
    assert found(shop, "一二三四") == ["一二三四"]
    assert found(shop, "一二三四", conversation_id=conversation) == ["一二三四"]


def test_as_many_and_as_long_words_as_can_be_typed_are_taken(come: TestShop) -> None:
    long = "".join(chr(0x4E00 + number) for number in range(2000))
    come.says(come.customer(), long)
    come.do(filling.fill, 100)
    words = [long[at : at + WORD_CHARS] for at in range(0, 2000, WORD_CHARS)][:WORDS]
    assert found(come, " ".join(words)) == [long]
    assert found(come, " ".join([*words, "没有"])) == [long]
    assert found(come, '" OR * ( NEAR : ^ -') == []


def test_a_search_that_is_stopped_ends_with_stopped(come: TestShop) -> None:
    stop = Stop()

    def stopped(tx: Tx) -> Found:
        stop.ask()
        return search.find(tx, Ask("货"))

    with pytest.raises(Stopped):
        come.store.read(stopped, stop).result(30)
