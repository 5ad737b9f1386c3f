"""What an import would do, before anything is written."""

from collections.abc import Callable

import pytest
from support.shop import TestShop

from zuiqing_desk.services.replies import importing, library
from zuiqing_desk.services.replies.importing import Known, KnownReply, Plan, plan
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.services.replies.sheet import COLUMNS, cells_of
from zuiqing_desk.sheets import SheetRow

ZONE = "Asia/Shanghai"
EMPTY = Known(0, ZONE, {"1001": 7}, {})
GOOD = {"短码": "fh", "标题": "发货时间", "分类": "发货与物流", "内容": "今天发。", "归属": "团队"}
OLD = ReplyWords("fh", "发货时间", "发货与物流", "今天发。", "快递", "几时发")


def rows(*changes: dict[str, str]) -> list[SheetRow]:
    return [SheetRow(number, {**GOOD, **values}) for number, values in enumerate(changes, 2)]


def only(*values: dict[str, str]) -> list[SheetRow]:
    return [SheetRow(number, one) for number, one in enumerate(values, 2)]


def having(*replies: ReplyWords, draft: bool = False) -> Known:
    return Known(
        0,
        ZONE,
        {"1001": 7},
        {
            (None, words.code): KnownReply(number, *((None, words) if draft else (words, None)))
            for number, words in enumerate(replies, 1)
        },
    )


def refused(given: Plan) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in given.refused]


def test_a_new_code_is_added() -> None:
    made = plan(rows({"短码": " ＦＨ ", "标签": "快递,发货", "问法": "几时发\n\n几时发 "}), EMPTY)
    (one,) = made.added
    assert (made.changed, made.refused, made.unchanged) == ((), (), 0)
    assert (one.row, one.owner_id, one.reply_id) == (2, None, None)
    assert one.words == ReplyWords(
        "fh", "发货时间", "发货与物流", "今天发。", "快递 发货", "几时发"
    )


def test_a_known_code_is_changed_where_it_says_something_else() -> None:
    before = having(OLD, ReplyWords("kd", "快递", "发货与物流", "发韵达。"))
    made = plan(
        rows(
            {"标签": "快递", "问法": "几时发", "内容": "明天发。"},
            {"短码": "kd", "标题": "快递", "内容": "发韵达。"},
        ),
        before,
    )
    assert [(one.reply_id, one.words.body) for one in made.changed] == [(1, "明天发。")]
    assert (made.added, made.unchanged) == ((), 1)


def test_a_missing_column_leaves_its_field_as_it_is() -> None:
    made = plan(only({"短码": "fh", "内容": "明天发。"}), having(OLD))
    assert made.changed[0].words == ReplyWords(
        "fh", "发货时间", "发货与物流", "明天发。", "快递", "几时发"
    )


def test_an_empty_cell_empties_its_field() -> None:
    made = plan(only({"短码": "fh", "标签": "", "问法": ""}), having(OLD))
    assert (made.changed[0].words.tags, made.changed[0].words.asks) == ("", "")


def test_a_new_reply_needs_its_columns() -> None:
    made = plan(only({"短码": "fh"}), EMPTY)
    assert sorted(refused(made)) == [(2, "内容"), (2, "分类"), (2, "标题")]


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"短码": ""}, "短码"),
        ({"短码": "有 空格"}, "短码"),
        ({"短码": "长" * 21}, "短码"),
        ({"标题": ""}, "标题"),
        ({"标题": "长" * 41}, "标题"),
        ({"分类": "发货"}, "分类"),
        ({"标签": "长" * 21}, "标签"),
        ({"内容": ""}, "内容"),
        ({"内容": "长" * 4001}, "内容"),
        ({"内容": "{客户"}, "内容"),
        ({"内容": "{顾客}"}, "内容"),
        ({"内容": "多了}"}, "内容"),
        ({"内容": "{>没有}"}, "内容"),
        ({"内容": "{>fh}"}, "内容"),
        ({"问法": "长" * 101}, "问法"),
        ({"生效": "明天"}, "生效"),
        ({"生效": "2026-02-30"}, "生效"),
        ({"失效": "1983"}, "失效"),
        ({"生效": "2026-02-02", "失效": "2026-02-01"}, "失效"),
        ({"归属": "1002"}, "归属"),
    ],
)
def test_what_is_refused_names_row_and_column(values: dict[str, str], column: str) -> None:
    made = plan(rows({"短码": "a"}, values), EMPTY)
    assert refused(made) == [(3, column)]
    assert made.refused[0].message


def test_everything_wrong_is_named_at_once() -> None:
    made = plan(rows({"标题": "", "分类": "?"}, {"短码": "b", "失效": "x"}), EMPTY)
    assert sorted(refused(made)) == [(2, "分类"), (2, "标题"), (3, "失效")]


def test_a_code_stands_once_for_each_owner() -> None:
    made = plan(rows({}, {"短码": "FH"}, {"归属": "1001"}, {"归属": "1001"}), EMPTY)
    assert refused(made) == [(3, "短码"), (5, "短码")]
    assert "第 2 行" in made.refused[0].message


def test_the_owner_is_a_staff_number_or_the_team() -> None:
    made = plan(rows({"归属": ""}, {"归属": "1001"}), EMPTY)
    assert [one.owner_id for one in made.added] == [None, 7]


