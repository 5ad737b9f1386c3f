"""How much to measure: ``--quick`` shows that every benchmark runs, not what the figures are."""

import sys

QUICK = "--quick" in sys.argv


def times(full: int, quick: int) -> int:
    """``full`` repetitions, or ``quick`` of them with ``--quick``."""
    return quick if QUICK else full
