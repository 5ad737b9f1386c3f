"""Writing a reply, or changing one, with what the customer will see beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from zuiqing_desk.rules import reply_fields, template, validity
from zuiqing_desk.rules.categories import CATEGORIES
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.reply_fields import SHOWN, FieldError
from zuiqing_desk.rules.wording import lists_of
from zuiqing_desk.services.replies import library, reading
from zuiqing_desk.services.replies.records import ReplyRecord, ReplyWords
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.library_stock import is_sent_back, waits
from zuiqing_desk.tui.reply_preview import Previewer
from zuiqing_desk.tui.reply_samples import SAMPLES, sample_values
from zuiqing_desk.tui.reply_words import words_of
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.form import KEYS, FormScreen
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.form import FormField, LineField, LinesField, PickField
from zuiqing_desk.tui.widgets.prose import Prose

HINTS: Final = {
    "code": "选话术时直接输入它就能找到；汉字、字母、数字和 - _ .，团队里不能重复",
    "title": "一句话说明用在哪里，客户看不到",
    "category": "← → 换一个，Enter 看全部",
    "tags": "帮助查找的词，用空格隔开，可以不填",
    "body": "Ctrl+O 放进变量；{?几瓶} 是发送前要填的空，{>短码} 引用另一条话术",
    "asks": "客户会怎么问，一行一种；写得越多，建议越准",
    "valid_from": "例如 2026-01-31 或 2026-01-31 17:30，空着就是马上",
    "valid_until": "例如 2026-01-31（当天还能用），空着就是一直有效",
}
FIRST_CATEGORY: Final = "商品咨询"


class ReplyForm(FormScreen):
    """``record`` is changed; without it a new reply is written, ``like`` another if given, or
    beginning with these ``words``.

    ``own``: a personal reply rather than one of the team.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "variable", "变量", show=False, tooltip="选一个变量放进话术的内容里。"),
    ]
    FIELD_OF: ClassVar[Mapping[str, str]] = {
        **{f"bad_{name}": name for name in SHOWN},
        "template": "body",
        "template_ring": "body",
        "template_size": "body",
        "code_taken": "code",
        "code_in_use": "code",
        "included": "code",
    }

    def __init__(
        self,
        session: Session,
        *,
        own: bool,
        record: ReplyRecord | None = None,
        like: ReplyRecord | None = None,
        words: ReplyWords | None = None,
    ) -> None:
        self._own = own
        self._record = record
        source = record or like
        zone = session.shop.time_zone
        super().__init__(
            session,
            _title(record, own),
            _fields(words if source is None else words_of(source), zone),
            keys=(KEYS[0], ("^O", "变量"), *KEYS[1:]),
            notice="" if record is None else _notice(record, session.staff.staff_no),
        )
        self._preview = Prose(id="reply-preview")
        self._previewer = Previewer(SAMPLES, {}, lists_of(session.policy))

    def side(self) -> Iterable[Widget]:
        side = VerticalScroll(self._preview, id="form-side", classes="-used", can_focus=False)
        side.border_title = "客户会看到（示例）"
        yield side

    def on_mount(self) -> None:
        self._show_preview()
        self.run_worker(self._read_samples(), group="samples")

    async def _read_samples(self) -> None:
        owner = self.session.staff.id if self._own else None
        try:
            known = await sample_values(self.session)
            bodies = await self.session.bench.ask(reading.bodies, owner)
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
            return
        self._previewer = Previewer(known, bodies, self._previewer.lists)
        self._show_preview()

    def edited(self, field: FormField) -> None:
        if field.key == "body":
            self._show_preview()

    def _show_preview(self) -> None:
        self._preview.update(self._previewer.show(self.fields["body"].value))

    # Saving.

    def check(self, key: str, value: str) -> object:
        match key:
            case "code":
                return reply_fields.check_code(value)
            case "title":
                return reply_fields.check_title(value)
            case "category":
                return reply_fields.check_category(value)
            case "tags":
                return reply_fields.check_tags(value)
            case "body":
                return reply_fields.check_body(value), template.parse(value)
            case "asks":
                return reply_fields.check_asks(value)
        return _moment(key, value, self.session.shop.time_zone)

    def complain(self, error: RuleError) -> FormField | None:
        field = super().complain(error)
        if isinstance(error, template.TemplateError) and isinstance(field, LinesField):
            field.point_at(error.position)
        return field

    def written(self, values: Mapping[str, str]) -> ReplyWords:
        """What was filled in. Raises FieldError."""
        words = _words(values, self.session.shop.time_zone)
        reply_fields.check_validity(words.valid_from, words.valid_until)
        return words

    async def save(self, values: Mapping[str, str]) -> bool:
        words = self.written(values)
        approve_now = False
        if not self._own and self.session.is_lead:
            rows = [("now", "马上生效"), ("draft", "先存成草稿，等批准")]
            chosen = await self.app.push_screen_wait(ChooseDialog("保存", rows))
            if chosen is None:
                return False
            approve_now = chosen == "now"
        do, me = self.session.bench.do, self.session.staff.id
        if self._record is None:
            owner = me if self._own else None
            self.added = await do(
                library.add, words, owner_id=owner, actor=me, approve_now=approve_now
            )
        else:
            await do(
                library.change,
                self._record.id,
                words,
                me,
                based_on=self._record.last,
                approve_now=approve_now,
            )
        toast(self.app, f"已保存，{self._effect(words, self._own or approve_now)}。")
        return True

    def _effect(self, words: ReplyWords, in_force: bool) -> str:
        """From when on what was saved can be used."""
        now, begin, end = self.session.clock(), words.valid_from, words.valid_until
        if not in_force:
            return "等组长批准后生效"
        if end is not None and end <= now:
            return "但已过了失效时间，查不到也不会推荐"
        if begin is not None and now < begin:
            return f"从 {validity.from_text(begin, self.session.shop.time_zone)} 起能用"
        return "马上能用"

    # Variables.

    def action_variable(self) -> None:
        """Put a variable into the body, out of a list that says what each stands for."""
        self.begin(self._variable)

    async def _variable(self) -> None:
        rows = [(name, f"{{{name}}}  {what}") for name, what in template.VARIABLES.items()]
        chosen = await self.app.push_screen_wait(ChooseDialog("放进哪个变量", rows))
        if chosen is not None:
            body = self.fields["body"]
            assert isinstance(body, LinesField)
            body.focus_in()
            body.editor.insert(f"{{{chosen}}}")


