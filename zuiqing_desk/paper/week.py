"""The weekly sheet of the notebook of problems and ideas, as HTML and rows of a table.

醉卿 manual, 问题登记本: handed weekly to the lead, who collects and answers.
"""

from dataclasses import dataclass
from typing import Final

from zuiqing_desk.paper import environment

WEEK_HEAD: Final = ("序号", "时间", "谁", "问题或主意", "在哪里", "相关", "状态", "答复", "话术")


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A problem or an idea as it is printed; ``answered`` says by whom and when."""

    number: int
    at: str
    by: str
    text: str
    place: str
    about: str
    state: str
    answer: str = ""
    answered: str = ""
    reply: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """One week, by day; ``days`` are (day, its notes)."""

    shop: str
    week: str
    days: tuple[tuple[str, tuple[NoteLine, ...]], ...]
    printed: str

    @property
    def notes(self) -> tuple[NoteLine, ...]:
        """All notes of the week."""
        return tuple(note for _, notes in self.days for note in notes)

    @property
    def waiting(self) -> int:
        """How many wait for an answer."""
        return sum(note.is_open for note in self.notes)


def week_html(sheet: WeekSheet) -> str:
    """One HTML document."""
    return environment.html().get_template("week.html.j2").render(sheet=sheet)


def week_rows(sheet: WeekSheet) -> list[tuple[str, ...]]:
    """The notes as rows under WEEK_HEAD."""
    return [
        (
            str(note.number),
            f"{day} {note.at}",
            note.by,
            note.text,
            note.place,
            note.about,
            note.state,
            " ".join(filter(None, (note.answer, note.answered and f"（{note.answered}）"))),
            note.reply,
        )
        for day, notes in sheet.days
        for note in notes
    ]
