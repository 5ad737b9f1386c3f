"""Questions of the roster's page: swaps and leave, which shift is 当值."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.roster import entries, leave, planning, swaps
from zuiqing_desk.services.roster.records import Cell, Change, Leave, RosterRow, Swap
from zuiqing_desk.tui import roster_words
from zuiqing_desk.tui.page_text import called
from zuiqing_desk.tui.roster_page import RosterPage
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.toast import toast

RETURN_DAYS: Final = 31
"""A shift taken for another is looked for until so many days after it."""
Step = Callable[[], Awaitable[None]]


async def ask(page: RosterPage) -> None:
    """Choose what is to be done about a swap or leave."""
    steps: dict[str, Step] = {}
    rows: list[tuple[str, str]] = []

    def offer(words: str, step: Step) -> None:
        rows.append((str(len(rows)), words))
        steps[rows[-1][0]] = step

    given = _mine_under_cursor(page)
    if given is not None:
        offer(f"＋ 把 {roster_words.entry_words(given)} 调给同事", lambda: _new_swap(page, given))
    for swap in page.swaps:
        offer(roster_words.swap_words(swap), lambda one=swap: _about_swap(page, one))  # type: ignore[misc]
    for request in page.leave:
        offer(roster_words.leave_words(request), lambda one=request: _about_leave(page, one))  # type: ignore[misc]
    offer("＋ 请假", lambda: leave_asked(page))
    if given is None and not page.swaps:
        offer("调班：先把光标放到自己以后的班上，再按 s", _nothing)
    chosen = await page.app.push_screen_wait(ChooseDialog("调班、请假", rows))
    if chosen is not None:
        await steps[chosen]()


async def _nothing() -> None:
    pass


def _mine_under_cursor(page: RosterPage) -> Cell | None:
    """The shift of mine that the cursor is on, unless it is over."""
    row = page.row
    if row is None or row.person.id != page.session.staff.id:
        return None
    now = page.session.clock()
    shifts = (one for one in page.entries if one.kind == "work" and one.begins_at > now)
    return next(shifts, None)


async def duty(page: RosterPage, staff_id: int, day: int) -> Change:
    """Turn 当值 of a person's day, as it stands by now; of several shifts, of the one chosen."""
    bench, me = page.session.bench, page.session.staff.id
    shifts = [one for one in await bench.ask(entries.of_day, staff_id, day) if one.kind == "work"]
    if not shifts:
        raise Refused("no_shift", "这一天没有班，先按数字键排上。")
    chosen: str | None = str(shifts[0].entry_id)
    if len(shifts) > 1:
        rows = [(str(one.entry_id), f"{one.words} {one.hours}") for one in shifts]
        title = f"{roster_words.short_day(day)} 哪一班当值"
        chosen = await page.app.push_screen_wait(ChooseDialog(title, rows))
    if chosen is None:
        return Change((), (), "没有变化。")
    return await bench.do(planning.toggle_duty, int(chosen), me)


# Asking.


async def _new_swap(page: RosterPage, given: Cell) -> None:
    month = page.month
    assert month is not None
    me, bench = page.session.staff.id, page.session.bench
    people = [row for row in month.rows if row.person.id != me]
    labels = [(str(row.person.id), called(row.person)) for row in people]
    words = roster_words.entry_words(given)
    chosen = await page.app.push_screen_wait(ChooseDialog(f"{words} 调给谁", labels))
    if chosen is None:
        return
    other = next(row for row in people if str(row.person.id) == chosen)
    back = await _in_return(page, other, given)
    if back is None:
        return
    reason = await _reason(page, f"{words} 调给 {other.person.name}", "原因（可以不写）", True)
    if reason is None:
        return
    in_return = int(back) or None
    swap_id = await bench.do(
        swaps.ask, given.entry_id, other.person.id, me, in_return=in_return, reason=reason
    )
    page.did(
        f"{words} 已向 {other.person.name} 提出调班",
        lambda: bench.do(swaps.withdraw, swap_id, me),
    )


async def _in_return(page: RosterPage, other: RosterRow, given: Cell) -> str | None:
    """The id of the shift taken for it, ``0`` for none."""
    assert page.month is not None
    now, today = page.session.clock(), page.month.today
    cells = await page.session.bench.ask(
        entries.of_days, other.person.id, today, given.day + RETURN_DAYS
    )
    theirs = [one for one in cells if one.kind == "work" and one.begins_at > now]
    rows = [("0", "不换回，只请他上")]
    rows += [(str(one.entry_id), f"换 {_with_hours(one)}") for one in theirs]
    answer: str | None = await page.app.push_screen_wait(
        ChooseDialog(f"换 {other.person.name} 的哪一班", rows)
    )
    return answer


