"""Windows on a conversation: which lines they hold, and what they say lies beyond them."""

import pytest
from support.shop import TestShop

from zuiqing_desk.services import chat


@pytest.fixture
def talk(shop: TestShop) -> int:
    conversation = shop.customer()
    for number in range(1, 31):
        shop.says(conversation, f"第{number}句")
    return conversation


@pytest.mark.parametrize(
    ("window", "first", "last", "earlier", "later"),
    [
        ({}, 21, 30, True, False),
        ({"before_seq": 21}, 11, 20, True, True),
        ({"before_seq": 5}, 1, 4, False, True),
        ({"before_seq": 31}, 21, 30, True, False),
        ({"after_seq": 0}, 1, 10, False, True),
        ({"after_seq": 10}, 11, 20, True, True),
        ({"after_seq": 25}, 26, 30, True, False),
        ({"around_seq": 15}, 10, 19, True, True),
        ({"around_seq": 1}, 1, 10, False, True),
        ({"around_seq": 6}, 1, 10, False, True),
        ({"around_seq": 7}, 2, 11, True, True),
        ({"around_seq": 30}, 21, 30, True, False),
        ({"around_seq": 99}, 21, 30, True, False),
        ({"limit": 100, "around_seq": 15}, 1, 30, False, False),
        ({"limit": 1, "around_seq": 15}, 15, 15, True, True),
    ],
)
def test_a_window(
    shop: TestShop,
    talk: int,
    window: dict[str, int],
    first: int,
    last: int,
    earlier: bool,
    later: bool,
) -> None:
    found = shop.ask(chat.chat, talk, **{"limit": 10, **window})
    assert [line.seq for line in found.lines] == list(range(first, last + 1))
    assert [line.text for line in found.lines][-1] == f"第{last}句"
    assert (found.has_earlier, found.has_later) == (earlier, later)


def test_beyond_both_ends_there_is_nothing(shop: TestShop, talk: int) -> None:
    for window in ({"before_seq": 1}, {"after_seq": 30}):
        assert shop.ask(chat.chat, talk, **window).lines == ()
    nobody = shop.ask(chat.chat, shop.customer(), around_seq=1)
    assert (nobody.lines, nobody.has_earlier, nobody.has_later) == ((), False, False)
