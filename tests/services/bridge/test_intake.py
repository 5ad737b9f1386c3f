"""What connectors tell of customers, and what platforms say about answers."""

from typing import Any

import pytest
from support.bridge import add, answered
from support.shop import TestShop

from zuiqing_desk.services import chat, conversations, outbox
from zuiqing_desk.services.bridge import accounts, intake, receipts, seen
from zuiqing_desk.services.errors import Refused

DAY_S = 86_400


class Talk:
    """One customer of a connected account."""

    def __init__(self, shop: TestShop) -> None:
        self.shop = shop
        self.account = shop.do(add).account_id

    def says(self, text: str = "在吗", message: str = "m1", name: str = "c1") -> int:
        return self.shop.do(
            intake.message,
            self.account,
            conversation=name,
            name="买家**",
            message_id=message,
            text=text,
        ).seq

    def hears(self, text: str = "在的", client_id: str = "a1") -> None:
        self.shop.do(lambda tx: answered(tx, 1, self.shop.lead.id, text, client_id=client_id))

    def tell(self, what: Any, **said: Any) -> Any:
        return self.shop.do(what, self.account, conversation="c1", **said)

    def refused(self, what: Any, **said: Any) -> str:
        with pytest.raises(Refused) as refused:
            self.tell(what, **said)
        return refused.value.code

    def answer(self) -> tuple[Any, ...]:
        """(line's status, outbox state, reason) of the newest answer."""
        found = self.shop.ask(
            lambda tx: tx.one(
                "SELECT l.status, o.state, o.reason FROM outbox o JOIN line l ON l.id = o.line_id"
                " ORDER BY o.id DESC"
            )
        )
        assert found is not None
        return found

    def row(self, *columns: str) -> tuple[Any, ...]:
        found = self.shop.ask(
            lambda tx: tx.one(f"SELECT {', '.join(columns)} FROM conversation WHERE id = 1")
        )
        assert found is not None
        return found

    def kinds(self) -> list[str]:
        return [kind for (kind,) in self.shop.ask(lambda tx: tx.all("SELECT kind FROM journal"))]


@pytest.fixture
def talk(shop: TestShop) -> Talk:
    shop.comes_on(shop.lead)
    return Talk(shop)


def test_a_customer_without_a_name_is_called_by_the_conversation(shop: TestShop) -> None:
    account = shop.do(add).account_id
    shop.do(
        intake.message, account, conversation="tb88", name="\u202e \n", message_id="1", text="在吗"
    )
    assert shop.ask(lambda tx: tx.value("SELECT name FROM customer")) == "客户 tb88"


def test_a_line_taken_back_stays_for_proof_and_is_marked_once(talk: Talk) -> None:
    talk.says("发错了")
    at = talk.shop.now
    assert talk.tell(intake.recalled, message_id="m1") == 1
    talk.shop.later(60)
    talk.tell(intake.recalled, message_id="m1")
    (line,) = talk.shop.ask(chat.chat, 1).lines
    assert (line.text, line.recalled) == ("发错了", True)
    payload = talk.shop.ask(lambda tx: tx.value("SELECT json_extract(payload, '$') FROM line"))
    assert payload == f'{{"recalled_at":{at}}}'
    assert talk.row("last_text") == ("〔客户撤回〕发错了",)
    assert talk.kinds().count("line.recalled") == 1


def test_the_preview_of_a_newer_line_stays(talk: Talk) -> None:
    talk.says("发错了")
    talk.says("这酒有吗", "m2")
    talk.tell(intake.recalled, message_id="m1")
    assert talk.row("last_text") == ("这酒有吗",)


def test_what_has_not_come_cannot_be_taken_back_yet(talk: Talk) -> None:
    assert talk.refused(intake.recalled, message_id="m1") == "no_conversation"
    talk.says()
    assert talk.refused(intake.recalled, message_id="m2") == "no_message"


