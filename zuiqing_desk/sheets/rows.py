"""From rows of cells to rows of named values: finding the head, keeping to it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Protocol

from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.sheets.cells import constant
from zuiqing_desk.sheets.errors import SheetError

MAX_ROWS = 1_048_576
"""What a spreadsheet program itself can hold."""

HEAD_WITHIN = 10
"""The head may stand under a title and the like, but not further down than this many rows."""

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_CELLS: Mapping[int, str] = MappingProxyType({})
_BESIDE = "这一列没有表头，却有内容；也可能是前面少了引号、多了分隔符。"


class SheetRow(NamedTuple):
    """One row of text. ``number`` counts as a spreadsheet program does; ``values`` by head word.

    ``bad``: why a cell cannot be read, by head word; only the rows of an export have such cells.
    """

    number: int
    values: dict[str, str]
    bad: Mapping[str, str] = _NOTHING


class Cells(NamedTuple):
    """One row as its file has it. ``bad``: why a cell has no text, by its place from 0."""

    number: int
    texts: Sequence[str]
    bad: Mapping[int, str] = _NO_CELLS


class Head(Protocol):
    """What is known of a table beforehand.

    ``exported``: somebody else's table. Its unknown columns come along, ``="0123"`` is the text
    0123, and a cell that cannot be read spoils its row alone.
    """

    @property
    def exported(self) -> bool: ...

    def matches(self, words: Collection[str]) -> bool:
        """Whether a row of these words is the head."""

    def missing(self, file: str) -> SheetError:
        """The error for a table without its head."""

    def checked(self, file: str, number: int, texts: Sequence[str]) -> list[str]:
        """The columns' names. Raises SheetError."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A table of our own: these columns and no others, ``required`` among them."""

    columns: Sequence[str]
    required: Collection[str]
    exported: bool = False

    def matches(self, words: Collection[str]) -> bool:
        return set(self.required) <= set(words)

    def missing(self, file: str) -> SheetError:
        need = "、".join(one for one in self.columns if one in self.required)
        return _no_head(file, f"{need}（可以有：{'、'.join(self.columns)}）")

    def checked(self, file: str, number: int, texts: Sequence[str]) -> list[str]:
        head = words_of(texts, exported=False)
        for place, word in enumerate(head):
            if word and word not in self.columns:
                known = "、".join(self.columns)
                problem = f"不认识这一列；可以用的列：{known}。"
                raise SheetError(file, problem, row=number, column=word)
            if word and word in head[:place]:
                raise SheetError(file, "这一列出现了两次。", row=number, column=word)
        return head


@dataclass(frozen=True, slots=True)
class Exported:
    """Somebody else's table, known by ``is_head``; ``wanted`` says in Chinese what its head has."""

    is_head: Callable[[Collection[str]], bool]
    wanted: str
    exported: bool = True

    def matches(self, words: Collection[str]) -> bool:
        return self.is_head(words)

    def missing(self, file: str) -> SheetError:
        return _no_head(file, self.wanted)

    def checked(self, file: str, number: int, texts: Sequence[str]) -> list[str]:
        head: list[str] = []
        for place, word in enumerate(words_of(texts, exported=True)):
            named = word or f"{letter(place + 1)} 列"
            times = 1
            while (told := named if times == 1 else f"{named}({times})") in head:
                times += 1
            head.append(told)
        return head


def named(rows: Iterable[Cells], file: str, known: Head) -> Iterator[SheetRow]:
    """The rows under the head. Rows without any text are left out, above the head and below it.

    Raises SheetError: no head, a head that is refused, a bad cell or text beside the table (in an
    export they stand in the row's ``bad``), too many rows.
    """
    head: list[str] = []
    for cells in rows:
        if cells.number > MAX_ROWS:
            raise SheetError(file, f"超过 {MAX_ROWS} 行。")
        if cells.bad and not known.exported:
            place, reason = next(iter(cells.bad.items()))
            raise SheetError(file, reason, row=cells.number, column=_word(head, place))
        if not cells.bad and not any(text.strip() for text in cells.texts):
            continue
        if head:
            row = _under(head, cells)
            if row.bad and not known.exported:
                column, reason = next(iter(row.bad.items()))
                raise SheetError(file, reason, row=row.number, column=column)
            yield row
        elif known.matches(words_of(cells.texts, known.exported)):
            head = known.checked(file, cells.number, cells.texts)
        elif cells.number >= HEAD_WITHIN:
            break
    if not head:
        raise known.missing(file)


def words_of(texts: Sequence[str], exported: bool) -> list[str]:
    """The words a row has as a head, without the empty ones at its end."""
    words = [clean_line(text) for text in texts]
    if exported:
        words = [word if (text := constant(word)) is None else clean_line(text) for word in words]
    while words and not words[-1]:
        words.pop()
    return words


def _no_head(file: str, wanted: str) -> SheetError:
    sheet = "第一张表的" if file.lower().endswith(".xlsx") else ""
    return SheetError(file, f"没有找到表头：{sheet}前 {HEAD_WITHIN} 行里要有一行写着{wanted}。")


def _under(head: list[str], cells: Cells) -> SheetRow:
    texts = cells.texts
    bad = {_word(head, place): reason for place, reason in cells.bad.items()}
    for place, text in enumerate(texts):
        if text.strip() and (place >= len(head) or not head[place]):
            bad.setdefault(letter(place + 1), _BESIDE)
    padded = [*texts, *[""] * (len(head) - len(texts))]
    values = {word: text for word, text in zip(head, padded, strict=False) if word}
    return SheetRow(cells.number, values, bad or _NOTHING)


def _word(head: list[str], place: int) -> str:
    """What a person calls the column at this place, from 0."""
    return (head[place] if place < len(head) else "") or letter(place + 1)


def letter(column: int) -> str:
    """A column's letters as spreadsheet programs name it, counted from 1: 28 is ``AB``."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
