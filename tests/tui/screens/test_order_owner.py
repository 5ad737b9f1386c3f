"""Whose an order is, on screen: the facts, the claim, the proof, the ruling."""

from pathlib import Path

import pytest
from support.order_pages import in_orders
from support.orders import add_order
from support.pilot import Desk
from support.shop import SECOND

from zuiqing_desk.services import conversations
from zuiqing_desk.services.orders import contacts, ownership
from zuiqing_desk.tui.screens.order_owner import OrderOwner
from zuiqing_desk.tui.widgets.conversation_view import ConversationView

SIZES = [(80, 24), (120, 40), (200, 60)]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def sold(desk: Desk) -> tuple[int, int, int]:
    """A customer asked, agent 1002 answered, the customer paid: order, conversation, agent."""
    shop = desk.shop
    agent = shop.colleague("1002")
    shop.comes_on(agent)
    talk = shop.customer("tb_**7")
    shop.says(talk, "这款有货吗")
    shop.do(conversations.take, talk, agent.id)
    shop.later(20)
    shop.answers(talk, agent, "有的，今天发")
    shop.later(60)
    order = add_order(shop, number="2603027788", conversation_id=talk)
    shop.later(60)
    return order, talk, agent.id


def in_owner(desk: Desk, staff_no: str = "1001") -> Desk:
    """The page of the only order."""
    in_orders(desk, staff_no).expect_text("…7788").keys("o").expect_screen("OrderOwner")
    return desk.expect_no_text("正在读归属")


