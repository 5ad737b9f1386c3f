"""Months become final, and what changes later is noted as a correction with its date."""

from zuiqing_desk.store.tx import Tx


def pending(tx: Tx) -> bool:
    """Whether ``freeze_due`` or ``note_corrections`` has something to do. Cheap."""
    raise NotImplementedError


def freeze_due(tx: Tx) -> int:
    """Freeze what is due, some days of a month at a time; the days frozen (0: nothing is due)."""
    raise NotImplementedError


def note_corrections(tx: Tx) -> int:
    """Compare frozen days that were touched with what is counted now; the corrections noted."""
    raise NotImplementedError
