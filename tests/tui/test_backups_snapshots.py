"""How the screen of copies looks at the three sizes. After a wanted change:
``--snapshot-update``."""

from pathlib import Path

from support.looks import Size, SnapCompare, at_each_size, looks_as_before
from support.pilot import Desk

from zuiqing_desk.rules.backup_keeping import Sort
from zuiqing_desk.services import backups
from zuiqing_desk.services.backups import Plan

pytestmark = at_each_size

MADE: tuple[tuple[Sort, int], ...] = (("auto", 1), ("manual", 2), ("before", 3), ("auto", 4))
DAY = 24 * 3600 * 1_000_000


def test_backups(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        shop = desk.shop
        plan = Plan(shop.store.path.parent / "backups")
        for sort, days in MADE:
            at = shop.now - days * DAY
            backups.make(shop.store.path, plan, sort, at=at, zone="Asia/Shanghai")
        (plan.folder / "auto-20260223-033000.db").write_bytes(b"cut off")
        desk.sign_in().keys("colon").expect_screen("BackupsScreen")
        return desk.expect_text("可以恢复", "不是数据库").keys("down")

    assert looks_as_before(snap_compare, tmp_path, size, scene)
