"""Erasing what is kept of a customer, on request.

House rule: what was said, and every name, number and address of the customer goes; that there were
lines, orders and rounds, when, and whose, stays, so that the figures stay what they were. Whoever
erases writes a line into the file of erasures first (``prepare``, store.erasure_file.append), then
begins, then takes steps until all is done: each is a short unit of its own, and may be repeated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from zuiqing_desk.store.erasure_file import Entry
from zuiqing_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an erasure has come. ``done``: nothing of the customer can be read any more."""

    erasure_id: int
    done: bool
    counts: dict[str, int]


def prepare(tx: Tx, customer_id: int, actor: int | None) -> Entry:
    """What is to be written into the file of erasures; nothing is changed.

    ``actor`` is None from the command line of whoever owns the file. Raises Refused ``not_lead`` or
    ``no_customer``.
    """
    raise NotImplementedError


def begin(tx: Tx, entry: Entry, actor: int | None) -> int:
    """Begin an erasure, or find the one that is under way; its id. From here on the customer has no
    name, and who writes under the old one is new."""
    raise NotImplementedError


def step(tx: Tx, erasure_id: int) -> Progress:
    """Take one step, of a few milliseconds."""
    raise NotImplementedError


def under_way(tx: Tx) -> list[int]:
    """The erasures that have begun and are not done."""
    raise NotImplementedError


def known(tx: Tx) -> list[Entry]:
    """Every erasure this store knows of, the oldest first."""
    raise NotImplementedError


def missing(tx: Tx, entries: Sequence[Entry]) -> list[Entry]:
    """Those of ``entries`` that were not carried out here, though the customer is in this store."""
    raise NotImplementedError


def replay(tx: Tx, entries: Sequence[Entry]) -> int:
    """Erase again, all in this one transaction, what ``missing`` names, and end what is under way;
    how many customers that were. For a backup that is being restored, before anybody opens it; the
    files that belonged to them go with ``discard_files``."""
    raise NotImplementedError
