"""``chats``: conversations for scripts, in the promised shape."""

import re
from collections.abc import Iterator

import pytest
from support.command import CommandLine
from support.shop import SECOND, TestShop

from zuiqing_desk.services import conversations, pins, staff
from zuiqing_desk.store.clock import utc_now

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00")
PIN = b"2580\n"


@pytest.fixture
def shop(cli: CommandLine) -> Iterator[TestShop]:
    """An open shop whose clock is the real one: the command reads that, too."""
    shop = TestShop(cli.home)
    shop.now = utc_now()
    shop.comes_on(shop.lead)
    yield shop
    shop.store.close()


def test_a_running_round(cli: CommandLine, shop: TestShop) -> None:
    shop.now -= 100 * SECOND
    conversation = shop.waiting_customer("在吗\x1b[31m [/b]")
    (row,) = cli("chats", "--json").data
    assert row.pop("seconds_left") <= -80
    assert ISO.fullmatch(row.pop("waiting_since"))
    assert row == {
        "id": conversation,
        "channel": "webchat",
        "customer": "tb_**",
        "state": "active",
        "assignee": "1001",
        "unread": 1,
    }


def test_lines_that_came_off_duty_have_no_seconds(cli: CommandLine, shop: TestShop) -> None:
    shop.goes_off(shop.lead)
    shop.waiting_customer()
    (row,) = cli("chats", "--json").data
    assert row["seconds_left"] is None
    assert ISO.fullmatch(row["waiting_since"])
    assert (row["state"], row["assignee"]) == ("queued", None)


def test_the_most_urgent_comes_first_and_states_are_told_apart(
    cli: CommandLine, shop: TestShop
) -> None:
    late, early, done = (shop.waiting_customer() for _ in range(3))
    shop.answers(done, shop.lead)
    shop.do(conversations.close, done, shop.lead.id)
    shop.answers(late, shop.lead)
    assert [row["id"] for row in cli("chats", "--json").data] == [early, late, done]
    assert [row["id"] for row in cli("chats", "--state", "closed", "--json").data] == [done]
    assert cli("chats", "--state", "snoozed", "--json").data == []
    (row, _) = cli("chats", "--state", "active", "--json").data
    assert row["waiting_since"] is not None


def test_show_has_lines_and_rounds(cli: CommandLine, shop: TestShop) -> None:
    conversation = shop.waiting_customer("在吗")
    shop.later(5)
    shop.answers(conversation, shop.lead, "在的亲")
    shop.do(conversations.note, conversation, "老客户", shop.lead.id)
    shop.says(conversation, "多少钱")
    data = cli("chats", "show", str(conversation), "--json").data
    assert [
        (line["seq"], line["from"], line["staff_no"], line["kind"], line["text"], line["status"])
        for line in data["lines"]
    ] == [
        (1, "customer", None, "text", "在吗", None),
        (2, "agent", "1001", "text", "在的亲", "pending"),
        (3, "note", "1001", "note", "老客户", None),
        (4, "customer", None, "text", "多少钱", None),
    ]
    assert all(ISO.fullmatch(line["at"]) for line in data["lines"])
    first, running = data["rounds"]
    assert (first["shop_seconds"], first["agent_seconds"], first["counted"]) == (5.0, 5.0, True)
    assert ISO.fullmatch(first["started_at"])
    assert ISO.fullmatch(first["answered_at"])
    assert (running["answered_at"], running["shop_seconds"], running["agent_seconds"]) == (
        None,
        None,
        None,
    )
    assert data["id"] == conversation
    assert set(cli("chats", "--json").data[0]) < set(data)
    assert cli("chats", "--json", "show", str(conversation)).data["id"] == conversation


def test_long_conversations_are_shown_whole(cli: CommandLine, shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    for _ in range(60):
        shop.says(conversation)
    assert len(cli("chats", "show", str(conversation), "--json").data["lines"]) == 61


def test_for_people_nothing_a_customer_wrote_reaches_the_terminal_raw(
    cli: CommandLine, shop: TestShop
) -> None:
    conversation = shop.waiting_customer("在吗\x1b]52;c;eA==\x07\u202e [/b]\n第二行")
    for words in (["chats"], ["chats", "show", str(conversation)]):
        out = cli(*words).out
        assert "[/b]" in out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)


def test_a_conversation_that_is_not_there(cli: CommandLine, shop: TestShop) -> None:
    for number in ("7", str(2**63)):
        ran = cli("chats", "show", number, "--json")
        assert (ran.code, ran.out) == (1, "")
        assert "会话" in ran.err


def test_without_a_shop(cli: CommandLine) -> None:
    for words in (["chats", "--json"], ["chats", "show", "1"], ["gateway"]):
        ran = cli(*words)
        assert (ran.code, ran.out) == (1, "")
        assert "desk.db" in ran.err
    assert not cli.home.exists()


