"""What an agent is about to send, held against the shop's lists."""

import pytest
from support.reply_books import Library
from support.shop import TestShop

from zuiqing_desk.services import changes, outbound, policy, wording_check
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.outbound import WordingRefused
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.replies import usage
from zuiqing_desk.services.replies.records import Used


@pytest.fixture
def agent(shop: TestShop) -> StaffMember:
    agent = shop.hire("1002")
    shop.comes_on(agent)
    return agent


def talk(shop: TestShop, name: str, *lines: str) -> int:
    """A customer of this name has written these lines."""
    conversation = shop.customer(name)
    for line in lines or ("在吗",):
        shop.says(conversation, line)
    return conversation


def rules(shop: TestShop, conversation: int, who: StaffMember, text: str) -> list[str]:
    found = shop.ask(wording_check.check, conversation, who.id, text)
    return [finding.rule for finding in found]


def test_the_shops_own_lists_count(shop: TestShop, agent: StaffMember) -> None:
    conversation = talk(shop, "甲甲甲**")
    assert rules(shop, conversation, agent, "您好，这款有货的") == []
    assert rules(shop, conversation, agent, "您好，暗号是芝麻") == []
    shop.do(policy.change, "words_off_platform", ["芝麻"], shop.lead.id)
    (found,) = shop.ask(wording_check.check, conversation, agent.id, "您好，暗号是芝麻")
    assert (found.rule, found.start, found.end, found.words) == ("off_platform", 6, 8, "芝麻")


def reply(shop: TestShop, conversation: int, who: StaffMember, text: str, **more: object) -> None:
    client_id = f"{conversation}-{text}-{len(more)}"
    shop.do(
        outbound.reply,
        conversation_id=conversation,
        staff_id=who.id,
        text=text,
        client_id=client_id,
        **more,
    )


def test_a_finding_holds_the_answer_back_and_an_override_is_journalled(
    shop: TestShop, agent: StaffMember
) -> None:
    conversation = talk(shop, "tb_甲甲")
    before = shop.row(conversation)
    with pytest.raises(WordingRefused) as refused:
        reply(shop, conversation, agent, "加我微信聊，全网第一")
    assert refused.value.code == "wording"
    assert [one.rule for one in refused.value.findings] == ["off_platform", "superlatives"]
    assert "微信" in refused.value.message
    assert shop.row(conversation) == before
    seen = shop.ask(changes.last)
    reply(shop, conversation, agent, "加我微信聊，全网第一", override=True)
    rows = shop.ask(changes.after, seen)
    assert [(row.kind, row.detail) for row in rows] == [
        ("line.sent", "2"),
        ("wording.overridden", "off_platform,superlatives"),
    ]
    assert rows[-1].subject_id == conversation
    assert rows[-1].actor_id == agent.id


def test_an_override_without_a_finding_is_nothing_to_journal(
    shop: TestShop, agent: StaffMember
) -> None:
    conversation = talk(shop, "tb_甲甲")
    seen = shop.ask(changes.last)
    reply(shop, conversation, agent, "在的", override=True)
    assert [row.kind for row in shop.ask(changes.after, seen)] == ["line.sent"]


@pytest.mark.parametrize("override", [False, True])
def test_an_unfilled_slot_is_named_and_never_sent(
    shop: TestShop, agent: StaffMember, override: bool
) -> None:
    conversation = talk(shop, "tb_甲甲")
    with pytest.raises(Refused, match="几瓶、哪天") as refused:
        reply(shop, conversation, agent, "要{?几瓶}，{?哪天}到，{?几瓶}", override=override)
    assert refused.value.code == "unfilled"
    assert shop.row(conversation).last_text == "在吗"


@pytest.mark.parametrize("override", [False, True])
def test_half_a_slot_is_never_sent(shop: TestShop, agent: StaffMember, override: bool) -> None:
    conversation = talk(shop, "tb_甲甲")
    with pytest.raises(Refused, match="没有填完") as refused:
        reply(shop, conversation, agent, "要{?几瓶瓶", override=override)
    assert refused.value.code == "unfilled"
    assert shop.row(conversation).last_text == "在吗"


def test_the_replies_an_answer_was_made_of_are_kept_with_its_line(
    shop: TestShop, agent: StaffMember
) -> None:
    first = Library(shop).team("a")
    conversation = talk(shop, "tb_甲甲")
    reply(shop, conversation, agent, "今天发货。", used=[Used(first, 1)])
    assert shop.ask(usage.uses, agent.id).team == {first: 1}
    found = shop.ask(
        lambda tx: tx.all("SELECT reply_id, staff_id, conversation_id, line_seq FROM reply_use")
    )
    assert found == [(first, agent.id, conversation, 2)]


def test_the_same_answer_again_counts_its_replies_once(shop: TestShop, agent: StaffMember) -> None:
    first = Library(shop).team("a")
    conversation = talk(shop, "tb_甲甲")
    for _ in range(2):
        reply(shop, conversation, agent, "今天发货。", used=[Used(first, 1)])
    assert shop.ask(usage.uses, agent.id).team == {first: 1}
