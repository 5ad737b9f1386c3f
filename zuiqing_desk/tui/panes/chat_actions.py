"""What the keys of the chat pane lead to."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App
from textual.binding import Binding

from zuiqing_desk.tui import day_start
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.panes.chat_commands import ChatCommands
from zuiqing_desk.tui.panes.chat_files import ChatFiles
from zuiqing_desk.tui.panes.chat_orders import ChatOrders
from zuiqing_desk.tui.panes.turns import Turns
from zuiqing_desk.tui.toast import Severity

OWN = ("chat.", "mark.", "line.", "reply.", "product.pick", "remark.open", "promise.mark")

MOVING = "正在换会话，稍等一下再按。"


def own_bindings() -> list[Binding]:
    """The bindings of the actions that the pane carries out."""
    found = [*bindings("chat"), *bindings("list"), *bindings("line")]
    return [one for one in found if (one.id or "").startswith(OWN)]


OF_LISTS = frozenset(one.action for scope in ("list", "line") for one in bindings(scope))
"""The actions of single letters."""


class ChatActions:
    """One method an action of tui.actions; the pane supplies what they work with."""

    app: App[Any]
    commands: ChatCommands
    orders: ChatOrders
    files: ChatFiles
    turns: Turns

    @abstractmethod
    def carry_out(self, command: Callable[[], Awaitable[None]], *, moves: bool = False) -> None:
        """Run a command, one after the other, and show what it refuses. ``moves``: it is to show
        another conversation; until it has, nothing is sent."""

    @abstractmethod
    def say(self, words: str, severity: Severity = "information") -> None:
        """Tell the agent something in passing."""

    @abstractmethod
    async def write_note(self) -> None:
        """Begin a note on the open conversation."""

    @abstractmethod
    async def copy_line(self) -> None:
        """Copy the picked line."""

    @abstractmethod
    async def change_filter(self) -> None:
        """Look at the conversations another way."""

    @abstractmethod
    async def toggle_details(self) -> None:
        """Show the card or put it away."""

    def action_chat_next(self) -> None:
        """下一位."""
        day_start.begun(self.app)
        self.carry_out(self.commands.next, moves=True)

    def action_chat_close(self) -> None:
        """结束."""
        self.carry_out(self.commands.close)

    def action_chat_transfer(self) -> None:
        """转交."""
        self.carry_out(self.commands.transfer)

    def action_chat_note(self) -> None:
        """备忘."""
        self.carry_out(self.write_note)

    def action_chat_open_manual(self) -> None:
        """手工会话."""
        self.carry_out(self.commands.open_manual, moves=True)

    def action_chat_snooze(self) -> None:
        """稍后."""
        self.carry_out(self.commands.snooze)

    def action_chat_reopen(self) -> None:
        """重开."""
        self.carry_out(self.commands.reopen, moves=True)

    def action_chat_take_over(self) -> None:
        """接手."""
        self.carry_out(self.commands.take_over, moves=True)

    def action_chat_retry(self) -> None:
        """重发."""
        self.carry_out(self.commands.retry)

    def action_chat_record(self) -> None:
        """记来话."""
        self.carry_out(self.commands.record)

    def action_chat_block(self) -> None:
        """拉黑."""
        self.carry_out(self.commands.block)

    def action_chat_undo(self) -> None:
        """撤销."""
        self.carry_out(self.commands.undo)

    def action_chat_details(self) -> None:
        """客户卡."""
        self.carry_out(self.toggle_details)

    def action_chat_filter(self) -> None:
        """筛选."""
        self.carry_out(self.change_filter)

    def action_mark_quote(self) -> None:
        """报价."""
        self.carry_out(lambda: self.commands.mark("quote"))

    def action_mark_agreed(self) -> None:
        """谈妥."""
        self.carry_out(lambda: self.commands.mark("agreed"))

    def action_line_courtesy(self) -> None:
        """客套."""
        self.carry_out(self.commands.courtesy)

    def action_line_copy(self) -> None:
        """复制."""
        self.carry_out(self.copy_line)

    def action_line_open(self) -> None:
        """打开附件."""
        self.carry_out(self.files.open)

    def action_line_save(self) -> None:
        """另存附件."""
        self.carry_out(self.files.save)

    def action_promise_mark(self) -> None:
        """承诺."""
        self.carry_out(self.orders.promise)

    def action_remark_open(self) -> None:
        """备注. At once, not in turn: the next key of the same burst is meant for the builder."""
        if self.turns.moving:
            self.say(MOVING)
        else:
            self.orders.remark()
