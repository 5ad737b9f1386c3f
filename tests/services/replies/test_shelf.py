"""The library in one agent's memory."""

import threading
from collections.abc import Iterator
from itertools import count

import pytest
from support.reply_books import Library
from support.shop import SECOND, TestShop

from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.replies import library, reading
from zuiqing_desk.services.replies.records import LiveReply, Uses
from zuiqing_desk.services.replies.shelf import Shelf

NOW = 1_000 * SECOND
NUMBERS = count(1)


def row(code: str, body: str = "今天发货。", **others: object) -> LiveReply:
    """A reply of the team, plausible where the test does not say."""
    plain: dict[str, object] = {
        "id": next(NUMBERS),
        "version": 1,
        "owner_id": None,
        "code": code,
        "title": f"标题{code}",
        "category": "发货与物流",
        "tags": "",
        "body": body,
        "asks": "",
        "valid_from": None,
        "valid_until": None,
        "readings": "",
    }
    return LiveReply(**{**plain, **others})  # type: ignore[arg-type]


def shelf_of(*rows: LiveReply, uses: Uses | None = None) -> Shelf:
    shelf = Shelf(1)
    shelf.load(rows, uses or Uses({}, {}))
    return shelf


def codes(shelf: Shelf, query: str, now: int = NOW, **more: object) -> list[str]:
    return [offer.reply.code for offer in shelf.search(query, now=now, **more)]  # type: ignore[arg-type]


def test_an_empty_shelf_finds_and_suggests_nothing() -> None:
    shelf = Shelf(1)
    assert len(shelf) == 0
    assert shelf.search("发货", now=NOW) == shelf.search("", now=NOW) == []
    assert shelf.suggest("发货了吗", now=NOW) == []
    assert shelf.get(1) is None
    assert shelf.by_code("a") is None


def test_replies_are_found_by_code_title_and_body_and_say_how() -> None:
    body, title, code = row("a", "明天发货"), row("b", title="发货时间"), row("发货")
    shelf = shelf_of(body, title, code)
    offers = shelf.search("发货", now=NOW)
    assert [offer.reply for offer in offers] == [code, title, body]
    assert [offer.tier for offer in offers] == sorted(offer.tier for offer in offers)
    assert offers[0].tier == 0
    assert all(offer.why for offer in offers)
    assert "标题" in offers[1].why[0]


def test_the_pinyin_that_was_stored_is_used(shop: TestShop, books: Library) -> None:
    reply = books.team("a", "重庆明天到。")
    shelf = shelf_of(*books.live())
    assert codes(shelf, "cqmt") == codes(shelf, "chongqing") == ["a"]
    assert [offer.typo for offer in shelf.search("zhongqing", now=NOW)] == [True]
    books.change(reply, "长期有货。", shop.lead, approve_now=True, code="a")
    shelf.replace(shop.ask(reading.live, None, [reply]))
    assert codes(shelf, "chongqing") == []
    assert codes(shelf, "changqi") == ["a"]


def test_one_typo_is_forgiven_after_what_is_exact(books: Library) -> None:
    books.team("a", "今天发货。")
    shelf = shelf_of(*books.live())
    (offer,) = shelf.search("fahuu", now=NOW)
    assert offer.typo
    (offer,) = shelf.search("fahuo", now=NOW)
    assert not offer.typo


def test_fit_with_the_stage_goes_before_use_and_own_use_before_the_teams() -> None:
    plain, mine, ours = (row(code, category="结束") for code in ("plain", "mine", "ours"))
    fitting = row("fitting", category="欢迎")
    uses = Uses(own={mine.id: NOW - 61 * SECOND}, team={mine.id: 1, ours.id: 9})
    shelf = shelf_of(plain, mine, ours, fitting, uses=uses)
    for query in ("发货", ""):
        assert codes(shelf, query, stage="opening") == ["fitting", "mine", "ours", "plain"]
        assert codes(shelf, query) == ["mine", "ours", "plain", "fitting"]
    why = {offer.reply.code: offer.why for offer in shelf.search("", now=NOW, stage="opening")}
    assert why == {
        "fitting": ("适合刚开始",),
        "mine": ("我 1 分钟前用过", "全店用过 1 次"),
        "ours": ("全店用过 9 次",),
        "plain": (),
    }


def test_new_uses_change_the_order_at_once() -> None:
    first, second = row("a"), row("b")
    shelf = shelf_of(first, second)
    assert codes(shelf, "发货") == ["a", "b"]
    shelf.refresh_uses(Uses(own={second.id: NOW}, team={second.id: 1}))
    assert codes(shelf, "发货") == ["b", "a"]


@pytest.mark.parametrize("query", ["发货", "", "标题"])
def test_what_is_not_valid_now_is_not_offered_and_takes_nobodys_place(query: str) -> None:
    ended = [row(f"e{number}", valid_until=NOW) for number in range(5)]
    early = row("early", valid_from=NOW + 1)
    shelf = shelf_of(*ended, early, row("always"), row("now", valid_from=NOW, valid_until=NOW + 1))
    assert codes(shelf, query, limit=2) == ["always", "now"]
    assert codes(shelf, query, now=NOW + 1) == ["early", "always"]
    assert {one.reply.code for one in shelf.suggest("发货", now=NOW, limit=9)} == {"always", "now"}
    assert shelf.get(early.id) == early


def test_a_limit_is_kept() -> None:
    shelf = shelf_of(*(row(f"r{number}") for number in range(9)))
    assert len(shelf.search("发货", now=NOW, limit=4)) == 4
    assert len(shelf.search("", now=NOW, limit=4)) == 4
    assert len(shelf.suggest("发货", now=NOW, limit=1)) == 1


