"""The index finds what the slow and obvious search finds, in the same order."""

import random

from hypothesis import event, given, settings
from hypothesis import strategies as st
from support import lookup_oracle

from zuiqing_desk.lookup.index import Entry, Index, Preference
from zuiqing_desk.lookup.pinyin import field_readings, readings

WORDS = [
    *("发货", "發貨", "时间", "重庆", "长期", "银行", "茅台", "西安", "先", "现货", "还有货"),
    *("您好", "亲", "的", "了", "ems", "vip", "EMS", "taobao", "abc", "ab", "1983", "6瓶"),
    *("500ml", "，", "。", "、", "'", "|", "~", "🍶", "ß", "\n", " ", "\u3000"),
]
CATEGORIES = ["发货与物流", "议价", "催付", ""]

texts = st.lists(st.sampled_from(WORDS), max_size=7).map("".join)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    title, tags, body = draw(texts), draw(texts), draw(texts)
    return Entry(
        key=draw(st.integers(0, 12)),
        code=draw(st.sampled_from(["fh", "fahuo", "ems1", "发货", "taobao", "xian", ""])),
        title=title,
        tags=tags,
        body=body,
        readings=field_readings(title, tags, body),
        category=draw(st.sampled_from(CATEGORIES)),
    )


def typed(text: str, seed: int) -> str:
    """Something a person who wants ``text`` may type, perhaps with a slip."""
    dice = random.Random(seed)
    syllables = readings(text).replace(",", "").split()
    start = dice.randrange(len(syllables) + 1)
    token = dice.choice(
        [
            text[dice.randrange(len(text) + 1) :][: dice.randrange(1, 8)],
            "".join(one[0] for one in syllables[start : start + dice.randrange(1, 8)]),
            "".join(syllables[start:])[: dice.randrange(1, 30)],
            "'".join(syllables[start:])[: dice.randrange(1, 12)],
        ]
    )
    if token and dice.random() < 0.5:
        at = dice.randrange(len(token))
        token = dice.choice(
            [
                token[:at] + token[at + 1 :],
                token[:at] + dice.choice("aghnox") + token[at:],
                token[:at] + dice.choice("aghnox") + token[at + 1 :],
                token[:at] + token[at + 1 : at + 2] + token[at] + token[at + 2 :],
            ]
        )
    return token


@st.composite
def queries(draw: st.DrawFn, of: list[Entry]) -> str:
    """A few tokens for one of these entries, or for none of them."""
    one = draw(st.sampled_from(of)) if of else None
    fields = [one.code, one.title, one.tags, one.body, one.category] if one else [""]
    tokens = st.builds(typed, st.one_of(st.sampled_from(fields), texts), st.integers(0, 10**6))
    return draw(st.sampled_from([" ", "\u3000"])).join(draw(st.lists(tokens, max_size=3)))


uses = st.dictionaries(st.integers(0, 12), st.integers(1, 5), max_size=6)
preferences = st.builds(
    Preference,
    st.dictionaries(st.sampled_from(CATEGORIES), st.integers(0, 3), max_size=4),
    uses,
    uses,
)
batches = st.lists(
    st.one_of(st.lists(entries(), min_size=1, max_size=8), st.sets(st.integers(0, 12))),
    max_size=4,
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(entries(), max_size=20),
    batches,
    st.data(),
    preferences,
    st.sampled_from([1, 2, 5, 50]),
    st.sets(st.integers(0, 12), max_size=3),
)
def test_index_and_oracle_agree(
    first: list[Entry],
    changes: list[list[Entry] | set[int]],
    data: st.DataObject,
    prefer: Preference,
    limit: int,
    hidden: set[int],
) -> None:
    index = Index.of(first)
    held = {one.key: one for one in first}
    for change in changes:
        if isinstance(change, set):
            index.drop(change)
            held = {key: one for key, one in held.items() if key not in change}
        else:
            index.put(change)
            held |= {one.key: one for one in change}
    assert len(index) == len(held)
    for _ in range(3):
        query = data.draw(queries([*held.values()]))
        found = index.search(query, prefer=prefer, limit=limit, hidden=hidden)
        event(f"found {min(found.total, 2)}, typo {any(hit.typo for hit in found.hits)}")
        expected = lookup_oracle.search([*held.values()], query, prefer, limit, hidden)
        assert (found.hits, found.total) == expected
