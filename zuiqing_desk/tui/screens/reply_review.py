"""A draft as a lead reads it: what it changes; approve, or send back with a reason."""

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from zuiqing_desk.rules import wording
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.wording import lists_of
from zuiqing_desk.services.replies import library, reading
from zuiqing_desk.services.replies.records import ReplyRecord
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.compositor import WholeCharacters
from zuiqing_desk.tui.difference_text import LEGEND
from zuiqing_desk.tui.library_stock import shown, waits
from zuiqing_desk.tui.one_at_a_time import OneAtATime
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.reply_words import changes, who
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.screens.list_detail import GAP_S, letter
from zuiqing_desk.tui.screens.page_help import MoreKeys, help_keys
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.key_footer import KeyFooter
from zuiqing_desk.tui.widgets.prose import Prose, tidy

KEYS = (
    ("p", "批准"),
    ("s", "退回"),
    ("e", "改"),
    ("↑↓", "翻看"),
    ("Esc", "以后再说"),
)
Outcome = Literal["decided", "edit"]


class ReplyReview(Everywhere[Outcome | None]):
    """What became of the draft; None when the lead left it as it is."""

    CSS_PATH = "list_detail.tcss"
    AUTO_FOCUS = "#review-text"
    BINDINGS: ClassVar[list[BindingType]] = [
        letter("p", "approve", "批准", "批准这份草稿，马上生效。"),
        letter("s", "send_back", "退回", "退回给作者，要写一句原因。"),
        letter("e", "edit", "改", "先改这份草稿，再决定。"),
        Binding("escape", "back", "以后再说", show=False, tooltip="草稿留着，以后再定；也可按 q。"),
        letter("q", "back", "返回"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("↑ ↓", "翻看", "草稿很长时上下翻看。"),)

    def __init__(self, session: Session, record: ReplyRecord) -> None:
        super().__init__()
        self._compositor = WholeCharacters()
        self.session = session
        self._record = record
        self._steps = OneAtATime(self)
        self._text = Prose()
        self._looking = Coalesced(self._look, gap_s=GAP_S)

    def compose(self) -> ComposeResult:
        title = f"审批 · {self._record.code} {shown(self._record).title}"
        yield Static(Content(one_line(title)), id="list-title")
        yield VerticalScroll(self._text, id="review-text")
        yield KeyFooter((*KEYS, *help_keys(self)))

    def on_mount(self) -> None:
        self._unwatch = self.session.bench.watch(self._looking.ask)
        self._show()

    def on_unmount(self) -> None:
        self._unwatch()
        self._looking.stop()

    def _show(self) -> None:
        record, zone = self._record, self.session.shop.time_zone
        draft, live = shown(record), record.live
        lines = [
            Content.styled(who(draft, zone), "$text-muted"),
            Content("新的话术")
            if live is None
            else Content.assemble(f"与正在用的第 {live.version} 版相比  ", LEGEND),
            *self._objections(draft.body),
            Content(),
            changes(live, draft, zone),
        ]
        self._text.update(Content("\n").join(lines))

    def _objections(self, body: str) -> list[Content]:
        """What the desk will object to whenever this is sent."""
        found = wording.describe(wording.lint(body, lists_of(self.session.policy)))
        return [Content.styled(f"▲ 措辞：{tidy(found)}", "$text-warning bold")] if found else []

    async def _look(self) -> None:
        """The draft may be changed, withdrawn or decided about while it is being read."""
        try:
            record = await self.session.bench.ask(
                reading.one, self._record.id, self.session.staff.id
            )
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
            return
        if not self.is_current:
            return
        if record is None or not waits(record):
            toast(self.app, "这份草稿已经处理过了，或已撤回。", "warning")
            self.dismiss("decided")
        elif shown(record) != shown(self._record):
            self._record = record
            self._show()
            toast(self.app, "草稿刚刚改过，现在看到的是新的。", "warning")

    def action_approve(self) -> None:
        """Put the draft in force."""
        self._steps.begin(self._approve)

    def action_send_back(self) -> None:
        """Give the draft back to its author, with the reason."""
        self._steps.begin(self._send_back)

    def action_edit(self) -> None:
        """Change the draft before deciding."""
        self.dismiss("edit")

    async def _approve(self) -> None:
        draft = shown(self._record)
        try:
            await self.session.bench.do(
                library.approve, self._record.id, draft.version, self.session.staff.id
            )
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
        else:
            self._leave(f"“{draft.title}”已批准，马上生效。")

    async def _send_back(self) -> None:
        draft = shown(self._record)
        ask = PromptDialog(
            f"退回“{draft.title}”",
            "原因",
            hint="作者会看到，照着改了再交",
            empty="退回要写一句原因。",
            max_length=library.WHY_CHARS,
        )
        why = await self.app.push_screen_wait(ask)
        if why is None:
            return
        try:
            await self.session.bench.do(
                library.send_back,
                self._record.id,
                why,
                self.session.staff.id,
                version=draft.version,
            )
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
        else:
            self._leave(f"“{draft.title}”已退回。")

    def _leave(self, words: str) -> None:
        toast(self.app, words)
        self._looking.stop()
        self.dismiss("decided")

    def action_back(self) -> None:
        """Leave the draft as it is."""
        self.dismiss(None)
