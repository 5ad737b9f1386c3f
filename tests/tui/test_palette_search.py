"""Every action is found by what people remember of it."""

import pytest

from zuiqing_desk.tui.actions import ACTIONS
from zuiqing_desk.tui.palette_search import search


def ids(query: str) -> list[str]:
    return [action.id for action in search(query, ACTIONS)]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_found_by_label_initials_and_id(action) -> None:  # type: ignore[no-untyped-def]
    assert action.id in ids(action.label)
    assert action.id in ids(action.initials)
    assert action.id in ids(action.id)
    assert action.id in ids(action.help[:4])


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("xyw", "chat.next"),
        ("下一", "chat.next"),
        ("ＸＹＷ", "chat.next"),
        ("XYW", "chat.next"),
        ("chat.tr", "chat.transfer"),
        ("zj", "chat.transfer"),
        ("zl", "duty.away"),
        (" 锁 屏 ", "lock"),
    ],
)
def test_the_best_match_comes_first(query: str, first: str) -> None:
    assert ids(query)[0] == first


def test_nothing_typed_shows_everything_in_order() -> None:
    assert ids("") == [action.id for action in ACTIONS]


@pytest.mark.parametrize("query", ["qqqq", "[b]", "\x1b[31m", "。。"])
def test_nonsense_finds_nothing(query: str) -> None:
    assert ids(query) == []
