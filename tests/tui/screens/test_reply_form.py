"""Writing and changing replies by keyboard: preview, complaints at the field, nothing lost."""

from pathlib import Path

import pytest
from support.pilot import Desk
from support.replies import by_code, in_library, own_reply, proposes, record, team_reply, words

from zuiqing_desk.tui.widgets.form import FormField

SIZES = [(80, 24), (120, 40), (200, 60)]


def written(desk: Desk, key: str) -> str:
    """What stands in a field."""
    return desk.screen.query_one(f"#field-{key}", FormField).value


def new_reply(desk: Desk, *, team: bool = False) -> Desk:
    """Open an empty form."""
    desk.keys("a").expect_screen("ChooseDialog").keys(*(["down"] if team else []), "enter")
    return desk.expect_screen("ReplyForm").expect_focus("field-code")


@pytest.mark.parametrize("size", SIZES)
async def test_an_agent_writes_a_personal_reply(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await new_reply(in_library(desk, "1002")).expect_text("个人话术 · 保存后马上能用")
        await desk.type("FH").keys("enter").type("发货时间").keys("enter", "right", "tab")
        await desk.type("发货，时效").keys("tab")
        await desk.type("{客户|亲}，{截单}前付款当天发，大约{?几天}天到。").keys("enter")
        await desk.type("请放心！").keys("tab").type("几天到").keys("enter").type("多久到")
        await desk.expect_text("王**，17:30前付款当天发", "发送前要填：几天")
        await desk.keys("tab", "tab").type("2026-03-31").keys("ctrl+s")
        await desk.expect_screen("LibraryScreen").expect_text("已保存，马上能用。")
        saved = by_code(desk.shop, "fh", desk.shop.colleague("1002"))
        assert saved is not None
        assert saved.live is not None
        assert saved.owner_no == "1002"
        assert saved.live.title == "发货时间"
        assert saved.live.category == "引导催促"
        assert saved.live.tags == "发货 时效"
        assert saved.live.body.endswith("天到。\n请放心！")
        assert saved.live.asks == "几天到\n多久到"
        assert saved.live.valid_until is not None


async def test_an_agents_team_reply_waits_for_a_lead(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await new_reply(in_library(desk, "1002"), team=True)
        await desk.type("fh").keys("tab").type("发货").keys("tab", "tab", "tab").type("当天发。")
        await desk.keys("ctrl+s").expect_text("已保存，等组长批准后生效。", "待批 1")
        saved = by_code(desk.shop, "fh")
        assert saved is not None
        assert saved.live is None


@pytest.mark.parametrize(("keys", "in_force"), [(["enter"], True), (["down", "enter"], False)])
async def test_a_lead_says_whether_a_change_is_in_force_at_once(
    tmp_path: Path, keys: list[str], in_force: bool
) -> None:
    async with Desk(tmp_path) as desk:
        reply = team_reply(desk.shop, "hy", "欢迎", "您好")
        await in_library(desk).expect_text("hy").keys("enter").expect_screen("ReplyForm")
        await desk.keys(*["tab"] * 4).type("，亲").keys("ctrl+s").expect_text("马上生效")
        await desk.keys(*keys).expect_screen("LibraryScreen")
        now = record(desk.shop, reply)
        assert now.live is not None
        assert now.live.body == ("您好，亲" if in_force else "您好")
        assert (now.draft is None) == in_force


async def test_what_is_over_or_not_yet_in_force_is_not_said_to_be_usable(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await new_reply(in_library(desk)).type("cx").keys("tab").type("促销")
        await desk.keys("tab", "tab", "tab").type("满两瓶减").keys("tab", "tab")
        await desk.type("2026-05-01").keys("tab").type("2026-04-01").keys("ctrl+s")
        await desk.expect_text("✗ 失效时间要晚于生效时间。").expect_focus("field-valid_until")
        await desk.keys("ctrl+u").type("2026-05-31").keys("ctrl+s")
        await desk.expect_text("已保存，从 2026-05-01 起能用。")


async def test_a_leads_wrong_dates_are_said_before_asking_how_to_save(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        team_reply(desk.shop, "hy", "欢迎", "您好")
        await in_library(desk).expect_text("hy").keys("enter").expect_screen("ReplyForm")
        await desk.keys(*["tab"] * 6).type("2026-02-01").keys("tab").type("2026-01-01")
        await desk.keys("ctrl+s").expect_text("✗ 失效时间要晚于生效时间。")
        await desk.expect_screen("ReplyForm").keys("ctrl+u").type("2026-02-20").keys("ctrl+s")
        await desk.keys("enter").expect_text("已保存，但已过了失效时间")


async def test_whoever_thinks_better_of_saving_goes_on_writing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        reply = team_reply(desk.shop, "hy", "欢迎", "您好")
        await in_library(desk).expect_text("hy").keys("enter").expect_screen("ReplyForm")
        await desk.keys(*["tab"] * 4).type("，亲").keys("ctrl+s").expect_screen("ChooseDialog")
        await desk.keys("escape").expect_screen("ReplyForm")
        assert written(desk, "body") == "您好，亲"
        assert record(desk.shop, reply).last == 1


async def test_everything_wrong_is_said_at_its_field_and_nothing_is_lost(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await new_reply(in_library(desk)).type("a b").keys("tab", "tab", "tab", "tab")
        await desk.type("{客人}您好").keys(*["tab"] * 3).type("明年").keys("ctrl+s")
        await desk.expect_text("✗ 短码里不能有「 」", "✗ 标题不能为空。")
        await desk.expect_text("没有「客人」这个变量", "✗ 看不懂「明年」").expect_focus(
            "field-code"
        )
        assert written(desk, "code") == "a b"
        assert written(desk, "body") == "{客人}您好"
        await desk.keys("end", "left", "backspace").expect_no_text("✗ 短码里不能有")


async def test_a_code_that_is_taken_is_said_at_the_code(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        own_reply(desk.shop, desk.shop.lead, "fh", "发货")
        await new_reply(in_library(desk)).type("FH").keys("tab").type("别的")
        await desk.keys("tab", "tab", "tab").type("内容").keys("ctrl+s")
        await desk.expect_text("✗ 短码“fh”已经是“发货”的，请换一个。").expect_focus("field-code")
        await desk.type("2").keys("ctrl+s").expect_screen("LibraryScreen")
        assert by_code(desk.shop, "fh2") is not None


async def test_a_ring_of_replies_is_refused_at_the_body(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        team_reply(desk.shop, "a", "甲", "内容")
        team_reply(desk.shop, "b", "乙", "看{>a}")
        await in_library(desk).expect_text("乙").keys("enter").expect_screen("ReplyForm")
        await desk.keys(*["tab"] * 4).type("{>b}").keys("ctrl+s", "enter")
        await desk.expect_screen("ReplyForm").expect_focus("field-body").expect_text("✗")
        assert written(desk, "body") == "内容{>b}"


async def test_the_cursor_goes_to_what_is_wrong_in_the_body(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await new_reply(in_library(desk)).type("fh").keys("tab").type("发货")
        await (
            desk.keys("tab", "tab", "tab").type("您好").keys("enter").type("请等}会").keys("ctrl+s")
        )
        await desk.expect_text("第 2 行第 3 个字").keys("delete", "ctrl+s")
        await desk.expect_screen("LibraryScreen")
        saved = by_code(desk.shop, "fh")
        assert saved is not None
        assert saved.live is not None
        assert saved.live.body == "您好\n请等会"


async def test_leaving_an_edited_form_asks_and_the_safe_answer_stays(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        team_reply(desk.shop, "hy", "欢迎")
        await in_library(desk).expect_text("hy").keys("enter").expect_screen("ReplyForm")
        await desk.keys("escape").expect_screen("LibraryScreen")
        await desk.keys("enter").expect_screen("ReplyForm").keys("tab").type("光临")
        await desk.keys("escape").expect_text("不保存就离开？").keys("enter")
        await desk.expect_screen("ReplyForm")
        assert written(desk, "title") == "欢迎光临"
        await desk.keys("escape", "down", "enter").expect_screen("LibraryScreen")


async def test_a_reply_changed_on_another_desk_meanwhile_is_not_overwritten(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        reply = team_reply(shop, "hy", "欢迎", "您好")
        await in_library(desk).expect_text("hy").keys("enter").expect_screen("ReplyForm")
        await desk.keys(*["tab"] * 4).type("！")
        proposes(shop, shop.colleague("1002"), reply, words("hy", "欢迎", "在的"))
        await desk.keys("ctrl+s", "enter").expect_text("已经有了第 2 版", "看过新的再改")
        assert written(desk, "body") == "您好！"


async def test_a_variable_is_put_in_from_a_list_that_explains_them(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await new_reply(in_library(desk)).keys("ctrl+o").expect_text("客户的称呼", "{店铺}")
        await desk.keys("down", "enter").expect_screen("ReplyForm").expect_focus("field-body")
        assert written(desk, "body") == "{客服}"
        await desk.expect_text("甲**")


async def test_the_preview_warns_of_wording_and_shows_what_is_included(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        own_reply(desk.shop, desk.shop.lead, "luo", "落款", "醉卿敬上")
        await new_reply(in_library(desk)).keys(*["tab"] * 4)
        await desk.type("全国第一的好酒。{>luo}").expect_text(
            "▲ 措辞：", "全国第一的好酒。醉卿敬上"
        )


async def test_copying_takes_the_words_and_asks_for_whom(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        agent = desk.shop.colleague("1002")
        own_reply(desk.shop, agent, "fh", "发货", "当天发")
        await in_library(desk, "1002").expect_text("fh").keys("c").expect_text("照着“发货”新建")
        await desk.keys("down", "enter").expect_screen("ReplyForm").expect_text("新建团队话术")
        await desk.keys("ctrl+s").expect_text("等组长批准后生效")
        assert by_code(desk.shop, "fh") is not None


async def test_the_category_can_be_chosen_from_all(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await new_reply(in_library(desk)).keys("tab", "tab").expect_focus("field-category")
        await desk.keys("enter").expect_text("欢迎", "了解需求").keys("home", "enter")
        await desk.expect_screen("ReplyForm").keys("left")
        assert written(desk, "category") == "回绝广告"


async def test_a_form_filled_in_as_one_burst_goes_where_it_was_meant(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await new_reply(in_library(desk))
        await desk.at_once("fh", "tab", "发货时间", "tab", "tab", "tab", "当天发。")
        await desk.expect(lambda: written(desk, "body") == "当天发。", "the body")
        assert written(desk, "code") == "fh"
        assert written(desk, "title") == "发货时间"
