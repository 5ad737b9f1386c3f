"""What the program brings along for every shop, and whether this one has it."""

from zuiqing_desk.store.tx import Tx

REPLIES = "replies"
REPLIES_EDITION = 2
"""Counted up when the shipped replies get new ones; a shop then receives those it never had."""


def replies_missing(tx: Tx) -> bool:
    """Whether the shipped replies (or newer ones) are still to be laid into this store.

    Cheap, and nothing heavy is imported to ask it: it is asked at every start.
    """
    return laid(tx, REPLIES) < REPLIES_EDITION


def laid(tx: Tx, name: str) -> int:
    """The edition of a shipment this store has, 0 for none."""
    return tx.value("SELECT edition FROM shipment WHERE name = :name", name=name) or 0


def note_laid(tx: Tx, name: str, edition: int) -> None:
    """Remember that an edition was laid, so that it never is again."""
    tx.run(
        "INSERT INTO shipment (name, edition, laid_at) VALUES (:name, :edition, :now)"
        " ON CONFLICT (name) DO UPDATE SET edition = excluded.edition, laid_at = excluded.laid_at",
        name=name,
        edition=edition,
        now=tx.now,
    )
