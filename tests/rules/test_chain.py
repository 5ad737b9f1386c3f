"""The check of a chain of sealed pages, on links made by hand."""

from typing import Any

import pytest

from zuiqing_desk.rules.chain import Bad, Chain, LinkRow, TextRow
from zuiqing_desk.rules.seal import ZEROS, canonical, digest, link_hash

SALT = "5a"
OPEN = {"state": "open", "redacted": False, "merged_into": None}
DONE = {**OPEN, "state": "done"}


def page(
    page_id: int,
    entries: dict[int, dict[str, Any]],
    closed: dict[int, dict[str, Any]] | None = None,
    others: tuple[int, ...] = (),
    texts: dict[str, str] | None = None,
) -> dict[str, Any]:
    items = {**entries, **(closed or {})}
    return {
        "kind": "page",
        "page": {"id": page_id},
        "entries": [{"item": item} for item in entries],
        "items": {str(item): facts for item, facts in items.items()},
        "closed": list(closed or {}),
        "others_open": list(others),
        "texts": {key: digest(SALT, text) for key, text in (texts or {}).items()},
    }


def amendment(page_id: int, what: str = "remark", at: int = 9, **facts: object) -> dict[str, Any]:
    place = {"kind": "amendment", "page": {"id": page_id}, "what": what, "at": at}
    return {**place, "facts": facts, "texts": {}}


def links(*bodies: dict[str, Any]) -> list[LinkRow]:
    made: list[LinkRow] = []
    before = ZEROS
    for number, data in enumerate(bodies, 1):
        body = canonical(data)
        hash_ = link_hash(before, number, body)
        made.append(LinkRow(number, data["page"]["id"], data["kind"], body, before, hash_))
        before = hash_
    return made


def check(rows: list[LinkRow], texts: dict[int, list[TextRow]] | None = None) -> Chain:
    chain = Chain()
    for row in rows:
        chain.take(row, (texts or {}).get(row.number, []))
    chain.finish()
    return chain


def first(rows: list[LinkRow], texts: dict[int, list[TextRow]] | None = None) -> Bad:
    bad = check(rows, texts).first()
    assert bad is not None
    return bad


THREE = links(page(7, {1: OPEN}), page(8, {1: OPEN}), page(9, {}, {1: {**DONE, "redacted": True}}))


def test_a_sound_chain() -> None:
    chain = check(THREE)
    assert chain.found == []
    assert chain.head == THREE[-1].hash
    assert chain.link_of == {7: 1, 8: 2, 9: 3}
    assert chain.open_at_last == set()
    assert check([]).head == ""


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("column", ["body", "before", "hash"])
def test_a_changed_link_is_the_one_that_is_named(at: int, column: str) -> None:
    rows = list(THREE)
    value = getattr(rows[at], column)
    changed = value[:-1] + (b" " if column == "body" else "g")
    rows[at] = rows[at]._replace(**{column: changed})
    bad = first(rows)
    assert (bad.number, bad.page_id) == (at + 1, rows[at].page_id)


@pytest.mark.parametrize("change", [{"page_id": 70}, {"kind": "amendment"}])
def test_a_link_told_to_be_of_another_page(change: dict[str, Any]) -> None:
    rows = list(THREE)
    rows[1] = rows[1]._replace(**change)
    bad = first(rows)
    assert (bad.number, bad.page_id) == (2, 8)


def test_a_link_taken_out() -> None:
    assert first([THREE[0], THREE[2]])[:2] == (2, None)
    assert first(THREE[1:])[:2] == (1, None)


def test_a_link_that_is_sound_in_itself_on_another_chain() -> None:
    other = links(page(5, {1: OPEN}), page(8, {1: OPEN}))
    assert first([THREE[0], other[1]])[:2] == (2, 8)


def test_a_recomputed_chain_is_sound_in_itself() -> None:
    assert check(links(page(7, {1: OPEN}), page(8, {1: OPEN, 2: OPEN}))).found == []


