"""The times of lines, where the clock of the shop had been set back.

Within a conversation the number of a line tells for certain what came first; the time written on it
does not, when somebody set the clock.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from zuiqing_desk.rules.ownership_facts import Fact

NEVER = -(2**62)
EVER = 2**62


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts by time; the same for any order they come in."""
    return tuple(
        sorted(
            facts,
            key=lambda f: (
                f.at,
                f.conversation_id or 0,
                f.seq or 0,
                f.kind,
                f.staff_id or 0,
                f.medium or "",
                f.proven,
            ),
        )
    )


def readings(facts: Iterable[Fact]) -> list[tuple[Fact, ...]]:
    """The facts with times that agree with the numbers of their lines: one way, or two.

    Two when a clock was set back: every line as early as the lines after it allow, and as late as
    the lines before it do. What holds under both is certain.
    """
    given = in_order(facts)
    talks: dict[int, list[Fact]] = defaultdict(list)
    rest: list[Fact] = []
    for fact in given:
        if fact.conversation_id is None or fact.seq is None:
            rest.append(fact)
        else:
            talks[fact.conversation_id].append(fact)
    early, late = list(rest), list(rest)
    for talk in talks.values():
        talk.sort(key=lambda f: (f.seq or 0, f.at))
        times = [fact.at for fact in talk]
        firsts = list(accumulate(reversed(times), min))[::-1]
        early += map(_at, talk, firsts)
        late += map(_at, talk, accumulate(times, max))
    both = [in_order(early), in_order(late)]
    return both[:1] if both[0] == both[1] else both


def _at(fact: Fact, at: int) -> Fact:
    return fact if fact.at == at else replace(fact, at=at)
