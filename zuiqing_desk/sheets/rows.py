"""From rows of cells to rows of named values: finding the head, keeping to it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.sheets.cells import BadCell
from zuiqing_desk.sheets.errors import SheetError

MAX_ROWS = 1_048_576
"""What a spreadsheet program itself can hold."""

HEAD_WITHIN = 10
"""The head may stand under a title and the like, but not further down than this many rows."""


class SheetRow(NamedTuple):
    """One row of text. ``number`` counts as a spreadsheet program does; ``values`` by head word."""

    number: int
    values: dict[str, str]


class Cells(NamedTuple):
    """One row as its file has it."""

    number: int
    texts: Sequence[str]


def named(
    rows: Iterable[Cells], file: str, columns: Sequence[str], required: Collection[str]
) -> Iterator[SheetRow]:
    """The rows under the head. Rows without any text are left out, above the head and below it.

    Raises SheetError: no head, an unknown or repeated column, a required one missing, text beside
    the table, too many rows.
    """
    head: list[str] = []
    try:
        for number, texts in rows:
            if number > MAX_ROWS:
                raise SheetError(file, f"超过 {MAX_ROWS} 行。")
            if not any(text.strip() for text in texts):
                continue
            if head:
                yield SheetRow(number, _under(head, texts, file, number))
            elif is_head(texts, required):
                head = _checked(texts, file, number, columns)
            elif number >= HEAD_WITHIN:
                break
    except BadCell as bad:
        raise SheetError(file, bad.reason, row=bad.row, column=_word(head, bad.column)) from None
    if not head:
        raise no_head(file, columns, required)


def is_head(texts: Sequence[str], required: Collection[str]) -> bool:
    """Whether a row names all the required columns."""
    return set(required) <= {clean_line(text) for text in texts}


def no_head(file: str, columns: Sequence[str], required: Collection[str]) -> SheetError:
    """The error for a table without its head."""
    need = "、".join(one for one in columns if one in required)
    return SheetError(
        file,
        f"没有找到表头：前 {HEAD_WITHIN} 行里要有一行写着{need}（可以有：{'、'.join(columns)}）。",
    )


def _checked(texts: Sequence[str], file: str, number: int, columns: Sequence[str]) -> list[str]:
    head = [clean_line(text) for text in texts]
    while not head[-1]:
        head.pop()
    for place, word in enumerate(head):
        if word and word not in columns:
            known = "、".join(columns)
            raise SheetError(file, f"不认识这一列；可以用的列：{known}。", row=number, column=word)
        if word and word in head[:place]:
            raise SheetError(file, "这一列出现了两次。", row=number, column=word)
    return head


def _under(head: list[str], texts: Sequence[str], file: str, number: int) -> dict[str, str]:
    for place, text in enumerate(texts):
        if text.strip() and (place >= len(head) or not head[place]):
            problem = "这一列没有表头，却有内容；也可能是前面少了引号、多了分隔符。"
            raise SheetError(file, problem, row=number, column=letter(place + 1))
    padded = [*texts, *[""] * (len(head) - len(texts))]
    return {word: text for word, text in zip(head, padded, strict=False) if word}


def _word(head: list[str], column: int) -> str:
    """What a person calls this column."""
    word = head[column - 1] if column <= len(head) else ""
    return word or letter(column)


def letter(column: int) -> str:
    """A column's letters as spreadsheet programs name it, counted from 1: 28 is ``AB``."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
