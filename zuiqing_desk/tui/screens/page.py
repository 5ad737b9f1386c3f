"""A whole screen with one list: title, rows, hint. Enter acts on the row, Esc goes back."""

from collections.abc import Callable, Iterable
from typing import ClassVar, Concatenate, ParamSpec

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.leads import by_lead
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui.notebook_keys import WritesDown, notebook_bindings
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.choices import Choices
from zuiqing_desk.tui.widgets.key_footer import KeyFooter

P = ParamSpec("P")

KEYS = [("↑↓", "选择"), ("Enter", "打开"), ("Esc", "返回")]


class PageScreen(WritesDown, Everywhere[None]):
    """Loads its rows from the store again whenever anything was written."""

    CSS_PATH = "page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "返回", show=False, tooltip="回到上一页；也可按 q。"),
        *notebook_bindings(),
    ]

    MORE_KEYS: ClassVar[MoreKeys] = (
        ("↑ ↓", "移动", "在列表里移动；PgUp PgDn 翻页，Home End 到头尾。"),
        ("Enter", "打开", "打开选中的一行。"),
    )

    def __init__(self, session: Session, title: str, columns: str) -> None:
        super().__init__()
        self.session = session
        self._title = title
        self._columns = columns
        self.rows = Choices(id="page-rows")

    def compose(self) -> ComposeResult:
        yield Static(Content(self._title), id="page-title")
        yield Static(Content(self._columns), id="page-columns")
        yield self.rows
        yield KeyFooter(KEYS)

    def on_mount(self) -> None:
        self._unwatch = self.session.bench.watch(self.reload)
        self.rows.focus()
        self.reload()

    def on_unmount(self) -> None:
        self._unwatch()

    def reload(self) -> None:
        """Read the rows again."""
        self.run_worker(self._reload(), group="rows", exclusive=True)

    async def _reload(self) -> None:
        try:
            rows = await self.load()
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
        else:
            self.rows.show(rows)

    async def load(self) -> Iterable[tuple[str, Content]]:
        """The rows, as (id, content)."""
        raise NotImplementedError

    async def open(self, id_: str) -> None:
        """Enter was pressed on this row."""
        raise NotImplementedError

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        id_ = event.option_id
        if id_ is not None:
            self.run_worker(self.open(id_), group="open", exclusive=True)

    async def change(
        self,
        done: str,
        command: Callable[Concatenate[Tx, P], object],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """Carry out a lead's command; says ``done`` afterwards, or why not."""
        try:
            await self.session.bench.do(by_lead, self.session.staff.id, command, *args, **kwargs)
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
            return False
        toast(self.app, done)
        return True

    def action_back(self) -> None:
        """Back to work."""
        self.dismiss(None)
