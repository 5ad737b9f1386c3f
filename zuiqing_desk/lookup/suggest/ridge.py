"""Which category: least squares with a penalty, by conjugate gradients.

Chosen on development questions over softmax regression, naive Bayes, nearest neighbours and
mixtures of them: none was right more often, and it takes a tenth of the time.
"""

from typing import Final

import numpy as np

from zuiqing_desk.lookup.suggest.matrix import Floats, Ints, Matrix, Transposed

_PENALTY: Final = 1.0
_STEPS: Final = 7
_EVEN: Final = 0.25
"""How far rare categories are evened out with frequent ones: 0 not at all, 1 wholly."""


def train(matrix: Matrix, labels: Ints, weights: Floats, count: int) -> Floats:
    """A column of weights for each of ``count`` categories.

    ``labels`` are the categories of the rows, ``weights`` what each row counts (above 0).
    """
    total = np.bincount(labels, weights=weights, minlength=count)
    evened = (total.sum() / count / np.maximum(total, 1e-9)) ** _EVEN
    scale = np.sqrt(weights * evened[labels].astype(np.float32))[:, None]
    target = np.full((len(labels), count), -1 / count, np.float32)
    target[np.arange(len(labels)), labels] = 1
    transposed = Transposed(matrix)
    solution = np.zeros((matrix.width, count), np.float32)
    rest = transposed.times(target * scale * scale)
    step = rest.copy()
    size = np.sum(rest * rest, axis=0)
    for _ in range(_STEPS):
        image = transposed.times(matrix.times(step) * scale * scale) + _PENALTY * step
        length = size / np.maximum(np.sum(step * image, axis=0), 1e-12)
        solution += length * step
        rest -= length * image
        before, size = size, np.sum(rest * rest, axis=0)
        step = rest + (size / np.maximum(before, 1e-12)) * step
    return solution
