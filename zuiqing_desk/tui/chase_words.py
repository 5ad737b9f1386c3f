"""How the chase of unpaid orders is spoken of: its clock, its rows, where it stands."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from textual.content import Content

from zuiqing_desk.rules.calendar import MICROSECONDS, clock_text
from zuiqing_desk.rules.chase_words import LOST_WHY, MEDIA, RESULTS, STEPS, ChaseStep
from zuiqing_desk.rules.masking import masked_name
from zuiqing_desk.services.orders.chase_records import ChaseRow, ChaseState
from zuiqing_desk.tui.order_words import goods, moment, short_number, yuan
from zuiqing_desk.tui.text import one_line, pad
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.prose import tidy

COLUMNS: Final = (9, 10, 11, 0, 9)
"""Clock, where it stands, number, who and what, amount."""
LATE_LOOK: Final = "warning"


class ChaseFace(NamedTuple):
    """What a row depends on besides the order: the clock as it is shown, and the step."""

    clock: str
    step: ChaseStep


def elapsed_us(chase: ChaseState, now: int) -> int:
    """How long the chase has run on duty by now; the clock stands still while nobody is there."""
    return chase.elapsed_us + (max(0, now - chase.as_of) if chase.running else 0)


def step_now(chase: ChaseState, now: int) -> ChaseStep:
    """Where the chase stands by now: what was read gets older while one looks at it."""
    if chase.step in ("due", "late"):
        return "due" if elapsed_us(chase, now) < chase.contact_us else "late"
    return chase.step


def is_over(chase: ChaseState, now: int) -> bool:
    """Whether the time has run out since this was read."""
    open_ = chase.result is None and chase.step != "lost"
    return open_ and elapsed_us(chase, now) >= chase.lost_us


def clock(us: int) -> str:
    """Minutes and seconds: 03:12; from an hour on with hours: 1:03:12."""
    seconds = us // MICROSECONDS
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes:02}:{seconds:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def face(row: ChaseRow, now: int) -> ChaseFace:
    """The clock and the step of a row at this moment; a clock that rests says so."""
    chase = row.chase
    shown = clock(elapsed_us(chase, now))
    rests = not chase.running and chase.ended_at is None and chase.step != "lost"
    return ChaseFace(f"{shown} 停" if rests else shown, step_now(chase, now))


def cells(row: ChaseRow, face: ChaseFace) -> list[Cell]:
    """The columns of a row, as COLUMNS has them."""
    order = row.order
    late = face.step in ("late", "lost")
    who = order.buyer or masked_name(order.receiver)
    return [
        (face.clock, LATE_LOOK if late else ""),
        standing(row.chase, face.step),
        (short_number(order), "strong"),
        (" ".join(part for part in (who, goods(order)) if part), ""),
        (pad(yuan(order.amount_fen), 9, right=True), ""),
    ]


def standing(chase: ChaseState, step: ChaseStep) -> Cell:
    """Where a chase stands, in a word."""
    if step == "lost":
        return f"✗ {STEPS[step]}", "warning"
    if chase.result is not None:
        return RESULTS[chase.result], "muted"
    if chase.needs_result:
        return "等结果", ""
    return (f"▲ {STEPS[step]}", "warning") if step == "late" else (STEPS[step], "")


def description(row: ChaseRow, now: int, zone: str) -> Content:
    """The chase of one order: its clock, who made contact, what came of it."""
    return Content("\n").join(_said(row.chase, now, zone))


def _said(chase: ChaseState, now: int, zone: str) -> Iterator[Content]:
    step = step_now(chase, now)
    word, _ = standing(chase, step)
    look = "$text-warning bold" if step in ("late", "lost") else "bold"
    since = moment(chase.since, now, zone)
    aim, end = chase.contact_us // 60 // MICROSECONDS, chase.lost_us // 60 // MICROSECONDS
    yield Content.assemble(("催付 ", "$text-muted"), (word, look), f"  {since} 拍下")
    yield Content.styled(f"{aim} 分钟内联系，{end} 分钟还没有结果算流失", "$text-muted")
    if not chase.running and chase.ended_at is None:
        yield Content("没有人在岗，表停着。")
    if chase.phone_from is not None and now < chase.phone_from:
        yield Content(f"{clock_text(chase.phone_from, zone)} 以前不打电话、不发短信。")
    if chase.contact is not None:
        how = f"{MEDIA[chase.contact.medium]} {moment(chase.contact.at, now, zone)}"
        yield Content(one_line(f"✓ {chase.contact.staff_no} 联系过：{how}"))
    if chase.result is not None and chase.result != "lost":
        note = f"：{chase.note}" if chase.note else ""
        yield Content(tidy(f"结果 {RESULTS[chase.result]}{note}"))
    if chase.lost_why is not None:
        who = chase.lost_to_no or "没有人在岗，不计"
        yield Content(one_line(f"✗ {LOST_WHY[chase.lost_why]}，流失计给 {who}"))
