"""Importing product cards: what it would do, and all of it at once."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.shop import TestShop

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.products import catalogue, importing
from zuiqing_desk.services.products.importing import Known, Plan, apply, known, plan
from zuiqing_desk.services.products.records import ProductFacts
from zuiqing_desk.services.products.sheet import COLUMNS, REQUIRED, cells_of
from zuiqing_desk.sheets import SheetRow, read, write

EMPTY = Known({}, frozenset({"醉卿酒业"}))
GOOD = {"简称": "1983", "全名": "醉卿坊1983", "价格": "268", "底价": "238", "店铺": "醉卿酒业"}
FULL = ProductFacts(
    short_name="1983",
    full_name="醉卿坊1983纪念版",
    storefront="醉卿酒业",
    aroma="浓香",
    strength_tenths=525,
    volume_ml=500,
    taste="绵甜 窖香",
    per_box=6,
    price_fen=26850,
    floor_fen=23800,
    gifts="小酒版1瓶",
    stock=420,
    points="老瓶型\n入口绵甜",
    faq="问：辣不辣？答：不辣。",
    pictures="图/一.png",
)


def rows(*changes: dict[str, str]) -> list[SheetRow]:
    return [SheetRow(number, {**GOOD, **values}) for number, values in enumerate(changes, 2)]


def refused(given_plan: Plan) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in given_plan.refused]


def carry_out(shop: TestShop, what: Plan) -> None:
    shop.do(apply, what, None)


def shop_plan(shop: TestShop, *changes: dict[str, str]) -> Plan:
    return plan(rows(*changes), shop.ask(known))


def facts(shop: TestShop) -> list[ProductFacts]:
    return [card.facts for card in shop.ask(catalogue.all_cards, None)]


def test_figures_are_read_as_people_write_them() -> None:
    made = plan(
        rows(
            {
                "度数": "52.5%vol", "容量": "1.5L", "箱规": "6瓶", "价格": "1,280.50",
                "库存": "1,200瓶",
                "卖点": "一\n\n二 ",
            }
        ),
        EMPTY,
    )  # fmt: skip
    one = made.added[0].facts
    assert (one.strength_tenths, one.volume_ml, one.per_box) == (525, 1500, 6)
    assert (one.price_fen, one.floor_fen, one.stock) == (128050, 23800, 1200)
    assert one.points == "一\n二"


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"简称": ""}, "简称"),
        ({"简称": "a,b"}, "简称"),
        ({"简称": "[a]"}, "简称"),
        ({"全名": ""}, "全名"),
        ({"店铺": "别家"}, "店铺"),
        ({"度数": "很高"}, "度数"),
        ({"度数": "97"}, "度数"),
        ({"容量": "半斤"}, "容量"),
        ({"箱规": "0"}, "箱规"),
        ({"价格": "面议"}, "价格"),
        ({"价格": "-1"}, "价格"),
        ({"底价": "268.01"}, "底价"),
        ({"库存": "1.5"}, "库存"),
        ({"卖点": "长" * 201}, "卖点"),
    ],
)
def test_what_is_refused_names_row_and_column(values: dict[str, str], column: str) -> None:
    made = plan(rows({"简称": "a"}, values), EMPTY)
    assert refused(made) == [(3, column)]
    assert made.refused[0].message


def test_a_short_name_stands_once() -> None:
    made = plan(rows({}, {"简称": " 1983 "}), EMPTY)
    assert refused(made) == [(3, "简称")]
    assert "第 2 行" in made.refused[0].message


def test_one_transaction_takes_no_more_than_it_may() -> None:
    many = rows(*({"简称": f"c{number}"} for number in range(importing.MOST_ROWS + 2)))
    assert refused(plan(many, EMPTY)) == [(importing.MOST_ROWS + 2, "简称")]


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int | None]] = []
    many = rows(*({"简称": f"c{number}"} for number in range(600)))
    plan(many, EMPTY, progress=lambda *seen: told.append(seen))
    assert told == [("读取", 500, None), ("读取", 600, 600)]


def test_cards_are_added_changed_and_left(shop: TestShop) -> None:
    carry_out(shop, shop_plan(shop, {}, {"简称": "山月"}))
    made = shop_plan(shop, {"价格": "258"}, {"简称": "山月"}, {"简称": "竹影"})
    assert [one.facts.short_name for one in made.changed] == ["1983"]
    assert [one.facts.short_name for one in made.added] == ["竹影"]
    assert made.unchanged == 1
    carry_out(shop, made)
    assert [(one.short_name, one.price_fen) for one in facts(shop)] == [
        ("1983", 25800),
        ("山月", 26800),
        ("竹影", 26800),
    ]
    card = shop.ask(catalogue.by_name, "竹影")
    assert card is not None
    assert card.readings == catalogue.readings_of(card.facts)


def test_a_missing_column_leaves_its_fact(shop: TestShop) -> None:
    shop.do(catalogue.add, FULL, actor=None)
    made = plan([SheetRow(2, {"简称": "1983", "价格": "300"})], shop.ask(known))
    carry_out(shop, made)
    (one,) = facts(shop)
    assert (one.price_fen, one.taste, one.floor_fen) == (30000, "绵甜 窖香", 23800)


def test_one_journal_row_tells_of_it(shop: TestShop) -> None:
    before = shop.ask(lambda tx: tx.value("SELECT max(id) FROM journal"))
    carry_out(shop, shop_plan(shop, {}, {"简称": "山月"}))
    rows_after = shop.ask(
        lambda tx: tx.all("SELECT kind, detail FROM journal WHERE id > :id", id=before)
    )
    assert rows_after == [("products.imported", "2+0")]
    assert shop.ask(catalogue.changed_since, before, None)[1] is None
    carry_out(shop, shop_plan(shop, {}))
    assert shop.ask(lambda tx: tx.value("SELECT max(id) FROM journal")) == before + 1


@pytest.mark.parametrize("what", ["changed", "archived", "made"])
def test_a_card_that_changed_meanwhile_stops_all(shop: TestShop, what: str) -> None:
    product_id = shop.do(catalogue.add, FULL, actor=None)
    made = shop_plan(shop, {"简称": "山月"}, {"价格": "240"})
    if what == "changed":
        shop.do(catalogue.change, product_id, FULL, None)
    elif what == "archived":
        shop.do(catalogue.archive, product_id, None)
    else:
        shop.do(catalogue.add, ProductFacts("山月", "别的山月"), actor=None)
    before = facts(shop)
    with pytest.raises(Refused) as caught:
        carry_out(shop, made)
    assert caught.value.code == "catalogue_changed"
    assert facts(shop) == before


LINE = st.text(max_size=10)
HOSTILE = st.sampled_from(["=1+1", "'甲", "-甲", "甲\n乙", '"', "a,b", "007", "@", "1983.0"])
NUMBER = st.one_of(st.none(), st.integers(0, 900))


@st.composite
def product(draw: st.DrawFn) -> ProductFacts:
    price = draw(NUMBER)
    return ProductFacts(
        short_name=draw(st.from_regex(r"[a-z0-9甲乙=@'-]{1,8}", fullmatch=True)),
        full_name=draw(st.one_of(LINE, HOSTILE)),
        storefront=draw(st.sampled_from(["", "醉卿酒业"])),
        aroma=draw(st.one_of(LINE, HOSTILE)),
        strength_tenths=draw(NUMBER),
        volume_ml=draw(st.one_of(st.none(), st.integers(1, 5000))),
        taste=draw(st.one_of(LINE, HOSTILE)),
        per_box=draw(st.one_of(st.none(), st.integers(1, 24))),
        price_fen=price,
        floor_fen=None if price is None else draw(st.integers(0, price)),
        gifts=draw(LINE),
        stock=draw(NUMBER),
        points="\n".join(draw(st.lists(st.one_of(LINE, HOSTILE), max_size=3))),
        faq=draw(LINE),
        pictures=draw(LINE),
    )


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=st.lists(product(), max_size=5, unique_by=lambda one: one.short_name))
def test_import_export_import_is_the_identity(
    tmp_path: Path, suffix: str, wanted: list[ProductFacts]
) -> None:
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    source, target = TestShop(folder / "a"), TestShop(folder / "b")
    try:
        for one in wanted:
            try:
                source.do(catalogue.add, one, actor=None)
            except Refused:
                # An empty full name: not every text is a fact.
                continue
        exported = [cells_of(one) for one in facts(source)]
        assert importing.table(source.ask(catalogue.all_cards, None)) == exported
        file = folder / f"商品.{suffix}"
        write(file, COLUMNS, exported)
        again = plan(read(file, COLUMNS, REQUIRED), source.ask(known))
        assert (again.added, again.changed, again.refused) == ((), (), ())
        assert again.unchanged == len(exported)
        carry_out(target, plan(read(file, COLUMNS, REQUIRED), target.ask(known)))
        assert facts(target) == facts(source)
    finally:
        source.store.close()
        target.store.close()
