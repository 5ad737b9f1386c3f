"""Places of a long row of symbols, sorted by the symbols that follow: any prefix is one range."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Symbols = NDArray[np.uint32] | NDArray[np.uint8]
Numbers = NDArray[np.int32]
Keys = NDArray[np.uint64]

_ONE: Final = np.uint64(1)
_NOTHING: Final = np.empty(0, np.int32)


class Grams:
    """Finds sequences of symbols among the places it was given.

    The next ``width`` symbols of each place are packed into one number of ``bits`` each. Equal
    numbers are kept once; longer sequences are compared with the row itself. ``slots`` tell whose
    a place is. Symbol 0 separates and is never looked for.
    """

    def __init__(
        self, symbols: Symbols, places: Numbers, slots: Numbers, *, width: int, bits: int
    ) -> None:
        self._width, self._bits = width, bits
        self._symbols = np.concatenate([symbols, np.zeros(width, symbols.dtype)])
        keys = self._packed(places)
        order = np.argsort(keys)
        keys = keys[order]
        first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
        self._keys = keys[first]
        self._starts = np.append(first, len(keys)).astype(np.int32)
        self._places = places[order]
        self._slots = slots[order]

    def _packed(self, places: Numbers) -> Keys:
        keys = np.zeros(len(places), np.uint64)
        going = np.ones(len(places), bool)
        for step in range(self._width):
            symbols = self._symbols[places + step]
            going &= symbols != 0
            keys <<= np.uint64(self._bits)
            keys |= np.where(going, symbols, 0).astype(np.uint64)
        return keys

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        held = (self._symbols, self._keys, self._starts, self._places, self._slots)
        return sum(one.nbytes for one in held)

    def find(self, wanted: Sequence[int], *, anywhere: bool) -> Numbers:
        """Slots in which ``wanted`` begins at one of the places; one may come several times.

        ``anywhere`` says that every symbol of the row is among the places: then the rarest part of
        a long sequence is looked up, else its beginning.
        """
        sequence = np.array(wanted, np.uint64)
        extra = max(0, len(sequence) - self._width)
        lows, highs = self._ranges(self._windows(sequence, extra if anywhere else 0))
        rarest = int(np.argmin(highs - lows))
        found = slice(lows[rarest], highs[rarest])
        if not extra:
            return self._slots[found]
        places, slots = self._places[found] - np.int32(rarest), self._slots[found]
        for step, symbol in enumerate(wanted):
            if not len(places):
                break
            if not rarest <= step < rarest + self._width:
                same = self._symbols[places + step] == symbol
                places, slots = places[same], slots[same]
        return slots

    def _windows(self, sequence: Keys, last: int) -> tuple[Keys, Keys]:
        """Lowest and one above the highest key of the windows that begin at 0 … ``last``."""
        length = min(len(sequence), self._width)
        keys = np.zeros(last + 1, np.uint64)
        for step in range(length):
            keys = keys << np.uint64(self._bits) | sequence[step : step + last + 1]
        rest = np.uint64(self._bits * (self._width - length))
        return keys << rest, (keys + _ONE) << rest

    def _ranges(self, keys: tuple[Keys, Keys]) -> tuple[Numbers, Numbers]:
        low, high = (self._starts[np.searchsorted(self._keys, one)] for one in keys)
        return low, high

    def find_any(self, sequences: Sequence[Sequence[int]]) -> Numbers:
        """Slots in which any of ``sequences`` begins at one of the places."""
        lengths = np.array([len(one) for one in sequences], np.int64)
        table = np.zeros((len(sequences), max(self._width, int(lengths.max()))), np.uint64)
        for row, one in enumerate(sequences):
            table[row, : len(one)] = one
        keys = np.zeros(len(sequences), np.uint64)
        for step in range(self._width):
            keys = keys << np.uint64(self._bits) | table[:, step]
        rest = (np.maximum(self._width - lengths, 0) * self._bits).astype(np.uint64)
        lows, highs = self._ranges((keys, keys + (_ONE << rest)))
        short = lengths <= self._width
        found = self._outermost(lows[short], highs[short])
        some = np.flatnonzero(~short & (lows < highs))
        if len(some):
            found.append(self._compared(table[some], lows[some], highs[some]))
        return np.concatenate(found) if found else _NOTHING

    def _outermost(self, lows: Numbers, highs: Numbers) -> list[Numbers]:
        """The slots of these ranges, without those that lie in another (prefixes nest)."""
        order = np.lexsort((-highs, lows))
        found, done = [], 0
        for low, high in zip(lows[order].tolist(), highs[order].tolist(), strict=True):
            if high > max(low, done):
                found.append(self._slots[low:high])
                done = high
        return found

    def _compared(self, table: Keys, lows: Numbers, highs: Numbers) -> Numbers:
        """The slots of these ranges where the rest of the sequence, row by row, follows too."""
        counts = highs - lows
        rows = np.repeat(np.arange(len(table)), counts)
        at = np.concatenate([np.arange(*both) for both in zip(lows, highs, strict=True)])
        end = len(self._symbols) - 1
        for step in range(self._width, table.shape[1]):
            wanted = table[rows, step]
            there = self._symbols[np.minimum(self._places[at] + step, end)]
            same = (wanted == 0) | (there == wanted)
            rows, at = rows[same], at[same]
        slots: Numbers = self._slots[at]
        return slots
