"""The order of entries that match equally well."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from zuiqing_desk.lookup.entry import Preference

Values = NDArray[np.int64]


def order_of(
    preference: Preference, categories: Sequence[str], numbers: Values, keys: Values
) -> NDArray[np.int32]:
    """Row → place: by fit, then own use (newest first), use of the team (most first), then key.

    ``numbers`` say which of the ``categories`` each row has. ``keys`` ascend.
    """
    fits = _fits(preference.fit, categories)[numbers]
    own, team = _values(preference.own, keys), _values(preference.team, keys)
    used = (own != 0) | (team != 0)
    # Few are used: only these need the long comparison, and they lead the rest of their fit.
    order = np.argsort(fits * 2 + ~used, kind="stable")
    rows = np.flatnonzero(used)
    order[used[order]] = rows[np.lexsort((-team[rows], -own[rows], fits[rows]))]
    ranks = np.empty(len(keys), np.int32)
    ranks[order] = np.arange(len(keys), dtype=np.int32)
    return ranks


def _fits(fit: Mapping[str, int], categories: Sequence[str]) -> NDArray[np.int16]:
    """The fit of each category, as small numbers in the same order; the unlisted come last."""
    known = {value: number for number, value in enumerate(sorted(set(fit.values())))}
    fits = [known[fit[one]] if one in fit else len(known) for one in categories]
    return np.array(fits, np.int16)


def _values(of: Mapping[int, int], keys: Values) -> Values:
    """Row → its value, 0 for those that have none."""
    values = np.zeros(len(keys), np.int64)
    wanted = np.fromiter(of.keys(), np.int64, len(of))
    rows = np.searchsorted(keys, wanted)
    here = rows < len(keys)
    here[here] = keys[rows[here]] == wanted[here]
    values[rows[here]] = np.fromiter(of.values(), np.int64, len(of))[here]
    return values
