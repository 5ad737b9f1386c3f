"""Places of a long row of symbols, sorted by the symbols that follow: any prefix is one range."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Symbols = NDArray[np.uint16] | NDArray[np.uint8] | NDArray[np.uint32]
Numbers = NDArray[np.int32]
Places = NDArray[np.intp]
Keys = NDArray[np.uint64]

_ONE: Final = np.uint64(1)
_NOTHING: Final = np.empty(0, np.int32)


class Grams:
    """Finds sequences of symbols among the places it was given.

    The next symbols of each place, as many as fit (but not more than ``widest``), are packed into
    one number. Equal numbers are kept once; longer sequences are compared with the row itself.
    ``slots`` tell whose each of the ``places`` is. Symbols are less than ``symbol_count``;
    symbol 0 separates and is never looked for, and at least ``widest`` of it end the row.
    """

    def __init__(
        self, symbols: Symbols, places: Places, slots: Numbers, *, symbol_count: int, widest: int
    ) -> None:
        # Key and number of the place share 64 bits, so that one plain sort orders both.
        number_bits = len(places).bit_length()
        self._symbol_count, self._widest = symbol_count, widest
        self._bits = max(1, (symbol_count - 1).bit_length())
        self._width = max(1, min(widest, (64 - number_bits) // self._bits))
        self._symbols = symbols
        packed = self._packed(places)
        packed <<= np.uint64(number_bits)
        packed |= np.arange(len(places), dtype=np.uint64)
        packed.sort()
        order = (packed & np.uint64((1 << number_bits) - 1)).astype(np.intp)
        packed >>= np.uint64(number_bits)
        self._places = places[order].astype(np.int32)
        self._slots = slots[order]
        first = np.flatnonzero(np.concatenate([[True], packed[1:] != packed[:-1]])[: len(packed)])
        self._keys = packed[first]
        self._starts = np.append(first, len(packed)).astype(np.int32)

    def _packed(self, places: Places) -> Keys:
        """The keys of ``places``; what follows a separator counts for nothing."""
        keys = np.zeros(len(places), np.uint64)
        going = np.ones(len(places), bool)
        for step in range(self._width):
            symbols = self._symbols[step:][places]
            going &= symbols != 0
            symbols *= going
            keys <<= np.uint64(self._bits)
            keys |= symbols
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
        lows, highs = self._ranges(*self._windows(sequence, extra if anywhere else 0))
        rarest = int(np.argmin(highs - lows))
        found = slice(lows[rarest], highs[rarest])
        if not extra:
            return self._slots[found]
        places, slots = self._places[found] - rarest, self._slots[found]
        for step, symbol in enumerate(wanted):
            if not len(places):
                break
            if not rarest <= step < rarest + self._width:
                # A place before the row's beginning meets the separators at its end.
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

    def _ranges(self, low: Keys, high: Keys) -> tuple[Numbers, Numbers]:
        lows = self._starts[np.searchsorted(self._keys, low)]
        return lows, self._starts[np.searchsorted(self._keys, high)]

    def find_any(self, table: NDArray[np.uint8]) -> Numbers:
        """Slots in which any row of ``table`` (padded with 0) begins at one of the places."""
        lengths = np.count_nonzero(table, axis=1)
        keys = np.zeros(len(table), np.uint64)
        for step in range(min(self._width, table.shape[1])):
            keys = keys << np.uint64(self._bits) | table[:, step]
        keys <<= np.uint64(self._bits * max(0, self._width - table.shape[1]))
        rest = np.maximum(self._width - lengths, 0) * self._bits
        lows, highs = self._ranges(keys, keys + (_ONE << rest.astype(np.uint64)))
        short = lengths <= self._width
        found = self._outermost(lows[short], highs[short])
        # Equal beginnings have one range: what follows it is looked up by itself.
        heads: dict[tuple[int, int], list[int]] = {}
        for row in np.flatnonzero(~short & (lows < highs)).tolist():
            heads.setdefault((lows[row], highs[row]), []).append(row)
        for (low, high), rows in heads.items():
            found.append(self._after(low, high).find_any(table[rows, self._width :]))
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

    def _after(self, low: int, high: int) -> "Grams":
        """What follows the key of this range."""
        places = self._places[low:high].astype(np.intp) + self._width
        slots, count, widest = self._slots[low:high], self._symbol_count, self._widest
        return Grams(self._symbols, places, slots, symbol_count=count, widest=widest)
