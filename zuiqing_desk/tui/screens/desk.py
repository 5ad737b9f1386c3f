"""The main screen: status line, the pane in hand, key footer. Everything after the sign-in."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import duty, overview
from zuiqing_desk.services.overview import Overview
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui import keys
from zuiqing_desk.tui.alerts import AlertOptions, Alerts
from zuiqing_desk.tui.breakpoints import HEIGHTS, WIDTHS
from zuiqing_desk.tui.compositor import WholeCharacters
from zuiqing_desk.tui.day_start import door, tell_left
from zuiqing_desk.tui.hands_told import HandsTold
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.leaving import unfinished
from zuiqing_desk.tui.locking import LockAsked
from zuiqing_desk.tui.overrides import KeyMap
from zuiqing_desk.tui.own_desk import ThemeChosen
from zuiqing_desk.tui.panes.chat import ChatPane
from zuiqing_desk.tui.panes.chat_actions import OF_LISTS
from zuiqing_desk.tui.ports import ScreenOptions
from zuiqing_desk.tui.products_due import remind_unread
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.desk_everywhere import ServesPages
from zuiqing_desk.tui.screens.desk_more import MoreDoors
from zuiqing_desk.tui.screens.desk_notebooks import NotebookDoors
from zuiqing_desk.tui.screens.desk_orders import OrderDoors
from zuiqing_desk.tui.screens.desk_tour import Toured
from zuiqing_desk.tui.screens.help import HelpScreen
from zuiqing_desk.tui.screens.library import LibraryScreen
from zuiqing_desk.tui.screens.order_links import OpenConversation
from zuiqing_desk.tui.screens.policy import PolicyScreen
from zuiqing_desk.tui.screens.products import ProductsScreen
from zuiqing_desk.tui.screens.staff import StaffScreen
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.key_footer import KeyFooter, reachable
from zuiqing_desk.tui.widgets.status_line import Status, StatusLine

OWN_LIST_ACTIONS = (
    "duty.away",
    "staff.manage",
    "policy.edit",
    "library.manage",
    "product.manage",
    "audit.open",
    "chase.list",
    "promise.list",
    "dispute.list",
    "handover.list",
    "note.list",
    "board.open",
    "alert.quiet",
    "theme.choose",
    "tour.open",
    "customer.data",
    "access.open",
    "backup.open",
)
AWAY, BACK = "已暂离：不再派新会话给您。", "已回岗。"
LOOK_EVERY_TICKS = 5
"""Seconds after which the figures are read again even when nothing was written: time passes."""


def _own_bindings() -> list[Binding]:
    of_lists = [one for one in bindings("list") if one.id in OWN_LIST_ACTIONS]
    return [*bindings("app"), *of_lists]


class DeskScreen(ServesPages, OrderDoors, NotebookDoors, MoreDoors, Toured, Screen[None]):
    """Holds the panes; knows which actions can be reached and carries out its own."""

    CSS_PATH = "../desk.tcss"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [*_own_bindings()]

    class Leave(Message):
        """This person's work ends here. ``quit``: the program too; ``word``: why, if forced."""

        def __init__(self, *, quit: bool, word: str = "") -> None:
            super().__init__()
            self.quit = quit
            self.word = word

    def __init__(
        self, session: Session, keymap: KeyMap, notices: Sequence[str], options: ScreenOptions
    ) -> None:
        super().__init__()
        self._compositor = WholeCharacters()
        self.session = session
        self._keymap = keymap
        self._notices = tuple(notices)
        self.options = options
        session.open_with = options.open_with
        self._calls = AlertOptions(
            bell=options.bell,
            bell_gap_s=options.bell_gap_s,
            tmux_message=options.tmux_message,
            osc_777=options.osc777,
            title=options.title,
        )
        self._status = StatusLine()
        self._pane: ChatPane | None = None
        self._overview: Overview | None = None
        self._stale = True
        self._ticks = 0
        self._leaving = False

    def compose(self) -> ComposeResult:
        yield self._status
        self._alerts = Alerts(self.app, self._calls, quiet=lambda: self.session.preferences.quiet)
        self._pane = ChatPane(self.session, self._alerts)
        yield self._pane
        yield KeyFooter()

    def on_mount(self) -> None:
        self._unwatch = self.session.bench.watch(self._written)
        self._hands = HandsTold(self.app, self.session, self.conversation_in_hand)
        self._hands.start()
        self.set_interval(1, self._tick)
        self._tick()
        key = keys.display(self._keymap.keys["product.manage"][0])
        self.run_worker(remind_unread(self.app, self.session, key), group="reminder")
        first = keys.in_a_sentence(keys.display(self._keymap.keys["chat.next"][0]))
        self.run_worker(tell_left(self.app, self.session, first), group="left")
        self.run_worker(self.begin_tour(), group="tour")
        self.watch_handover(self._alerts, keys.display(self._keymap.keys["handover.open"][0]))

    def on_unmount(self) -> None:
        self._unwatch()
        self._hands.stop()

    # -- what stands at the top ---------------------------------------------------------------

    def _written(self) -> None:
        self._stale = True

    def _tick(self) -> None:
        self._ticks += 1
        if self._stale or self._ticks % LOOK_EVERY_TICKS == 0:
            self.look_again()
        self._show()

    def look_again(self) -> None:
        """Read everything at the top anew; a reading under way is given up."""
        self._stale = False
        self.run_worker(self._look(), group="overview", exclusive=True)

    async def _look(self) -> None:
        try:
            seen = await self.session.bench.ask(overview.look, self.session.staff.id)
            if not seen.staff.active:
                self.post_message(self.Leave(quit=False, word="您的工号已停用，请找组长。"))
            elif seen.staff.duty == "off":
                # The machine slept longer than a desk may be silent, and was taken off duty.
                await self.session.bench.do(
                    duty.sign_in, self.session.staff.id, self.session.bench.desk_id
                )
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
            return
        self._overview = seen
        session = self.session
        session.staff, session.shop, session.policy = seen.staff, seen.shop, seen.policy
        session.left = seen.left.counted if seen.left.customers else ""
        words = door(seen.gateway, anybody_came=seen.anybody_came)
        if words != session.door and self._pane is not None:
            session.door = words
            self._pane.paint_door()
        before, session.preferences = session.preferences, seen.preferences
        if before.theme != seen.preferences.theme:
            self.post_message(ThemeChosen())
        self._show()

    def tell(self, notices: Sequence[str]) -> None:
        """What this machine has to say about itself from now on."""
        self._notices = tuple(notices)
        self._show()

    def _show(self) -> None:
        seen = self._overview
        self._status.show(
            Status(
                shop=self.session.shop,
                staff=self.session.staff,
                figures=seen.figures if seen else None,
                gateway=seen.gateway if seen else None,
                notices=self._notices,
                handed_back=seen.handed_back if seen else 0,
                back_key=keys.display(self._keymap.keys["duty.away"][0]),
                now=self.session.clock(),
                quiet=self.session.preferences.quiet,
                left=self.session.left,
                held_up_s=self.session.bench.held_up_s(),
            )
        )

    # -- actions ------------------------------------------------------------------------------

    def action_help(self) -> None:
        """Which keys act here, and what they do."""
        self.app.push_screen(HelpScreen(reachable(self), self._keymap.keys, self._notices))

    def action_pane_chat(self) -> None:
        """Show the chat pane."""
        self.query_one(ChatPane).focus_list()

    def action_lock(self) -> None:
        """Hide everything until the PIN is given."""
        self.post_message(LockAsked())

    def action_quit(self) -> None:
        """End the program, after asking when something of mine is unfinished."""
        self.leave_work()

    def leave_work(self) -> None:
        if not self._leaving:
            self._leaving = True
            self.run_worker(self._quit(), group="quit")

    async def _quit(self) -> None:
        try:
            await self._ask_and_quit()
        finally:
            self._leaving = False

    async def _ask_and_quit(self) -> None:
        lines = await unfinished(self.session)
        if lines:
            ask = ConfirmDialog(
                "现在退出？", lines, yes="退出（草稿会留着，待回的还给队列）", no="留下"
            )
            if not await self.app.push_screen_wait(ask):
                return
        self.post_message(self.Leave(quit=True))

    def action_duty_away(self) -> None:
        """Go away for a while, or come back."""
        self.run_worker(self._change_duty(), group="duty", exclusive=True)

    async def _change_duty(self) -> None:
        command, words = (duty.back, BACK) if self.session.away else (duty.away, AWAY)
        try:
            await self.session.bench.do(command, self.session.staff.id)
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
        else:
            if self.app.screen is not self:
                toast(self.app, words)
        await self._look()

    def action_staff_manage(self) -> None:
        """Manage staff; leads only."""
        if self.lead_only("人员"):
            self.app.push_screen(StaffScreen(self.session))

    def action_policy_edit(self) -> None:
        """See and change the shop's policy; leads only."""
        if self.lead_only("店铺规则"):
            self.app.push_screen(PolicyScreen(self.session))

    def action_library_manage(self) -> None:
        """See and change the replies."""
        self.app.push_screen(LibraryScreen(self.session))

    def action_product_manage(self) -> None:
        """See the product cards, and read those that must be read."""
        self.app.push_screen(ProductsScreen(self.session))

    def order_in_hand(self) -> int | None:
        return self.query_one(ChatPane).orders.about.in_hand

    def conversation_in_hand(self) -> int | None:
        return self.query_one(ChatPane).model.shown

    def in_hand(self) -> InHand:
        return InHand(self.conversation_in_hand(), self.order_in_hand())

    def open_conversation(self, event: OpenConversation) -> None:
        """Show a conversation that a page of orders asked for."""
        self.query_one(ChatPane).open_with(event)

    def lead_only(self, what: str) -> bool:
        if not self.session.is_lead:
            toast(self.app, f"{what}只有组长可以管理，请找组长。", "warning")
        return self.session.is_lead

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No single letter acts while another conversation is coming, which it may have been meant
        for."""
        return self._pane is None or not self._pane.turns.moving or action not in OF_LISTS
