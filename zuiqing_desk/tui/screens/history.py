"""Old talk, found by its words."""

from dataclasses import replace
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from zuiqing_desk.rules.calendar import MICROSECONDS, calendar_day
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.history_query import Parts, parse, render
from zuiqing_desk.services import chat, queue
from zuiqing_desk.services.history import search
from zuiqing_desk.services.history.asking import asked
from zuiqing_desk.services.history.records import Ask, Found
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui import clipboard, history_told
from zuiqing_desk.tui.breakpoints import HEIGHTS, WIDTHS
from zuiqing_desk.tui.compositor import WholeCharacters
from zuiqing_desk.tui.history_words import around
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.latest import Latest
from zuiqing_desk.tui.looked import Looked
from zuiqing_desk.tui.notebook_keys import WritesDown, notebook_bindings
from zuiqing_desk.tui.one_at_a_time import OneAtATime
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.screens.history_filter import HistoryFilter
from zuiqing_desk.tui.screens.order_links import OpenConversation
from zuiqing_desk.tui.screens.page_help import MoreKeys, help_keys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.around_view import AroundView
from zuiqing_desk.tui.widgets.hit_list import Desk, HitList
from zuiqing_desk.tui.widgets.key_footer import reachable
from zuiqing_desk.tui.widgets.page_keys import PageKeys
from zuiqing_desk.tui.widgets.query_input import QueryInput

PAGE: Final = 50
"""Hits that are read at a time."""
NEAR_THE_END: Final = 10
"""Hits left below the cursor when more are read."""
AROUND_LINES: Final = 11
"""The line that was found, and five before and behind it; more where there is room for more."""
AROUND_GAP_S: Final = 0.05
SAY_AFTER_S: Final = 0.3
"""Who waits no longer need not be told that it goes on."""
LONGEST: Final = 240
NOTHING: Final = Found((), False, 0)


