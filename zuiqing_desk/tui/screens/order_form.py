"""Typing in an order that no export brings, or not yet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.order_words import PLATFORMS, Platform
from zuiqing_desk.rules.product_figures import money
from zuiqing_desk.rules.remark import Item
from zuiqing_desk.rules.remark_vocabulary import vocabulary_of
from zuiqing_desk.rules.typed_order import read_items
from zuiqing_desk.services.orders import typed
from zuiqing_desk.services.orders.typed import NewItem, NewOrder
from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.tui.order_words import yuan
from zuiqing_desk.tui.screens.form import FormScreen
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.widgets.form import FormField, LineField, LinesField, PickField
from zuiqing_desk.tui.widgets.prose import Prose, tidy

PAID: Final = (("paid", "已付款"), ("unpaid", "还没付"), ("cod", "货到付款"))
URGENT: Final = (("no", "不急"), ("yes", "加急"))
AS_CONVERSATION: Final = "跟会话一样"
NO_CONVERSATION: Final = "不关联会话"


class OrderForm(FormScreen):
    """``conversations`` are offered; ``conversation_id`` is the one the order is typed from."""

    MORE_KEYS: ClassVar[MoreKeys] = (
        ("Tab", "下一项", "到下一项；Shift+Tab 回上一项。"),
        ("Enter", "下一项", "到下一项；在留言里是换行，在有 ‹ › 的项里列出全部。"),
        ("← →", "换一个", "在有 ‹ › 的项里换一个；在别的项里移动光标。"),
    )
    FIELD_OF: ClassVar[Mapping[str, str]] = {
        "no_items": "items",
        "quantity": "items",
        "amount": "amount",
        "bad_price_fen": "amount",
        "bad_amount": "amount",
        "number": "number",
        "order_taken": "number",
        "phone": "phone",
        "platform": "platform",
        "no_conversation": "conversation",
    }

    def __init__(
        self,
        session: Session,
        conversations: Sequence[QueueRow],
        conversation_id: int | None = None,
    ) -> None:
        super().__init__(session, "录入订单", [*_fields(conversations, conversation_id)])
        self._preview = Prose()

    def side(self) -> Iterable[Widget]:
        side = VerticalScroll(self._preview, id="form-side", classes="-beside", can_focus=False)
        side.border_title = "录成这样"
        yield side

    def on_mount(self) -> None:
        self._show_preview()

    def edited(self, field: FormField) -> None:
        self._show_preview()

    def check(self, key: str, value: str) -> object:
        if key == "items":
            return self._items(value)
        if key == "amount":
            return money(value, "amount")
        return None

    def _items(self, text: str) -> tuple[Item, ...]:
        """Raises RuleError ``no_items``."""
        read = read_items(text, vocabulary_of(self.session.policy))
        if read.problem:
            raise RuleError("no_items", f"第 {read.position + 1} 个字：{read.problem}")
        return read.items

    def _show_preview(self) -> None:
        values = self.values
        try:
            items = self._items(values["items"]) if values["items"] else ()
            amount = money(values["amount"], "amount")
        except RuleError as error:
            self._preview.update(Content.styled(f"✗ {tidy(error.message)}", "$text-error bold"))
            return
        lines = [f"{item.quantity}{item.unit} {tidy(item.product)}" for item in items]
        if amount is not None:
            lines.append(f"{dict(PAID)[values['paid']]} {yuan(amount)} 元")
        if not values["number"]:
            lines.append("没有平台订单号，保存时自动编一个。")
        self._preview.update(Content("\n".join(lines)))

    async def save(self, values: Mapping[str, str]) -> bool:
        talk = values["conversation"]
        self.added = await self.session.bench.do(
            typed.add,
            self._order(values),
            int(talk) if talk else None,
            self.session.staff.id,
        )
        return True

    def _order(self, values: Mapping[str, str]) -> NewOrder:
        return NewOrder(
            items=tuple(
                NewItem(item.product, item.quantity, item.unit)
                for item in self._items(values["items"])
            ),
            amount_fen=money(values["amount"], "amount"),
            paid=values["paid"] == "paid",
            cod=values["paid"] == "cod",
            number=values["number"],
            platform=_platform(values["platform"]),
            buyer=values["buyer"],
            receiver=values["receiver"],
            phone=values["phone"],
            address=values["address"],
            buyer_message=values["message"],
            urgent=values["urgent"] == "yes",
        )


def _platform(code: str) -> Platform | None:
    return next((one for one in PLATFORMS if one == code), None)


def _fields(conversations: Sequence[QueueRow], conversation_id: int | None) -> Iterable[FormField]:
    talks = [("", NO_CONVERSATION)]
    talks += [(str(row.id), f"{row.customer} · {row.account}") for row in conversations]
    given = "" if conversation_id is None else str(conversation_id)
    hint = "← → 换一个，Enter 看全部；订单会和这个会话连上"
    yield LineField("items", "货品", hint="写成备注里的样子，例如 6瓶1983+2瓶小酒版")
    yield LineField("amount", "金额", hint="买家付多少元，例如 768 或 768.50；不知道就空着")
    yield PickField("paid", "付款", PAID, "paid", hint="← → 换一个")
    yield PickField("conversation", "会话", talks, given, hint=hint)
    platforms = [("", AS_CONVERSATION), *PLATFORMS.items()]
    yield PickField("platform", "平台", platforms, "", hint="订单在哪个平台；没有会话时要选")
    yield LineField("number", "订单号", hint="平台的订单号；没有就空着，自动编一个")
    yield LineField("buyer", "买家", hint="平台上的买家账号；空着就用会话里的")
    yield LineField("receiver", "收货人")
    yield LineField("phone", "电话", hint="只留数字")
    yield LineField("address", "地址", hint="省市区写全，审单按它看快递到不到")
    yield LinesField("message", "买家留言", hint="买家的要求，写备注和审单时会带上", rows=2)
    yield PickField("urgent", "加急", URGENT, "no", hint="加急的在审单页排最前")
