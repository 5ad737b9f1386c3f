"""Replies for a customer's line, learned here from the library and the shop's own answers."""

from collections.abc import Container, Mapping, Sequence
from typing import Final, Self

import numpy as np

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.lookup.suggest import lessons, ridge
from zuiqing_desk.lookup.suggest.choice import choose
from zuiqing_desk.lookup.suggest.example import Example, Guess
from zuiqing_desk.lookup.suggest.features import features
from zuiqing_desk.lookup.suggest.matrix import Floats
from zuiqing_desk.lookup.suggest.nearness import Nearness
from zuiqing_desk.lookup.suggest.space import Space
from zuiqing_desk.rules.categories import CATEGORIES

SCALE: Final = 9.5
"""Makes likelihoods of the scores: how sure they are agrees with how often they are right."""
_SAME: Final = 3.0
"""What it adds that somebody taught this very wording."""
_STAGE: Final = 0.2
_FARTHEST_STAGE: Final = 3
_SPEECHLESS: Final = {"欢迎": 0.6, "商品咨询": 0.4, "发货与物流": 0.2}
"""What a line is about of which not one character was ever met."""


class Suggester:
    """What was learned; never changed afterwards, so that any thread may ask it."""

    def __init__(self, examples: Sequence[Example]) -> None:
        lines = [(one, features(one.text)) for one in examples if one.weight > 0]
        taught = [one for one, line in lines if line]
        self._space = Space([line for _, line in lines if line])
        self._categories = tuple(dict.fromkeys((*CATEGORIES, *(one.category for one in taught))))
        self._weights = self._trained(taught)
        of_replies = np.array([one.key != lessons.NOBODY for one in taught], np.bool_)
        self._near = Nearness(
            [one for one in taught if one.key != lessons.NOBODY],
            self._space.taught.only(of_replies),
        )
        self._same: dict[str, set[str]] = {}
        for one in filter(lessons.sure, taught):
            self._same.setdefault(_bare(one.text), set()).add(one.category)

    def _trained(self, taught: Sequence[Example]) -> Floats:
        """A column of weights for each category."""
        if not taught:
            return np.zeros((0, len(self._categories)), np.float32)
        number = {category: place for place, category in enumerate(self._categories)}
        sure = np.array([lessons.sure(one) for one in taught], np.bool_)
        if not sure.any():
            sure[:] = True
        labels = np.array([number[one.category] for one in taught], np.int64)
        weights = np.array([one.weight for one in taught], np.float32)
        return ridge.train(
            self._space.taught.only(sure), labels[sure], weights[sure], len(self._categories)
        )

    @classmethod
    def learn(cls, examples: Sequence[Example]) -> Self:
        """Learn from these examples and from the wordings that come with the program.

        The same examples in the same order give the same suggester. Takes well under a second for
        the shipped library; from 20,000 examples on it takes no longer. Without an example there
        is nothing to suggest, and nothing is learned.
        """
        return cls(lessons.lessons(examples) if examples else ())

    def likely(self, text: str, *, fit: Mapping[str, int] | None = None) -> dict[str, float]:
        """How likely each category is; adds up to 1.

        ``fit`` says how well a category suits the conversation's stage, 0 best; it only tips the
        balance.
        """
        columns, values = self._space.place(features(text))
        if len(columns):
            score = SCALE * (values @ self._weights[columns])
        else:
            score = np.array([_SPEECHLESS.get(one, 0.0) for one in self._categories], np.float32)
        same = self._same.get(_bare(text), set())
        for place, category in enumerate(self._categories):
            if category in same:
                score[place] += _SAME
            if fit:
                score[place] -= _STAGE * min(fit.get(category, _FARTHEST_STAGE), _FARTHEST_STAGE)
        return dict(zip(self._categories, _shares(score), strict=True))

    def rank(
        self,
        text: str,
        *,
        fit: Mapping[str, int] | None = None,
        allowed: Container[int] | None = None,
        limit: int = 3,
    ) -> list[Guess]:
        """The replies that may answer ``text``, best first, of as many likely categories as
        there are places. ``allowed``: the keys that may be shown; None for all."""
        if limit < 1 or not text.strip():
            return []
        best = self._near.best(*self._space.place(features(text)), allowed, limit)
        return choose(self.likely(text, fit=fit), best, limit)


def _bare(text: str) -> str:
    return "".join(one for one in fold(text) if one.isalnum())


def _shares(score: Floats) -> list[float]:
    raised = np.exp(score - score.max())
    return [float(one) for one in raised / raised.sum()]
