"""The screen of copies."""

import os
from pathlib import Path

from support.desk_machine import give_pin
from support.pilot import Desk

FOLDER = "backups"


def on_the_backups(desk: Desk, staff_no: str = "1001") -> Desk:
    return desk.sign_in(staff_no).keys("colon").expect_screen("BackupsScreen")


def names(home: Path) -> list[str]:
    folder = home / FOLDER
    return sorted(os.listdir(folder)) if folder.is_dir() else []


async def test_none_yet_and_one_made_at_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await on_the_backups(desk).expect_text("还没有备份。按 n", "没有可以恢复的备份")
        await desk.keys("n").expect_text("已备份：manual-", "✓ 可以恢复", "共 1 份")
        made = "SELECT actor_id, detail FROM journal WHERE kind = 'backup.made'"
        assert desk.shop.ask(lambda tx: tx.all(made)) == [(1, "manual")]
    (name,) = names(desk.shop.store.path.parent)
    assert name.startswith("manual-20260302-09")


async def test_how_to_restore_is_said_and_can_be_taken_along(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.hire("1002")
        give_pin(desk.shop, "1002")
        await on_the_backups(desk, "1002").keys("n").expect_text("✓ 可以恢复")
        (name,) = names(desk.shop.store.path.parent)
        command = f"backup restore {name.removesuffix('.db')} --yes"
        await desk.keys("enter").expect_text("怎么恢复：大家先退出").expect_focus("list-detail")
        await desk.keys("escape", "y").expect(lambda: command in desk.app._clipboard)
        await desk.keys("q").expect_screen("DeskScreen")


async def test_what_cannot_be_used_says_so_in_words(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        folder = desk.shop.store.path.parent / FOLDER
        folder.mkdir()
        (folder / "auto-20260228-033000.db").write_bytes(b"x" * 500)
        await on_the_backups(desk).expect_text("✗ 不是数据库", "没有可以恢复的备份")
        await desk.keys("y").expect_text("这一份不能恢复")


async def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        folder = desk.shop.store.path.parent / FOLDER
        folder.write_text("")
        await on_the_backups(desk).expect_text("看不到备份", "backup.folder")
        assert not desk.app._notifications
        await desk.keys("n").expect(lambda: bool(desk.app._notifications))
        folder.unlink()
        await desk.keys("n").expect_text("✓ 可以恢复")


async def test_a_missed_night_is_said_in_the_title(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await on_the_backups(desk).keys("n").expect_text("✓ 可以恢复", "最近一份 03-02")
        desk.shop.later(3 * 24 * 3600)
        await desk.keys("q").expect_screen("DeskScreen").keys("colon").expect_text("▲ 已过 3 天")