def test_replies_of_one_file_may_include_each_other_in_any_order() -> None:
    made = plan(rows({"内容": "{>b}"}, {"短码": "b"}), EMPTY)
    assert (len(made.added), made.refused) == (2, ())


@pytest.mark.parametrize(
    ("file", "before"),
    [
        ([{"内容": "{>b}"}, {"短码": "b", "内容": "{>fh}"}], EMPTY),
        ([{"内容": "{>b}"}], having(OLD, ReplyWords("b", "乙", "结束", "{>fh}"))),
    ],
)
def test_a_ring_is_refused_also_with_what_is_there(
    file: list[dict[str, str]], before: Known
) -> None:
    made = plan(rows(*file), before)
    assert all("圈" in one.message for one in made.refused)
    assert made.refused
    refused_rows = {one.row for one in made.refused}
    assert not refused_rows & {one.row for one in (*made.added, *made.changed)}


def test_a_reply_of_the_team_includes_only_the_teams() -> None:
    own = {"短码": "my", "归属": "1001"}
    made = plan(rows(own, {"内容": "{>my}"}), EMPTY)
    assert refused(made) == [(3, "内容")]
    assert "团队话术只能引用团队话术" in made.refused[0].message
    assert refused(plan(rows({}, {**own, "内容": "{>fh}"}), EMPTY)) == []


def test_what_goes_into_force_leans_on_no_draft() -> None:
    before = having(ReplyWords("b", "乙", "结束", "再见。"), draft=True)
    assert refused(plan(rows({"内容": "{>b}"}), before)) == [(2, "内容")]
    own = {"短码": "b", "归属": "1001"}
    both = plan(rows(own, {"内容": "{>b}"}), before)
    assert "没有短码是「b」" in both.refused[0].message
    assert refused(plan(rows({"内容": "{>b}"}), before, draft=True)) == []


def test_a_draft_is_compared_with_the_draft() -> None:
    before = Known(0, ZONE, {}, {(None, "fh"): KnownReply(1, OLD, OLD)})
    values = dict(zip(COLUMNS, cells_of(OLD, None, ZONE), strict=True))
    assert plan(only(values), before, draft=True).unchanged == 1
    waiting = having(OLD, draft=True)
    assert plan(only(values), waiting, draft=True).unchanged == 1
    assert [one.reply_id for one in plan(only(values), waiting).changed] == [1]


def test_what_a_plan_leans_on() -> None:
    before = having(OLD, ReplyWords("b", "乙", "结束", "{>c}"), ReplyWords("c", "丙", "结束", "丙"))
    made = plan(rows({"内容": "{>b}"}, {"短码": "new"}), before)
    assert made.codes == {"fh", "b", "c", "new"}
    assert made.ids == {1, 2, 3}


def test_times_are_the_shops(shop: TestShop) -> None:
    made = plan(rows({"生效": "2026-03-02", "失效": "2026-03-02 17:30"}), EMPTY)
    words = made.added[0].words
    assert words.valid_from == shop.now - 9 * 3_600_000_000
    assert words.valid_until == shop.now + int(8.5 * 3_600_000_000)


def test_progress_and_a_stop() -> None:
    told: list[tuple[str, int, int | None]] = []
    many = rows(*({"短码": f"c{number}"} for number in range(1200)))
    plan(many, EMPTY, progress=lambda *seen: told.append(seen))
    assert ("读取", 500, None) in told
    assert ("读取", 1200, 1200) in told
    assert told[-1] == ("检查", 1200, 1200)
    told.clear()
    plan(rows(), EMPTY, progress=lambda *seen: told.append(seen))
    assert told == [("读取", 0, 0)]

    with pytest.raises(KeyboardInterrupt):
        plan(many, EMPTY, progress=stopping(told.append))


def stopping(seen: Callable[..., None]) -> Callable[[str, int, int | None], None]:
    def progress(step: str, done: int, whole: int | None) -> None:
        seen((step, done, whole))
        raise KeyboardInterrupt

    return progress


def test_the_library_as_a_plan_sees_it(shop: TestShop) -> None:
    agent = shop.hire("1002")
    team = shop.do(library.add, OLD, owner_id=None, actor=shop.lead.id, approve_now=True)
    draft = shop.do(
        library.add, ReplyWords("b", "乙", "结束", "再见。"), owner_id=None, actor=agent.id
    )
    own = shop.do(library.add, OLD, owner_id=agent.id, actor=agent.id)
    gone = shop.do(
        library.add, ReplyWords("x", "丁", "结束", "丁"), owner_id=agent.id, actor=agent.id
    )
    shop.do(library.archive, gone, agent.id)
    newer = ReplyWords("fh", "发货时间", "发货与物流", "明天发。")
    shop.do(library.change, team, newer, agent.id, based_on=1)

    seen = shop.ask(importing.known, ZONE)
    assert seen.replies == {
        (None, "fh"): KnownReply(team, OLD, newer),
        (None, "b"): KnownReply(draft, None, ReplyWords("b", "乙", "结束", "再见。")),
        ("1002", "fh"): KnownReply(own, OLD, None),
    }
    assert seen.staff == {"1001": shop.lead.id, "1002": agent.id}

    assert [cells[-1] for cells in shop.ask(importing.table, ZONE)] == ["团队", "1002"]
    assert [cells[-1] for cells in shop.ask(importing.table, ZONE, personal=False)] == ["团队"]
    assert [cells[-1] for cells in shop.ask(importing.table, ZONE, team=False)] == ["1002"]
