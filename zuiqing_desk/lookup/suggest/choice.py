"""Which replies to show, once it is known how likely each category is."""

from collections.abc import Mapping, Sequence
from typing import Final

from zuiqing_desk.lookup.suggest.example import Guess

_CLEAR: Final = 0.85
_UNLIKELY: Final = 0.04


def choose(
    likely: Mapping[str, float], best: Mapping[str, Sequence[tuple[int, float]]], limit: int
) -> list[Guess]:
    """At most ``limit`` replies: the best of each likely category, the likeliest category first.

    ``best`` holds the replies of a category with how near each comes, nearest first. The second
    reply of the likeliest category comes next only where that category is clear and the one that
    loses its place to it is unlikely.
    """
    order = [one for one in sorted(likely, key=lambda one: -likely[one]) if best.get(one)]
    firsts = [_guess(one, 0, likely, best) for one in order]
    if not order:
        return []
    top = order[0]
    more = [_guess(top, place, likely, best) for place in range(1, len(best[top]))]
    clear = likely[top] >= _CLEAR and _third(order, likely) < _UNLIKELY
    lead = 1 if clear else len(firsts)
    return [*firsts[:lead], *more[:1], *firsts[lead:], *more[1:]][:limit]


def _third(order: Sequence[str], likely: Mapping[str, float]) -> float:
    return likely[order[2]] if len(order) > 2 else 0.0


def _guess(
    category: str,
    place: int,
    likely: Mapping[str, float],
    best: Mapping[str, Sequence[tuple[int, float]]],
) -> Guess:
    (_, nearest), (key, near) = best[category][0], best[category][place]
    share = 1.0 if place == 0 else min(1.0, near / nearest) if nearest > 0 else 0.5
    return Guess(key, category, round(likely[category] * share, 4))
