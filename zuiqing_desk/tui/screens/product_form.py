"""Writing a product card, or changing one, with the line it gives a reply beside it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import partial
from typing import Any, ClassVar, Final

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from zuiqing_desk.rules import product_fields, product_figures
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.product_fields import SHOWN
from zuiqing_desk.services.leads import by_lead
from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.products.records import ProductCard, ProductFacts
from zuiqing_desk.tui.screens.form import FormScreen
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.form import FormField, LineField, LinesField, PickField
from zuiqing_desk.tui.widgets.prose import Prose, tidy

HINTS: Final[Mapping[str, str]] = {
    "short_name": "写进订单备注的叫法，例如 1983；不能有 [ ] , +",
    "full_name": "客户看到的完整名字",
    "storefront": "← → 换一个，Enter 看全部；空着表示各店都卖",
    "aroma": "例如 浓香、酱香、清香",
    "strength_tenths": "例如 52 或 52.5",
    "volume_ml": "一瓶多少，例如 500ml 或 1.5L",
    "taste": "几个词，用空格隔开，例如 绵甜 窖香",
    "per_box": "一箱几瓶",
    "price_fen": "一瓶多少元，例如 268",
    "floor_fen": "最低能卖多少；只有同事看得到，不会放进回复",
    "gifts": "买了送什么",
    "stock": "还有多少瓶",
    "points": "为什么值得买，一行一条",
    "faq": "客户常问什么、怎么答，一行一条",
    "pictures": "图片文件的路径，一行一个",
    "must_read": "选“要”，每位同事看过之前都会提醒",
}
_FIGURES: Final[Mapping[str, tuple[Callable[[str], int | None], Callable[[Any], str]]]] = {
    "strength_tenths": (product_figures.strength, product_figures.strength_text),
    "volume_ml": (product_figures.volume, product_figures.volume_text),
    "per_box": (product_figures.per_box, product_figures.per_box_text),
    "price_fen": (product_figures.money, product_figures.money_text),
    "floor_fen": (
        partial(product_figures.money, field="floor_fen"),
        product_figures.money_text,
    ),
    "stock": (product_figures.stock, lambda bottles: "" if bottles is None else str(bottles)),
}
_ROWS: Final[Mapping[str, int]] = {"points": 3, "faq": 3, "pictures": 2}
_LINES: Final = ("full_name", "aroma", "taste", "gifts")
MUST_READ: Final = "must_read"


class ProductForm(FormScreen):
    """``card`` is changed; without it a new one is made."""

    MORE_KEYS: ClassVar[MoreKeys] = (
        ("Tab", "下一项", "到下一项；Shift+Tab 回上一项。"),
        ("Enter", "下一项", "到下一项；在卖点等几行的项里是换行，在店铺和必读里列出全部。"),
        ("← →", "换一个", "在店铺和必读里换一个；在别的项里移动光标。"),
    )

    FIELD_OF: ClassVar[Mapping[str, str]] = {
        **{f"bad_{name}": name for name in SHOWN},
        "name_taken": "short_name",
        "storefront": "storefront",
    }

    def __init__(
        self, session: Session, storefronts: Sequence[str], card: ProductCard | None = None
    ) -> None:
        self._card = card
        facts = ProductFacts("", "") if card is None else card.facts
        title = "新建商品卡" if card is None else f"修改商品卡 · {facts.short_name}"
        super().__init__(session, title, [*_fields(facts, storefronts, new=card is None)])
        self._preview = Prose()

    def side(self) -> Iterable[Widget]:
        side = VerticalScroll(self._preview, id="form-side", classes="-beside", can_focus=False)
        side.border_title = "放进回复的一行"
        yield side

    def on_mount(self) -> None:
        self._show_preview()

    def edited(self, field: FormField) -> None:
        self._show_preview()

    def _show_preview(self) -> None:
        try:
            line = product_fields.facts_line(_facts(self.values))
        except RuleError as error:
            self._preview.update(Content.styled(f"✗ {tidy(error.message)}", "$text-error bold"))
        else:
            self._preview.update(Content(tidy(line)))

    def check(self, key: str, value: str) -> object:
        if key == "short_name":
            return product_fields.check_short_name(value)
        if key in _LINES:
            return product_fields.check_line(key, value)
        if key in _ROWS:
            return product_fields.check_lines(key, value)
        if key in _FIGURES:
            return _FIGURES[key][0](value)
        return None

    async def save(self, values: Mapping[str, str]) -> bool:
        facts = _facts(values)
        do, me = self.session.bench.do, self.session.staff.id
        if self._card is None:
            must_read = values[MUST_READ] == "yes"
            self.added = await do(by_lead, me, catalogue.add, facts, actor=me, must_read=must_read)
            toast(self.app, f"“{facts.short_name}”的商品卡已添加。")
        else:
            await do(catalogue.change, self._card.id, facts, me, based_on=self._card.updated_at)
            toast(self.app, f"“{facts.short_name}”的商品卡已改。")
        return True


def _facts(values: Mapping[str, str]) -> ProductFacts:
    given: dict[str, Any] = {
        one.name: _FIGURES[one.name][0](values[one.name])
        if one.name in _FIGURES
        else values[one.name]
        for one in fields(ProductFacts)
    }
    return ProductFacts(**given)


def _fields(facts: ProductFacts, storefronts: Sequence[str], *, new: bool) -> Iterable[FormField]:
    for key, label in SHOWN.items():
        value, hint = getattr(facts, key), HINTS[key]
        if key == "storefront":
            shops = [("", "各店都卖"), *((name, name) for name in storefronts)]
            yield PickField(key, label, shops, value, hint=hint)
        elif key in _ROWS:
            yield LinesField(key, label, value, hint=hint, rows=_ROWS[key])
        else:
            text = _FIGURES[key][1](value) if key in _FIGURES else value
            yield LineField(key, label, text, hint=hint)
    if new:
        choices = (("yes", "要大家先看过"), ("no", "不用"))
        yield PickField(MUST_READ, "必读", choices, "yes", hint=HINTS[MUST_READ])