@pytest.mark.parametrize("size", SIZES)
async def test_the_facts_with_the_lines_they_stand_in(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        sold(desk)
        await in_owner(desk).expect_text("归 1002 1002**", "客服答", "买家说")
        screen = desk.screen
        assert isinstance(screen, OrderOwner)
        rows = [row.what for row in screen.rows.items]
        await desk.keys(*["down"] * rows.index("客服答"))
        await desk.expect_text("▶", "有的，今天发", "这款有货吗")


async def test_enter_goes_to_the_conversation_of_a_line(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        sold(desk)
        await in_owner(desk).expect_text("Enter 去看").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("有的，今天发", "致 tb_**7")


async def test_a_line_far_back_is_gone_to(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, talk, _ = sold(desk)
        for at in range(120):
            desk.shop.later(1)
            desk.shop.says(talk, f"后来说的第{at}句")
        await in_owner(desk).expect_text("Enter 去看")
        screen = desk.screen
        assert isinstance(screen, OrderOwner)
        rows = [row.what for row in screen.rows.items]
        await desk.keys(*["down"] * rows.index("客服答"), "enter").expect_screen("DeskScreen")
        await desk.expect_focus("conversation").expect_text("有的，今天发")

        def there() -> bool:
            line = desk.app.screen.query_one(ConversationView).cursor_line
            return line is not None and line.text == "有的，今天发"

        await desk.expect(there, "the cursor on the line")


async def test_an_order_without_facts_says_what_to_press(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, number="2603027788", placed_at=None, paid_at=None)
        await in_owner(desk).expect_text("不归任何人").keys("right").expect_text("按 c 认领")
        await desk.keys("right").expect_text("按 n 记下")


async def test_claiming_and_taking_it_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order, _, agent = sold(desk)
        me = desk.shop.lead.id

        def claims() -> list[int]:
            return [one.staff_id for one in desk.shop.ask(ownership.decide, order).claims]

        await in_owner(desk).keys("c").expect_text("凭什么").keys("enter").type("我先接的")
        await desk.keys("enter").expect_text("已认领", "认领 1")
        assert claims() == [me]
        await desk.keys("u").expect_text("已撤销", "认领 0")
        assert claims() == []
        await desk.keys("c", "enter").type("还是我的").keys("enter").expect_text("认领 1").keys("w")
        await desk.expect_text("认领已收回", "认领 0").keys("u").expect_text("认领 1")
        assert claims() == [me]
        assert agent not in claims()


async def test_a_contact_without_a_screenshot_is_pointed_out_and_proved(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order, _, _ = sold(desk)
        picture = tmp_path / "通话 记录.png"
        picture.write_bytes(PNG)
        await in_owner(desk).keys("n").expect_text("怎么联系的").keys("enter").type("1")
        await desk.keys("enter").type("说好了").keys("enter", "enter")
        await desk.expect_text("已记下", "聊天以外的联系 1").keys("right", "right")
        await desk.expect_text("没有截图，按 p 补上", "说好了").keys("p").type(f"'{picture}'")
        await desk.keys("enter").expect_text("截图已附上", "截图 通话 记录.png")
        (noted,) = desk.shop.ask(contacts.of_order, order)
        assert (noted.medium, noted.note) == ("phone", "说好了")
        assert noted.evidence_id is not None
        kept = [path for path in (tmp_path / "evidence").rglob("*.png") if path.is_file()]
        assert [path.read_bytes() for path in kept] == [PNG]


async def test_what_is_no_picture_is_refused_where_it_is_typed(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order, _, _ = sold(desk)
        words = tmp_path / "words.png"
        words.write_text("not a picture", encoding="utf-8")
        await in_owner(desk).keys("n", "enter").type("1").keys("enter").type("说好了").keys("enter")
        await desk.type("/none/x.png").keys("enter").expect_text("✗ 没有文件 /none/x.png", "说好了")
        await desk.keys("ctrl+u").type(str(words)).keys("enter").expect_text("不是图片", "说好了")
        assert desk.shop.ask(contacts.of_order, order) == []
        picture = tmp_path / "图.png"
        picture.write_bytes(PNG)
        await desk.keys("ctrl+u").type(str(picture)).keys("enter").expect_text("已记下")
        (noted,) = desk.shop.ask(contacts.of_order, order)
        assert (noted.note, noted.evidence_name) == ("说好了", "图.png")


async def test_a_later_picture_is_refused_where_it_is_typed(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order, _, _ = sold(desk)
        me = desk.shop.lead.id
        desk.shop.do(contacts.note, order, me, "phone", desk.shop.now, actor=me)
        await in_owner(desk).keys("right", "right").expect_text("没有截图").keys("p")
        await desk.type("～nobody-of-this-name/图.png").keys("enter")
        await desk.expect_screen("PromptDialog")
        await desk.expect_text("✗ 没有文件 ~nobody-of-this-name/图.png")


async def test_an_empty_reason_is_asked_for_again(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order, _, _ = sold(desk)
        await in_owner(desk)
        for key in "cr":
            await desk.keys(key, "enter", "enter").expect_text("✗ 还没有写理由")
            await desk.keys("escape", "escape").expect_screen("OrderOwner")
        assert desk.shop.ask(ownership.decide, order).claims == ()


async def test_a_lead_rules_with_a_reason(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order, _, _ = sold(desk)
        await in_owner(desk).keys("r").expect_text("归谁").keys("enter").type("老客户一直是我跟")
        await desk.keys("enter").expect_text("裁定已记下", "归 1001 甲**")
        assert desk.shop.ask(ownership.owner, order) == desk.shop.lead.id
        await desk.keys("u").expect_text("归 1002")
        assert desk.shop.ask(ownership.owner, order) != desk.shop.lead.id


async def test_agents_do_not_rule(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        sold(desk)
        await in_owner(desk, "1002").expect_no_text("r 裁定").keys("r").expect_text("请找组长")
        await desk.expect_screen("OrderOwner")


async def test_moments_of_another_day_tell_the_day(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order, _, agent = sold(desk)
        desk.shop.later(86_400)
        at = desk.shop.now - 60 * SECOND
        desk.shop.do(contacts.note, order, agent, "wechat", at, "加微信", None, actor=agent)
        await in_owner(desk).expect_text("3月2日 09:0").keys("right", "right")
        await desk.expect_text("09:01", "微信")
