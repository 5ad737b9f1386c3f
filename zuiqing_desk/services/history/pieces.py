"""What the index keeps of a line, and how it is asked.

Of the words: their characters and pairs of characters. Triples would make the index one and a half
times as large as the texts, and phrases (pairs with their places) cannot find a single character;
with pairs alone it is as large as the texts, and what they find is looked at once more. Beside the
words stand the conversation, who wrote, the account and the time, so that none of them has to be
looked for among everything that holds the words.
"""

from collections.abc import Iterable
from typing import Final

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.rules.search_words import asked, tokens
from zuiqing_desk.rules.text import clean

WORDS: Final = 8
"""Words of a query that are looked for; what is typed beyond them is left out."""

WORD_CHARS: Final = 60

DAY_US: Final = 86_400_000_000
MONTH_DAYS: Final = 30
"""Days are those of UTC since 1970, months are so many of them: they only narrow a search."""

_LONGEST_RUN: Final = 2
_MOST_MONTHS: Final = 200
"""A longer time is not narrowed: some clock was very wrong."""

# No character's token begins with two q and a letter that is no hex digit.
_CONVERSATION: Final = "qqt"
_WRITER: Final = "qqw"
_ACCOUNT: Final = "qqs"
_DAY: Final = "qqy"
_MONTH: Final = "qqm"


def words_of(query: str) -> list[str]:
    """The words of a query, folded; words are what stands between blanks."""
    parts = dict.fromkeys(one[:WORD_CHARS] for one in fold(clean(query)).split())
    return list(parts)[:WORDS]


def kept(text: str, conversation_id: int, account_id: int, writer_id: int | None, at: int) -> str:
    """What the index keeps of a line."""
    day = at // DAY_US
    pieces = tokens([fold(text)], longest=_LONGEST_RUN)
    about = [
        f"{_CONVERSATION}{conversation_id}",
        f"{_ACCOUNT}{account_id}",
        f"{_DAY}{day}",
        f"{_MONTH}{day // MONTH_DAYS}",
    ]
    if writer_id is not None:
        about.append(f"{_WRITER}{writer_id}")
    return " ".join([*pieces, *about])


def holds(words: Iterable[str]) -> list[str]:
    """How the index is asked for lines that may hold these words."""
    return list(dict.fromkeys(one for word in words for one in asked(word, longest=_LONGEST_RUN)))


def in_conversations(ids: Iterable[int]) -> str:
    return _any(f"{_CONVERSATION}{one}" for one in ids)


def on_accounts(ids: Iterable[int]) -> str:
    return _any(f"{_ACCOUNT}{one}" for one in ids)


def by_writer(staff_id: int) -> str:
    return f"{_WRITER}{staff_id}"


def within(since: int, until: int) -> str | None:
    """How the index is asked for the days that ``since`` ≤ a time < ``until`` (UTC microseconds)
    touches; None if they are too many to be asked for, or before those that are counted."""
    first, last = since // DAY_US, (until - 1) // DAY_US
    begin, end = -(-first // MONTH_DAYS), (last + 1) // MONTH_DAYS
    if first < 0 or end - begin > _MOST_MONTHS:
        return None
    if begin >= end:
        return _any(f"{_DAY}{day}" for day in range(first, last + 1))
    edges = [*range(first, begin * MONTH_DAYS), *range(end * MONTH_DAYS, last + 1)]
    months = [f"{_MONTH}{month}" for month in range(begin, end)]
    return _any([*months, *(f"{_DAY}{day}" for day in edges)])


def _any(tokens_: Iterable[str]) -> str:
    return "(" + " OR ".join(tokens_) + ")"
