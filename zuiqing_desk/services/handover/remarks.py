"""What is said on a page: questions and answers, comments, additions."""

from zuiqing_desk.store.tx import Tx


def ask(tx: Tx, page_id: int, item_id: int | None, text: str, by: int) -> int:
    """A question on the page; the remark's id."""
    raise NotImplementedError


def answer(tx: Tx, remark_id: int, text: str, by: int) -> None:
    """Answer a question. Raises Refused ``answered`` naming who answered what."""
    raise NotImplementedError


def comment(tx: Tx, page_id: int, item_id: int | None, text: str, by: int) -> int:
    """A lead's comment; the remark's id."""
    raise NotImplementedError


def ask_back(tx: Tx, page_id: int, item_id: int | None, text: str, by: int) -> int:
    """A lead's question back; the remark's id."""
    raise NotImplementedError


def addition(tx: Tx, page_id: int, item_id: int | None, text: str, by: int) -> int:
    """An addition to what was handed over; the remark's id."""
    raise NotImplementedError
