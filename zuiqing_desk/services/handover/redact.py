"""Erasing what the notebook says of a matter or of a customer, on request."""

from zuiqing_desk.store.tx import Tx


def redact_item(tx: Tx, item_id: int, actor: int) -> None:
    """Erase every text of an item, sealed ones too; a lead's command.

    Raises Refused ``no_item`` or ``redacted``.
    """
    raise NotImplementedError


def redact_customer(tx: Tx, customer_id: int, actor: int) -> int:
    """Erase the texts of every item about a customer; how many items. A lead's command."""
    raise NotImplementedError