class HistoryScreen(WritesDown, Everywhere[None], Screen[None]):
    """Searches while one types; what was asked before is stopped. Enter opens a hit where it
    stands. Begins in ``conversation_id``, if there is one; with what was looked for before, if that
    led to this conversation."""

    CSS_PATH = "history.tcss"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    PLACE: ClassVar[str] = "history.open"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "打开", False, tooltip="打开会话，停在光标下的这一句上。"),
        *bindings("history"),
        Binding("ctrl+y", "copy", "复制", False, tooltip="复制光标下的这一句。"),
        Binding("escape", "leave", "返回", False, tooltip="正在找就停下，否则回到刚才的页面。"),
        *notebook_bindings(),
        Binding("up", "move(-1)", "上移", show=False),
        Binding("down", "move(1)", "下移", show=False),
        Binding("pageup", "page(-1)", "上翻", show=False),
        Binding("pagedown", "page(1)", "下翻", show=False),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (
        ("打字", "查找", "边打边找；空格隔开的几个词要在同一句里。"),
        ("客户:", "条件", "也可以直接写 客户:王 客服:1001 店铺:旗舰 日期:上周。"),
        ("↑ ↓", "移动", "在找到的话里移动；PgUp PgDn 翻页，翻到底会接着找更早的。"),
    )

    def __init__(self, session: Session, conversation_id: int | None) -> None:
        super().__init__()
        self._compositor = WholeCharacters()
        self.session = session
        self._here = conversation_id
        self._customer = ""
        self._everywhere = conversation_id is None
        self._steps = OneAtATime(self)
        self._title = Static(id="history-title")
        self._query = QueryInput(
            self._typed, placeholder=history_told.PLACEHOLDER, id="history-query", longest=LONGEST
        )
        self._rows = HitList(session.clock, id="history-rows")
        self._around = AroundView(id="history-around")
        self._told = Static(id="history-told")
        self._keys = PageKeys()
        self._searching = Latest()
        self._since: int | None = None
        self._older = False
        self._looking = Coalesced(self._look_around, gap_s=AROUND_GAP_S)
        self._parts = Parts()
        self._ask: Ask | None = None
        self._found = NOTHING
        self._stopped = False
        self._trouble = ""

    def compose(self) -> ComposeResult:
        yield self._title
        with Horizontal(id="history-line"):
            yield Static(Content("查找"))
            yield self._query
        with Horizontal(id="history-body"):
            yield self._rows
            yield self._around
        yield self._told
        yield self._keys

    def on_mount(self) -> None:
        self.set_focus(self._query)
        self._ticking = self.set_interval(SAY_AFTER_S, self._tell, pause=True)
        looked = self.session.looked
        if looked is not None and looked.hit.conversation_id == self._here:
            self._resume(looked)
        else:
            self._search()
        if self._here is not None:
            self.run_worker(self._learn_name(self._here), group="name")

    def on_unmount(self) -> None:
        self._searching.stop()
        self._looking.stop()

    def on_resize(self) -> None:
        self._looking.ask()

    def make_ready(self) -> None:
        self.set_focus(self._query)

    async def _learn_name(self, conversation_id: int) -> None:
        try:
            row = await self.session.bench.ask(queue.one, conversation_id)
        except (RuleError, StoreError):
            return
        self._customer = row.customer
        self._dress()

    def _resume(self, looked: Looked) -> None:
        """Go on with the hits that were left for one of them; typing begins anew."""
        self._everywhere = looked.ask.conversation_id is None
        self._ask, self._found = looked.ask, looked.found
        self._query.value = looked.query
        self._query.action_select_all()
        self._search()
        self._show(looked.found)
        self._rows.select(looked.hit.line_id)

    # Finding.

    @property
    def _scope(self) -> int | None:
        return None if self._everywhere else self._here

    def _typed(self, _query: str) -> None:
        if self.is_mounted:
            self._search()

    def _search(self, *, again: bool = False) -> None:
        """Look for what stands in the query now, unless that is what was looked for."""
        zone = self.session.shop.time_zone
        self._parts = parse(self._query.value, calendar_day(self.session.clock(), zone))
        if self._parts.problems or self._parts.asks_nothing:
            self._stop()
            self._ask, self._stopped, self._trouble = None, False, ""
            self._show(NOTHING)
            return
        ask = asked(self._parts, zone, self._scope)
        if ask != self._ask or again:
            self._ask = ask
            self._begin(ask, None)
        self._dress()

    def _begin(self, ask: Ask, before_id: int | None) -> None:
        self._older, self._stopped, self._trouble = before_id is not None, False, ""
        self._since = self.session.clock()
        self._ticking.resume()
        self._searching.ask(lambda: self._find(ask, before_id))

    def _stop(self) -> bool:
        """Stop what is being looked for; whether anything was."""
        running, self._since = self._since is not None, None
        self._ticking.pause()
        self._searching.stop()
        return running

    async def _find(self, ask: Ask, before_id: int | None) -> None:
        find = self.session.bench.ask_stoppable
        try:
            found = await find(search.find, ask, limit=PAGE, before_id=before_id)
        except (RuleError, StoreError) as error:
            self._trouble = error.message
            found = replace(NOTHING, more=self._older)
        self._since = None
        self._ticking.pause()
        if self._older:
            found = replace(self._found, hits=self._found.hits + found.hits, more=found.more)
        self._show(found)

    def _show(self, found: Found) -> None:
        self._found = found
        session = self.session
        zone = session.shop.time_zone
        self._rows.set_desk(
            Desk(
                session.staff.staff_no,
                zone,
                calendar_day(session.clock(), zone),
                tuple(self._parts.words.split()),
            )
        )
        self._rows.replace(found.hits)
        if not found.hits:
            # At once: the store may be busy with another question.
            self._around.show(())
        if not self._older:
            self._rows.edge(0)
        self._dress()
        self._looking.ask()

    def _more(self) -> None:
        """Read what is older once the cursor comes near the end."""
        hits, ask = self._found.hits, self._ask
        if self._since is not None or not self._found.more or not hits or ask is None:
            return
        if self._rows.below <= NEAR_THE_END:
            self._begin(ask, hits[-1].line_id)

    # What stands around the hit.

    async def _look_around(self) -> None:
        hit, width = self._rows.cursor_item, self._around.content_size.width - 1
        limit = max(AROUND_LINES, self._around.content_size.height)
        if hit is None or width < 1:
            self._around.show(())
            return
        session = self.session
        try:
            talk = await session.bench.ask(
                chat.chat, hit.conversation_id, limit=limit, around_seq=hit.seq
            )
        except (RuleError, StoreError) as error:
            self._trouble = error.message
            self._tell()
            return
        if hit is not self._rows.cursor_item:
            return
        self._around.show(
            *around(
                talk,
                hit.seq,
                self._parts.words.split(),
                zone=session.shop.time_zone,
                my_no=session.staff.staff_no,
                width=width,
            )
        )

    # Keys.

    def action_open(self) -> None:
        """Open the conversation at the line under the cursor; with none, look once more."""
        hit = self._rows.cursor_item
        if self._since is not None and not self._older:
            # What still stands there is the answer to another question.
            return
        if hit is None or self._ask is None:
            self._search(again=True)
        else:
            self.session.looked = Looked(self._query.value, self._ask, self._found, hit)
            self.post_message(OpenConversation(hit.conversation_id, seq=hit.seq))

    def action_leave(self) -> None:
        """Stop looking; when nothing is looked for, go back."""
        if not self._stop():
            self.dismiss(None)
            return
        if self._older:
            self._dress()
        else:
            self._stopped = True
            self._show(NOTHING)

    def action_history_scope(self) -> None:
        """Look in this conversation alone, or in all."""
        if self._here is None:
            toast(self.app, "没有打开的会话，找的就是全部会话。")
            return
        self._everywhere = not self._everywhere
        self._search()

    def action_history_filter(self) -> None:
        """Narrow it down by customer, agent, storefront, day."""
        self._steps.begin(self._filter)

    async def _filter(self) -> None:
        today = calendar_day(self.session.clock(), self.session.shop.time_zone)
        parts = await self.app.push_screen_wait(HistoryFilter(self._parts, today))
        if parts is not None:
            self._query.value = render(parts)
            self._query.cursor_position = len(parts.words)

    def action_copy(self) -> None:
        """Send the line under the cursor to the terminal's clipboard."""
        hit = self._rows.cursor_item
        if hit is not None:
            self._steps.begin(lambda: self._copy(hit.text))

    async def _copy(self, text: str) -> None:
        toast(self.app, (await clipboard.copy(self.app, text)).value)

    def action_move(self, by: int) -> None:
        """The cursor up or down."""
        self._rows.move(by)

    def action_page(self, by: int) -> None:
        """A view up or down."""
        self._rows.page(by)

    def on_virtual_list_moved(self, event: HitList.Moved) -> None:
        event.stop()
        self._tell()
        self._looking.ask()
        self._more()

    def in_hand(self) -> InHand:
        hit = self._rows.cursor_item
        return InHand(None if hit is None else hit.conversation_id, place=self.PLACE)

    # How it looks.

    def _dress(self) -> None:
        scope = self._scoped()
        self._title.update(Content(history_told.title(scope, self._parts)))
        self._rows.set_empty(
            ""
            if self._since is not None
            else history_told.empty(
                scope, self._parts, stopped=self._stopped, trouble=self._trouble
            )
        )
        offered = [
            ("Enter", "打开"),
            (scope.scope_key if scope.has_here else "", history_told.scope_label(scope)),
            (scope.filter_key, "条件"),
            ("^Y", "复制"),
            ("Esc", "返回" if self._since is None else "停下"),
            *help_keys(self),
        ]
        self._keys.show([(key, what) for key, what in offered if key])
        self._tell()

    def _scoped(self) -> history_told.Scope:
        found = reachable(self)
        return history_told.Scope(
            None if self._everywhere else self._customer,
            self._here is not None,
            found.get("history.scope", ""),
            found.get("history.filter", ""),
        )

    def _tell(self) -> None:
        """Say how far it is; while it goes on, from when somebody would wonder."""
        seconds = None
        if self._since is not None:
            seconds = max(0, (self.session.clock() - self._since) // MICROSECONDS)
        words, wrong = history_told.told(
            self._found, seconds=seconds, more=self._older, trouble=self._trouble
        )
        self._told.update(Content.styled(words, "$text-error bold") if wrong else Content(words))
