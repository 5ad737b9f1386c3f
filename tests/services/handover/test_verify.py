"""Hands on the database: every one is found, and the right page is named."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from support.sealed import by_hand, close_item, lay_item, lay_page, seal, sealed_pages
from support.shop import TestShop

from zuiqing_desk.rules.seal import ZEROS, link_hash
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import items, redact, remarks, sealing
from zuiqing_desk.services.handover.records import ItemWords, Verdict
from zuiqing_desk.services.handover.verify import verify

PAGES = 4


def recompute(shop: TestShop, first: int) -> None:
    """Make the chain sound in itself again from a link on, as somebody who can read this would."""
    with closing(sqlite3.connect(shop.store.path)) as connection, connection:
        before = ZEROS
        for number, body, hash_ in connection.execute(
            "SELECT number, body, hash FROM handover_seal ORDER BY number"
        ).fetchall():
            if number >= first:
                hash_ = link_hash(before, number, body)
                connection.execute(
                    "UPDATE handover_seal SET before = ?, hash = ? WHERE number = ?",
                    (before, hash_, number),
                )
            before = hash_


def forge_journal(shop: TestShop) -> None:
    """And the journal with it."""
    by_hand(
        shop.store.path,
        "UPDATE journal SET detail = (SELECT number || ' ' || hash FROM handover_seal s"
        " WHERE s.page_id = journal.subject_id) WHERE kind = 'handover.sealed'",
    )


@pytest.fixture
def pages(shop: TestShop) -> list[int]:
    return sealed_pages(shop, PAGES)


def test_an_empty_notebook_and_a_sound_one(shop: TestShop) -> None:
    assert shop.ask(verify) == Verdict(True, 0, "", None, "")
    sealed_pages(shop, PAGES)
    found = shop.ask(verify)
    assert replace(found, head="") == Verdict(True, PAGES, "", None, "")
    assert len(found.head) == 64


def test_any_byte_of_any_sealed_column(shop: TestShop, pages: list[int]) -> None:
    chance = random.Random(5)
    with closing(sqlite3.connect(shop.store.path)) as connection:
        columns = [
            *(("handover_seal", name, "number") for name in ("body", "before", "hash", "kind")),
            *(("handover_text", name, "number") for name in ("text", "salt", "key")),
        ]
        for table, column, order in columns:
            rows = connection.execute(
                f"SELECT rowid, number, CAST({column} AS BLOB) FROM {table} ORDER BY {order}"
            ).fetchall()
            for rowid, number, value in chance.sample(rows, 4):
                spoilt = bytearray(value)
                spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
                kept = "BLOB" if column == "body" else "TEXT"
                update = f"UPDATE {table} SET {column} = CAST(? AS {kept}) WHERE rowid = ?"
                with connection:
                    connection.execute(update, (bytes(spoilt), rowid))
                found = shop.ask(verify)
                assert not found.ok, (table, column, value, spoilt)
                assert found.first_bad == pages[number - 1], (table, column, value, spoilt)
                with connection:
                    connection.execute(update, (value, rowid))
    assert shop.ask(verify).ok


@pytest.mark.parametrize(
    ("sql", "page", "why"),
    [
        ("UPDATE handover_page SET shift = '晚班' WHERE id = 2", 2, "不符"),
        ("UPDATE handover_page SET day = day + 1 WHERE id = 3", 3, "不符"),
        ("UPDATE handover_page SET state = 'given' WHERE id = 3", 3, "不符"),
        ("UPDATE handover_page SET sealed_at = 1 WHERE id = 1", 1, "不符"),
        ("UPDATE handover_section SET giver_id = 2 WHERE page_id = 2", 2, "不符"),
        ("UPDATE handover_entry SET acked_at = 1 WHERE page_id = 3", 3, "不符"),
        ("DELETE FROM handover_entry WHERE page_id = 2", 2, "不符"),
        ("UPDATE handover_page SET shift = CAST(x'e799' AS TEXT) WHERE id = 2", 2, "不符"),
        ("UPDATE handover_taker SET signed_at = NULL WHERE page_id = 3", 3, "接班人"),
        ("DELETE FROM handover_taker WHERE page_id = 2", 2, "接班人"),
        ("INSERT INTO handover_taker (page_id, staff_id, duty) VALUES (3, 1, 1)", 3, "接班人"),
        (
            "INSERT INTO handover_remark (page_id, kind, text, by, at, answer)"
            " VALUES (2, 'comment', '好', 1, 1, '')",
            2,
            "疑问和补记",
        ),
        ("UPDATE handover_seal SET page_id = 1 WHERE number = 2", 2, "不符"),
        ("UPDATE handover_seal SET number = 77 WHERE number = 4", 4, "不见了"),
        ("DELETE FROM handover_seal WHERE number = 2", 2, "不见了"),
        ("DELETE FROM handover_seal WHERE number = 1", 1, "不见了"),
        ("DELETE FROM handover_text WHERE number = 2 AND key LIKE '%summary'", 2, "少了文字"),
        (
            "INSERT INTO handover_text VALUES (NULL, 3, 'item:9:summary', 'aa', '假', NULL, NULL)",
            3,
            "多了文字",
        ),
        ("UPDATE handover_text SET text = NULL WHERE number = 2", 2, "和封存时不同"),
        (
            "UPDATE handover_text SET text = NULL, salt = '', redacted_at = 5 WHERE number = 2",
            2,
            "没有删除的记录",
        ),
        ("DELETE FROM journal WHERE kind = 'handover.sealed' AND subject_id = 2", 2, "日志"),
        ("DELETE FROM handover_item WHERE state = 'open'", 4, "没有结果"),
        ("UPDATE handover_item SET state = 'done' WHERE state = 'open'", 4, "没有结果"),
        ("UPDATE handover_item SET state = 'done', result = '好' WHERE id = 4", 4, "直接在数据库"),
        (
            "UPDATE handover_item SET state = 'done', redacted_at = 1 WHERE id = 4",
            4,
            "直接在数据库",
        ),
        (
            "UPDATE journal SET detail = x'ff' WHERE kind = 'handover.sealed' AND subject_id = 2",
            2,
            "日志",
        ),
    ],
)
def test_rows_changed_by_hand(
    shop: TestShop, pages: list[int], sql: str, page: int, why: str
) -> None:
    assert by_hand(shop.store.path, sql)
    found = shop.ask(verify)
    assert (found.ok, found.first_bad) == (False, pages[page - 1])
    assert why in found.why


@pytest.mark.parametrize("last", [1, 3])
def test_the_tail_cut_off(shop: TestShop, pages: list[int], last: int) -> None:
    by_hand(shop.store.path, "DELETE FROM handover_text WHERE number > ?", last)
    by_hand(shop.store.path, "DELETE FROM handover_seal WHERE number > ?", last)
    found = shop.ask(verify)
    assert (found.ok, found.first_bad) == (False, pages[last])


@pytest.mark.parametrize(
    "hidden",
    [
        "DELETE FROM journal WHERE kind = 'handover.sealed' AND subject_id >= 3",
        "UPDATE handover_page SET state = 'given', sealed_at = NULL WHERE id >= 3",
    ],
)
def test_a_tail_cut_off_is_told_by_its_pages_or_by_the_journal(
    shop: TestShop, pages: list[int], hidden: str
) -> None:
    for table in ("handover_text", "handover_seal"):
        by_hand(shop.store.path, f"DELETE FROM {table} WHERE number >= 3")
    by_hand(shop.store.path, hidden)
    found = shop.ask(verify)
    assert (found.ok, found.first_bad) == (False, pages[2])
    assert "截掉" in found.why


def test_the_tail_cut_off_with_its_pages_and_its_journal_is_told_by_the_paper(
    shop: TestShop, pages: list[int]
) -> None:
    paper = shop.ask(verify).head
    for table in ("handover_text", "handover_seal"):
        by_hand(shop.store.path, f"DELETE FROM {table} WHERE number = 4")
    by_hand(
        shop.store.path,
        "DELETE FROM journal WHERE kind = 'handover.sealed' AND subject_id = ?",
        pages[-1],
    )
    for table, column in (("entry", "page_id"), ("section", "page_id"), ("taker", "page_id")):
        by_hand(shop.store.path, f"DELETE FROM handover_{table} WHERE {column} = ?", pages[-1])
    by_hand(shop.store.path, "DELETE FROM handover_page WHERE id = ?", pages[-1])
    assert shop.ask(verify).ok
    found = shop.ask(verify, head=paper)
    assert (found.ok, found.first_bad) == (False, None)
    assert "纸上" in found.why


def test_the_whole_chain_recomputed(shop: TestShop, pages: list[int]) -> None:
    paper = shop.ask(verify).head
    by_hand(
        shop.store.path,
        "UPDATE handover_seal SET body = CAST(replace(body, 'amber', 'green') AS BLOB)"
        " WHERE number >= 2",
    )
    assert shop.ask(verify).first_bad == pages[1]
    recompute(shop, 2)
    found = shop.ask(verify)
    assert (found.ok, found.first_bad) == (False, pages[1])
    assert "日志" in found.why
    forge_journal(shop)
    assert shop.ask(verify).ok
    assert not shop.ask(verify, head=paper).ok


def test_a_recomputed_link_with_nonsense_in_it(shop: TestShop, pages: list[int]) -> None:
    known = '"items":{},"entries":[],"closed":[],"others_open":[],"texts":{}'
    for nonsense in (
        *("{", "[1]", '{"page":{"id":3}}', '{"page":{"id":[]},"kind":"page","texts":{}}'),
        f'{{"page":{{"id":3}},"kind":"page",{known}}}',
    ):
        by_hand(
            shop.store.path,
            "UPDATE handover_seal SET body = CAST(? AS BLOB) WHERE number = 3",
            nonsense,
        )
        recompute(shop, 3)
        found = shop.ask(verify)
        assert (found.ok, found.first_bad) == (False, pages[2])


def test_the_hash_on_any_older_sheet_is_known(shop: TestShop) -> None:
    sealed_pages(shop, 1)
    paper = shop.ask(verify).head
    shop.do(lay_item, "事", shop.lead.id)
    taker = shop.colleague("1002").id
    shop.do(seal, shop.do(lay_page, shop.lead.id, taker, [1, 2], boundary=7), taker)
    in_groups = " ".join(paper[start : start + 4] for start in range(0, 64, 4)).upper()
    assert shop.ask(verify, head=in_groups).ok
    assert not shop.ask(verify, head="0" * 64).ok
    with pytest.raises(Refused, match="64"):
        shop.ask(verify, head=paper[:-1])


def test_a_redacted_page_verifies_and_can_still_not_be_changed(
    shop: TestShop, pages: list[int]
) -> None:
    shop.do(redact.redact_item, 2, shop.lead.id)
    found = shop.ask(verify)
    assert (found.ok, found.pages) == (True, PAGES)
    again = "UPDATE handover_text SET text = ?, salt = 'aa' WHERE key = 'item:2:summary'"
    by_hand(shop.store.path, again, "想起来了")
    assert shop.ask(verify).first_bad == pages[1]


def test_a_further_text_cannot_hide_behind_a_redaction(shop: TestShop, pages: list[int]) -> None:
    shop.do(redact.redact_item, 2, shop.lead.id)
    by_hand(
        shop.store.path,
        "UPDATE handover_text SET text = NULL, salt = '', redacted_at = ?"
        " WHERE number = 3 AND key = 'item:3:summary'",
        shop.now,
    )
    assert shop.ask(verify).first_bad == pages[2]


def test_an_amendment_without_its_page_s_journal_row(shop: TestShop, pages: list[int]) -> None:
    facts = {"remark": 1, "item": None, "kind": "comment", "by": shop.lead.id, "at": shop.now}
    shop.do(sealing.amend, pages[1], "remark", facts, {"remark:1:text": "看过"}, shop.lead.id)
    assert shop.ask(verify).first_bad == pages[1]


def test_an_item_never_signed_for_is_told_of_too(shop: TestShop, pages: list[int]) -> None:
    item = shop.do(items.note, ItemWords("other", "green", "刚记的"), shop.lead.id)
    assert shop.ask(verify).ok
    for sql in ("UPDATE handover_item SET state = '' WHERE id = ?", "DELETE FROM handover_item"):
        by_hand(shop.store.path, sql, *([item] if "?" in sql else []))
        found = shop.ask(verify)
        assert (found.ok, f"事项 {item} " in found.why) == (False, "?" in sql)


def test_a_question_is_answered_once_and_stays_with_its_answer(
    shop: TestShop, pages: list[int]
) -> None:
    lead, page = shop.lead.id, pages[1]
    question = shop.do(remarks.ask, page, None, "哪个号码？", lead)
    shop.do(remarks.answer, question, "店里那个", lead)
    assert shop.ask(verify).ok
    undone = "UPDATE handover_remark SET answered_by = NULL, answered_at = NULL, answer = ''"
    by_hand(shop.store.path, undone)
    assert (shop.ask(verify).first_bad, shop.ask(verify).ok) == (page, False)
    shop.do(remarks.answer, question, "手机", lead)
    found = shop.ask(verify)
    assert (found.first_bad, "又答复了一次" in found.why) == (page, True)


def test_an_item_closed_after_the_last_page_is_no_lost_one(
    shop: TestShop, pages: list[int]
) -> None:
    shop.do(close_item, PAGES, shop.lead.id)
    assert shop.ask(verify).ok
