"""How the lead's view and the roster look at the three widths. After a wanted change:
``--snapshot-update``."""

import secrets
from pathlib import Path

import pytest
from support.desk_machine import give_pin
from support.looks import SECOND_THEME, Size, SnapCompare, at_each_size, looks_as_before
from support.pilot import Desk
from support.review import in_review, two_days
from support.roster import MONDAY, plan
from support.shop import TestShop

from zuiqing_desk.services.roster import leave, swaps

pytestmark = at_each_size


@pytest.fixture(autouse=True)
def same_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts of a sealed page stand in it under salts of chance."""
    monkeypatch.setattr(secrets, "token_hex", lambda size: "5a" * size)


def a_week(shop: TestShop) -> None:
    """A roster of three people with everything that can stand in it."""
    first, second, third = (shop.colleague(number) for number in ("1002", "1003", "1004"))
    for day in range(MONDAY, MONDAY + 5):
        plan(shop, first, day, "白班", duty=day < MONDAY + 4)
        plan(shop, second, day, "晚班", duty=True)
    for day in (MONDAY + 5, MONDAY + 6):
        plan(shop, first, day, "休")
        plan(shop, second, day, "假")
        plan(shop, third, day, "白班 10:00-19:00")
    entry = plan(shop, first, MONDAY + 7, "白班").added[0]
    shop.do(swaps.ask, entry, third.id, first.id, reason="复查牙齿")
    shop.do(leave.ask, MONDAY + 8, MONDAY + 9, "回老家", second.id)
    shop.later(600)


def test_review(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        two_days(desk.shop)
        in_review(desk).expect_text("[未审 3]", "晚了 30 分钟")
        if size[0] == 200:
            desk.keys("b").expect_text("前一天", "2026年3月2日 周一")
        return desk

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)


def test_open_matters(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        two_days(desk.shop)
        return in_review(desk).keys("right", "right").expect_text("[还开着 2]", "经过")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_page_whole(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        two_days(desk.shop)
        in_review(desk).expect_text("Enter 整页").keys("enter")
        return desk.expect_screen("HandoverReader").expect_text("● 未审").keys("n")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_roster(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        a_week(desk.shop)
        desk.sign_in().keys("f9").expect_screen("RosterScreen").expect_text("▲ 调班请假 2")
        return desk.keys("down").expect_text("1002 1002**  3月2日 周一")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)


def test_roster_of_an_agent(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        a_week(desk.shop)
        give_pin(desk.shop, "1003")
        desk.sign_in("1003").keys("f9").expect_screen("RosterScreen")
        return desk.expect_text("我的班", "请假 1003")

    assert looks_as_before(snap_compare, tmp_path, size, scene)