def test_a_new_name_is_seen_everywhere_and_the_same_one_says_nothing(talk: Talk) -> None:
    talk.says()
    talk.tell(intake.renamed, name="老\u202e客")
    talk.tell(intake.renamed, name="老客")
    assert talk.shop.ask(lambda tx: tx.value("SELECT name FROM customer")) == "老客"
    assert talk.kinds().count("customer.renamed") == 1
    assert talk.refused(intake.renamed, name=" ") == "name"


def test_typing_is_forgotten_by_itself(talk: Talk) -> None:
    talk.tell(intake.typing, on=True)
    talk.says()
    talk.tell(intake.typing, on=True)
    until = talk.shop.ask(chat.chat, 1).card.visitor_typing_until
    assert until == talk.shop.now + intake.TYPING_US
    talk.tell(intake.typing, on=False)
    assert talk.shop.ask(chat.chat, 1).card.visitor_typing_until == 0


def test_what_ends_on_the_platform_ends_here_when_nothing_is_left(talk: Talk) -> None:
    talk.says()
    talk.hears()
    talk.tell(receipts.accepted, client_id="a1")
    assert talk.tell(intake.closed, by="platform")
    assert talk.row("state", "assignee_id", "unread") == ("closed", None, 0)
    assert talk.shop.ask(
        lambda tx: tx.all("SELECT detail FROM journal WHERE kind = 'conversation.closed'")
    ) == [("platform",)]
    assert talk.tell(intake.closed, by="platform"), "twice is once"
    assert talk.kinds().count("conversation.closed") == 1
    # The platform is not told of its own news.
    assert talk.shop.ask(lambda tx: tx.all("SELECT kind FROM bridge_event")) == []


def test_what_is_left_is_told_to_the_agent_instead(talk: Talk) -> None:
    talk.says()
    assert not talk.tell(intake.closed, by="customer")
    assert talk.row("state", "unread") == ("active", 1)
    note = talk.shop.ask(chat.chat, 1).lines[-1]
    assert (note.author, note.text[:2]) == ("note", "客户")
    talk.hears()
    assert not talk.tell(intake.closed, by="platform"), "an answer is still on its way"


def test_an_answer_taken_over_is_sent_whatever_was_thought_of_it(talk: Talk) -> None:
    talk.says()
    talk.hears()
    talk.shop.do(outbox.unknown, 1, "超时")
    assert talk.answer() == ("unknown", "asking", "超时")
    assert talk.tell(receipts.accepted, client_id="a1") == 2
    assert talk.answer() == ("sent", "done", "")
    journal = len(talk.kinds())
    talk.tell(receipts.accepted, client_id="a1")
    assert len(talk.kinds()) == journal, "twice is once"


def test_a_receipt_settles_before_the_answer_of_the_post_does(talk: Talk) -> None:
    talk.says()
    talk.hears()
    talk.tell(receipts.accepted, client_id="a1")
    talk.shop.do(outbox.unknown, 1, "超时")
    assert talk.answer() == ("sent", "done", "")


def test_what_an_agent_settled_by_hand_stays(talk: Talk) -> None:
    talk.says()
    talk.hears()
    talk.shop.do(outbox.unknown, 1, "超时")
    talk.shop.do(outbox.settle_by_hand, 1, talk.shop.lead.id, arrived=False)
    talk.tell(receipts.accepted, client_id="a1")
    assert talk.answer()[0] == "failed"


def test_an_answer_the_platform_takes_back_needs_the_agent(talk: Talk) -> None:
    talk.says()
    talk.hears()
    talk.tell(receipts.accepted, client_id="a1")
    talk.tell(intake.closed, by="platform")
    talk.tell(receipts.failed, client_id="a1", reason="风\x1b控" + "长" * 200)
    status, state, reason = talk.answer()
    assert (status, state, reason[:2], len(reason)) == ("failed", "failed", "风控", 100)
    assert talk.shop.ask(outbox.stuck, 1) is not None
    assert talk.row("state", "unread") == ("queued", 1), "nobody looks into a closed one"


