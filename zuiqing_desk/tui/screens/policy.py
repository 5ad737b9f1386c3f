"""The shop's policy, for the lead: every figure and word the rules use."""

from collections.abc import Iterable

from textual.content import Content

from zuiqing_desk.rules.policy import KEYS, ShopPolicy, help_text, label, parse_value
from zuiqing_desk.services import policy
from zuiqing_desk.tui.policy_text import EMPTY, raw, written
from zuiqing_desk.tui.screens.page import PageScreen
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line, pad

LABEL_CELLS = 22
VALUE_CELLS = 26


class PolicyScreen(PageScreen):
    """A change is in force at once, is journalled, and leaves the past as it was."""

    def __init__(self, session: Session) -> None:
        columns = f"{pad('规则', LABEL_CELLS)} {pad('现在', VALUE_CELLS)} 说明"
        super().__init__(session, "店铺规则（改了马上生效，以前的统计不变）", columns)
        self._policy = session.policy

    async def load(self) -> Iterable[tuple[str, Content]]:
        self._policy = await self.session.bench.ask(policy.current)
        self.session.policy = self._policy
        return [(key, _row(key, self._policy)) for key in KEYS]

    async def open(self, id_: str) -> None:
        key = id_
        dialog = PromptDialog(
            label(key),
            "改成",
            value=written(key, getattr(self._policy, key)),
            hint=help_text(key),
            may_be_empty=True,
            check=lambda text: parse_value(key, raw(key, text)),
        )
        text = await self.app.push_screen_wait(dialog)
        if text is not None:
            await self.change(
                f"“{label(key)}”已改，马上生效。",
                policy.change,
                key,
                raw(key, text),
                self.session.staff.id,
            )


def _row(key: str, current: ShopPolicy) -> Content:
    value = one_line(written(key, getattr(current, key))) or EMPTY
    return Content.assemble(
        pad(label(key), LABEL_CELLS),
        " ",
        (pad(value, VALUE_CELLS), "bold"),
        " ",
        help_text(key),
    )
