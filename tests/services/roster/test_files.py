"""A month as a spreadsheet: out, in again, and what an import would change."""

from pathlib import Path
from typing import Any

import pytest
from support.roster import MONDAY, plan, words
from support.shop import TestShop

from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import files, planning
from zuiqing_desk.sheets import SheetError, write

MARCH = (2026, 3)


def planned(shop: TestShop, *rows: dict[str, str]) -> files.Plan:
    return shop.ask(files.plan, *MARCH, list(enumerate(rows, 2)))


@pytest.fixture
def march(shop: TestShop, first: StaffMember, second: StaffMember) -> None:
    plan(shop, first, MONDAY, "白班", duty=True)
    plan(shop, first, MONDAY + 1, "休")
    plan(shop, first, MONDAY + 2, "假")
    plan(shop, first, MONDAY + 3, "夜班 22:00-06:00")
    plan(shop, second, MONDAY, "早班 00:00-09:00")
    shop.do(planning.put, second.id, MONDAY, "work", "尾班 16:00-24:00", shop.lead.id, beside=True)
    plan(shop, second, MONDAY + 1, "白班 10:00-19:00", duty=True)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_exported_is_imported_the_same(
    shop: TestShop, march: None, tmp_path: Path, suffix: str
) -> None:
    path, rows = tmp_path / f"roster.{suffix}", shop.ask(files.rows, *MARCH)
    assert rows[1][:6] == ("1002", "1002**", "", "白班*", "休", "假")
    assert rows[2][3:5] == ("早班 00:00-09:00 / 尾班 16:00-24:00", "白班 10:00-19:00*")
    write(path, files.head(*MARCH), rows)
    again = shop.ask(files.plan, *MARCH, files.read(path, *MARCH))
    assert (again.changes, again.refused) == ((), ())
    shop.do(lambda tx: tx.run("UPDATE roster_entry SET removed_at = 0"))
    again = shop.ask(files.plan, *MARCH, files.read(path, *MARCH))
    change = shop.do(files.apply, again, shop.lead.id)
    assert (len(again.changes), len(change.added)) == (6, 7)
    assert shop.ask(files.rows, *MARCH) == rows


def test_the_plan_says_what_would_change_and_is_carried_out_as_one(
    shop: TestShop, first: StaffMember, march: None
) -> None:
    some = planned(
        shop, {"工号": "1002", "姓名": "", "2": "白班*", "3": "晚班", "4": "", "6": " 休 "}, {}
    )
    assert [(one.day - MONDAY, one.before, one.after) for one in some.changes] == [
        (1, "休", "晚班"),
        (2, "假", ""),
        (4, "", "休"),
    ]
    change = shop.do(files.apply, some, shop.lead.id)
    assert change.words == "已导入 2026 年 3 月的排班，改了 3 格。"
    assert words(shop, first, MONDAY, 5) == ["白班*", "晚班", "", "夜班", "休"]
    shop.do(planning.undo, change, shop.lead.id)
    assert words(shop, first, MONDAY, 5) == ["白班*", "休", "假", "夜班", ""]


def test_everything_unclear_is_named_by_row_and_column(shop: TestShop, march: None) -> None:
    shop.do(staff.set_active, "1003", False, shop.lead.id)
    some = planned(
        shop,
        {"工号": "1002", "姓名": "乙**", "2": "休"},
        {"工号": "9", "姓名": ""},
        {"工号": "", "姓名": "谁", "2": "休"},
        {"工号": "1001", "1": "早班", "2": "休*"},
        {"工号": "1001"},
        {"工号": "1003", "20": "休"},
    )
    assert [(one.row, one.column) for one in some.refused] == [
        (2, "姓名"),
        (3, "工号"),
        (4, "工号"),
        (5, "1"),
        (5, "2"),
        (6, "工号"),
        (7, "20"),
    ]
    with pytest.raises(Refused, match="7 格") as refused:
        shop.do(files.apply, some, shop.lead.id)
    assert refused.value.code == "refused_rows"


def refusal(shop: TestShop, command: Any, *args: object) -> str:
    with pytest.raises(Refused) as refused:
        shop.do(command, *args)
    return refused.value.code


def test_a_plan_is_refused_once_the_roster_moved_on(
    shop: TestShop, first: StaffMember, march: None
) -> None:
    some = planned(shop, {"工号": "1002", "3": "晚班", "9": "白班"})
    assert refusal(shop, files.apply, some, first.id) == "not_lead"
    plan(shop, first, MONDAY + 1, "白班")
    assert refusal(shop, files.apply, some, shop.lead.id) == "changed_meanwhile"
    assert words(shop, first, MONDAY + 7) == [""]


def test_a_day_the_month_has_not_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    write(path, files.head(2026, 3), [])
    assert files.read(path, 2026, 3) == []
    with pytest.raises(SheetError, match="“31”"):
        files.read(path, 2026, 4)
