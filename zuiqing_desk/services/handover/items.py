"""Items of the handover notebook: noted, edited, finished, dropped, merged, reopened."""

from zuiqing_desk.services.handover.records import Happening, Item, ItemWords
from zuiqing_desk.store.tx import Tx


def note(tx: Tx, words: ItemWords, actor: int, *, source: str = "") -> int:
    """Put a matter into the notebook; its id."""
    raise NotImplementedError


def edit(tx: Tx, item_id: int, words: ItemWords, actor: int, *, revision: int) -> int:
    """Change the words of an open item; its new revision. ``revision``: the one that was read.

    Raises Refused ``changed``, ``handed_over``, ``closed``, ``no_item`` or what ``note`` refuses.
    """
    raise NotImplementedError


def finish(tx: Tx, item_id: int, result: str, actor: int) -> None:
    """End a matter with what came of it."""
    raise NotImplementedError


def drop(tx: Tx, item_id: int, reason: str, actor: int) -> None:
    """Give a matter up with a reason: a lead, or its creator while it is on no signed page."""
    raise NotImplementedError


def reopen(tx: Tx, item_id: int, actor: int) -> None:
    """Take a finished, dropped or merged matter up again."""
    raise NotImplementedError


def merge(tx: Tx, item_id: int, into_id: int, actor: int) -> None:
    """Let a matter go on in another one."""
    raise NotImplementedError


def one(tx: Tx, item_id: int) -> Item:
    """One item. Raises Refused ``no_item``."""
    raise NotImplementedError


def open_items(tx: Tx) -> list[Item]:
    """All open items: red first, then due, then id."""
    raise NotImplementedError


def history(tx: Tx, item_id: int) -> list[Happening]:
    """What happened to an item, over all its pages, oldest first."""
    raise NotImplementedError


def prefill(tx: Tx, *, conversation_id: int | None, order_id: int | None, actor: int) -> ItemWords:
    """How the form begins for what is in hand."""
    raise NotImplementedError