def _title(record: ReplyRecord | None, own: bool) -> str:
    whose = "个人话术 · 保存后马上能用" if own else "团队话术 · 组长批准后生效"
    return f"新建{whose}" if record is None else f"修改{whose}"


def _notice(record: ReplyRecord, staff_no: str) -> str:
    draft = record.draft
    if draft is None:
        return ""
    if is_sent_back(record):
        return f"✗ 退回的原因：{draft.refused}"
    if waits(record) and draft.author_no != staff_no:
        return f"▲ {draft.author_no} 的草稿还在等批准，您接着改的是这份草稿。"
    return ""


def _fields(words: ReplyWords | None, zone: str) -> list[FormField]:
    words = words or ReplyWords(code="", title="", category=FIRST_CATEGORY, body="")
    begin, end = words.valid_from, words.valid_until
    return [
        _line("code", words.code, reply_fields.LONGEST_CODE * 2),
        _line("title", words.title, reply_fields.LONGEST_TITLE * 2),
        PickField(
            "category",
            SHOWN["category"],
            [(one, one) for one in CATEGORIES],
            words.category,
            hint=HINTS["category"],
        ),
        _line("tags", words.tags, 400),
        LinesField("body", SHOWN["body"], words.body, hint=HINTS["body"], rows=5),
        LinesField("asks", SHOWN["asks"], words.asks, hint=HINTS["asks"], rows=3),
        _line("valid_from", validity.from_text(begin, zone), 40),
        _line("valid_until", validity.until_text(end, zone), 40),
    ]


def _line(key: str, value: str, max_length: int) -> LineField:
    return LineField(key, SHOWN[key], value, hint=HINTS[key], max_length=max_length)


def _moment(key: str, value: str, zone: str) -> int | None:
    read = validity.valid_from if key == "valid_from" else validity.valid_until
    try:
        return read(value, zone)
    except RuleError as error:
        raise FieldError(key, error.message) from None


def _words(values: Mapping[str, str], zone: str) -> ReplyWords:
    given: dict[str, str | int | None] = dict(values)
    for key in ("valid_from", "valid_until"):
        given[key] = _moment(key, values[key], zone)
    return ReplyWords(**{one.name: given[one.name] for one in fields(ReplyWords)})  # type: ignore[arg-type]
