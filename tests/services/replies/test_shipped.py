"""The shipped library is laid once, and never over what is the shop's own."""

from support.reply_books import Library
from support.shop import TestShop

from zuiqing_desk.rules.categories import CATEGORIES
from zuiqing_desk.services import changes, shipments
from zuiqing_desk.services.replies import library, reading, shipped
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.services.replies.shipped import Shipped


def few(*codes: str) -> list[Shipped]:
    return [Shipped(ReplyWords(code, f"随货{code}", "欢迎", "您好。"), "nin hao") for code in codes]


def titles(books: Library) -> dict[str, str]:
    return {row.code: row.title for row in books.live()}


def test_a_shop_has_the_whole_shipped_library_at_once(shop: TestShop, books: Library) -> None:
    assert shop.ask(shipments.replies_missing)
    number = shipped.ensure(shop.store)
    rows = books.live()
    assert len(rows) == number >= 150
    assert {row.category for row in rows} == set(CATEGORIES)
    assert all(row.readings and row.owner_id is None for row in rows)
    assert shop.ask(reading.every, shop.lead.id, drafts_only=True) == []
    assert [row._replace(id=0) for row in rows] == [row._replace(id=0) for row in shipped.live()]


def test_it_is_laid_once_and_what_the_shop_archived_stays_so(
    shop: TestShop, books: Library
) -> None:
    number = shipped.ensure(shop.store)
    shop.do(library.archive, books.live()[0].id, shop.lead.id)
    newest = shop.ask(changes.last)
    assert not shop.ask(shipments.replies_missing)
    assert shipped.ensure(shop.store) == 0
    assert len(books.live()) == number - 1
    assert shop.ask(changes.last) == newest


def test_a_shop_changes_a_shipped_reply_like_any_other(shop: TestShop, books: Library) -> None:
    shop.do(shipped.lay, few("a"), 1)
    (row,) = books.live()
    books.change(row.id, "欢迎光临。", shop.lead, code="a", approve_now=True)
    assert books.live_body(row.id) == "欢迎光临。"
    assert [one.author_no for one in shop.ask(reading.versions, row.id)] == ["1001", None]


def test_it_is_never_laid_over_a_code_of_the_shop(shop: TestShop, books: Library) -> None:
    books.team("a", title="店里的")
    assert shop.do(shipped.lay, few("a", "b"), 1) == 1
    assert titles(books) == {"a": "店里的", "b": "随货b"}


def test_a_newer_edition_brings_only_what_the_shop_never_had(
    shop: TestShop, books: Library
) -> None:
    shop.do(shipped.lay, few("a", "b"), 1)
    shop.do(library.archive, books.live()[0].id, shop.lead.id)
    assert shop.do(shipped.lay, few("a", "b", "c"), 1) == 0
    assert shop.do(shipped.lay, few("a", "b", "c"), 2) == 1
    assert titles(books) == {"b": "随货b", "c": "随货c"}


def test_laying_is_journalled_once_and_every_desk_reads_anew(shop: TestShop) -> None:
    seen = shop.ask(changes.last)
    shop.do(shipped.lay, few("a", "b"), 1)
    (row,) = shop.ask(changes.after, seen)
    assert (row.kind, row.subject_id, row.detail) == ("replies.shipped", 1, "2")
    assert shop.ask(reading.changed_since, seen, None) == (row.id, None)
