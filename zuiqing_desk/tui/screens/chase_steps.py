"""What the page of chases asks before it writes something down."""

from collections.abc import Sequence
from typing import Final, NamedTuple, cast

from zuiqing_desk.rules.calendar import MICROSECONDS, clock_text
from zuiqing_desk.rules.chase_words import MEDIA, RESULTS, SAID, ChaseResult, Medium
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import staff
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.when import been
from zuiqing_desk.tui.widgets.steps import Answers, Step

NOTE_MAX: Final = 200


class NotedContact(NamedTuple):
    """What was answered of a contact. ``words`` say it."""

    medium: Medium
    at: int
    note: str
    words: str


def contact_questions(now: int, zone: str, placed_at: int | None = None) -> Sequence[Step]:
    """How, when, what was said. ``placed_at``: a contact before then is none of the chase."""

    def check(value: str, answers: Answers) -> None:
        at = been(value, now, zone)
        if placed_at is not None and at < placed_at:
            words = f"{clock_text(placed_at, zone)} 才下单，那以前的联系不算催付。"
            raise RuleError("before", words)

    media = tuple((code, word) for code, word in MEDIA.items() if code != "chat")
    return (
        Step("medium", "怎么联系的", choices=media),
        Step("at", "什么时候", "留空是刚才；几分钟前（5）或时刻（16:20）", check=check),
        Step("note", "说了什么", "可以留空", max_length=NOTE_MAX),
    )


def contact(answers: Answers, now: int, zone: str) -> NotedContact:
    """The contact that was answered."""
    medium = cast(Medium, answers["medium"])
    at = been(answers["at"], now, zone)
    minutes = (now - at) // 60 // MICROSECONDS
    when = "刚才" if minutes < 1 else f"{minutes} 分钟前"
    return NotedContact(medium, at, answers["note"], f"{when}{MEDIA[medium]}联系过")


def _words_for_other(value: str, answers: Answers) -> None:
    if answers["result"] == "other" and not value:
        raise RuleError("note_needed", "选了“其他”，请写明是什么。")


RESULT_QUESTIONS: Final = (
    Step("result", "结果", choices=tuple((code, RESULTS[code]) for code in SAID)),
    Step("note", "说明", "可以留空", max_length=NOTE_MAX, check=_words_for_other),
)


def result(answers: Answers) -> tuple[ChaseResult, str]:
    """The result that was answered, with its note."""
    return cast(ChaseResult, answers["result"]), answers["note"]


async def may_be_noted_for(session: Session) -> Sequence[StaffMember]:
    """Whose attempts one may note: a lead everybody's, others only their own."""
    if not session.is_lead:
        return ()
    everybody = await session.bench.ask(staff.everyone)
    return [one for one in everybody if one.active]


def cross_sell_questions(people: Sequence[StaffMember]) -> Sequence[Step]:
    """Whose attempt it was, where that is asked, and what happened."""
    choices = tuple((str(one.id), f"{one.staff_no} {one.name}") for one in people)
    who = (Step("staff", "是谁", choices=choices),) if choices else ()
    return (*who, Step("note", "经过", "可以留空", max_length=NOTE_MAX))
