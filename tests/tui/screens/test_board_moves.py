"""Moving more than a unit on the live board: stopped halfway, broken off halfway, and back."""

import threading
from pathlib import Path

from support.board import on_the_board
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services import inbound, visitors
from zuiqing_desk.services.taking_over import UNIT
from zuiqing_desk.store.tx import Tx

LEFT = 5
GONE_AFTER_A_UNIT = """
CREATE TRIGGER gone AFTER INSERT ON journal WHEN NEW.kind = 'conversation.transferred'
  AND (SELECT count(*) FROM journal WHERE kind = 'conversation.transferred') = {unit}
BEGIN UPDATE duty SET ended_at = started_at WHERE staff_id = {staff}; END
"""


def crowd(tx: Tx, account: int) -> None:
    for number in range(UNIT + LEFT):
        found = visitors.create(
            tx, account_id=account, name=f"tb_{number}", token_hash=f"crowd{number:059}"
        )
        inbound.receive_text(tx, conversation_id=found[1], remote_id=f"crowd:{number}", text="在吗")


def held_by(shop: TestShop, staff_no: str) -> int:
    sql = """
    SELECT count(*) FROM conversation c JOIN staff s ON s.id = c.assignee_id WHERE s.staff_no = :no
    """
    number: int = shop.ask(lambda tx: tx.value(sql, no=staff_no))
    return number


def before_the_crowd(desk: Desk) -> Desk:
    desk.shop.do(crowd, desk.shop.account)
    return on_the_board(desk).expect_text(f"▲ {UNIT + LEFT}")


async def test_esc_stops_after_the_unit_under_way(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        await before_the_crowd(desk).keys("k").expect_screen("ConfirmDialog").keys("down")
        writing, written = threading.Event(), threading.Event()

        def hold(tx: Tx) -> None:
            writing.set()
            written.wait(20)

        held = shop.store.write(hold)
        assert writing.wait(20)
        await desk.keys("enter").expect_screen("ProgressDialog").expect_text(f"0/{UNIT + LEFT}")
        await desk.keys("escape").expect_text("这一批办完就停")
        written.set()
        held.result(20)
        await desk.expect_screen("BoardScreen").expect_text(
            f"{UNIT} 个会话已接到您手上", f"还有 {LEFT} 个没有动", "您停下了"
        )
        assert held_by(shop, "1001") == UNIT
        await desk.keys("u").expect_text(f"{UNIT} 个会话已还回去")
        assert held_by(shop, "1001") == 0


async def test_what_was_moved_before_it_broke_off_can_be_taken_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        await before_the_crowd(desk)
        to = shop.colleague("1002")
        shop.comes_on(to)
        shop.do(lambda tx: tx.run(GONE_AFTER_A_UNIT.format(unit=UNIT, staff=to.id)))
        await desk.expect_text("在岗 2").keys("t").expect_screen("PassOnDialog")
        await desk.expect_text("1002").keys("end", "up", "enter").type("换人跟").keys("enter")
        await desk.expect_screen("BoardScreen").expect_text(
            f"{UNIT} 个会话已转给 1002", f"还有 {LEFT} 个没有动", "不在岗"
        )
        assert held_by(shop, "1002") == UNIT
        await desk.keys("u").expect_text(f"{UNIT} 个会话已还回去")
        assert held_by(shop, "1002") == 0
