"""Which lines close a conversation politely, and which lines of an agent ask something."""

from functools import lru_cache

from zuiqing_desk.rules.text import folded, is_ornament

_ASKING = ("吗", "呢", "吧")


def is_courtesy(text: str, words: tuple[str, ...]) -> bool:
    """Whether ``text`` is wholly one of the configured closing courtesies (house rule).

    Punctuation, blanks and emoji around it do not matter, nor do case and full-width forms. A
    question mark does matter: 「好的？」 wants an answer.
    """
    line = text.strip()
    if line in words:
        return True
    bare = _bare(line)
    return bare != "" and bare in _bare_words(words)


def asks(text: str) -> bool:
    """Whether an agent's line asks something: it ends in ？ 吗 呢 or 吧 (house rule).

    Blanks, punctuation and emoji after that do not matter.
    """
    line = folded(text)
    end = len(line)
    while end and is_ornament(line[end - 1]):
        if line[end - 1] == "?":
            return True
        end -= 1
    return line.endswith(_ASKING, 0, end)


def _bare(text: str) -> str:
    line = folded(text)
    start, end = 0, len(line)
    while start < end and _trimmed(line[start]):
        start += 1
    while start < end and _trimmed(line[end - 1]):
        end -= 1
    return line[start:end]


def _trimmed(char: str) -> bool:
    return char != "?" and is_ornament(char)


@lru_cache(maxsize=8)
def _bare_words(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_bare(word) for word in words)
