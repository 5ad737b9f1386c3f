"""What the variables of a template stand for in one conversation."""

from dataclasses import replace

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.rules.template import VARIABLES
from zuiqing_desk.services import chat, conversations, marks, policy, visitors
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.products.records import ProductFacts
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.replies.values import product_named, stage, values

CARD = ProductFacts(
    "1983",
    "醉卿1983纪念版",
    aroma="浓香",
    strength_tenths=525,
    volume_ml=500,
    per_box=6,
    price_fen=26_850,
    floor_fen=23_800,
    gifts="小酒版1瓶",
)


def card(shop: TestShop, facts: ProductFacts = CARD) -> int:
    return shop.do(catalogue.add, facts, actor=shop.lead.id)


def found(shop: TestShop, conversation: int, **more: object) -> dict[str, str]:
    return shop.ask(values, conversation_id=conversation, staff_id=shop.lead.id, **more)


def test_everything_known_about_a_conversation(shop: TestShop) -> None:
    conversation = shop.customer("tb_甲甲")
    product = card(shop)
    assert found(shop, conversation, product_id=product) == {
        "客户": "tb_甲甲",
        "客服": "甲**",
        "工号": "1001",
        "店铺": "醉卿酒业",
        "平台": "网页",
        "商品": "1983",
        "全名": "醉卿1983纪念版",
        "价格": "268.50",
        "香型": "浓香",
        "度数": "52.5度",
        "容量": "500ml",
        "箱规": "6",
        "赠品": "小酒版1瓶",
        "今天": "3月2日",
        "明天": "3月3日",
        "星期": "星期一",
        "现在": "09:00",
        "截单": "17:30",
        "快递": "韵达",
    }


def test_every_variable_has_its_value_and_no_value_is_without_a_variable(shop: TestShop) -> None:
    conversation = shop.customer("tb_甲甲")
    add_order(
        shop,
        conversation_id=conversation,
        linked_how="hand",
        receiver="甲**",
        address="某路1号",
        province="广东省",
        waybill="YT0001",
    )
    everything = found(shop, conversation, product_id=card(shop))
    assert everything.keys() == VARIABLES.keys()


def test_what_is_not_known_is_missing(shop: TestShop) -> None:
    conversation = shop.customer("tb_甲甲")
    product = card(shop, ProductFacts("x", "某酒"))
    known = found(shop, conversation, product_id=product)
    assert known.keys() & {"商品", "全名", "价格", "度数", "容量", "箱规", "赠品", "香型"} == {
        "商品",
        "全名",
    }
    assert "商品" not in found(shop, conversation)
    assert "商品" not in found(shop, conversation, product_id=999)


def test_the_floor_price_is_never_among_them(shop: TestShop) -> None:
    conversation = shop.customer("tb_甲甲")
    known = found(shop, conversation, product_id=card(shop))
    assert not any("238" in value for value in known.values())


def test_somebody_without_a_name_is_not_addressed_by_our_number(shop: TestShop) -> None:
    _, conversation = shop.do(
        visitors.create, account_id=shop.account, name=None, token_hash="f" * 64
    )
    assert "客户" not in found(shop, conversation)
    assert found(shop, shop.customer("访客甲**"))["客户"] == "访客甲**"


def test_a_platform_answered_by_hand_gives_its_name(shop: TestShop) -> None:
    conversation = shop.do(
        conversations.open_manual, platform="京东", buyer_id="jd_甲甲", actor=shop.lead.id
    )
    known = found(shop, conversation)
    assert (known["平台"], known["客户"]) == ("京东", "jd_甲甲")


def test_the_shops_own_rules_count(shop: TestShop) -> None:
    shop.do(policy.change, "dispatch_cutoff", "16:00", shop.lead.id)
    shop.do(policy.change, "house_courier", "顺丰", shop.lead.id)
    known = found(shop, shop.customer("tb_甲甲"))
    assert (known["截单"], known["快递"]) == ("16:00", "顺丰")


def test_the_day_is_the_shops(shop: TestShop) -> None:
    conversation = shop.customer("tb_甲甲")
    shop.later(15 * 3600 - 60)
    assert [found(shop, conversation)[name] for name in ("今天", "明天", "星期", "现在")] == [
        "3月2日",
        "3月3日",
        "星期一",
        "23:59",
    ]
    shop.later(60)
    assert [found(shop, conversation)[name] for name in ("今天", "明天", "星期", "现在")] == [
        "3月3日",
        "3月4日",
        "星期二",
        "00:00",
    ]


