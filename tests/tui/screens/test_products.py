"""Product cards on screen: read, acknowledged, kept by a lead."""

from pathlib import Path

import pytest
from support.desk_machine import give_pin
from support.pilot import Desk
from support.products import in_products, product

from zuiqing_desk.services.products import acks, catalogue
from zuiqing_desk.tui.ports import ScreenOptions
from zuiqing_desk.tui.screens.products import ProductsScreen
from zuiqing_desk.tui.widgets.form import FormField

SIZES = [(80, 24), (120, 40), (200, 60)]
HOSTILE = "[b]\x1b]52;c;aGk=\x07名\u202e[/]"


@pytest.mark.parametrize("size", SIZES)
async def test_no_cards_yet(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await in_products(desk).expect_text("还没有商品卡。按 a 新建一张。", "Esc 返回")


async def test_an_agent_without_cards_is_told_who_adds_them(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_products(desk, "1002").expect_text("请组长来添加").expect_no_text("a 新建")


@pytest.mark.parametrize("size", SIZES)
async def test_an_agent_reads_what_must_be_read_first_one_after_the_other(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        shop, agent = desk.shop, desk.shop.colleague("1002")
        product(shop, "1979", "旧款")
        product(shop, "1983", "纪念版", must_read=True, points="老瓶型\n绵甜", floor_fen=23800)
        product(shop, "1999", "新款", must_read=True)
        await in_products(desk, "1002").expect_text("[我要读的 2]", "▲ 要先看过")
        await desk.expect_no_text("旧款").keys("enter").expect_screen("ProductReading")
        await desk.expect_text("1999", "还有 2 张", "Enter 已读").keys("enter")
        await desk.expect_text("1983", "· 老瓶型", "238元（只给自己看", "还有 1 张").keys("enter")
        await desk.expect_screen("ProductsScreen").expect_text("都看过了")
        assert shop.ask(acks.to_read, agent.id) == []


async def test_a_card_left_with_escape_stays_unread(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        product(desk.shop, "1983", must_read=True)
        await in_products(desk, "1002").keys("enter").expect_screen("ProductReading")
        await desk.keys("escape").expect_screen("ProductsScreen").expect_text("[我要读的 1]")


async def test_cards_are_found_by_initials(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        product(desk.shop, "1983", "纪念版", aroma="浓香")
        product(desk.shop, "1999", "新款", aroma="酱香")
        await in_products(desk).keys("slash").type("jx").expect_no_text("纪念版")
        await desk.expect_text("新款").type("qq").expect_text("没有“jxqq”这样的商品")


@pytest.mark.parametrize("size", SIZES)
async def test_a_lead_makes_a_card(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await in_products(desk).keys("a").expect_screen("ProductForm").type("1983").keys("tab")
        await desk.type("醉卿坊纪念版").keys("tab", "right", "tab").type("浓香").keys("tab")
        await desk.type("52").keys("tab").type("500毫升").keys("tab", "tab").type("6").keys("tab")
        await desk.type("268").keys("tab").type("238").keys(*["tab"] * 3).type("老瓶型")
        await desk.keys("ctrl+s").expect_text("“1983”的商品卡已添加。", "268元")
        card = desk.shop.ask(catalogue.by_name, "1983", desk.shop.lead.id)
        assert card is not None
        assert card.unread
        facts = card.facts
        assert (facts.full_name, facts.storefront, facts.aroma) == (
            "醉卿坊纪念版",
            "醉卿酒业",
            "浓香",
        )
        assert (facts.strength_tenths, facts.volume_ml, facts.per_box) == (520, 500, 6)
        assert (facts.price_fen, facts.floor_fen, facts.points) == (26800, 23800, "老瓶型")


@pytest.mark.parametrize(
    ("turns", "query", "must_read", "view"),
    [
        pytest.param(0, "", "yes", "[全部 2]", id="in sight"),
        pytest.param(1, "", "yes", "[我要读的 1]", id="in sight of a narrower view"),
        pytest.param(1, "", "no", "[全部 2]", id="not in this view"),
        pytest.param(0, "1999", "no", "[全部 2]", id="hidden by the filter"),
        pytest.param(3, "1999", "yes", "[全部 2]", id="hidden by both"),
    ],
)
async def test_the_cursor_is_on_the_card_just_made(
    tmp_path: Path, turns: int, query: str, must_read: str, view: str
) -> None:
    async with Desk(tmp_path) as desk:
        product(desk.shop, "1999", "新款")
        await in_products(desk).expect_text("[全部 1]").keys(*["right"] * turns)
        if query:
            await desk.keys("slash").type(query).keys("enter").expect_focus("list-rows")
        await desk.keys("a").expect_screen("ProductForm").type("1983").keys("tab").type("纪念版")
        if must_read == "no":
            await desk.keys("shift+tab", "shift+tab").expect_focus("field-must_read").keys("right")
        await desk.keys("ctrl+s").expect_screen("ProductsScreen").expect_text(view, "纪念版")

        def there() -> bool:
            screen = desk.screen
            assert isinstance(screen, ProductsScreen)
            return screen.chosen is not None and screen.chosen.facts.short_name == "1983"

        await desk.expect(there, "the cursor on 1983")


async def test_what_is_wrong_is_said_at_its_field(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(120, 50)) as desk:
        product(desk.shop, "1999", "新款")
        await in_products(desk).keys("a").expect_screen("ProductForm").type("19+83")
        await desk.keys(*["tab"] * 8).type("贵").keys("ctrl+s")
        await desk.expect_text("✗ 简称要写进订单备注，里面不能有「+」。", "✗ 全名不能为空。")
        await desk.expect_text("✗ 看不懂「贵」").keys("ctrl+u").type("1999").keys("tab").type("新")
        await desk.keys(*["tab"] * 7, "ctrl+u").type("100").keys("tab").type("200").keys("ctrl+s")
        await desk.expect_text("✗ 底价不能高于价格。").expect_focus("field-floor_fen")
        await desk.keys("ctrl+u", "ctrl+s").expect_text("✗ 简称“1999”已经是“新款”的，请换一个。")
        assert desk.screen.query_one("#field-price_fen", FormField).value == "100"


async def test_a_lead_changes_a_card_and_sees_the_line_it_gives(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        product(desk.shop, "1983", "纪念版", price_fen=26800, floor_fen=23800)
        await in_products(desk).expect_text("1983").keys("e").expect_screen("ProductForm")
        await desk.expect_text("放进回复的一行", "纪念版：每瓶268元。").keys(*["tab"] * 8)
        await desk.keys("ctrl+u").type("258").expect_text("纪念版：每瓶258元。").keys("ctrl+s")
        await desk.expect_text("“1983”的商品卡已改。", "258元")


async def test_a_lead_asks_everybody_to_read_and_sees_who_has(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, agent = desk.shop, desk.shop.colleague("1002")
        card = product(shop, "1983")
        await in_products(desk).expect_text("1983").keys("w").expect_text("没有要求大家看“1983”")
        await desk.keys("m").expect_text("要大家先看“1983”？").keys("down", "enter")
        await desk.expect_text("已提醒大家看“1983”。", "我要读的 1")
        shop.do(acks.read, card, agent.id)
        await desk.keys("w").expect_text("1983 · 已读 1 / 2", "▲ 还没读  1001", "✓ 已读    1002")
        await desk.keys("escape").expect_screen("ProductsScreen")


async def test_the_key_that_marks_a_card_takes_the_mark_off_again(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        card = product(desk.shop, "1983")
        await in_products(desk).expect_text("m 必读").keys("m", "down", "enter")
        await desk.expect_text("已提醒大家看“1983”。", "全员必读 1", "m 不必读").keys("m")
        await desk.expect_text("不再要求大家看“1983”？").keys("enter")
        await desk.expect_screen("ProductsScreen")
        assert desk.shop.ask(acks.readers, card)
        await desk.keys("m", "down", "enter").expect_text("“1983”不再是必读。", "全员必读 0")
        await desk.expect_text("m 必读")
        assert desk.shop.ask(acks.readers, card) == []


async def test_archiving_asks(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        product(desk.shop, "1983")
        await in_products(desk).expect_text("1983").keys("x", "enter")
        await desk.expect_screen("ProductsScreen").keys("x", "down", "enter")
        await desk.expect_text("“1983”已归档。", "还没有商品卡。按 a 新建一张。")


async def test_an_archived_card_is_brought_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        product(desk.shop, "1999", "新款")
        card = product(desk.shop, "1983", "纪念版", must_read=True)
        desk.shop.do(catalogue.archive, card, desk.shop.lead.id)
        await in_products(desk).expect_text("[全部 1]", "归档 1").expect_no_text("纪念版")
        await desk.keys("left").expect_text("[归档 1]", "已归档", "x 恢复").expect_no_text("x 归档")
        for key in ("e", "m"):
            await desk.keys(key).expect_text("已归档的不能改，先按 x 恢复。")
            await desk.expect_screen("ProductsScreen")
        await desk.keys("slash").type("jnb").expect_text("纪念版").keys("enter", "x")
        await desk.expect_text("“1983”已恢复。", "我要读的 1", "归档 0")
        assert desk.shop.ask(catalogue.by_name, "1983") is not None


async def test_a_card_whose_short_name_was_given_away_is_not_brought_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        card = product(desk.shop, "1983", "旧的")
        desk.shop.do(catalogue.archive, card, desk.shop.lead.id)
        product(desk.shop, "1983", "新的")
        await in_products(desk).keys("left").expect_text("[归档 1]", "旧的").keys("x")
        await desk.expect_text("“1983”已经是“新的”的，先改掉那一张的简称，再恢复。", "[归档 1]")


@pytest.mark.parametrize("key", ["a", "e", "m", "x"])
async def test_agents_do_not_change_cards(tmp_path: Path, key: str) -> None:
    async with Desk(tmp_path) as desk:
        product(desk.shop, "1983")
        await in_products(desk, "1002").expect_text("1983").keys(key)
        await desk.expect_text("商品卡只有组长可以改，请找组长。").expect_screen("ProductsScreen")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_stay_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        card = product(desk.shop, "1983", must_read=True)
        for column in ("short_name", "full_name", "aroma", "gifts", "points", "faq", "pictures"):
            desk.shop.do(
                lambda tx, column=column: tx.run(
                    f"UPDATE product SET {column} = :text WHERE id = :id", text=HOSTILE, id=card
                )
            )
        await in_products(desk).expect_text("[b]")
        for key, screen in (("enter", "Reading"), ("e", "Form"), ("w", "Readers"), ("m", "")):
            await desk.keys(key)
            await desk.expect(lambda name=screen: name in type(desk.screen).__name__, screen)  # type: ignore[misc]
            assert not set(desk.text) & set("\x1b\x07\u202e")
            await desk.keys("escape").expect_screen("ProductsScreen")


async def reminded(desk: Desk) -> None:
    """Sign in as an agent and be reminded."""
    desk.shop.colleague("1002")
    give_pin(desk.shop, "1002")
    await desk.sign_in("1002")


async def test_an_agent_is_told_how_many_cards_to_read_and_by_which_key(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        for name in ("1979", "1983", "1988", "1999"):
            product(desk.shop, name, must_read=True)
        await reminded(desk)
        await desk.expect_text(
            "4 张商品卡要先看过，在列表里按 p 打开商品库。", "1979、1983、1988 等"
        )


async def test_the_reminder_names_the_key_in_force(tmp_path: Path) -> None:
    options = ScreenOptions(keys={"product.manage": ("7",)})
    async with Desk(tmp_path, options=options) as desk:
        product(desk.shop, "1983", must_read=True)
        await reminded(desk)
        await desk.expect_text("按 7 打开商品库。", "1983")


async def test_nobody_is_reminded_of_nothing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        product(desk.shop, "1983")
        await reminded(desk)
        await desk.pilot.pause()
        assert "要先看过" not in desk.text
