"""The couriers' coverage: imported, and asked."""

from collections.abc import Iterator

from support.shop import TestShop

from zuiqing_desk.services.orders import coverage, coverage_import
from zuiqing_desk.services.orders.coverage_import import COLUMNS, Plan
from zuiqing_desk.sheets import SheetRow

NANSHAN = ("广东省", "深圳市", "南山区")


def sheet(*rows: tuple[str, ...]) -> Iterator[SheetRow]:
    for number, cells in enumerate(rows, 2):
        yield SheetRow(number, dict(zip(COLUMNS, cells, strict=False)))


def planned(shop: TestShop, *rows: tuple[str, ...]) -> Plan:
    return coverage_import.plan(sheet(*rows), shop.ask(coverage_import.known))


def imported(shop: TestShop, *rows: tuple[str, ...]) -> Plan:
    plan = planned(shop, *rows)
    assert not plan.refused
    for piece in coverage_import.batches(plan):
        shop.do(coverage_import.apply, piece, shop.lead.id)
    return plan


def test_what_was_imported_is_asked(shop: TestShop) -> None:
    imported(
        shop,
        ("韵达", "广东", "", "", "是"),
        ("韵达", "广东", "深圳", "南山", "否", "只到自提点"),
        ("顺丰", "广东", "深圳", "", "到"),
    )
    assert shop.ask(coverage.served, "韵达", *NANSHAN) == ("韵达", "no", "只到自提点")
    assert shop.ask(coverage.served, "韵达", "广东省", "深圳市", "福田区").served == "yes"
    assert shop.ask(coverage.served, "圆通", *NANSHAN).served == "ask"
    said = {one.courier: one.served for one in shop.ask(coverage.answers, *NANSHAN)}
    assert (said["韵达"], said["顺丰"], said["圆通"]) == ("no", "yes", "ask")
    assert shop.ask(coverage.choose, *NANSHAN).courier == "顺丰"
    assert shop.ask(coverage.choose, *NANSHAN, "韵达")[:2] == ("韵达", "no")


def test_without_a_table_the_house_courier_is_asked_about(shop: TestShop) -> None:
    assert shop.ask(coverage.choose, *NANSHAN)[:2] == ("韵达", "ask")


def test_a_second_import_updates_and_never_doubles(shop: TestShop) -> None:
    row = ("韵达", "广东省", "深圳市", "", "是")
    assert len(imported(shop, row).added) == 1
    again = imported(shop, row)
    assert (again.added, again.changed, again.unchanged) == ((), (), 1)
    changed = imported(shop, (*row[:4], "询问"))
    assert [one.says.served for one in changed.changed] == ["ask"]
    assert shop.ask(coverage.served, "韵达", *NANSHAN).served == "ask"


def test_rows_that_cannot_be_taken_are_named(shop: TestShop) -> None:
    plan = planned(
        shop,
        ("某某", "广东", "", "", "是"),
        ("韵达", "火星", "", "", "是"),
        ("韵达", "广东", "杭州", "", "是"),
        ("韵达", "广东", "", "", "大概"),
        ("韵达", "广东", "", "", "是", "长" * 61),
        ("韵达", "北京", "", "朝阳", "是"),
        ("韵达", "北京市", "北京市", "朝阳区", "否"),
    )
    assert [(one.row, one.column) for one in plan.refused] == [
        (2, "快递"),
        (3, "省"),
        (4, "省"),
        (5, "派送"),
        (6, "说明"),
        (8, "派送"),
    ]
    assert "第 7 行" in plan.refused[-1].message


def test_a_place_in_no_list_is_kept_and_makes_its_city_a_question(shop: TestShop) -> None:
    plan = imported(
        shop, ("韵达", "江苏", "苏州", "", "是"), ("韵达", "江苏", "苏州", "工业园区", "否")
    )
    assert ["工业园区" in one for one in plan.notices] == [True]
    assert shop.ask(coverage.served, "韵达", "江苏省", "苏州市", "虎丘区").served == "yes"
    assert shop.ask(coverage.served, "韵达", "江苏省", "苏州市", "").served == "ask"


def test_a_district_of_no_known_city_says_nothing_of_its_province(shop: TestShop) -> None:
    imported(shop, ("韵达", "广东", "", "某某镇", "是"), ("顺丰", "广东", "", "", "是"))
    assert shop.ask(coverage.served, "韵达", *NANSHAN).served == "ask"
    assert shop.ask(coverage.served, "顺丰", *NANSHAN).served == "yes"
    assert shop.ask(coverage.served, "韵达", "广东省", "", "").served == "ask"


def test_a_large_table_is_written_in_pieces(shop: TestShop) -> None:
    rows = [("韵达", "广东", "深圳", f"第{number}区", "是") for number in range(1100)]
    plan = planned(shop, *rows)
    assert [len(piece) for piece in coverage_import.batches(plan)] == [500, 500, 100]
