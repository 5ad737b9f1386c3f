"""A search finds exactly what going through every line finds, wherever the index has come to."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.shop import OPENING, TestShop

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.rules.text import clean
from zuiqing_desk.services.history import filling, search
from zuiqing_desk.services.history.records import Ask, Hit
from zuiqing_desk.store.tx import Tx

DAY = 86_400_000_000
LETTERS = "发货發貨貨a AＡq0０1，,😀👨‍👩‍👧𠀀龘é\n"
NAMES = ("tb_甲", "TB_乙", "jd_丙", "發貨")
STOREFRONTS = ("醉卿旗舰店", "京东店")
AUTHORS = ("customer", "agent", "note", "system")

texts = st.text(st.sampled_from(LETTERS), min_size=1, max_size=12)
queries = st.lists(st.text(st.sampled_from(LETTERS), min_size=1, max_size=4), max_size=2)


class Said(NamedTuple):
    text: str
    conversation: int
    author: str
    staff: int | None
    day: int
    gap: int


said = st.builds(
    Said,
    text=texts,
    conversation=st.integers(0, len(NAMES) - 1),
    author=st.sampled_from(AUTHORS),
    staff=st.sampled_from((None, 0, 1)),
    day=st.integers(0, 90),
    # Ids with wide gaps, so that the index is gone through in more than one stretch.
    gap=st.sampled_from((1, 1, 2, 999_999, 1_000_000)),
)
moments = st.none() | st.none() | st.integers(-1, 91).map(lambda day: OPENING + day * DAY)
asks = st.builds(
    Ask,
    words=st.just("") | queries.map(" ".join),
    conversation_id=st.none() | st.none() | st.integers(0, len(NAMES)),
    customer=st.sampled_from(("", "", "", "", "ｔb", "丙", "发货", "无")),
    staff_no=st.sampled_from(("", "", "", "1001", "1002", "9")),
    storefront=st.sampled_from(("", "", "", "", "京东", "店", "无")),
    since=moments,
    until=moments,
)


class Place(NamedTuple):
    conversations: list[int]
    accounts: list[int]
    staff: list[int]


class Undo(Exception):
    """Takes back what an example wrote."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestShop, Place]]:
    shop = TestShop(tmp_path_factory.mktemp("history"))
    shop.hire("1002")
    place = shop.do(_set)
    yield shop, place
    shop.store.close()


def _set(tx: Tx) -> Place:
    accounts, conversations = [], []
    for name in STOREFRONTS:
        storefront = tx.insert("INSERT INTO storefront (name) VALUES (:name)", name=name)
        accounts.append(
            tx.insert(
                "INSERT INTO channel_account (storefront_id, channel, name, post, cursor)"
                " VALUES (:storefront, 'webchat', :name, 'pre_sale', '')",
                storefront=storefront,
                name=name,
            )
        )
    for number, name in enumerate(NAMES):
        customer = tx.insert("INSERT INTO customer (name, created_at) VALUES (:name, 0)", name=name)
        conversations.append(
            tx.insert(
                "INSERT INTO conversation (account_id, customer_id, external_id, state, post,"
                " opened_at, last_seq, last_line_at, last_text, last_from, seen_seq, unread,"
                " delivered_seq, read_seq, round_counted, round_target_s, round_first,"
                " agent_asked, agent_spoke, agent_lines, band, urgency)"
                " VALUES (:account, :customer, :name, 'closed', 'pre_sale', 0, 0, 0, '', '', 0, 0,"
                " 0, 0, 0, 0, 0, 0, 0, 0, 2, 0)",
                account=accounts[number % 2],
                customer=customer,
                name=name,
            )
        )
    return Place(conversations, accounts, [one for (one,) in tx.all("SELECT id FROM staff")])


def _write(tx: Tx, lines: list[Said], place: Place) -> list[Hit]:
    """Put the lines in; those that may ever be found, as they are to be told, oldest first."""
    line_id, seqs, hits = 0, dict.fromkeys(place.conversations, 0), []
    for one in lines:
        line_id += one.gap
        whose, account = place.conversations[one.conversation], place.accounts[one.conversation % 2]
        seqs[whose] += 1
        staff = None if one.staff is None else place.staff[one.staff]
        text, at = clean(one.text), OPENING + one.day * DAY
        tx.run(
            "INSERT INTO line (id, conversation_id, account_id, seq, at, author, staff_id, kind,"
            " text, status, on_duty, courtesy)"
            " VALUES (:id, :whose, :account, :seq, :at, :author, :staff, 'text', :text, '', 1, 0)",
            id=line_id,
            whose=whose,
            account=account,
            seq=seqs[whose],
            at=at,
            author=one.author,
            staff=staff,
            text=text,
        )
        if one.author == "system":
            continue
        wrote = None if staff is None or one.author == "customer" else f"100{one.staff + 1}"
        name = STOREFRONTS[one.conversation % 2]
        hits.append(
            Hit(
                *(line_id, whose, seqs[whose], at, one.author, wrote, NAMES[one.conversation]),
                *(name, "webchat", name, text),
            )
        )
    return hits


def _answers(hit: Hit, ask: Ask) -> bool:
    words = fold(clean(ask.words)).split()
    return (
        all(word in fold(hit.text) for word in words)
        and ask.conversation_id in (None, hit.conversation_id)
        and fold(ask.customer) in fold(hit.customer)
        and ask.staff_no in ("", hit.staff_no)
        and fold(ask.storefront) in fold(hit.storefront)
        and (ask.since is None or hit.at >= ask.since)
        and (ask.until is None or hit.at < ask.until)
    )


def _pages(tx: Tx, ask: Ask, limit: int) -> list[Hit]:
    found, before = list[Hit](), None
    while True:
        page = search.find(tx, ask, limit=limit, before_id=before)
        found += page.hits
        assert len(page.hits) == limit or not page.more
        if not page.more:
            return found
        before = page.hits[-1].line_id


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lines=st.lists(said, min_size=3, max_size=12),
    ask=asks,
    inside=st.integers(0, 12),
    data=st.data(),
)
def test_a_search_finds_what_going_through_everything_finds(
    stage: tuple[TestShop, Place], lines: list[Said], ask: Ask, inside: int, data: st.DataObject
) -> None:
    shop, place = stage
    if data.draw(st.booleans(), label="words of a line"):
        of = fold(data.draw(st.sampled_from(lines)).text)
        start = data.draw(st.integers(0, max(0, len(of) - 1)))
        ask = replace(ask, words=of[start : start + data.draw(st.integers(1, 11))])
    if ask.conversation_id is not None:
        ask = replace(ask, conversation_id=[*place.conversations, 999][ask.conversation_id])
    limit = data.draw(st.integers(1, 4), label="limit")
    seen = dict[str, Any]()

    def run(tx: Tx) -> None:
        hits = _write(tx, lines, place)
        for part in (inside // 2, inside - inside // 2):
            filling.fill(tx, part)
        seen["found"] = _pages(tx, ask, limit)
        seen["wanted"] = [hit for hit in reversed(hits) if _answers(hit, ask)]
        raise Undo

    with pytest.raises(Undo):
        shop.do(run)
    assert seen["found"] == seen["wanted"]
