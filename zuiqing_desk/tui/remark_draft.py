"""The parts of a remark as they are being written, put together and checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from zuiqing_desk.rules.remark import (
    SENDS,
    Item,
    Remark,
    RemarkError,
    Vocabulary,
    normalize,
    parse,
)

Part = Literal["closer", "items", "requirements", "courier"]

PARTS: Final[dict[Part, str]] = {
    "closer": "成交人",
    "items": "货品",
    "requirements": "要求",
    "courier": "快递",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong: in which part, at which character of it and of the whole (from 0)."""

    part: Part
    at: int
    position: int
    reason: str

    @property
    def words(self) -> str:
        """For the part's own field."""
        return f"第 {self.at + 1} 个字：{self.reason}"


@dataclass(frozen=True, slots=True)
class Written:
    """The remark so far. ``remark`` is None while something is wrong; ``turned``: an input method's
    full-width signs were turned into half-width ones."""

    text: str
    remark: Remark | None
    wrong: Wrong | None
    turned: bool


def write(
    closer: str, items: str, requirements: str, courier: str, vocabulary: Vocabulary
) -> Written:
    """Put the parts together as rules.remark wants them; what is wrong is told where it is."""
    given = (closer, items, requirements, courier)
    closer, items, requirements, courier = parts = tuple(normalize(part) for part in given)
    text = f"[{closer}]"
    starts: dict[Part, int] = {"closer": 1, "items": len(text)}
    text += items
    if requirements:
        starts["requirements"] = len(text) + 1
        text += f",{requirements}"
    starts["courier"] = len(text) + 1 + len(SENDS)
    text += f",{SENDS}{courier}"
    turned = parts != given
    try:
        return Written(text, parse(text, vocabulary), None, turned)
    except RemarkError as error:
        return Written(text, None, _where(error, starts), turned)


def _where(error: RemarkError, starts: dict[Part, int]) -> Wrong:
    """The last part that begins at or before the place; the 发 counts to the courier."""
    begins = {one: start - (len(SENDS) if one == "courier" else 0) for one, start in starts.items()}
    part: Part = "closer"
    for one, begin in begins.items():
        if error.position >= begin:
            part = one
    return Wrong(part, max(0, error.position - starts[part]), error.position, error.reason)


def items_text(items: Iterable[Item]) -> str:
    """The items as they stand in the remark."""
    return "+".join(f"{one.quantity}{one.unit}{one.product}" for one in items)


def joined(begun: str, typed: str, between: str) -> str:
    """What a field begins with, and behind it what was typed there before that was known."""
    typed = normalize(typed)
    if begun and typed and not typed.startswith(between):
        typed = between + typed
    return begun + typed if begun else typed.removeprefix(between)