def test_what_arrived_has_not_failed(talk: Talk) -> None:
    talk.says()
    talk.hears()
    talk.tell(receipts.delivered, client_id="a1", up_to=None)
    talk.tell(receipts.failed, client_id="a1", reason="风控")
    assert talk.answer() == ("sent", "done", "")


def test_what_arrived_was_taken_over(talk: Talk) -> None:
    talk.says()
    talk.hears()
    assert talk.tell(receipts.read, client_id="a1", up_to=None) == 2
    assert talk.answer() == ("sent", "done", "")
    assert talk.row("delivered_seq", "read_seq") == (2, 2)


def test_up_to_a_seq_counts_only_what_was_sent(talk: Talk) -> None:
    talk.says()
    talk.hears()
    assert talk.refused(receipts.delivered, client_id=None, up_to=99) == "no_message"
    talk.tell(receipts.accepted, client_id="a1")
    talk.hears("还有货", "a2")
    assert talk.tell(receipts.delivered, client_id=None, up_to=99) == 2
    assert talk.row("delivered_seq") == (2,)


@pytest.mark.parametrize("what", [receipts.accepted, receipts.failed, receipts.read])
def test_no_receipt_for_what_was_never_sent(talk: Talk, what: Any) -> None:
    more: dict[str, Any] = {"reason": ""} if what is receipts.failed else {}
    more |= {"up_to": None} if what is receipts.read else {}
    talk.says()
    assert talk.refused(what, client_id="a1", **more) == "no_message"
    # Not even for one that waits to be sent.
    talk.shop.answers(1, talk.shop.lead)
    waiting = talk.shop.ask(lambda tx: tx.value("SELECT client_id FROM outbox"))
    assert talk.refused(what, client_id=waiting, **more) == "no_message"


def test_the_off_hours_answer_can_be_receipted_too(shop: TestShop) -> None:
    talk = Talk(shop)
    shop.do(
        lambda tx: tx.run(
            "INSERT INTO policy (key, value, effective_at, set_at)"
            " VALUES ('off_hours_reply', '\"已下班\"', 0, 0)"
        )
    )
    talk.says()
    (claimed,) = shop.do(outbox.claim, "bridge")
    talk.tell(receipts.accepted, client_id=claimed.client_id)
    assert talk.answer() == ("sent", "done", "")


def test_a_blocked_customer_is_refused_and_closing_needs_no_answer(talk: Talk) -> None:
    talk.says()
    talk.shop.do(conversations.block, 1, talk.shop.lead.id)
    with pytest.raises(Refused) as refused:
        talk.says("还在吗", "m2")
    assert refused.value.code == "blocked"
    assert talk.tell(intake.closed, by="platform")


def test_ids_are_remembered_for_a_week(talk: Talk) -> None:
    def once(webhook_id: str) -> dict[str, Any]:
        return talk.shop.do(seen.once, talk.account, webhook_id, "aa", lambda tx: {"n": 1})

    once("w1")
    talk.shop.later(6 * DAY_S)
    once("w2")
    assert talk.shop.do(seen.prune) == 0
    talk.shop.later(DAY_S + 1)
    assert talk.shop.do(seen.prune) == 1
    assert once("w2") == {"received": True, "duplicate": True, "n": 1}
    assert once("w1") == {"received": True, "duplicate": False, "n": 1}


def test_nobody_is_called_as_those_who_were_erased(talk: Talk) -> None:
    talk.says()
    talk.shop.do(lambda tx: tx.run("UPDATE conversation SET external_id = 'erased-1'"))
    with pytest.raises(Refused) as refused:
        talk.says("还记得我吗", "m2", name="erased-1")
    assert refused.value.code == "reserved"
    assert talk.says("我是新来的", "m1", name="c1") == 1, "who writes again is somebody new"


def test_a_removed_account_takes_nothing(talk: Talk) -> None:
    talk.shop.do(accounts.remove, "taobao-1")
    with pytest.raises(Refused) as refused:
        talk.shop.do(seen.once, talk.account, "w1", "aa", lambda tx: {})
    assert refused.value.code == "no_bridge"
