"""The index by example: what an agent types, and what stands first."""

import threading

import pytest

from zuiqing_desk.lookup.index import NONE, Entry, Index, Preference
from zuiqing_desk.lookup.pinyin import field_readings


def entry(
    key: int, code: str, title: str, tags: str = "", body: str = "", category: str = ""
) -> Entry:
    return Entry(key, code, title, tags, body, field_readings(title, tags, body), category)


SHIPPING = entry(1, "fh", "发货时间", "截单", "17:30前付款，今天就发EMS", "发货与物流")
LONG = entry(2, "cq", "长期合作", "大客户", "重庆的老客户，还有货的", "商品咨询")
BANK = entry(3, "fhy", "银行转账", "", "请在发货前付款", "催付")
LIBRARY = [SHIPPING, LONG, BANK]


def keys(query: str, index: Index, prefer: Preference = NONE) -> list[int]:
    return [hit.key for hit in index.search(query, prefer=prefer).hits]


@pytest.mark.parametrize(
    ("query", "found", "matched"),
    [
        ("发货时间", 1, ["标题"]),
        ("發貨時間", 1, ["标题"]),
        ("間", 1, ["标题"]),
        ("fhsj", 1, ["标题 拼音首字母"]),
        ("hsj", 1, ["标题 拼音首字母"]),
        ("fahuosh", 1, ["标题 拼音"]),
        ("FAHUOSHIJIAN", 1, ["标题 拼音"]),
        ("fa'huo'shi", 1, ["标题 拼音"]),
        ("jied", 1, ["标签 拼音"]),
        ("物流", 1, ["标签"]),
        ("wuliu", 1, ["标签 拼音"]),
        ("ems", 1, ["内容"]),
        ("ＥＭＳ", 1, ["内容"]),
        ("17:30", 1, ["内容"]),
        ("changqi", 2, ["标题 拼音"]),
        ("chongqing", 2, ["内容 拼音"]),
        ("haiyouhuo", 2, ["内容 拼音"]),
        ("yinhang", 3, ["标题 拼音"]),
        ("fhy", 3, ["短码"]),
        ("时间 jied 1", 1, ["标题", "标签 拼音", "内容"]),
        ("chongqnig", 2, ["内容 拼音 差一个字母"]),
        ("yinghang", 3, ["标题 拼音 差一个字母"]),
        ("yihang", 3, ["标题 拼音 差一个字母"]),
        ("yinhabg", 3, ["标题 拼音 差一个字母"]),
    ],
)
def test_what_is_typed_finds_the_reply(query: str, found: int, matched: list[str]) -> None:
    first = Index.of(LIBRARY).search(query).hits[0]
    assert (first.key, list(first.matched)) == (found, matched)


@pytest.mark.parametrize(
    "query",
    [
        "ahuo",  # not the beginning of a syllable
        "zhangqi",  # 长期 is read chang
        "zhongqing",
        "dajie",  # the readings of two fields do not join
        "huofu",  # nor those of two clauses
        "fhqq",
        "发货 xyz",
        "'",
    ],
)
def test_what_does_not_match(query: str) -> None:
    exact = [hit.key for hit in Index.of(LIBRARY).search(query).hits if not hit.typo]
    assert exact == []


def test_exact_code_comes_before_its_beginning_then_title_tags_and_body() -> None:
    index = Index.of(
        [
            entry(1, "x1", "甲", "", "发货"),
            entry(2, "x2", "乙", "发货"),
            entry(3, "x3", "发货"),
            entry(4, "发货了", "丙"),
            entry(5, "发货", "丁"),
            entry(6, "不发货", "戊"),
        ]
    )
    hits = index.search("发货").hits
    assert [(hit.key, hit.tier) for hit in hits] == [(5, 0), (4, 1), (3, 2), (2, 3), (6, 3), (1, 4)]


def test_the_worst_token_decides_the_tier() -> None:
    assert [hit.tier for hit in Index.of(LIBRARY).search("fh 17").hits] == [4]


def test_typos_come_after_everything_exact_whatever_the_tier() -> None:
    index = Index.of([entry(1, "a", "", "", "发货"), entry(2, "b", "发过")])
    assert keys("fahuo", index) == [1, 2]


