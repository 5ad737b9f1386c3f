"""The main screen: what stands at the top, duty, and names nobody should have."""

import re
from contextlib import closing
from pathlib import Path

import pytest
from support.desk_machine import give_pin
from support.pilot import Desk

from zuiqing_desk.services import duty, gateway
from zuiqing_desk.store.engine import open_store

HOSTILE = "[b]\x1b]52;c;aGk=\x07名\u202e[/]"
SHOWN = "[b]]52;c;aGk=名[/]"


async def test_the_chat_pages_address_and_its_problems_are_shown(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().expect_text("! 顾客页面未开")
        shop = desk.shop
        shop.do(gateway.announce, pid=1, url="http://127.0.0.1:8787", problem="")
        await desk.expect_text("顾客页面 http://127.0.0.1:8787")
        shop.do(gateway.announce, pid=1, url="", problem="端口 8787 被占用")
        await desk.expect_text("! 端口 8787 被占用")


async def test_figures_follow_the_store_and_the_time(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().expect_text("待回 0")
        desk.shop.waiting_customer()
        await desk.expect_text("待回 1", "超时 0").later(200).expect_text("▲ 超时 1", "09:03")


async def test_going_away_and_coming_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("w").expect_text("暂离中 09:00 起，按 w 回岗")
        await desk.keys("w").expect_text("● 在岗").expect_no_text("暂离中")
        assert desk.shop.ask(duty.state_of, desk.shop.lead.id) == "on"


async def test_a_desk_that_was_taken_for_dead_comes_back_on_duty(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        desk.shop.do(duty.sign_off, desk.shop.lead.id, "desk-under-test")
        await desk.expect(
            lambda: desk.shop.ask(duty.state_of, desk.shop.lead.id) == "on", "back on duty"
        )


async def test_notices_of_the_machine_are_shown(tmp_path: Path) -> None:
    async with Desk(tmp_path, notices=("密码存在 [b]secrets.json",)) as desk:
        await desk.sign_in().expect_text("! 密码存在 [b]secrets.json")
        await desk.keys("f1").expect_text("提示", "! 密码存在 [b]secrets.json")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_names_stay_text_on_every_screen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = Desk(tmp_path, size=size)
    lead = desk.shop.lead.id
    # Older or foreign programs may have stored what this one would have cleaned.
    desk.shop.do(lambda tx: tx.run("UPDATE shop SET name = :name", name=HOSTILE))
    desk.shop.do(
        lambda tx: tx.run("UPDATE staff SET name = :name WHERE id = :id", name=HOSTILE, id=lead)
    )
    async with desk:
        await desk.expect_text(SHOWN).sign_in()
        for key, screen in (("m", "StaffScreen"), ("f1", "HelpScreen"), ("ctrl+l", "LockScreen")):
            await desk.keys(key).expect_screen(screen)
            assert not set(desk.text) & set("\x1b\x07\u202e")
            if screen != "LockScreen":
                await desk.keys("escape").expect_screen("DeskScreen")
        await desk.expect_text(SHOWN)


@pytest.mark.parametrize("opens", ["ctrl+p", "f1", "m", "e", "n"])
async def test_the_lock_key_acts_over_every_dialog(tmp_path: Path, opens: str) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys(opens)
        await desk.expect(lambda: type(desk.screen).__name__ != "DeskScreen", "something opened")
        await desk.keys("ctrl+l").expect_screen("LockScreen")


async def test_a_lead_who_is_one_no_more_is_refused_at_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.hire("1002")
        give_pin(desk.shop, "1002")
        desk.shop.do(lambda tx: tx.run("UPDATE staff SET role = 'lead' WHERE staff_no = '1002'"))
        await desk.sign_in("1002").keys("e").expect_screen("PolicyScreen").expect_text("首轮")
        desk.shop.do(lambda tx: tx.run("UPDATE staff SET role = 'agent' WHERE staff_no = '1002'"))
        await desk.keys("enter").expect_screen("PromptDialog").keys("ctrl+u").type("25")
        await desk.keys("enter").expect_text("只有组长可以做")


async def crashed(desk: Desk) -> None:
    """Have something go wrong that nobody foresaw, while somebody is signed in."""

    def breaks() -> None:
        pin = "58" + "273"
        raise RuntimeError(f"broken with {len(pin)} digits")

    async with desk:
        await desk.sign_in()
        desk.app.call_later(breaks)
        await desk.expect(lambda: not desk.app.is_running, "the end")


async def test_a_crash_leaves_a_file_without_secrets_and_a_chinese_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RuntimeError, match="broken"):
        await crashed(Desk(tmp_path))
    said = capsys.readouterr().err
    assert "程序出错" in said
    assert "Traceback" not in said
    (file,) = re.findall(r"出错记录在 (\S+)，", said)
    written = Path(file).read_text(encoding="utf-8")  # noqa: ASYNC240
    assert "broken with 5 digits" in written
    assert "58273" not in written


async def test_a_crash_still_ends_the_duty(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with pytest.raises(RuntimeError, match="broken"):
        await crashed(desk)
    assert desk.machine.stopped
    with closing(open_store(tmp_path / "desk.db")) as store:
        assert store.read(lambda tx: duty.state_of(tx, 1)).result(30) == "off"