def test_a_damaged_database_is_named_and_left_alone(cli: CommandLine) -> None:
    cli.home.mkdir()
    (cli.home / "desk.db").write_bytes(b"no database" * 1000)
    ran = cli("chats", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert str(cli.home / "desk.db") in ran.err
    assert (cli.home / "desk.db").read_bytes() == b"no database" * 1000


class TestReply:
    @pytest.fixture
    def conversation(self, shop: TestShop) -> int:
        shop.do(staff.reset_pin, "1001", pins.hash_pin("2580"), None)
        return shop.waiting_customer()

    def test_goes_into_the_outbox(
        self, cli: CommandLine, shop: TestShop, conversation: int
    ) -> None:
        ran = cli(
            "chats", "reply", str(conversation), "在的亲", "--as", "1001", "--pin-stdin", "--json",
            stdin=PIN,
        )  # fmt: skip
        assert ran.code == 0
        assert (ran.data["id"], ran.data["seq"]) == (conversation, 2)
        assert ISO.fullmatch(ran.data["at"])
        found = shop.ask(lambda tx: tx.all("SELECT conversation_id, state FROM outbox"))
        assert found == [(conversation, "pending")]
        assert shop.row(conversation).waiting_since is None

    @pytest.mark.parametrize("text", ["", "  \n", "字" * 4001, "\x1b\u202e"])
    def test_a_text_that_will_not_do(
        self, cli: CommandLine, shop: TestShop, conversation: int, text: str
    ) -> None:
        ran = cli(
            "chats", "reply", str(conversation), text, "--as", "1001", "--pin-stdin", stdin=PIN
        )
        assert (ran.code, ran.out) == (1, "")
        assert shop.ask(lambda tx: tx.value("SELECT count(*) FROM outbox")) == 0

    def test_a_wrong_pin_is_counted_and_then_waited_for(
        self, cli: CommandLine, shop: TestShop, conversation: int
    ) -> None:
        words = ("chats", "reply", str(conversation), "在", "--as", "1001", "--pin-stdin")
        for _ in range(3):
            ran = cli(*words, stdin=b"1357\n")
            assert ran.code == 1
            assert "PIN 不对" in ran.err
        shop.do(lambda tx: tx.run("UPDATE staff SET pin_wait_until = :t", t=tx.now + 99 * SECOND))
        ran = cli(*words, stdin=PIN)
        assert ran.code == 1
        assert "秒" in ran.err
        assert shop.ask(lambda tx: tx.value("SELECT wrong_pins FROM staff")) == 3

    def test_somebody_who_is_not_there_or_disabled(
        self, cli: CommandLine, shop: TestShop, conversation: int
    ) -> None:
        words = ("chats", "reply", str(conversation), "在", "--pin-stdin", "--as")
        assert "工号或 PIN 不对" in cli(*words, "9", stdin=PIN).err
        shop.hire("1002")
        shop.do(staff.set_active, "1002", False, shop.lead.id)
        ran = cli(*words, "1002", stdin=PIN)
        assert ran.code == 1
        assert "停用" in ran.err

    def test_a_platform_without_a_connector_is_answered_by_hand(
        self, cli: CommandLine, shop: TestShop, conversation: int
    ) -> None:
        chat = shop.do(
            conversations.open_manual, platform="淘宝", buyer_id="tb_1**", actor=shop.lead.id
        )
        ran = cli("chats", "reply", str(chat), "在", "--as", "1001", "--pin-stdin", stdin=PIN)
        assert ran.code == 0
        assert "自己" in ran.err

    def test_wording_is_warned_of_and_sent_anyway_if_asked(
        self, cli: CommandLine, shop: TestShop, conversation: int
    ) -> None:
        words = ("chats", "reply", str(conversation), "加我微信聊", "--as", "1001", "--pin-stdin")
        ran = cli(*words, stdin=PIN)
        assert (ran.code, ran.out) == (1, "")
        assert "微信" in ran.err
        assert "--anyway" in ran.err
        assert shop.ask(lambda tx: tx.value("SELECT count(*) FROM outbox")) == 0
        assert cli(*words, "--anyway", stdin=PIN).code == 0
        assert shop.ask(lambda tx: tx.value("SELECT count(*) FROM outbox")) == 1

    def test_an_unfilled_slot_is_never_sent(
        self, cli: CommandLine, shop: TestShop, conversation: int
    ) -> None:
        ran = cli(
            "chats", "reply", str(conversation), "要{?几瓶}", "--as", "1001", "--pin-stdin",
            "--anyway", stdin=PIN,
        )  # fmt: skip
        assert ran.code == 1
        assert "几瓶" in ran.err