@pytest.mark.parametrize(
    "query",
    [
        "weichengnianrenqingwuyinjiu",
        "weichengnianrenqingwuyinju",
        "weichengnianrenqingwuyinjiiu",
        "weichengnianrenqingwuyinjin",
        "weichengnianrenqingwuyijniu",
        "wiechengnianrenqingwu",
        "weichengnainrenq",
        "weichengnianx",
    ],
)
def test_a_slip_is_forgiven_anywhere_in_a_long_word(query: str) -> None:
    index = Index.of([*LIBRARY, entry(4, "a", "未成年人请勿饮酒"), entry(5, "b", "未成年")])
    assert keys(query, index)[0] == 4
    assert not set(keys(query, index)) & {1, 2, 3}


def test_typos_are_not_looked_for_when_the_page_is_full() -> None:
    index = Index.of([entry(1, "a", "发货"), entry(2, "b", "发过")])
    assert index.search("fahuo", limit=1).total == 1
    assert index.search("fahuo", limit=2).total == 2


def test_within_a_tier_fit_then_own_use_then_the_teams_then_the_key() -> None:
    index = Index.of([entry(key, f"c{key}", "发货", category=f"类{key % 2}") for key in range(8)])
    prefer = Preference({"类1": 0, "类0": 1}, {2: 50, 3: 10, 5: 20}, {4: 9, 6: 10, 7: 1, 2: 1})
    assert keys("发货", index, prefer) == [5, 3, 7, 1, 2, 6, 4, 0]
    assert keys("", index, prefer) == [5, 3, 7, 1, 2, 6, 4, 0]
    assert keys("发货", index) == list(range(8))


def test_categories_without_a_fit_come_last() -> None:
    index = Index.of([entry(1, "a", "发货", category="议价"), entry(2, "b", "发货")])
    assert keys("发货", index, Preference({"": 5})) == [2, 1]


def test_put_replaces_and_drop_forgets() -> None:
    index = Index.of(LIBRARY)
    index.put([LONG._replace(title="短期", readings=field_readings("短期", "", ""))])
    assert keys("长期", index) == []
    assert keys("duanqi", index) == [2]
    index.drop([2, 99])
    assert keys("", index) == [1, 3]
    assert len(index) == 2
    index.drop([1, 3])
    assert (len(index), index.search("").total) == (0, 0)


def test_hidden_entries_are_neither_found_nor_counted() -> None:
    found = Index.of(LIBRARY).search("发货", hidden={1})
    assert ([hit.key for hit in found.hits], found.total) == ([3], 1)


def test_many_small_changes_leave_few_parts() -> None:
    index = Index()
    for key in range(300):
        index.put([entry(key, f"c{key}", "发货")])
    assert len(index._parts) <= 4
    for key in range(290):
        index.drop([key])
    assert sum(len(part.segment) for part in index._parts) <= 20
    assert keys("fahuo", index) == list(range(290, 300))


def test_a_search_meanwhile_sees_before_or_after() -> None:
    old = [entry(key, f"c{key}", "旧的") for key in range(50)]
    new = [entry(key, f"c{key}", "新的") for key in range(50)]
    index = Index.of(old)
    done = threading.Event()

    def change() -> None:
        for turn in range(40):
            index.put(old if turn % 2 else new)
        done.set()

    thread = threading.Thread(target=change)
    thread.start()
    totals = set()
    while not done.is_set():
        totals.add((index.search("的").total, index.search("旧").total % 50))
    thread.join()
    assert totals <= {(50, 0)}


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("发" * 4000, 0),
        ("fa " * 2000, 2),
        ("a" * 4000, 0),
        ("\ud800", 3),
        ("\0", 3),
        ("🍶\u200d" * 50, 0),
        ("%_*[]", 0),
    ],
)
def test_odd_queries_are_harmless(query: str, total: int) -> None:
    assert Index.of(LIBRARY).search(query).total == total


def test_texts_that_hold_separators_stay_apart() -> None:
    index = Index.of([entry(1, "a\0", "x\0y", "|", "发\n货"), entry(2, "b", "z")])
    assert keys("z", index) == [2]
    assert keys("xy", index) == []
    assert keys("发货", index) == []
