"""Finding an action by what people remember of it: characters, pinyin initials, or its id."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from zuiqing_desk.rules.text import clean_line


class Named(Protocol):
    """What is looked at."""

    @property
    def id(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def initials(self) -> str: ...

    @property
    def help(self) -> str: ...


N = TypeVar("N", bound=Named)


def search(query: str, actions: Iterable[N]) -> list[N]:
    """The actions that match, best first; all of them for an empty query.

    A match at the start of the label or of its initials counts most, then inside them, then in the
    id, then in the help text. Full-width letters and capitals are taken as plain ones.
    """
    wanted = _plain(query)
    ranked = [(rank, at, one) for at, one in enumerate(actions) if (rank := _rank(wanted, one))]
    return [one for _, _, one in sorted(ranked, key=lambda found: found[:2])]


def _plain(text: str) -> str:
    narrow = (
        chr(ord(char) - 0xFEE0) if "\uff01" <= char <= "\uff5e" else char
        for char in clean_line(text)
    )
    return "".join(narrow).lower().replace(" ", "")


def _rank(wanted: str, action: Named) -> int:
    """1 is best; 0 is no match."""
    if not wanted:
        return 1
    label = _plain(action.label)
    tests = (
        label.startswith(wanted) or action.initials.startswith(wanted),
        wanted in label or wanted in action.initials,
        wanted in action.id,
        wanted in _plain(action.help),
    )
    return next((rank for rank, fits in enumerate(tests, 1) if fits), 0)
