"""What a person has sent lately."""

from support.shop import TestShop

from zuiqing_desk.services import conversations, sent
from zuiqing_desk.services.records import StaffMember


def on_duty(shop: TestShop, staff_no: str) -> StaffMember:
    who = shop.hire(staff_no)
    shop.comes_on(who)
    return who


def texts(shop: TestShop, who: StaffMember, limit: int = sent.MOST) -> list[str]:
    return [one.text for one in shop.ask(sent.recent, who.id, limit)]


def test_the_newest_first_and_each_once(shop: TestShop) -> None:
    agent = on_duty(shop, "1002")
    first, second = shop.customer("tb_甲甲"), shop.customer("tb_乙乙")
    shop.says(first)
    shop.says(second)
    for conversation, text in ((first, "在的"), (second, "明天发"), (second, "在的")):
        shop.later(1)
        shop.answers(conversation, agent, text)
    found = shop.ask(sent.recent, agent.id)
    assert [(one.text, one.conversation_id, one.customer) for one in found] == [
        ("在的", second, "tb_乙乙"),
        ("明天发", second, "tb_乙乙"),
    ]
    assert found[0].at == shop.now
    assert texts(shop, agent, 1) == ["在的"]


def test_notes_and_what_others_sent_are_not_mine(shop: TestShop) -> None:
    agent = on_duty(shop, "1002")
    conversation = shop.customer("tb_甲甲")
    shop.says(conversation)
    other = on_duty(shop, "1003")
    shop.do(conversations.note, conversation, "要发票", agent.id)
    assert texts(shop, agent) == []
    shop.answers(conversation, agent, "在的")
    assert (texts(shop, agent), texts(shop, other)) == (["在的"], [])


def test_who_says_the_same_all_day_has_few_texts(shop: TestShop) -> None:
    agent = on_duty(shop, "1002")
    conversation = shop.customer("tb_甲甲")
    shop.says(conversation)
    shop.answers(conversation, agent, "很久以前")
    for _ in range(sent.LOOKED_AT):
        shop.answers(conversation, agent, "在的")
    assert texts(shop, agent) == ["在的"]
