"""A whole screen to fill in: fields, what they come to, Ctrl+S saves, Esc leaves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Input, Static

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.breakpoints import HEIGHTS, WIDTHS
from zuiqing_desk.tui.compositor import WholeCharacters
from zuiqing_desk.tui.notebook_keys import WritesDown, notebook_bindings
from zuiqing_desk.tui.one_at_a_time import OneAtATime, Step
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.screens.page_help import help_keys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line, safe
from zuiqing_desk.tui.widgets.form import FormField, PickField
from zuiqing_desk.tui.widgets.key_footer import KeyFooter
from zuiqing_desk.tui.widgets.page_keys import Keys

KEYS: Keys = (
    ("^S", "保存"),
    ("Tab", "下一项"),
    ("Shift+Tab", "上一项"),
    ("Esc", "离开"),
)


class FormScreen(WritesDown, Everywhere[bool]):
    """True once something was saved; None when it was left.

    A subclass says in ``save`` what is done with the values. What it refuses (RuleError) is shown
    at the field that ``FIELD_OF`` names for the error's code, else at the bottom; whatever was
    typed stays. ``added`` is the id of what a form for something new has made.
    """

    CSS_PATH = "form.tcss"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "保存", show=False, tooltip="保存；有不对的，会写在那一项下面。"),
        Binding("escape", "leave", "离开", show=False, tooltip="离开；改过没保存的会先问一句。"),
        *notebook_bindings(),
    ]
    FIELD_OF: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        session: Session,
        title: str,
        fields: Sequence[FormField],
        *,
        keys: Keys = KEYS,
        notice: str = "",
    ) -> None:
        super().__init__()
        self._compositor = WholeCharacters()
        self.session = session
        self._title = title
        self._notice = notice
        self._keys = keys
        self._steps = OneAtATime(self)
        self.fields = {field.key: field for field in fields}
        self._before = self.values
        self.added: int | None = None
        self._hint = Static(id="form-hint")

    def compose(self) -> ComposeResult:
        yield Static(Content(one_line(self._title)), id="form-title")
        if self._notice:
            yield Static(Content(one_line(self._notice)), id="form-notice")
        with Container(id="form-body"):
            yield VerticalScroll(*self.fields.values(), id="form-fields", can_focus=False)
            yield from self.side()
        yield self._hint
        yield KeyFooter((*self._keys, *help_keys(self)))

    # What a subclass answers.

    def side(self) -> Iterable[Widget]:
        """What stands beside the fields."""
        return ()

    def check(self, key: str, value: str) -> object:
        """Look at one field by itself. May raise RuleError, which is shown at the field."""

    async def save(self, values: Mapping[str, str]) -> bool:
        """Store what was filled in; False when the user thought better of it. May raise RuleError
        and StoreError."""
        raise NotImplementedError

    def edited(self, field: FormField) -> None:
        """The user changed a field."""

    # Values and complaints.

    @property
    def values(self) -> dict[str, str]:
        """What is filled in, by field."""
        return {key: field.value for key, field in self.fields.items()}

    @property
    def is_edited(self) -> bool:
        """Whether leaving now would lose something."""
        return self.values != self._before

    @property
    def unsaved(self) -> bool:
        return self.is_edited

    def complain(self, error: RuleError) -> FormField | None:
        """Show what is wrong where it is wrong; the field, if there is one."""
        field = self.fields.get(self.FIELD_OF.get(error.code, ""))
        if field is None:
            self.say(error.message)
        else:
            field.complain(error.message)
        return field

    def say(self, message: str) -> None:
        """Something is wrong with the whole; it stands at the bottom until the next change."""
        self._hint.set_class(True, "-wrong")
        self._hint.update(Content(f"✗ {safe(message)}"))

    def _show_hint(self) -> None:
        field = next((one for one in self.fields.values() if one.has_focus_within), None)
        self._hint.set_class(False, "-wrong")
        self._hint.update(Content(safe(field.hint) if field is not None else ""))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        self._show_hint()

    def on_form_field_edited(self, event: FormField.Edited) -> None:
        event.stop()
        self._show_hint()
        self.edited(event.field)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def on_pick_field_list_asked(self, event: PickField.ListAsked) -> None:
        event.stop()
        self.run_worker(self._pick(event.field), group="pick", exclusive=True)

    async def _pick(self, field: PickField) -> None:
        # The number keeps an empty value apart from Esc.
        rows = [(str(at), label) for at, (_, label) in enumerate(field.choices)]
        chosen = await self.app.push_screen_wait(ChooseDialog(field.label, rows))
        if chosen is not None:
            field.pick(field.choices[int(chosen)][0])

    # Saving and leaving.

    def action_save(self) -> None:
        """Store what was filled in, unless something is wrong with it."""
        self.begin(self._save)

    def action_leave(self) -> None:
        """Away; asks first when something would be lost."""
        self.begin(self._leave)

    def begin(self, step: Step) -> None:
        """Carry out a step, unless one is under way."""
        self._steps.begin(step)

    async def _save(self) -> None:
        wrong = [field for field in self.fields.values() if not self._accepts(field)]
        if wrong:
            wrong[0].focus_in()
            return
        try:
            saved = await self.save(self.values)
        except RuleError as error:
            refused = self.complain(error)
            if refused is not None:
                refused.focus_in()
        except StoreError as error:
            self.say(error.message)
        else:
            if saved:
                self.dismiss(True)

    def _accepts(self, field: FormField) -> bool:
        field.forgive()
        try:
            self.check(field.key, field.value)
        except RuleError as error:
            self.complain(error)
            return False
        return True

    async def _leave(self) -> None:
        if self.is_edited:
            ask = ConfirmDialog(
                "不保存就离开？",
                ["改过的内容会丢掉。要保存请按 Esc 回去，再按 Ctrl+S。"],
                yes="不保存，离开",
                no="接着写",
            )
            if not await self.app.push_screen_wait(ask):
                return
        self.dismiss(None)