def test_how_customers_ask_leads_to_the_reply() -> None:
    shelf = shelf_of(
        row("wl", "单号发您。", asks="快递到哪了\n物流几天没动了"),
        row("hy", "您好。", category="欢迎", asks="在吗\n有人吗"),
    )
    best = shelf.suggest("有人在吗", now=NOW)[0]
    assert best.reply.code == "hy"
    assert 0 < best.score <= 1
    assert shelf.suggest("物流怎么不动", now=NOW)[0].reply.code == "wl"


def test_nobody_who_has_paid_is_asked_to_pay() -> None:
    chase = row("cf", "亲，记得付款。", category="催付", asks="付款了\n付好了")
    check = row("dz", "亲，地址对吗？", category="核对地址", asks="拍好了\n地址对的")
    shelf = shelf_of(chase, check)
    assert shelf.suggest("好，付款了", stage="agreed", now=NOW)[0].reply == chase
    assert chase not in [one.reply for one in shelf.suggest("好，付款了", stage="paid", now=NOW)]


def test_what_came_changed_and_went_is_taken_up() -> None:
    kept, changed, gone = row("kept"), row("changed"), row("gone")
    shelf = shelf_of(kept, changed, gone)
    new = row("new", "新的发货")
    renamed = changed._replace(code="renamed", body="换了", version=2)
    shelf.replace([renamed, new], [gone.id, 999])
    assert len(shelf) == 3
    assert codes(shelf, "今天") == ["kept"]
    assert codes(shelf, "新的") == ["new"]
    assert codes(shelf, "换了") == ["renamed"]
    assert shelf.get(gone.id) is None
    assert (shelf.by_code("changed"), shelf.by_code("gone")) == (None, None)
    assert shelf.by_code("renamed") == shelf.get(changed.id) == renamed
    suggested = {one.reply.code for one in shelf.suggest("发货", now=NOW)}
    assert suggested <= {"kept", "renamed", "new"}


def test_the_store_keeps_the_shelf_right_change_by_change(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    """As a desk does it: ask what changed, read those, put them in, drop what is not there."""
    shelf = Shelf(agent.id)
    shelf.load(books.live(agent), Uses({}, {}))
    seen = 0

    def follow() -> list[LiveReply]:
        nonlocal seen
        seen, ids = shop.ask(reading.changed_since, seen, agent.id)
        assert ids is not None
        rows = shop.ask(reading.live, agent.id, ids)
        shelf.replace(rows, ids - {row.id for row in rows})
        return sorted((offer.reply for offer in shelf.search("", now=NOW)), key=lambda one: one.id)

    first = books.team("a")
    assert follow() == books.live(agent)
    draft = books.draft(agent, "b")
    assert follow() == books.live(agent)
    shop.do(library.approve, draft, 1, shop.lead.id)
    books.own(agent, "c")
    books.own(shop.lead, "d")
    assert follow() == books.live(agent)
    assert len(shelf) == 3
    shop.do(library.archive, first, shop.lead.id)
    assert follow() == books.live(agent)
    assert len(shelf) == 2


class TestText:
    def test_values_are_filled_in_and_what_is_open_stays(self) -> None:
        reply = row("a", "{客户|亲}，{商品}要{?几瓶}？")
        shelf = shelf_of(reply)
        assert shelf.text(reply, {}) == "亲，{?商品}要{?几瓶}？"
        assert (
            shelf.text(reply, {"客户": "甲{?甲}", "商品": "1983"}) == "甲｛?甲｝，1983要{?几瓶}？"
        )

    def test_includes_come_from_the_shelf(self) -> None:
        reply = row("a", "您好，{>b}")
        shelf = shelf_of(reply, row("b", "{客服}为您服务，{>c}"), row("c", "稍等。"))
        assert shelf.text(reply, {"客服": "甲**"}) == "您好，甲**为您服务，稍等。"

    def test_one_that_went_meanwhile_is_an_open_place(self) -> None:
        reply = row("a", "您好，{>b}")
        shelf = shelf_of(reply, row("b", "{>c}"))
        assert shelf.text(reply, {}) == "您好，{?话术 c}"

    def test_ones_own_goes_before_the_teams_but_not_within_a_reply_of_the_team(self) -> None:
        team, ours = row("a", "{>x}"), row("x", "大家的")
        mine, both = row("x", "我的", owner_id=1), row("b", "{>x}和{>a}", owner_id=1)
        shelf = shelf_of(team, mine, ours, both)
        assert shelf.by_code("x") == mine
        assert shelf.text(team, {}) == "大家的"
        assert shelf.text(both, {}) == "我的和大家的"

    def test_names_that_cross_between_the_scopes_make_no_ring(self) -> None:
        mine = row("x", "我的{>a}", owner_id=1)
        shelf = shelf_of(mine, row("a", "大家的{>x}"), row("x", "！"))
        assert shelf.text(mine, {}) == "我的大家的！"


def test_a_search_during_a_load_sees_what_was_there_before() -> None:
    reached, go_on = threading.Event(), threading.Event()

    class Slow(tuple[LiveReply, ...]):
        def __iter__(self) -> Iterator[LiveReply]:
            reached.set()
            assert go_on.wait(60)
            return super().__iter__()

    shelf = shelf_of(row("old"))
    loading = threading.Thread(target=shelf.load, args=(Slow((row("new"),)), Uses({}, {})))
    loading.start()
    try:
        assert reached.wait(60)
        assert codes(shelf, "发货") == codes(shelf, "") == ["old"]
        assert shelf.suggest("发货", now=NOW)[0].reply.code == "old"
    finally:
        go_on.set()
        loading.join()
    assert codes(shelf, "发货") == ["new"]
