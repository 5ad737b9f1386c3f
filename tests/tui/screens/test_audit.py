"""The audit on screen: worklist, checks, decisions and their undoing, money, errors."""

from pathlib import Path
from typing import Any

import pytest
from support.order_work import in_audit, linked, promised
from support.orders import add_order
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services import policy
from zuiqing_desk.services.orders import audit, errors_found, finance, reading
from zuiqing_desk.services.orders.records import OrderRecord

SIZES = [(80, 24), (120, 40), (200, 60)]
HOSTILE = "[b]\x1b]52;c;aGk=\x07名\u202e[/]"


def ready(shop: TestShop, *items: tuple[str, int], **columns: Any) -> int:
    """An order finance has confirmed."""
    order = add_order(shop, *items, **columns)
    shop.do(finance.confirm, [order], shop.lead.id)
    return order


def now_is(shop: TestShop, order: int) -> OrderRecord:
    return shop.ask(reading.one, order)


def passes(desk: Desk) -> Desk:
    """Let the order under the cursor go, though its money is not confirmed."""
    desk.keys("a").expect_text("项要问").keys("down", "enter").expect_text("项不对")
    desk.keys("down", "enter").expect_text("为什么放行").type("组长说可以").keys("enter")
    return desk.expect_text("已通过")


@pytest.mark.parametrize("size", SIZES)
async def test_with_nothing_to_audit_it_says_so(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await in_audit(desk).expect_text("没有要审的订单", "Esc 返回").keys("left")
        await desk.expect_text("[差错 0]", "按 e，填订单号")


@pytest.mark.parametrize("size", SIZES)
async def test_urgent_orders_first_then_who_paid_first(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        shop = desk.shop
        for number, minutes, urgent in (
            ("10001", 1, False),
            ("10002", 0, False),
            ("10003", 2, True),
        ):
            ready(shop, number=number, paid_at=shop.now + minutes * 60_000_000, urgent=urgent)
        await in_audit(desk).expect_text("[待审 3]", "▲ 加急", "淘宝…0001")
        text = desk.text
        assert text.index("淘宝…0003") < text.index("淘宝…0002") < text.index("淘宝…0001")


@pytest.mark.parametrize("size", SIZES)
async def test_each_check_has_a_sign_a_word_and_a_reason(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        add_order(desk.shop)
        await in_audit(desk).expect_text("✗  财务确认 不对")
        await desk.keys("tab").expect_text("Tab 换一块").keys(*["down"] * 4)
        await desk.expect_text("？ 小酒版")


async def test_what_is_wrong_needs_a_reason_and_can_be_taken_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, add_order(desk.shop)
        await in_audit(desk).expect_text("[待审 1]").keys("a").expect_text("项要问").keys("enter")
        await desk.expect_screen("AuditScreen")
        await passes(desk).expect_text("[待审 0]", "未发货 1")
        found = now_is(shop, order)
        assert (found.verdict, found.verdict_reason) == ("approved", "组长说可以")
        await desk.keys("u").expect_text("已撤销", "[待审 1]", "未发货 0")
        assert now_is(shop, order).verdict == ""


async def test_escape_at_the_reason_lets_nothing_go(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = add_order(desk.shop)
        await in_audit(desk).expect_text("[待审 1]").keys("a").expect_text("项要问")
        await desk.keys("down", "enter").expect_text("项不对").keys("down", "enter")
        await desk.expect_text("为什么放行").keys("enter").expect_text("要写明原因")
        await desk.keys("escape").expect_screen("AuditScreen")
        assert now_is(desk.shop, order).verdict == ""


async def test_a_promise_without_counterpart_is_refused_without_asking_for_a_reason(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        order = ready(desk.shop, remark="[甲]6瓶醉卿1983,发韵达")
        promised(desk.shop, order, "用木箱装", kind="wish")
        await in_audit(desk).expect_text("[待审 1]", "用木箱装").keys("a")
        await desk.expect_text("有承诺没有着落").expect_screen("AuditScreen")
        assert now_is(desk.shop, order).verdict == ""


@pytest.mark.parametrize(
    ("key", "verdict", "said"), [("r", "refused", "不通过"), ("g", "handed_back", "已退回")]
)
async def test_refused_and_handed_back_with_a_reason(
    tmp_path: Path, key: str, verdict: str, said: str
) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, ready(desk.shop)
        shop.do(lambda tx: tx.run("UPDATE shop_order SET remark_by = :me", me=shop.lead.id))
        await in_audit(desk).expect_text("[待审 1]").keys(key).expect_screen("PromptDialog")
        await desk.keys("enter").expect_text("要写明原因").type("数量对不上").keys("enter")
        await desk.expect_text(said, "：数量对不上")
        found = now_is(shop, order)
        assert (found.verdict, found.verdict_reason) == (verdict, "数量对不上")
        await desk.keys("u").expect_text("已撤销")
        assert now_is(shop, order).verdict == ""


async def test_an_order_nobody_closed_is_not_handed_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        ready(desk.shop)
        await in_audit(desk).expect_text("[待审 1]").keys("g").expect_screen("PromptDialog")
        await desk.type("改备注").keys("enter").expect_text("不知道退给谁")


async def test_what_was_handed_back_to_me_goes_in_again(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, ready(desk.shop)
        agent = shop.colleague("1002")
        shop.do(lambda tx: tx.run("UPDATE shop_order SET remark_by = :me", me=agent.id))
        shop.do(audit.hand_back, order, "备注少了快递", shop.lead.id)
        await in_audit(desk, "1002").expect_text("▲ 退回给我 1").keys("escape")
        await desk.expect_screen("DeskScreen").expect_text("▲ 退回 1").keys("a")
        await desk.expect_screen("AuditScreen").expect_text("▲ 退回给我 1").keys("left", "left")
        await desk.expect_text("[退回给我 1]", "▲ 退回：备注少了快递", "s 送审").keys("s")
        await desk.expect_text("已送审", "[退回给我 0]")
        assert now_is(shop, order).verdict == ""
        await desk.keys("u").expect_text("[退回给我 1]").keys("s").expect_text("[退回给我 0]")
        await desk.keys("escape").expect_screen("DeskScreen").expect_no_text("▲ 退回")


async def test_held_until_a_time_it_comes_back_by_itself(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, ready(desk.shop)
        await (
            in_audit(desk).expect_text("[待审 1]").keys("h").expect_text("到什么时候", "30 分钟后")
        )
        await desk.keys("tab").type("10").keys("enter").expect_text("挂起到 09:10")
        await desk.type("等买家改地址").keys("enter").expect_text("[待审 0]", "挂起 1")
        assert now_is(shop, order).state == "held"
        await desk.keys("right").expect_text("[挂起 1]", "到 09:10", "等买家改地址")
        await desk.later(11 * 60).expect_text("▲ 到点", "待审 1")
        await desk.keys("s").expect_text("已送审", "[挂起 0]", "待审 1").keys("u")
        await desk.expect_text("[挂起 1]")


async def test_tomorrow_at_nine_is_said_in_full_where_the_row_is_short(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        ready(desk.shop)
        await in_audit(desk).expect_text("[待审 1]").keys("h").expect_text("到什么时候")
        await desk.keys("tab").type("明天").keys("enter").expect_text("✗ 请填分钟数")
        await desk.type(" 9:00").keys("enter").expect_text("挂起到 明天 09:00").type("等买家")
        await desk.keys("enter").expect_text("挂起 1").keys("right")
        await desk.expect_text("▲ 挂起到 3月3日 09:00：等买家")


async def test_a_hold_is_taken_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = ready(desk.shop)
        await in_audit(desk).expect_text("[待审 1]").keys("h").expect_text("到什么时候")
        await desk.keys("enter").expect_text("挂起到 09:30").type("等电话").keys("enter")
        await desk.expect_text("[待审 0]").keys("u").expect_text("[待审 1]", "挂起 0")
        assert now_is(desk.shop, order).hold_until is None


async def test_finance_confirms_many_at_once_and_takes_it_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        orders = [add_order(shop, number=f"2000{at}") for at in range(3)]
        await in_audit(desk).keys("right", "right").expect_text("[财务确认 3]", "c 到账")
        await desk.keys("space", "space", "c").expect_text("2 笔已确认到账", "[财务确认 1]")
        assert [now_is(shop, one).state for one in orders] == ["audit", "audit", "paid"]
        await desk.keys("u").expect_text("[财务确认 3]")
        assert {now_is(shop, one).state for one in orders} == {"paid"}
        await desk.keys("v", "c").expect_text("3 笔已确认到账", "到账都确认过了")


async def test_marked_orders_that_others_confirmed_are_not_meant_any_more(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        orders = [add_order(shop, number=f"2000{at}") for at in range(3)]
        await in_audit(desk).keys("right", "right").expect_text("[财务确认 3]")
        await desk.keys("space", "space").expect_text("c 到账 2 笔")
        shop.do(finance.confirm, orders[:2], shop.lead.id)
        await desk.expect_text("[财务确认 1]", "c 到账  空格").keys("c")
        await desk.expect_text("1 笔已确认到账", "[财务确认 0]")


async def test_the_title_says_when_finance_is_late(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.do(policy.change, "finance_times", ["09:05"], desk.shop.lead.id)
        add_order(desk.shop)
        desk.shop.later(600)
        await in_audit(desk).expect_text("审单  ▲ 09:05 的到账还有 1 笔没确认")


async def test_the_title_says_so_also_when_the_time_comes_while_one_looks(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.do(policy.change, "finance_times", ["09:05"], desk.shop.lead.id)
        add_order(desk.shop)
        await in_audit(desk).expect_text("[待审 1]").expect_no_text("09:05").later(600)
        await desk.expect_text("审单  ▲ 09:05 的到账还有 1 笔没确认")


async def test_days_without_dispatch_are_counted_while_one_looks(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        ready(shop, verdict="approved", paid_at=shop.now - 2 * 86_400_000_000 + 60_000_000)
        await in_audit(desk).keys(*["right"] * 3).expect_text("[未发货 1]", "✓ 已审")
        await desk.later(90).expect_text("▲ 2 天")


async def test_an_approved_order_is_marked_as_sent_by_hand(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        order = ready(shop, verdict="approved", verdict_at=shop.now)
        await in_audit(desk).keys(*["right"] * 3).expect_text("[未发货 1]", "✓ 已审").keys("d")
        await desk.expect_text("记成已发货", "[未发货 0]")
        assert now_is(shop, order).state == "dispatched"
        await desk.keys("u").expect_text("[未发货 1]")
        assert now_is(shop, order).state == "audit"


async def test_long_undispatched_orders_stand_out(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        ready(shop, verdict="approved", paid_at=shop.now - 3 * 86_400_000_000)
        await in_audit(desk).keys(*["right"] * 3).expect_text("[未发货 1]", "▲ 3 天", "02-27 09:00")


async def test_an_error_found_later_is_noted_with_its_cost_and_taken_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        add_order(shop, number="300001", state="dispatched")
        order = add_order(shop, number="300002", state="dispatched")
        await in_audit(desk).keys("left").expect_text("[差错 0]").keys("e").expect_text("订单号")
        await desk.type("300002").keys("enter").expect_text("哪里错了").keys("enter")
        await desk.expect_text("谁审的").keys("enter").expect_text("损失多少元")
        await desk.type("多").keys("enter").expect_text("看不懂").keys("ctrl+u").type("23.5")
        await desk.keys("enter").expect_text("说明").type("发成两箱").keys("enter")
        await desk.expect_text("记了一条重大差错", "[差错 1]", "▲ 重大 1001", "发成两箱", "23.50")
        (error,) = shop.ask(errors_found.of_order, order)
        assert (error.kind, error.grade, error.cost_fen) == ("goods", "grave", 2350)
        await desk.keys("u").expect_text("[差错 0]")
        assert shop.ask(errors_found.of_order, order) == []


async def test_an_error_noted_some_other_day_is_taken_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, add_order(desk.shop, number="300002", state="dispatched")
        shop.do(errors_found.record, order, shop.lead.id, "goods", shop.lead.id)
        ready(shop)
        await in_audit(desk).expect_text("[待审 1]").keys("w").expect_text("先按 ← 换到“差错”")
        await desk.keys("left").expect_text("[差错 1]", "w 撤差错").keys("w")
        await desk.expect_text("…0002 的差错已撤销", "[差错 0]")
        assert shop.ask(errors_found.of_order, order) == []
        await desk.keys("u").expect_text("[差错 1]")


async def test_errors_are_found_however_the_words_are_typed(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        order = add_order(shop, number="300002", state="dispatched")
        shop.do(errors_found.record, order, shop.lead.id, "goods", shop.lead.id, note="少1瓶VIP酒")
        await in_audit(desk).keys("left").expect_text("[差错 1]").keys("slash").type("vip １瓶")
        await desk.expect_text("少1瓶VIP酒").type("x").expect_text("里没有“vip １瓶x”")


async def test_the_auditor_of_an_approved_order_is_known(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        agent = shop.colleague("1002")
        order = ready(shop, verdict="approved", verdict_by=agent.id)
        await in_audit(desk).keys(*["right"] * 3).expect_text("[未发货 1]").keys("e")
        await desk.expect_text("哪里错了").keys("end", "enter").expect_text("损失多少元")
        await desk.keys("enter").expect_text("说明").keys("enter").expect_text("一般差错")
        (error,) = shop.ask(errors_found.of_order, order)
        assert (error.staff_id, error.kind, error.grade) == (agent.id, "sample", "ordinary")


async def test_enter_goes_to_the_conversation(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = ready(desk.shop)
        linked(desk.shop, order, "付好了")
        await in_audit(desk).expect_text("[待审 1]").keys("enter")
        await desk.expect_screen("DeskScreen").expect_focus("reply").expect_text("付好了")


async def test_the_remark_is_written_from_here(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        ready(desk.shop)
        await in_audit(desk).expect_text("[待审 1]").keys("b").expect_screen("RemarkScreen")
        await desk.keys("escape").expect_screen("AuditScreen")


async def test_filtered_by_number_buyer_and_goods(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        ready(desk.shop, number="88001", buyer="tb_甲")
        add_order(desk.shop, ("醉卿1979", 2), number="88002", buyer="tb_乙")
        await in_audit(desk).expect_text("[待审 2]").keys("slash").type("1979")
        await desk.expect_no_text("…8001").keys("ctrl+u").type("甲").expect_no_text("…8002")
        await desk.type("x").expect_text("没有“甲x”").keys("escape", "escape")
        await desk.expect_text("…8001", "…8002")


async def test_what_others_do_is_seen_at_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, ready(desk.shop)
        await in_audit(desk).expect_text("[待审 1]")
        shop.do(audit.hold, order, shop.now + 600_000_000, "等买家", shop.lead.id)
        await desk.expect_text("[待审 0]", "挂起 1")
        ready(shop)
        await desk.expect_text("[待审 1]")


@pytest.mark.parametrize("key", ["a", "r", "h"])
async def test_what_others_decided_meanwhile_stands(tmp_path: Path, key: str) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, ready(desk.shop)
        await in_audit(desk).expect_text("[待审 1]").keys(key).expect_text("Enter 确定")
        shop.do(audit.refuse, order, "数量对不上", shop.hire("1002").id)
        if key == "a":
            await desk.keys("down", "enter")
        elif key == "r":
            await desk.type("没写备注").keys("enter")
        else:
            await desk.keys("enter").expect_text("挂起到").type("等电话").keys("enter")
        await desk.expect_text("刚刚有人审过").expect_screen("AuditScreen")
        assert now_is(shop, order).verdict_reason == "数量对不上"


@pytest.mark.parametrize("size", SIZES)
async def test_the_keys_that_lead_on_are_never_cut_off(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        add_order(desk.shop)
        ready(desk.shop, verdict="approved", verdict_at=desk.shop.now)
        in_audit(desk)
        for view in (
            "[待审 1]",
            "[挂起 0]",
            "[财务确认 1]",
            "[未发货 1]",
            "[退回给我 0]",
            "[差错 0]",
        ):
            await desk.expect_text(view, "u 撤销  ←→ 换类  Esc 返回  F1 帮助").keys("right")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_stay_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        columns = ("buyer", "receiver", "address", "buyer_message", "remark", "verdict_reason")
        ready(desk.shop, (HOSTILE, 1), **dict.fromkeys(columns, HOSTILE))
        await in_audit(desk).expect_text("[b]")
        for key in ("a", "escape", "h", "escape", "r", "escape", "e"):
            await desk.keys(key)
            assert not set(desk.text) & set("\x1b\x07\u202e")