def _with_hours(one: Cell) -> str:
    return f"{roster_words.day_words(one.day)} {one.shift} {one.hours}"


async def leave_asked(page: RosterPage) -> None:
    """Ask for leave for oneself."""
    month = page.month
    if month is None:
        return
    year, number = month.year, month.month
    days = await page.app.push_screen_wait(
        PromptDialog(
            "请假",
            f"{number} 月几号，或几号到几号",
            value=str(page.day - month.days[0] + 1),
            hint="如 5 或 5-8，跨月写 3/28-4/2",
            max_length=20,
            check=lambda text: roster_words.days_of(text, year, number),
        )
    )
    if days is None:
        return
    first, last = roster_words.days_of(days, year, number)
    reason = await _reason(page, "请假", "原因", False)
    if reason is None:
        return
    bench, me = page.session.bench, page.session.staff.id
    leave_id = await bench.do(leave.ask, first, last, reason, me)
    until = "" if first == last else f"–{roster_words.short_day(last)}"
    page.did(
        f"已请 {roster_words.short_day(first)}{until} 的假，等组长批准",
        lambda: bench.do(leave.withdraw, leave_id, me),
    )


# Answering and deciding.


async def _about_swap(page: RosterPage, swap: Swap) -> None:
    me, lead = page.session.staff.id, page.session.is_lead
    rows: list[tuple[str, str]] = []
    if swap.other.id == me and swap.state == "asked":
        rows += [("agree", "同意，交组长批准")]
    if lead and swap.state == "agreed":
        rows += [("approve", "批准，班表照此改")]
    if lead or swap.other.id == me:
        rows += [("refuse", "不同意")]
    if swap.asked_by.id == me:
        rows += [("withdraw", "撤回，不调了")]
    chosen = await _chosen(page, roster_words.swap_words(swap), rows)
    bench = page.session.bench
    name = f"{swap.asked_by.name} 的调班"
    match chosen:
        case "agree":
            await bench.do(swaps.agree, swap.id, me)
            page.did(f"已同意{name}", lambda: bench.do(swaps.take_back, swap.id, me))
        case "approve":
            why = ""
            if swap.short:
                title = f"{name}提得晚，为什么准"
                why = await _reason(page, title, "原因", False) or ""
                if not why:
                    return
            page.changed(await bench.do(swaps.approve, swap.id, me, why))
        case "refuse":
            reason = await _reason(page, f"不同意{name}", "原因", not lead)
            if reason is not None:
                await bench.do(swaps.refuse, swap.id, me, reason)
                page.did(f"没有同意{name}", lambda: bench.do(swaps.take_back, swap.id, me))
        case "withdraw":
            await bench.do(swaps.withdraw, swap.id, me)
            page.did("调班已撤回", lambda: bench.do(swaps.take_back, swap.id, me))


async def _about_leave(page: RosterPage, request: Leave) -> None:
    me = page.session.staff.id
    rows: list[tuple[str, str]] = []
    if page.session.is_lead:
        rows += [("approve", "批准，这几天记成请假"), ("refuse", "不批准")]
    if request.person.id == me:
        rows += [("withdraw", "撤回，不请了")]
    chosen = await _chosen(page, roster_words.leave_words(request), rows)
    bench = page.session.bench
    name = f"{request.person.name} 的请假"
    match chosen:
        case "approve":
            page.changed(await bench.do(leave.approve, request.id, me))
        case "refuse":
            reason = await _reason(page, f"不批准{name}", "原因", False)
            if reason is not None:
                await bench.do(leave.refuse, request.id, me, reason)
                page.did(f"没有批准{name}", lambda: bench.do(leave.take_back, request.id, me))
        case "withdraw":
            await bench.do(leave.withdraw, request.id, me)
            page.did("请假已撤回", lambda: bench.do(leave.take_back, request.id, me))


async def _chosen(page: RosterPage, title: str, rows: Sequence[tuple[str, str]]) -> str | None:
    if not rows:
        toast(page.app, "这一条要别人来办。", "warning")
        return None
    answer: str | None = await page.app.push_screen_wait(ChooseDialog(title, rows))
    return answer


async def _reason(page: RosterPage, title: str, label: str, may_be_empty: bool) -> str | None:
    answer: str | None = await page.app.push_screen_wait(
        PromptDialog(
            title,
            label,
            empty="请写明原因。",
            may_be_empty=may_be_empty,
            max_length=swaps.REASON_CHARS,
        )
    )
    return answer
