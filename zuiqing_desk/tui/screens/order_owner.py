"""Whose an order is, with the facts and the claims (醉卿 manual, 订单归属)."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.rules.ownership_facts import Claim, Decision
from zuiqing_desk.services import chat, staff
from zuiqing_desk.services.orders import contacts, evidence, ownership
from zuiqing_desk.services.records import LineRecord
from zuiqing_desk.tui.order_page import Worker
from zuiqing_desk.tui.order_shelf import has_all
from zuiqing_desk.tui.owner_rows import (
    COLUMNS,
    OwnerRow,
    cells,
    claim_row,
    contact_row,
    description,
    fact_row,
    verdict,
)
from zuiqing_desk.tui.screens import chase_steps, order_ruling
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.order_work import SHARED_KEYS, OrderWork
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.screens.steps_dialog import StepsDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.table_paths import path_of
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.steps import Answers, Step

VIEWS: Final = {"facts": "依据", "claims": "认领", "contacts": "聊天以外的联系"}
EMPTY: Final = {
    "facts": "没有找到能说明归属的记录。打过电话、加过微信，按 n 记下并附截图。",
    "claims": "没有人认领。觉得是自己的，按 c 认领，写明理由。",
    "contacts": "没有聊天以外的联系。打过电话、加过微信，按 n 记下并附截图。",
}
BEFORE: Final = 4
AFTER: Final = 3
PATH_CHARS: Final = 1000

ByLead = Callable[[Worker, int, str, Mapping[int, str]], Awaitable[None]]


class OrderOwner(OrderWork):
    """The facts with the lines they stand in; claiming, proof, a lead's ruling."""

    BINDINGS: ClassVar[list[BindingType]] = [
        letter("c", "claim", "认领", "说这笔订单是我的，写明理由；和依据相反就由组长裁定。"),
        letter("w", "withdraw", "收回", "收回自己的认领。"),
        letter("n", "contact", "记联系", "记一次电话、微信等联系；要附截图才算数。"),
        letter("p", "prove", "补截图", "给选中的一次联系附上截图文件。"),
        letter("r", "rule", "裁定", "组长裁定归谁，写明理由；最新的一次算数。"),
        letter("v", "violation", "记违规", "组长确认有人违规，裁定以后也可以；取消提成、扣款。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "会话", "打开这条消息所在的会话。"),)

    def __init__(self, session: Session, order_id: int, name: str) -> None:
        super().__init__(
            session,
            f"归属 · {name}",
            views=VIEWS,
            columns=COLUMNS,
            filter_words="按 / 输入：谁、什么或说明",
        )
        self._order_id = order_id
        self._order_name = name
        self._decision: Decision | None = None
        self._people: Mapping[int, str] = {}
        self._rows: Mapping[str, Sequence[OwnerRow]] = {}

    # Reading.

    async def load(self) -> bool:
        ask, order = self.session.bench.ask, self._order_id
        decision = await ask(ownership.decide, order)
        noted = await ask(contacts.of_order, order)
        people = await ask(staff.everyone)
        self._people = {one.id: f"{one.staff_no} {one.name}" for one in people}
        self._decision = decision
        self._rows = {
            "facts": [fact_row(at, fact) for at, fact in enumerate(decision.facts)],
            "claims": [claim_row(claim) for claim in decision.claims],
            "contacts": [contact_row(contact) for contact in noted],
        }
        self.retitle(f"归属 · {self._order_name} · {verdict(decision, self._people)}")
        return True

    async def describe(self, item: OwnerRow) -> Content:
        return self._described_as(item, await self._lines(item))

    async def _lines(self, item: OwnerRow) -> Sequence[LineRecord]:
        if item.conversation_id is None or item.seq is None:
            return ()
        found = await self.session.bench.ask(
            chat.chat,
            item.conversation_id,
            limit=BEFORE + 1 + AFTER,
            before_seq=item.seq + AFTER + 1,
        )
        return found.lines

    def _described_as(self, item: OwnerRow | None, lines: Sequence[LineRecord]) -> Content:
        assert self._decision is not None
        session = self.session
        return description(
            self._decision, self._people, item, lines, session.clock(), session.shop.time_zone
        )

    # Showing.

    def items_of(self, view: str) -> Sequence[OwnerRow]:
        return self._rows.get(view, ())

    def count(self, view: str) -> int | None:
        return len(self.items_of(view)) if self._rows else None

    def find(self, items: Sequence[Any], query: str) -> Sequence[OwnerRow]:
        return [
            row
            for row in items
            if has_all(f"{row.what} {row.note} {self._people.get(row.staff_id or 0, '')}", query)
        ]

    def key_of(self, item: OwnerRow) -> Hashable:
        return item.kind, item.id

    def cells(self, item: OwnerRow, face: Any) -> Sequence[Cell]:
        session = self.session
        return cells(item, self._people, session.clock(), session.shop.time_zone)

    def empty_words(self) -> str:
        if self._decision is None:
            return "正在读归属……"
        if self.query_text:
            return f"没有“{self.query_text}”。按 Esc 取消筛选。"
        return f"{self._decision.why}\n\n{EMPTY[self.view]}"

    def list_keys(self, item: OwnerRow | None) -> Keys:
        keys: list[tuple[str, str]] = []
        if item is not None and item.conversation_id is not None:
            keys.append(("Enter", "去看"))
        if self.is_roomy or not self.session.is_lead:
            keys.append(("c", "认领"))
        keys.append(("n", "记联系"))
        if item is not None and item.kind == "contact":
            keys.append(("p", "补截图"))
        if self.session.is_lead:
            keys += [("r", "裁定"), ("v", "记违规")]
        return [*keys, *SHARED_KEYS]

    # Doing.

    async def open(self, item: OwnerRow) -> None:
        """Go to the line in its conversation."""
        if item.conversation_id is not None:
            self.visit(item.conversation_id, item.seq)

    def action_claim(self) -> None:
        """Say that the order is mine."""
        self.steps.begin(self._claim)

    async def _claim(self) -> None:
        bench, me, order = self.session.bench, self.session.staff.id, self._order_id
        why = (("no", "买家付款前咨询过我"), ("yes", "买家付款后听我推荐加购或换购"))
        ask = StepsDialog(
            f"认领 {self._order_name}",
            (
                Step("extended", "凭什么", choices=why),
                Step(
                    "reason", "理由", "写一句，组长会看", max_length=200, check=order_ruling.needed
                ),
            ),
        )
        answers = await self.app.push_screen_wait(ask)
        if answers is None:
            return
        await bench.do(
            ownership.claim,
            order,
            me,
            answers["reason"],
            extended=answers["extended"] == "yes",
            actor=me,
        )
        self.did("已认领", lambda: bench.do(ownership.withdraw_claim, order, me, me))

    def action_withdraw(self) -> None:
        """Take my claim back."""
        self.steps.begin(self._withdraw)

    async def _withdraw(self) -> None:
        bench, me, order = self.session.bench, self.session.staff.id, self._order_id
        mine = next((one for one in self._claims() if one.staff_id == me), None)
        await bench.do(ownership.withdraw_claim, order, me, me)
        if mine is not None:
            reason, extended = mine.reason, mine.extended
            self.did(
                "认领已收回",
                lambda: bench.do(ownership.claim, order, me, reason, extended=extended, actor=me),
            )

    def _claims(self) -> Sequence[Claim]:
        return () if self._decision is None else self._decision.claims

    def action_contact(self) -> None:
        """Note a contact outside the chat."""
        self.steps.begin(self._contact)

    async def _contact(self) -> None:
        session, order = self.session, self._order_id
        bench, me, zone = session.bench, session.staff.id, session.shop.time_zone
        proof = Step(
            "proof",
            "截图文件",
            "路径，可以拖进来；没有就空着，以后按 p 补",
            max_length=PATH_CHARS,
            check=_is_picture,
        )
        questions = (*chase_steps.contact_questions(session.clock(), zone), proof)
        answers = await self.app.push_screen_wait(
            StepsDialog(f"联系过 {self._order_name} 的买家", questions)
        )
        if answers is None:
            return
        said = chase_steps.contact(answers, session.clock(), zone)
        kept = await self._kept(answers["proof"]) if answers["proof"] else None
        noted = await bench.do(
            contacts.note, order, me, said.medium, said.at, said.note, kept, actor=me
        )
        self.did(f"已记下：{said.words}", lambda: bench.do(contacts.remove, noted, me))

    def action_prove(self) -> None:
        """Attach a screenshot to this contact."""
        self.on_item(self._prove)

    async def _prove(self, item: OwnerRow) -> None:
        if item.kind != "contact":
            toast(self.app, "截图附在“聊天以外的联系”上：按 → 换到那一类再选。", "warning")
            return
        typed = await self.app.push_screen_wait(
            PromptDialog(
                "附上截图",
                "文件",
                hint="图片的路径，可以把文件拖进来",
                max_length=PATH_CHARS,
                check=_is_picture,
            )
        )
        if typed is None:
            return
        kept = await self._kept(typed)
        bench, me = self.session.bench, self.session.staff.id
        before = await bench.do(contacts.prove, item.id, kept, me)
        self.did("截图已附上", lambda: bench.do(contacts.prove, item.id, before, me))

    async def _kept(self, typed: str) -> int:
        """A screenshot copied beside the store; its id. Raises RuleError, StoreError."""
        bench = self.session.bench
        kept = await asyncio.to_thread(evidence.keep_file, bench.folder, path_of(typed))
        return await bench.do(evidence.record, kept, self.session.staff.id)

    def action_rule(self) -> None:
        """Decide whose it is; a lead's."""
        self._by_lead(order_ruling.rule, "归属由组长裁定，请找组长。")

    def action_violation(self) -> None:
        """Confirm that somebody violated the rules; a lead's."""
        self._by_lead(order_ruling.violation, "违规由组长确认，请找组长。")

    def _by_lead(self, step: ByLead, words: str) -> None:
        if not self.session.is_lead:
            toast(self.app, words, "warning")
        elif self._people:
            self.steps.begin(lambda: step(self, self._order_id, self._order_name, self._people))


def _is_picture(value: str, answers: Answers | None = None) -> None:
    """Raises RuleError while the path can still be corrected."""
    if value:
        evidence.look_at(path_of(value))
