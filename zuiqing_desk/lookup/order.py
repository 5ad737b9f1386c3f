"""The order of entries that match equally well."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from zuiqing_desk.lookup.entry import Preference

Values = NDArray[np.int64]


def order_of(preference: Preference, categories: Sequence[str], keys: Values) -> NDArray[np.int32]:
    """Row → place: by fit, then own use (newest first), use of the team (most first), then key.

    ``keys`` ascend.
    """
    own, team = _values(preference.own, keys), _values(preference.team, keys)
    order = np.lexsort((-team, -own, _fits(preference.fit, categories)))
    ranks = np.empty(len(keys), np.int32)
    ranks[order] = np.arange(len(keys), dtype=np.int32)
    return ranks


def _fits(fit: Mapping[str, int], categories: Sequence[str]) -> Values:
    last = max(fit.values(), default=0) + 1
    return np.fromiter((fit.get(one, last) for one in categories), np.int64, len(categories))


def _values(of: Mapping[int, int], keys: Values) -> Values:
    """Row → its value, 0 for those that have none."""
    values = np.zeros(len(keys), np.int64)
    wanted = np.fromiter(of.keys(), np.int64, len(of))
    rows = np.searchsorted(keys, wanted)
    here = rows < len(keys)
    here[here] = keys[rows[here]] == wanted[here]
    values[rows[here]] = np.fromiter(of.values(), np.int64, len(of))[here]
    return values
