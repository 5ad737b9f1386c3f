"""Two desks on one file that do the same at the same moment: one is first, the other is told. And
one that is killed in between."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.child import Child
from support.notebook import Notebook

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import items, pages, remarks, signing, taking
from zuiqing_desk.services.handover.records import ItemWords
from zuiqing_desk.services.handover.verify import verify
from zuiqing_desk.store.engine import Store, open_store
from zuiqing_desk.store.tx import Tx

WAIT_S = 60


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Notebook]:
    made = Notebook(tmp_path, roster=True)
    yield made
    made.store.close()


@pytest.fixture
def other(shop: Notebook) -> Iterator[Store]:
    with open_store(shop.store.path, clock=lambda: shop.now) as store:
        yield store


def at_once(shop: Notebook, other: Store, *units: Any) -> list[Any]:
    """What came of a unit on either desk, sent off before any of them was answered; sorted: what
    sealed, what else was given, what was refused."""
    sent = [store.write(unit) for store, unit in zip((shop.store, other), units, strict=True)]
    failed = [one.exception(WAIT_S) for one in sent]
    results = [
        one.result() if error is None else error for one, error in zip(sent, failed, strict=True)
    ]
    return sorted(results, key=lambda one: (isinstance(one, Refused), one is not True))


def given_page(shop: Notebook) -> tuple[int, int]:
    """A page of 1002's that waits for its taker, and the red item on it."""
    giver = shop.ids["1002"]
    item = shop.do(items.note, ItemWords("urgent", "red", "要回电"), giver)
    shop.later(9 * 3600)
    page = shop.do(pages.open_for, giver)
    assert shop.do(signing.give, page, giver) == "given"
    return page, item


def test_both_takers_sign(shop: Notebook, other: Store) -> None:
    page, item = given_page(shop)
    taker, lead = shop.ids["1003"], shop.ids["1001"]
    shop.do(taking.said_back, page, item, taker, "马上回")
    shop.do(pages.allow, page, lead, lead)

    def sign(who: int) -> Any:
        return lambda tx: signing.take(tx, page, who)

    sealed, refused = at_once(shop, other, sign(taker), sign(lead))
    assert sealed is True
    late = shop.ask(pages.one, page)
    assert (late.state, late.broken) == ("sealed", "")
    if isinstance(refused, Refused):
        assert "签收" in refused.message
    else:
        # The other signature came after the seal, as an amendment.
        assert refused is False
        assert all(one.signed_at is not None for one in late.takers if one.duty)
    found = shop.ask(verify)
    assert (found.ok, found.pages) == (True, 1)


def test_one_taker_signs_at_two_desks(shop: Notebook, other: Store) -> None:
    page, item = given_page(shop)
    taker = shop.ids["1003"]
    shop.do(taking.said_back, page, item, taker, "马上回")

    def sign(tx: Tx) -> bool:
        return signing.take(tx, page, taker)

    sealed, refused = at_once(shop, other, sign, sign)
    assert sealed is True
    assert isinstance(refused, Refused)
    assert "1003" in refused.message
    assert shop.ask(verify).pages == 1


def test_the_giver_takes_back_while_the_taker_signs(shop: Notebook, other: Store) -> None:
    page, item = given_page(shop)
    giver, taker = shop.ids["1002"], shop.ids["1003"]
    shop.do(taking.said_back, page, item, taker, "马上回")
    first, refused = at_once(
        shop,
        other,
        lambda tx: signing.take_back(tx, page, giver),
        lambda tx: signing.take(tx, page, taker),
    )
    state = shop.ask(pages.one, page).state
    assert isinstance(refused, Refused)
    assert (first, state) in ((True, "sealed"), (None, "preparing"))
    assert shop.ask(verify).ok


def test_two_leads_answer_one_question_of_a_sealed_page(shop: Notebook, other: Store) -> None:
    page, item = given_page(shop)
    taker = shop.ids["1003"]
    shop.do(taking.said_back, page, item, taker, "马上回")
    shop.do(signing.take, page, taker)
    question = shop.do(remarks.ask, page, item, "哪个号码？", taker)

    def answer(staff_no: str) -> Any:
        return lambda tx: remarks.answer(tx, question, f"{staff_no}答", shop.ids[staff_no])

    _, refused = at_once(shop, other, answer("1001"), answer("1005"))
    assert isinstance(refused, Refused)
    (said,) = shop.ask(pages.one, page).said
    assert said.answered_by is not None
    assert said.answer == f"{said.answered_by.staff_no}答"
    assert said.answer in refused.message
    assert shop.ask(verify).ok


@pytest.mark.parametrize(("point", "sealed"), [("before-commit", False), ("after-commit", True)])
def test_a_kill_between_the_signatures_leaves_what_was_signed(
    shop: Notebook, point: str, sealed: bool
) -> None:
    giver, taker = shop.ids["1002"], shop.ids["1003"]
    item = shop.do(items.note, ItemWords("urgent", "red", "要回电"), giver)
    shop.later(9 * 3600)
    page = shop.do(pages.open_for, giver)
    shop.store.close()
    told = (shop.store.path, point, page, giver, item, taker, shop.now)
    with Child("support.handover_child", *told) as child:
        assert child.wait() == -9
    shop.reopen()
    left = shop.ask(pages.one, page)
    assert left.state == ("sealed" if sealed else "given")
    assert [one.state for one in left.sections] == ["signed"]
    assert [one.said for one in left.entries] == ["马上回"]
    assert [one.signed_at is not None for one in left.takers if one.duty] == [sealed]
    if sealed:
        with pytest.raises(Refused, match="1003"):
            shop.do(signing.take, page, taker)
    else:
        assert shop.do(signing.take, page, taker) is True
    found = shop.ask(verify)
    assert (found.ok, found.pages) == (True, 1)