def test_without_a_conversation_the_shop_and_the_time_are_known(shop: TestShop) -> None:
    known = shop.ask(values, conversation_id=None, staff_id=None)
    assert known["店铺"] == "醉卿酒业"
    assert not known.keys() & {"客户", "客服", "工号", "平台", "商品"}


def test_a_conversation_that_is_not_there(shop: TestShop) -> None:
    with pytest.raises(Refused) as refused:
        shop.ask(values, conversation_id=99, staff_id=None)
    assert refused.value.code == "no_conversation"
    with pytest.raises(Refused) as refused:
        shop.ask(stage, 99)
    assert refused.value.code == "no_conversation"


class TestTheProductTalkedOf:
    @pytest.fixture
    def products(self, shop: TestShop) -> dict[str, int]:
        names = {
            "1983": "醉卿1983纪念版",
            "山月": "山月酱酒",
            "山月礼盒": "山月双瓶装",
            "V6": "六号",
        }
        return {
            short: card(shop, replace(CARD, short_name=short, full_name=full))
            for short, full in names.items()
        }

    @pytest.mark.parametrize(
        ("lines", "name"),
        [
            (["1983还有货吗"], "1983"),
            (["１９８３还有吗"], "1983"),
            (["醉卿1983纪念版多少钱"], "1983"),
            (["1983还有货吗", "那山月呢"], "山月"),
            (["1983和山月哪个好"], "山月"),
            (["山月和1983哪个好"], "1983"),
            (["山月礼盒多少钱"], "山月礼盒"),
            (["1983还有货吗", "几天能到"], "1983"),
            (["我要v6"], "V6"),
            (["我的号码是13819830000"], None),
            (["V60有吗"], None),
            (["kv6有吗"], None),
            (["你好"], None),
        ],
    )
    def test_is_the_one_named_last(
        self, shop: TestShop, products: dict[str, int], lines: list[str], name: str | None
    ) -> None:
        conversation = shop.customer("tb_甲甲")
        for line in lines:
            shop.says(conversation, line)
        expected = None if name is None else products[name]
        assert shop.ask(product_named, conversation) == expected
        assert found(shop, conversation).get("商品") == name

    def test_may_be_named_by_the_agent_but_not_in_a_note(
        self, shop: TestShop, products: dict[str, int]
    ) -> None:
        conversation = shop.waiting_customer()
        shop.answers(conversation, shop.lead, "给您推荐山月")
        shop.do(conversations.note, conversation, "他要1983", shop.lead.id)
        assert shop.ask(product_named, conversation) == products["山月"]

    def test_is_forgotten_when_it_was_long_ago(
        self, shop: TestShop, products: dict[str, int]
    ) -> None:
        conversation = shop.customer("tb_甲甲")
        shop.says(conversation, "1983还有货吗")
        for _ in range(19):
            shop.says(conversation, "嗯呢")
        assert shop.ask(product_named, conversation) == products["1983"]
        shop.says(conversation, "嗯呢")
        assert shop.ask(product_named, conversation) is None

    def test_is_no_archived_one(self, shop: TestShop, products: dict[str, int]) -> None:
        conversation = shop.customer("tb_甲甲")
        shop.says(conversation, "1983还有货吗")
        shop.do(catalogue.archive, products["1983"], shop.lead.id)
        assert shop.ask(product_named, conversation) is None


def test_the_stage_follows_the_talk_and_its_marks(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    assert shop.ask(stage, conversation) == "opening"
    shop.answers(conversation, shop.lead, "268一瓶")
    assert shop.ask(stage, conversation) == "advising"
    line = shop.ask(chat.chat, conversation).lines[-1].id
    shop.do(marks.toggle, line, "quote", shop.lead.id)
    assert shop.ask(stage, conversation) == "quoted"
    shop.do(marks.toggle, line, "agreed", shop.lead.id)
    assert shop.ask(stage, conversation) == "agreed"


def test_after_sale_is_a_stage_of_its_own(shop: TestShop) -> None:
    after: StaffMember = shop.hire("1002", pre_sale=False, after_sale=True)
    shop.comes_on(after)
    conversation = shop.waiting_customer()
    shop.do(conversations.transfer, conversation, "1002", "售后", shop.lead.id)
    assert shop.ask(stage, conversation) == "after_sale"
