"""Searching the pages: exact, newest first, and never what was erased."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.shop import TestShop

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.services import erased_words
from zuiqing_desk.services.handover import search
from zuiqing_desk.services.handover.records import Hit
from zuiqing_desk.store.tx import Tx

HOUR = 3600 * 1_000_000


def put_page(tx: Tx, boundary_at: int, state: str = "preparing") -> int:
    return tx.insert(
        "INSERT INTO handover_page (day, shift, next_shift, boundary_at, mode, state, created_at)"
        " VALUES (1, '晚班', '', :at, '', :state, 0)",
        at=boundary_at,
        state=state,
    )


def put_link(tx: Tx, page_id: int, texts: dict[str, str], kind: str = "page") -> int:
    """A link with these texts; its bytes do not matter here."""
    number = (tx.value("SELECT max(number) FROM handover_seal") or 0) + 1
    tx.insert(
        "INSERT INTO handover_seal (number, page_id, kind, body, before, hash)"
        " VALUES (:number, :page, :kind, x'', '', '')",
        number=number,
        page=page_id,
        kind=kind,
    )
    for key, text in texts.items():
        tx.insert(
            "INSERT INTO handover_text (number, key, salt, text) VALUES (:n, :key, '', :text)",
            n=number,
            key=key,
            text=text,
        )
    search.index_link(tx, number)
    return number


def put_sealed(tx: Tx, *pages: dict[str, str]) -> list[int]:
    made = []
    for texts in pages:
        before = tx.value("SELECT max(boundary_at) FROM handover_page") or 0
        made.append(put_page(tx, before + HOUR, "sealed"))
        put_link(tx, made[-1], texts)
    return made


def found(shop: TestShop, query: str, **more: int) -> list[Hit]:
    return shop.ask(search.find, query, **more)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("货", True),
        ("催货", True),
        ("催貨", True),
        ("客户催货", True),
        ("货催", False),
        ("3829", True),
        ("３８", True),
        ("8293", False),
        ("sf10", True),
        ("SF", True),
        ("khch", True),
        ("hchk", False),
        ("c", True),
        ("w", False),
        ("催货 3829", True),
        ("催货 没有", False),
        ("khch 订单", True),
        ("货，订", True),
        ("  ", False),
        ('"', False),
        ("货*", False),
    ],
)
def test_what_finds_a_matter(shop: TestShop, query: str, meant: bool) -> None:
    texts = {"item:7:summary": "客户催货，订单 3829", "item:7:situation": "顺丰 SF1024"}
    (page,) = shop.do(put_sealed, texts)
    hits = found(shop, query)
    assert [(hit.page_id, hit.item_id) for hit in hits] == ([(page, 7)] if meant else [])


def test_the_words_are_those_it_was_found_by(shop: TestShop) -> None:
    texts = {
        "item:7:summary": "客户催货",
        "item:7:situation": "先说在途\n又说丢件",
        "item:7:customer": "tb_**",
    }
    (page,) = shop.do(put_sealed, texts)
    assert found(shop, "丢件") == [Hit(page, 7, "又说丢件")]
    assert found(shop, "dj") == [Hit(page, 7, "又说丢件")]
    assert found(shop, "tb") == [Hit(page, 7, "tb_**")]


def test_words_of_two_matters_are_no_hit(shop: TestShop) -> None:
    (page,) = shop.do(put_sealed, {"item:7:summary": "催货", "item:70:summary": "退款"})
    assert found(shop, "催货 退款") == []
    assert found(shop, "退款") == [Hit(page, 70, "退款")]


def test_the_newest_come_first_as_many_as_wanted(shop: TestShop) -> None:
    pages = shop.do(put_sealed, *({"item:1:summary": "催货"} for _ in range(4)))
    assert [hit.page_id for hit in found(shop, "催货", limit=3)] == pages[:0:-1]
    assert found(shop, "催货", limit=0) == []


def test_what_is_said_about_a_page_finds_it(shop: TestShop) -> None:
    first, second = shop.do(
        put_sealed,
        {"section:3:reason": "突然生病", "person:2:name": "王**"},
        {"remark:4:text": "价格改了吗"},
    )
    shop.do(put_link, first, {"remark:9:answer": "已经改好", "person:2:name": "王**"}, "amendment")
    assert found(shop, "生病") == [Hit(first, None, "突然生病")]
    assert found(shop, "jgg") == [Hit(second, None, "价格改了吗")]
    assert found(shop, "改好") == [Hit(first, None, "已经改好")]
    # By a name a page is found once, however often it was amended.
    assert found(shop, "王") == [Hit(first, None, "王**")]


def test_what_is_erased_is_found_no_more(shop: TestShop) -> None:
    texts = {
        "item:7:summary": "客户催货",
        "item:7:situation": "电话 1380000",
        "item:8:summary": "催货",
    }
    (page,) = shop.do(put_sealed, texts)
    for key in ("item:7:situation", "item:7:summary"):
        shop.do(search.forget, 1, [key])
        gone = "UPDATE handover_text SET text = NULL WHERE key = :key"
        shop.do(lambda tx, gone=gone, key=key: tx.run(gone, key=key))
        assert found(shop, "1380000") == []
        expected = [8, 7] if key == "item:7:situation" else [8]
        assert [hit.item_id for hit in found(shop, "催货")] == expected
    shop.do(search.forget, 1, ["item:7:summary"])
    assert found(shop, "khch") == []
    assert [hit.page_id for hit in found(shop, "ch")] == [page]


def test_erased_words_leave_the_index_for_good(shop: TestShop) -> None:
    shop.do(put_sealed, {"item:7:summary": "aaa"}, {"item:8:summary": "龘靐"})
    shop.do(put_sealed, *({"item:9:summary": f"b{n}"} for n in range(3)))

    def erase(tx: Tx) -> None:
        search.forget(tx, 2, ["item:8:summary"])
        tx.run("PRAGMA secure_delete = ON")
        tx.run("UPDATE handover_text SET text = NULL WHERE number = 2")

    shop.do(erase)
    assert shop.ask(erased_words.PAGES_OF_NOTEBOOKS.pending)
    while shop.do(erased_words.PAGES_OF_NOTEBOOKS.tidy):
        # What is written meanwhile does not end it early.
        shop.do(put_sealed, {"item:10:summary": "ccc"})
    assert not shop.ask(erased_words.PAGES_OF_NOTEBOOKS.pending)
    assert [len(found(shop, query)) for query in ("aaa", "b", "cc", "erased", "龘")] == [
        1,
        3,
        1,
        0,
        0,
    ]
    shop.store.close()
    kept = shop.store.path.read_bytes()
    assert not [char for char in "龘靐" if char.encode() in kept]


@pytest.mark.parametrize("query", ["客户催货", "催货 客户催货", "khch", "2603"])
def test_runs_that_do_not_stand_together_are_no_hit(shop: TestShop, query: str) -> None:
    apart = {"item:1:summary": "客户催 户催货", "item:1:situation": "khc hch 260 603"}
    (page,) = shop.do(put_sealed, {"item:2:summary": "催货 客户催货 2603"})
    shop.do(put_sealed, *({**apart, "item:1:result": f"{n}"} for n in range(7)))
    assert [hit.page_id for hit in found(shop, query, limit=1)] == [page]
    assert [hit.page_id for hit in found(shop, query)] == [page]


def test_pages_that_are_not_sealed_are_looked_through(shop: TestShop) -> None:
    def put_open(tx: Tx) -> tuple[int, int]:
        given = put_page(tx, HOUR, "given")
        preparing = put_page(tx, 2 * HOUR)
        section = tx.insert(
            "INSERT INTO handover_section (page_id, giver_id, state, figures, reason)"
            " VALUES (:page, 1, 'signed', '{}', '')",
            page=given,
        )
        for item, summary, state in ((1, "催货", "open"), (2, "催退款", "done")):
            tx.insert(
                "INSERT INTO handover_item (id, kind, severity, summary, situation, next_action,"
                " if_then, source, state, result, revision, created_at)"
                " VALUES (:id, 'task', 'red', :summary, '', '', '', '', :state, '', 1, 0)",
                id=item,
                summary=summary,
                state=state,
            )
        tx.insert(
            "INSERT INTO handover_entry (page_id, item_id, section_id, position, revision, said)"
            " VALUES (:page, 2, :section, 1, 1, '知道了')",
            page=given,
            section=section,
        )
        tx.insert(
            "INSERT INTO handover_remark (page_id, kind, text, by, at, answer)"
            " VALUES (:page, 'question', '催哪一家', 1, 0, '')",
            page=given,
        )
        return given, preparing

    given, preparing = shop.do(put_open)
    (sealed,) = shop.do(put_sealed, {"item:1:summary": "催发货"})
    assert found(shop, "催") == [
        Hit(preparing, 1, "催货"),
        Hit(given, 2, "催退款"),
        Hit(given, None, "催哪一家"),
        Hit(sealed, 1, "催发货"),
    ]
    assert found(shop, "zd") == [Hit(given, 2, "知道了")]


LETTERS = "货催q1Qf發.？ "


@settings(max_examples=8, deadline=None)
@given(
    texts=st.lists(st.text(LETTERS, min_size=1, max_size=9), min_size=1, max_size=5),
    stand=st.lists(st.tuples(*[st.integers(0, 5)] * 2), min_size=1, max_size=12),
    queries=st.lists(st.text(LETTERS, min_size=1, max_size=5), min_size=15, max_size=15),
    limit=st.integers(1, 9),
)
def test_found_is_what_a_plain_search_finds(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[str],
    stand: list[tuple[int, int]],
    queries: list[str],
    limit: int,
) -> None:
    """Two matters on pages that mostly say of them what the page before said."""
    shop = TestShop(tmp_path_factory.mktemp("shop"))
    said = [[(n, texts[one % len(texts)]) for n, one in enumerate(both, 1)] for both in stand]
    pages = shop.do(put_sealed, *({f"item:{n}:summary": text for n, text in both} for both in said))
    for query in [*queries, *(text[1:5] for text in texts)]:
        words = fold(query).split()
        expected = [
            (page, item)
            for page, both in reversed(list(zip(pages, said, strict=True)))
            for item, text in reversed(both)
            if words
            and all(
                word in fold(text)
                or (word.isascii() and word.isalpha() and word in search.initials(text))
                for word in words
            )
        ]
        hits = found(shop, query, limit=limit)
        assert [(hit.page_id, hit.item_id) for hit in hits] == expected[:limit], query


def test_what_stays_as_it_was_is_kept_once(shop: TestShop) -> None:
    texts = {"item:1:summary": "催货", "item:1:situation": "在途"}
    pages = shop.do(put_sealed, *[texts] * 3, {**texts, "item:1:result": "催货到了"})
    assert shop.ask(lambda tx: tx.value("SELECT count(*) FROM handover_search")) == 2
    assert [hit.page_id for hit in found(shop, "催货")] == pages[::-1]
    assert [hit.page_id for hit in found(shop, "催货 到了")] == pages[3:]
    for number in range(1, 5):
        shop.do(search.forget, number, texts)
    assert found(shop, "在途") == []
    assert [hit.page_id for hit in found(shop, "到了")] == pages[3:]
