"""Bringing orders in on screen: looked at first, then written, stopped by a key."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.order_pages import in_orders
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services.orders import reading
from zuiqing_desk.tui.screens.progress import Stopped, bar, watched

SIZES = [(80, 24), (120, 40), (200, 60)]
HEAD = "订单编号,买家会员名,买家实际支付金额,订单状态,收货地址 ,订单创建时间,宝贝标题 ,宝贝总数量"
PAID = '"买家已付款,等待卖家发货"'


def orders_file(folder: Path, *rows: str, name: str = "订单.csv") -> Path:
    """A file of orders as Taobao exports them."""
    path = folder / name
    path.write_text("\n".join((HEAD, *rows, "")), encoding="gb18030")
    return path


def row(number: int, *, title: str = "醉卿1983", quantity: str = "1") -> str:
    """One order."""
    when = "2026-03-02 09:01:02"
    return f'="260302{number:010}",tb_{number},768.00,{PAID},广东省,{when},{title},{quantity}'


def in_import(desk: Desk) -> Desk:
    """The page that asks for files."""
    return in_orders(desk).keys("i").expect_screen("OrderImport").expect_focus("field-first")


@pytest.mark.parametrize("size", SIZES)
async def test_what_would_happen_is_shown_before_it_is_done(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        path = orders_file(tmp_path, row(1), row(2), row(3, quantity="-2"))
        await in_import(desk).paste(str(path)).keys("enter", "enter")
        await desk.expect_screen("ImportReport").expect_text("新增 2", "[错在哪里 1]", "第 4 行")
        await desk.expect_text("跳过 1 行", "-2")
        assert desk.shop.ask(reading.rows) == []
        await desk.keys("a").expect_screen("OrdersScreen").expect_text("新增 2 笔", "[全部 2]")
        assert len(desk.shop.ask(reading.rows)) == 2


async def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        path = orders_file(tmp_path, row(1), row(2))
        await in_import(desk).paste(str(path)).keys("enter", "enter", "a").expect_text("[全部 2]")
        await desk.keys("i").expect_screen("OrderImport").paste(str(path)).keys("ctrl+s")
        await desk.expect_screen("ImportReport").expect_text("不变 2", "没有要新增或更新的订单")
        await desk.keys("a").expect_screen("ImportReport").keys("escape", "escape")
        await desk.expect_screen("OrdersScreen").expect_text("[全部 2]")


async def test_not_agreeing_changes_nothing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        path = orders_file(tmp_path, row(1))
        await in_import(desk).paste(str(path)).keys("ctrl+s").expect_screen("ImportReport")
        await desk.expect_text("[新增 1]", "淘宝 2603020000000001").keys("escape")
        await desk.expect_screen("OrderImport").keys("escape").expect_screen("OrdersScreen")
        assert desk.shop.ask(reading.rows) == []


async def test_strict_imports_nothing_of_a_file_with_a_wrong_row(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        path = orders_file(tmp_path, row(1), row(2, quantity="-2"))
        await in_import(desk).paste(str(path)).keys(*["tab"] * 4).expect_focus("field-strict")
        await desk.keys("right", "ctrl+s").expect_screen("ImportReport")
        await desk.expect_text("有错就都不导入").keys("a").expect_screen("ImportReport")
        assert desk.shop.ask(reading.rows) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("没有.csv", None, "没有.csv"),
        ("别的.csv", "名字,年纪\n甲,1\n", "别的.csv"),
        ("坏的.xlsx", "not a workbook", "坏的.xlsx"),
    ],
)
async def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    async with Desk(tmp_path) as desk:
        if content is not None:
            (tmp_path / name).write_text(content, encoding="utf-8")
        await in_import(desk).paste(str(tmp_path / name)).keys("ctrl+s")
        await desk.expect_text(f"✗ {said}：").expect_screen("OrderImport")
        assert desk.shop.ask(reading.rows) == []


@pytest.mark.parametrize("size", SIZES)
async def test_why_a_file_cannot_be_used_stands_whole_at_its_field(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        path = orders_file(tmp_path, row(1))
        other = tmp_path / "别的.csv"
        other.write_text("名字,年纪\n甲,1\n", encoding="utf-8")
        await in_import(desk).paste(str(path)).keys("tab").paste(str(other)).keys("ctrl+s")
        await desk.expect_text("✗ 别的.csv：没有找到表头", "）。")
        await desk.expect_focus("field-second")


async def test_a_name_no_system_takes_is_refused(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_import(desk).paste(f"{tmp_path}/{'长' * 300}.csv").keys("ctrl+s")
        await desk.expect_text("名字太长").expect_screen("OrderImport")
        await desk.keys("ctrl+u").type("~nobody-of-this-name/x").keys("ctrl+s")
        await desk.expect_text("✗ x：没有这个文件").expect_screen("OrderImport")


async def test_only_platforms_that_export_are_offered(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        path = orders_file(tmp_path, row(1))
        await (
            in_import(desk)
            .paste(str(path))
            .keys("tab", "tab", "tab")
            .expect_focus("field-platform")
        )
        await desk.keys("left").expect_text("‹ 抖店 ›").keys("ctrl+s")
        await desk.expect_text("是不是选错了平台").expect_screen("OrderImport")


async def test_without_a_file_there_is_nothing_to_check(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_import(desk).keys("ctrl+s").expect_text("✗ 还没有写文件")


async def test_a_file_is_offered_and_taken_with_the_right_arrow(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        path = orders_file(tmp_path, row(1), name="导出2026.csv")
        await in_import(desk).type(f"{tmp_path}/导出").expect_text("导出2026.csv")
        await desk.keys("right").expect(
            lambda: desk.screen.query_one("#field-first").value == str(path),  # type: ignore[attr-defined]
            "the path is completed",
        )
        await desk.keys("ctrl+s").expect_screen("ImportReport").expect_text("新增 1")


@contextmanager
def nobody_writes(shop: TestShop) -> Iterator[None]:
    """Whoever wants to write meanwhile waits."""
    begun, over = threading.Event(), threading.Event()

    def hold(tx: object) -> None:
        begun.set()
        over.wait(4)

    held = shop.store.write(hold)
    begun.wait(4)
    try:
        yield
    finally:
        over.set()
        held.result(30)


async def test_writing_is_stopped_by_a_key_and_says_what_is_written(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        path = orders_file(tmp_path, *(row(at) for at in range(1, 451)))
        await in_import(desk).paste(str(path)).keys("ctrl+s").expect_screen("ImportReport")
        await desk.expect_text("[新增 450]")
        with nobody_writes(desk.shop):
            await desk.keys("a").expect_screen("ProgressDialog").keys("escape")
            await desk.expect_text("写完手上这一批就停")
        await desk.expect_screen("OrdersScreen").expect_text("已停下")
        written = len(desk.shop.ask(reading.rows))
        assert 0 < written < 450
        await desk.expect_text(f"写好了 {written} 笔")


async def test_work_that_is_stopped_ends_where_it_next_reports(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_orders(desk)
        ended: list[object] = []

        def endless(progress: object) -> None:
            at = 0
            while True:
                at += 1
                progress("数数", at, None)  # type: ignore[operator]

        async def run() -> None:
            try:
                await watched(desk.app, "很久", endless, stopping="正在停下")
            except Stopped:
                ended.append("stopped")

        desk.screen.run_worker(run())
        await desk.expect_screen("ProgressDialog").expect_text("数数").keys("escape")
        await desk.expect(lambda: ended == ["stopped"], "the work ended")
        await desk.expect_screen("OrdersScreen")


async def test_what_the_work_raises_comes_out(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_orders(desk)
        ended: list[str] = []

        def breaks(progress: object) -> None:
            raise ValueError("broken")

        async def run() -> None:
            try:
                await watched(desk.app, "坏的", breaks, stopping="正在停下")
            except ValueError as error:
                ended.append(str(error))

        desk.screen.run_worker(run())
        await desk.expect(lambda: ended == ["broken"], "the error came out")


def test_the_bar_says_how_far_it_is() -> None:
    assert bar(0, None) == ""
    assert bar(7, None) == "7"
    assert bar(500, 1000).endswith(" 50% 500/1000")
    assert bar(500, 1000).count("█") == bar(500, 1000).count("░")
    assert "░" not in bar(1000, 1000)
