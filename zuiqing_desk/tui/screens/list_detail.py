"""A screen with a list and, beside it, everything about the item under the cursor."""

from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Static

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui.breakpoints import WIDTHS
from zuiqing_desk.tui.compositor import WholeCharacters
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.key_words import with_keys
from zuiqing_desk.tui.keys import twins
from zuiqing_desk.tui.notebook_keys import WritesDown, notebook_bindings
from zuiqing_desk.tui.one_at_a_time import OneAtATime
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.screens.page_help import MoreKeys, help_keys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import BrowseList, Cell
from zuiqing_desk.tui.widgets.page_keys import Keys, PageKeys
from zuiqing_desk.tui.widgets.prose import Prose
from zuiqing_desk.tui.widgets.virtual_list import VirtualList

P = ParamSpec("P")
T = TypeVar("T")

DETAIL_KEYS = (("↑↓", "翻看"), ("Tab", "换一块"), ("Esc", "返回"))
EVERYWHERE = frozenset({"back", "lock", "help", "handover_add", "note_add"})
GAP_S = 0.1
"""Between two readings of the store while it is being written to."""


def letter(key: str, action: str, label: str, what: str = "") -> Binding:
    """A letter that acts in lists, with what an input method or Caps Lock makes of it; ``what`` is
    its sentence in the help."""
    return Binding(",".join((key, *twins(key))), action, label, show=False, tooltip=what)


class ListScreen(WritesDown, Everywhere[T | None]):
    """Reads again when the store changed. The letters act while the list has the focus."""

    CSS_PATH = "list_detail.tcss"
    AUTO_FOCUS = "#list-rows"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "back",
            "返回",
            show=False,
            tooltip="回到列表，再按回上一页；在列表里也可按 q。",
        ),
        letter("q", "back", "返回"),
        *notebook_bindings(),
    ]
    PLACE: ClassVar[str] = "pane.chat"
    """The action that opens this page: where somebody was who writes something down."""
    MORE_KEYS: ClassVar[MoreKeys] = (
        ("↑ ↓", "移动", "在列表里移动；PgUp PgDn 翻页，Home End 到头尾。"),
        ("Tab", "换一块", "在列表和详细内容等之间换；在详细内容里按 ↑ ↓ 翻看。"),
    )

    def __init__(self, session: Session, title: str, columns: Sequence[int]) -> None:
        super().__init__()
        self._compositor = WholeCharacters()
        self.session = session
        self.steps = OneAtATime(self)
        self._title = Static(Content(one_line(title)), id="list-title")
        self.rows = BrowseList(
            columns, key=self.key_of, face=self.face, cells=self.cells, id="list-rows"
        )
        self._detail = Prose()
        self._keys = PageKeys()
        self._loading = Coalesced(self._load, gap_s=GAP_S)

    def compose(self) -> ComposeResult:
        yield self._title
        yield from self.above()
        with Container(id="list-body"):
            yield self.rows
            yield VerticalScroll(self._detail, id="list-detail")
        yield self._keys

    def on_mount(self) -> None:
        self.rows.set_empty(with_keys(self.app, self.empty_words()))
        self._unwatch = self.session.bench.watch(self._loading.ask)
        self._loading.ask()

    def on_unmount(self) -> None:
        self._unwatch()
        self._loading.stop()

    # What a subclass answers.

    def above(self) -> Iterable[Widget]:
        """What stands between the title and the list."""
        return ()

    async def load(self) -> bool:
        """Read what is shown; whether anything is different. May raise RuleError, StoreError."""
        raise NotImplementedError

    def items(self) -> Sequence[Any]:
        """What was read, in order."""
        raise NotImplementedError

    def key_of(self, item: Any) -> Hashable:
        """What stays the same about an item."""
        id_: int = item.id
        return id_

    def face(self, item: Any) -> Hashable:
        """What an item's row depends on besides the item."""
        return None

    def cells(self, item: Any, face: Any) -> Sequence[Cell]:
        """The columns of an item's row."""
        raise NotImplementedError

    def detail(self, item: Any) -> Content:
        """Everything about an item; its text must have gone through widgets.prose.tidy."""
        raise NotImplementedError

    def empty_words(self) -> str:
        """What to say, and which key to press, when there is nothing to show; ``{action id}``
        stands for a key."""
        raise NotImplementedError

    def list_keys(self, item: Any | None) -> Keys:
        """What the footer says while the list has the focus."""
        raise NotImplementedError

    async def open(self, item: Any) -> None:
        """Enter was pressed on this item."""
        raise NotImplementedError

    def make_ready(self) -> None:
        self.set_focus(self.rows)  # At once: what the key does comes next.

    # What a subclass calls.

    def in_hand(self) -> InHand:
        return InHand(place=self.PLACE)

    @property
    def chosen(self) -> Any | None:
        """The item under the cursor."""
        return self.rows.cursor_item

    def show(self) -> None:
        """Show what was read."""
        self.rows.set_empty(with_keys(self.app, self.empty_words()))
        self.rows.replace(self.items())
        self._show_chosen()

    def retitle(self, title: str) -> None:
        """Say something else at the top."""
        self._title.update(Content(one_line(title)))

    def on_item(self, step: Callable[[Any], Awaitable[None]]) -> None:
        """Begin a step about the item under the cursor; nothing happens in an empty list."""
        item = self.chosen
        if item is not None:
            self.steps.begin(lambda: step(item))

    async def carry_out(
        self,
        done: str,
        command: Callable[Concatenate[Tx, P], object],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """Carry out a command; says ``done`` afterwards, or why not."""
        try:
            await self.session.bench.do(command, *args, **kwargs)
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
            return False
        toast(self.app, done)
        return True

    # Inside.

    async def _load(self) -> None:
        try:
            different = await self.load()
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
        else:
            if different and self.is_attached:
                self.show()

    def _show_chosen(self) -> None:
        item = self.chosen
        self._detail.update(Content() if item is None else self.detail(item))
        self.show_keys()

    def show_keys(self) -> None:
        """Have the footer follow the focus and the cursor."""
        if self.rows.has_focus:
            self._keys.show([*self.list_keys(self.chosen), *help_keys(self)])
        else:
            self._keys.show([*DETAIL_KEYS, *help_keys(self)])

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        self.show_keys()

    def on_virtual_list_moved(self, event: VirtualList.Moved) -> None:
        event.stop()
        self.query_one("#list-detail").scroll_home(animate=False)
        self._show_chosen()

    def on_virtual_list_chosen(self, event: VirtualList.Chosen) -> None:
        event.stop()
        self.on_item(self.open)

    # Actions.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters and arrows are the list's; elsewhere they are text or move something else."""
        mine = any(
            f"action_{action}" in vars(one)
            for one in type(self).__mro__
            if issubclass(one, ListScreen)
        )
        return self.rows.has_focus or not mine or action in EVERYWHERE

    def action_back(self) -> None:
        """From the details to the list, from there to where the user came from."""
        if self.rows.has_focus:
            self.dismiss(None)
        else:
            self.rows.focus()
