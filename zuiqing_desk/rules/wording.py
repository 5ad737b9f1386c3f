"""What is looked at before a message goes out: wording that gets a shop into trouble.

A finding is a warning the agent can override, never a silent change (house rule). The lists are
the shop's own (rules.wording_lists holds what a new shop starts with).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.rules.wording_context import is_harmless
from zuiqing_desk.rules.wording_match import Folded, phrases_pattern, words_pattern


@dataclass(frozen=True, slots=True)
class WordLists:
    """The words of each rule; ``superlatives_allowed`` are harmless phrases that hold one."""

    off_platform: tuple[str, ...] = ()
    review_cash: tuple[str, ...] = ()
    superlatives: tuple[str, ...] = ()
    superlatives_allowed: tuple[str, ...] = ()
    health: tuple[str, ...] = ()
    minors: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    coldness: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """``text[start:end]`` is ``words``, and ``message`` (Chinese) says what is wrong with it."""

    rule: str
    start: int
    end: int
    words: str
    message: str


_WHY: Final[Mapping[str, str]] = {
    "off_platform": "会把客户引到平台外",
    "review_cash": "是拿好处换评价",
    "superlatives": "是极限用语",
    "health": "是在说酒的保健作用或鼓励危险的喝法",
    "minors": "像是卖酒给未成年人",
    "promises": "是客服不能许的诺",
    "coldness": "语气生硬",
}
_LISTS: Final = tuple(one.name for one in fields(WordLists))
RULES: Final[tuple[str, ...]] = tuple(_WHY)
"""Every value of Finding.rule that lint finds."""

_MOST_DESCRIBED: Final = 3


def lists_of(policy: ShopPolicy) -> WordLists:
    """The word lists of this shop."""
    return WordLists(**{name: getattr(policy, f"words_{name}") for name in _LISTS})


def lint(text: str, lists: WordLists) -> tuple[Finding, ...]:
    """What ``text`` should not say, from left to right; positions in code points.

    Case, width and blanks inside Chinese do not matter; what is denied or quoted is left alone.
    """
    line = Folded(text)
    spans = [
        (start, end, rule)
        for rule in _LISTS
        if rule != "superlatives_allowed"
        for start, end in _listed(line, rule, getattr(lists, rule), lists.superlatives_allowed)
    ]
    found = sorted(spans, key=lambda span: (span[0], span[1], RULES.index(span[2])))
    return tuple(_finding(text, *span) for span in dict.fromkeys(found))


def describe(findings: Sequence[Finding]) -> str:
    """The findings as one line for the agent; empty when there are none."""
    said = list(dict.fromkeys(one.message for one in findings))
    if not said:
        return ""
    more = f"；还有 {len(said) - _MOST_DESCRIBED} 处" if len(said) > _MOST_DESCRIBED else ""
    return "；".join(said[:_MOST_DESCRIBED]) + more + "。"


def _finding(text: str, start: int, end: int, rule: str) -> Finding:
    words = text[start:end]
    return Finding(rule, start, end, words, f"「{clean_line(words)}」{_WHY[rule]}")


def _listed(
    line: Folded, rule: str, words: tuple[str, ...], allowed: tuple[str, ...]
) -> Iterator[tuple[int, int]]:
    """Where ``line`` holds one of ``words`` and nothing excuses it."""
    pattern = words_pattern(words, rule == "review_cash")
    if pattern is None:
        return
    excused = _occurrences(line, allowed) if rule == "superlatives" else []
    at = 0
    while (found := pattern.search(line.text, at)) is not None:
        start, end = found.span()
        allowed_here = any(left <= start < right for left, right in excused)
        if allowed_here or is_harmless(rule, line.text, start, end):
            at = start + 1
        else:
            yield line.span(start, end)
            at = end


def _occurrences(line: Folded, phrases: tuple[str, ...]) -> list[tuple[int, int]]:
    pattern = phrases_pattern(phrases)
    return [] if pattern is None else [found.span(1) for found in pattern.finditer(line.text)]
