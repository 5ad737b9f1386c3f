"""Handing out, or erasing on request, what is kept of a customer."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeVar

from textual.app import App
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import chat, customer_export, erasure
from zuiqing_desk.services.erasing import look
from zuiqing_desk.services.erasing.look import Look
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui.key_words import with_keys
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.screens.progress import Stopped, watched
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.table_paths import path_of
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.field import Field

T = TypeVar("T")

PATH_CHARS: Final = 1000
CHOICES: Final = (
    ("export", "导出：全部资料写成一个文件，交给客户"),
    ("erase", "删除：应客户要求，全部删掉，不能恢复"),
)
LATER: Final = "停下了。已经开始的不能撤回，剩下的会在后台删完。"


def begin(app: App[Any], session: Session, conversation_id: int | None) -> None:
    """Ask a lead what is to be done with the data of the customer in hand."""
    if session.staff.role != "lead":
        toast(app, "客户资料的导出和删除只有组长可以做。", "warning")
    elif conversation_id is None:
        toast(app, with_keys(app, "先打开这位客户的会话，再按 {customer.data}。"), "warning")
    else:
        app.run_worker(_carry_out(app, session, conversation_id), group="customer-data")


async def _carry_out(app: App[Any], session: Session, conversation_id: int) -> None:
    try:
        await _choose(app, session, conversation_id)
    except (RuleError, StoreError) as error:
        toast(app, error.message, "error")
    except OSError as error:
        toast(app, f"没有做完：{error.strerror or error}。", "error")


async def _choose(app: App[Any], session: Session, conversation_id: int) -> None:
    found = await session.bench.ask(chat.chat, conversation_id, limit=1)
    me = session.staff.id
    there = await session.bench.ask(look.look, found.card.customer_id, me)
    title = f"客户“{there.name}”的资料"
    chosen: str | None = await app.push_screen_wait(ChooseDialog(title, CHOICES))
    if chosen == "export":
        await _export(app, session, there)
    elif chosen == "erase":
        await _erase(app, session, there)


async def _export(app: App[Any], session: Session, there: Look) -> None:
    ask = PromptDialog(
        f"导出客户“{there.name}”的资料",
        "文件",
        value=f"~/customer-{there.customer_id}.zip",
        hint="写到哪里，以 .zip 结尾；谁导出的会记下来",
        max_length=PATH_CHARS,
        check=_free,
    )
    typed: str | None = await app.push_screen_wait(ask)
    if typed is None:
        return
    bench, customer = session.bench, there.customer_id
    await bench.do(customer_export.allow, customer, session.staff.id)
    gathered = await bench.ask(customer_export.gather, customer, bench.folder)
    target = path_of(typed).absolute()
    missing = await asyncio.to_thread(customer_export.write, gathered, target)
    lost = f"有 {len(missing)} 个文件没找到。" if missing else ""
    toast(app, f"已写到 {target}。{lost}交给客户后请删掉。")


def _free(typed: str) -> Path:
    """Raises RuleError ``path``."""
    target = path_of(typed).absolute()
    if target.suffix.lower() != ".zip":
        raise RuleError("path", "文件名要以 .zip 结尾。")
    if target.exists():
        raise RuleError("path", "已经有这个文件，请换一个名字。")
    if not target.parent.is_dir():
        raise RuleError("path", "没有这个文件夹。")
    return target


async def _erase(app: App[Any], session: Session, there: Look) -> None:
    if not await app.push_screen_wait(EraseDialog(there)):
        return
    bench, customer, me = session.bench, there.customer_id, session.staff.id

    def work(report: Callable[[str, int, int | None], None]) -> dict[str, int]:
        return erasure.carry_out(_writer(bench), bench.folder, customer, me, report)

    try:
        counts = await watched(app, "正在删除客户的资料", work, stopping="正在停下……")
    except Stopped:
        toast(app, LATER, "warning")
    else:
        toast(app, f"已删除：{erasure.told(counts)}。")


def _writer(bench: Workbench) -> erasure.Write:
    """For the thread that does the work, which may wait."""

    def write(unit: Callable[[Tx], T], /) -> T:
        return bench.begin(unit).result()

    return write


class EraseDialog(Dialog[bool]):
    """Says what goes, and asks for the customer's name: no key is pressed that long by mistake."""

    def __init__(self, there: Look) -> None:
        super().__init__(f"删除客户“{there.name}”的全部资料", "Enter 删除 · ↑↓ 看全 · Esc 取消")
        self._there = there
        number = f"编号 {there.customer_id}"
        self.field = Field(
            f"要删，就打客户的{'编号' if there.namesakes else '名字'}",
            id="erase-name",
            hint=number if there.namesakes else f"{one_line(there.name)}，或者{number}",
            max_length=60,
            check=self._check,
        )

    def body(self) -> Iterable[Widget]:
        lines = erasure.warnings(self._there)
        text = Content("\n").join(Content(one_line(line)) for line in lines)
        yield VerticalScroll(Static(text), classes="dialog-text", can_focus=False)
        yield self.field

    def on_mount(self) -> None:
        self.field.focus_input()

    def key_up(self) -> None:
        """Show what stands above; the keys are in the field below."""
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def key_down(self) -> None:
        """Show what stands below."""
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def on_input_submitted(self) -> None:
        if self.field.accept():
            self.dismiss(True)

    def _check(self, typed: str) -> None:
        """Raises RuleError ``name``. Where others have the name too, the number alone will do."""
        if typed.strip() == str(self._there.customer_id):
            return
        if self._there.namesakes:
            raise RuleError("name", "有同名的客户，要打这一位的编号。没有删。")
        if typed.strip() != one_line(self._there.name).strip():
            raise RuleError("name", "和客户的名字不一样，没有删。")
