"""Sealing a page on its last signature, amending it afterwards, and reading it as it was signed.

House rule (sealed handover pages): what a sealed page shows comes out of its sealed bytes, not out
of rows that were changed since.
"""

from typing import Literal, NamedTuple

from zuiqing_desk.services.handover.records import Page
from zuiqing_desk.store.tx import Tx

AmendmentKind = Literal["remark", "answer", "signature", "redaction"]


class Link(NamedTuple):
    """A link that was just added to the chain."""

    number: int
    hash: str

    @property
    def detail(self) -> str:
        """The detail of the journal row of the command that added it: ``verify`` looks for every
        link in the journal, whatever the row's ``handover.…`` kind; its subject is the page."""
        return f"{self.number} {self.hash}"


def seal_page(tx: Tx, page_id: int, actor: int) -> Link:
    """Seal a page whose signatures are all in; its state and ``sealed_at`` are set here.

    Journals nothing: the command that signs does, with ``Link.detail``.
    """
    raise NotImplementedError


def amend(
    tx: Tx,
    page_id: int,
    kind: AmendmentKind,
    facts: dict[str, object],
    texts: dict[str, str],
    actor: int,
) -> Link:
    """Add what came after the seal. Journals nothing: the command does, with ``Link.detail``.

    ``remark``: facts ``remark`` (id), ``item`` (id or None), ``kind`` (of rules.handover_words),
    ``by``, ``at``; texts ``{"remark:ID:text": …}``.
    ``answer``: facts ``remark``, ``by``, ``at``; texts ``{"remark:ID:answer": …}``.
    ``signature``: a late acknowledgement; facts ``staff``, ``duty``, ``allowed_by``, ``at``.
    Facts hold ids, times and codes alone, never personal text.
    """
    raise NotImplementedError


def read_sealed(tx: Tx, page_id: int) -> Page:
    """A sealed page as it was signed, with its amendments. Raises Refused ``not_sealed``."""
    raise NotImplementedError


def in_chain(tx: Tx, item_id: int) -> bool:
    """Whether a sealed page knows of this item, be it as one that was open beside it: then its row
    may be dropped with a reason but never deleted."""
    raise NotImplementedError
