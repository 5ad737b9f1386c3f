"""The views of the library, and the one thing said of each reply."""

from typing import Any

import pytest
from support.shop import OPENING, SECOND

from zuiqing_desk.services.replies.records import ReplyRecord, VersionRecord
from zuiqing_desk.tui.library_stock import VIEWS, Stock, note, shown

ZONE = "Asia/Shanghai"
DAY = 86_400 * SECOND
HOURS_LEFT_TODAY = 15


def version(number: int = 1, **more: Any) -> VersionRecord:
    given: dict[str, Any] = {
        "reply_id": 1,
        "version": number,
        "title": "标题",
        "category": "商品咨询",
        "tags": "",
        "body": "内容",
        "asks": "",
        "valid_from": None,
        "valid_until": None,
        "author_no": "1001",
        "written_at": OPENING,
        "approved_by_no": "1001",
        "approved_at": OPENING,
        "refused": "",
        **more,
    }
    return VersionRecord(**given)


def reply(id_: int = 1, *, live: VersionRecord | None = None, **more: Any) -> ReplyRecord:
    given: dict[str, Any] = {
        "code": f"c{id_}",
        "owner_no": None,
        "archived": False,
        "draft": None,
        "last": 2,
        "uses": 0,
        "last_used_at": None,
        **more,
    }
    if live is None and given["draft"] is None:
        live = version()
    return ReplyRecord(id=id_, live=live, **given)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (reply(), "没用过"),
        (reply(uses=12), "用过 12 次"),
        (reply(archived=True, draft=version(2)), "已归档"),
        (reply(draft=version(2)), "▲ 新的待批"),
        (reply(live=version(), draft=version(2)), "▲ 改动待批"),
        (reply(live=version(), draft=version(2, refused="不行")), "✗ 已退回"),
        (reply(live=version(valid_until=OPENING)), "▲ 已到期"),
        (reply(live=version(valid_until=OPENING + 1)), "▲ 今天到期"),
        (reply(live=version(valid_until=OPENING + HOURS_LEFT_TODAY * 3600 * SECOND)), "▲ 今天到期"),
        (reply(live=version(valid_until=OPENING + DAY)), "▲ 1 天后到期"),
        (reply(live=version(valid_until=OPENING + 6 * DAY)), "▲ 6 天后到期"),
        (reply(live=version(valid_until=OPENING + 8 * DAY)), "没用过"),
        (reply(live=version(valid_from=OPENING + 1)), "未到生效"),
    ],
)
def test_the_one_thing_worth_saying(record: ReplyRecord, said: str) -> None:
    assert note(record, OPENING, ZONE, 7).text == said


def test_the_draft_stands_for_a_reply_while_it_waits() -> None:
    assert shown(reply(live=version(), draft=version(2))).version == 2


def test_every_reply_is_in_the_views_it_belongs_to() -> None:
    stock = Stock(
        [
            reply(1),
            reply(2, owner_no="1001"),
            reply(3, draft=version(2)),
            reply(4, draft=version(2, refused="不行")),
            reply(5, archived=True),
        ]
    )
    found = {view: [one.id for one in stock.of(view)] for view in VIEWS}
    assert found == {
        "all": [1, 2, 3, 4],
        "team": [1, 3, 4],
        "own": [2],
        "waiting": [3],
        "sent_back": [4],
        "ending": [],
        "unused": [],
        "alike": [],
        "archived": [5],
    }
    assert stock.count("all") == 4
    assert stock.count("unused") is None
    assert stock.count("alike") is None


def test_they_stand_in_the_order_of_a_conversation_and_drafts_by_age() -> None:
    stock = Stock(
        [
            reply(1, draft=version(2, category="结束", written_at=OPENING + 1)),
            reply(2, draft=version(2, category="欢迎", written_at=OPENING + 2)),
            reply(3, code="a", live=version(category="欢迎")),
        ]
    )
    assert [one.id for one in stock.of("all")] == [3, 2, 1]
    assert [one.id for one in stock.of("waiting")] == [1, 2]


def test_what_is_alike_stands_together_and_names_what_it_is_most_like() -> None:
    records = [reply(id_) for id_ in range(1, 8)]
    stock = Stock(records, alike=[(1, 5, 0.99), (2, 6, 0.95), (5, 7, 0.9), (1, 7, 0.86)])
    assert [one.id for one in stock.of("alike")] == [1, 5, 7, 2, 6]
    likest = stock.likest(7)
    assert likest is not None
    assert (likest[0].id, likest[1]) == (5, 0.9)
    assert stock.likest(3) is None


def test_a_reply_that_is_gone_is_alike_nothing() -> None:
    stock = Stock([reply(1)], alike=[(1, 5, 0.99)])
    assert [one.id for one in stock.of("alike")] == [1]
    assert stock.likest(1) is None
