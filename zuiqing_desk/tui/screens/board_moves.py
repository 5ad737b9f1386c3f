"""What a lead does on the live board: pass conversations on, take them, take that back."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Final

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import board, taking_over
from zuiqing_desk.services.spreadsheets import Progress
from zuiqing_desk.services.taking_over import UNIT, Back, Passed
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.panes.undo import Steps
from zuiqing_desk.tui.screens import progress
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.list_detail import ListScreen
from zuiqing_desk.tui.screens.pass_on import PassOnDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.key_footer import reachable
from zuiqing_desk.tui.widgets.page_keys import Keys

BY_LEAD: Final = "看板上只有组长可以转走或接手会话，请找组长。"
REST: Final = 0
"""Stands for those that were not come to; no conversation has this id."""
ASK_FROM: Final = 10
"""From so many conversations on, taking them is asked about first."""

Move = Callable[[Sequence[Any]], "Future[Passed]"]


def move_keys(screen: ListScreen[Any], pass_on: str, take: str) -> Keys:
    """What a footer says of the keys in force."""
    found = reachable(screen)
    labels = (("board.pass_on", pass_on), ("board.take", take))
    return [(found[id_], label) for id_, label in labels if id_ in found]


class Moves:
    """The moves of one visit to the board, over all of its screens, and the way back."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._steps = Steps()

    async def pass_on(self, screen: ListScreen[Any], ids: Sequence[int], what: str) -> None:
        """Ask to whom, and hand these on."""
        if not self._may(screen, ids):
            return
        seen = await self._session.bench.ask(board.look)
        there = [one for one in seen.agents if one.duty == "on"]
        wanted = await screen.app.push_screen_wait(PassOnDialog(what, there))
        if wanted is None:
            return
        begin, me = self._session.bench.begin, self._session.staff.id
        to = "放回队列" if wanted.staff_no is None else f"转给 {wanted.staff_no}"
        done = await self._carry_out(
            screen,
            f"正在{to}",
            ids,
            lambda part: begin(
                taking_over.pass_on_many, part, wanted.staff_no, wanted.note, lead=me
            ),
        )
        self._remember(screen, done, to)

    async def take(self, screen: ListScreen[Any], ids: Sequence[int], what: str) -> None:
        """Take these over; many only after asking."""
        if not self._may(screen, ids):
            return
        if len(ids) >= ASK_FROM:
            ask = ConfirmDialog(
                f"把{what}接到自己手上？", ["接手以后由您来答；按 u 可以还回去。"], yes="接过来"
            )
            if not await screen.app.push_screen_wait(ask):
                return
        begin, me = self._session.bench.begin, self._session.staff.id
        done = await self._carry_out(
            screen, "正在接手", ids, lambda part: begin(taking_over.take_over_many, part, me)
        )
        self._remember(screen, done, "接到您手上")

    async def undo(self, screen: ListScreen[Any]) -> None:
        """Take the last move back."""
        self._screen = screen
        words = await self._steps.undo()
        if words is None:
            toast(screen.app, "在看板上还没有可以撤销的。")

    def _may(self, screen: ListScreen[Any], ids: Sequence[int]) -> bool:
        if not self._session.is_lead:
            toast(screen.app, BY_LEAD, "warning")
        elif not ids:
            toast(screen.app, "这里没有会话可以转。")
        return self._session.is_lead and bool(ids)

    def _remember(self, screen: ListScreen[Any], passed: Passed, to: str) -> None:
        if passed.done:
            self._steps.done(to, lambda: self._give_back(passed.done))
        toast(screen.app, _told(passed, to), "warning" if passed.refused else "information")

    async def _give_back(self, done: Sequence[Back]) -> None:
        screen, begin, me = self._screen, self._session.bench.begin, self._session.staff.id
        back = await self._carry_out(
            screen, "正在还回去", done, lambda part: begin(taking_over.give_back, part, me)
        )
        tried = {one.conversation_id for one in back.done} | {one for one, _ in back.refused}
        if rest := [one for one in done if one.conversation_id not in tried]:
            self._steps.done("还回去", lambda: self._give_back(rest))
        words = _told(back, "还回去")
        toast(screen.app, words, "warning" if back.refused else "information")

    async def _carry_out(
        self, screen: ListScreen[Any], title: str, items: Sequence[Any], move: Move
    ) -> Passed:
        """Move in units, so that others write in between, beneath a dialog that can stop it. What
        was moved before it stopped, or could not go on, is known all the same."""
        done: list[Back] = []
        refused: list[tuple[int, str]] = []

        def work(report: Progress) -> None:
            for at in range(0, len(items), UNIT):
                try:
                    report(title, at, len(items))
                    passed = move(items[at : at + UNIT]).result()
                except progress.Stopped:
                    refused.append((REST, f"还有 {len(items) - at} 个没有动：您停下了"))
                    return
                except (RuleError, StoreError) as error:
                    refused.append((REST, f"还有 {len(items) - at} 个没有动：{error.message}"))
                    return
                done.extend(passed.done)
                refused.extend(passed.refused)

        await progress.watched(
            screen.app, f"{title} {len(items)} 个会话", work, stopping="这一批办完就停……"
        )
        return Passed(tuple(done), tuple(refused))


def _told(passed: Passed, to: str) -> str:
    said = [f"{len(passed.done)} 个会话已{to}"] if passed.done else []
    why = [reason.rstrip("。") for one, reason in passed.refused if one != REST]
    said += [f"{len(why)} 个没有动：{why[0]}"] if why else []
    said += [reason.rstrip("。") for one, reason in passed.refused if one == REST]
    return f"{'；'.join(said)}。" + ("按 u 撤销。" if passed.done and to != "还回去" else "")
