"""Rows of few numbers among many columns, for numpy."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Matrix(NamedTuple):
    """Row i holds ``values[starts[i]:starts[i + 1]]`` in the columns ``columns[…]``; no row is
    empty."""

    columns: Ints
    values: Floats
    starts: Ints
    width: int

    @property
    def rows(self) -> Ints:
        """The row of every value."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def only(self, chosen: Bools) -> "Matrix":
        """The rows that are chosen."""
        kept = chosen[self.rows]
        lengths = np.diff(self.starts)[chosen]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        return Matrix(self.columns[kept], self.values[kept], starts, self.width)

    def times(self, dense: Floats) -> Floats:
        """This matrix times a dense one of as many rows as this has columns."""
        product = dense[self.columns] * self.values[:, None]
        return np.add.reduceat(product, self.starts[:-1], axis=0, dtype=np.float32)


class Transposed:
    """The same numbers column by column, made once for many products."""

    def __init__(self, matrix: Matrix) -> None:
        order = np.argsort(matrix.columns, kind="stable")
        self._rows = matrix.rows[order]
        self._values = matrix.values[order][:, None]
        self._columns, self._starts = np.unique(matrix.columns[order], return_index=True)
        self._width = matrix.width

    def times(self, dense: Floats) -> Floats:
        """The transposed matrix times a dense one of as many rows as the matrix has."""
        result = np.zeros((self._width, dense.shape[1]), np.float32)
        result[self._columns] = np.add.reduceat(
            dense[self._rows] * self._values, self._starts, axis=0
        )
        return result