def test_an_open_item_must_come_back() -> None:
    bad = first(links(page(7, {1: OPEN}, others=(2,)), page(8, {1: OPEN})))
    assert (bad.number, bad.page_id) == (2, 8)
    assert "事项 2 " in bad.why
    assert check(links(page(7, {1: OPEN}), page(8, {}, others=(1,)))).found == []


def test_an_amendment_between_two_pages_changes_nothing_of_that() -> None:
    rows = links(page(7, {1: OPEN}), amendment(7), page(8, {}))
    assert first(rows)[:2] == (3, 8)


@pytest.mark.parametrize(
    ("facts", "texts", "ok"),
    [
        (DONE, {}, False),
        (DONE, {"item:1:result": "办好了"}, True),
        ({**DONE, "state": "merged", "merged_into": 3}, {}, True),
        ({**DONE, "state": "dropped"}, {"item:1:summary": "x"}, False),
    ],
)
def test_an_item_ends_with_a_result(facts: dict[str, Any], texts: dict[str, str], ok: bool) -> None:
    kept = {2: [TextRow(key, SALT, text, None) for key, text in texts.items()]}
    for last in (page(8, {}, {1: facts}, texts=texts), page(8, {1: facts}, texts=texts)):
        rows = links(page(7, {1: OPEN}), last)
        assert (check(rows, kept).found == []) is ok


TEXT = links(page(7, {1: OPEN}, texts={"item:1:summary": "急"}), page(8, {1: OPEN}))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (None, "少了文字"),
        (TextRow("item:1:summary", SALT, "慢", None), "和封存时不同"),
        (TextRow("item:1:summary", "5b", "急", None), "和封存时不同"),
        (TextRow("item:1:situation", SALT, "急", None), "多了文字"),
        (TextRow("item:1:summary", SALT, None, 9), "和封存时不同"),
        (TextRow("item:1:summary", "", None, None), "和封存时不同"),
        (TextRow("item:1:summary", "", None, 9), "没有删除的记录"),
    ],
)
def test_a_changed_text(row: TextRow | None, why: str) -> None:
    bad = first(TEXT, {1: [] if row is None else [row]})
    assert (bad.number, bad.page_id) == (1, 7)
    assert why in bad.why


def test_a_text_erased_with_a_link_that_says_so() -> None:
    erased = {1: [TextRow("item:1:summary", "", None, 9)]}
    told = amendment(7, "redaction", 9, texts={"1": ["item:1:summary"]})
    bodies = [page(7, {1: OPEN}, texts={"item:1:summary": "急"}), told]
    assert check(links(*bodies), erased).found == []
    other = amendment(7, "redaction", 10, texts={"1": ["item:1:summary"]})
    assert first(links(bodies[0], other), erased)[:2] == (1, 7)
    back = {1: [TextRow("item:1:summary", SALT, "急", None)]}
    assert "又出现" in first(links(*bodies), back).why


@pytest.mark.parametrize("lost", [[], [-1]])
def test_what_a_lost_link_may_have_said_is_not_held_against_another_page(lost: list[int]) -> None:
    erased = {1: [TextRow("item:1:summary", "", None, 9)]}
    told = amendment(8, "redaction", 9, texts={"1": ["item:1:summary"]})
    first_page = page(7, {1: OPEN}, texts={"item:1:summary": "急"})
    rows = links(first_page, page(8, {1: OPEN}), told, page(9, {1: OPEN}))
    rows[2:3] = [rows[2]._replace(body=b"{}") for _ in lost]
    assert first(rows, erased)[:2] == (3, 8 if lost else None)


def test_an_amendment_follows_its_page_and_a_page_is_sealed_once() -> None:
    assert first(links(page(7, {}), amendment(8)))[:2] == (2, 8)
    assert first(links(page(7, {}), page(7, {})))[:2] == (2, 7)
