"""The two-minute tour: what to do next, and what tells that it was done. No widget here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.tui.key_words import with_keymap


@dataclass(frozen=True, slots=True)
class Seen:
    """What the tour sees of the desk. ``over``: the kinds of screens that stand over it;
    ``written``: there is text in the reply box; ``answered``: the open conversation's last line is
    the shop's; ``has_order``: its customer has an order to be remarked."""

    over: frozenset[str] = frozenset()
    chat: bool = False
    written: bool = False
    answered: bool = False
    in_list: bool = False
    has_order: bool = False


Done = Callable[[Seen, frozenset[str]], bool]
"""Of what is seen now, and of the kinds of screens that were open since the step began."""


@dataclass(frozen=True, slots=True)
class Step:
    """``words``: what to do, with ``{action id}`` for a key; ``instead``: the same where the
    customer has no order."""

    words: str
    done: Done
    instead: str = ""


def _looked_at(*screens: str) -> Done:
    """One of these was opened, and is closed again."""
    return lambda seen, opened: not seen.over and bool(opened & set(screens))


STEPS: Final[Sequence[Step]] = (
    Step("按 {chat.next} 接待最急的一位客户。", lambda seen, _: seen.chat),
    Step(
        "直接打字回答他，比如：有现货，今天就发。",
        lambda seen, _: seen.written or (seen.chat and seen.answered),
    ),
    Step(
        "按 {reply.send} 发出去（{reply.newline} 换行）。",
        lambda seen, _: seen.answered and not seen.written,
    ),
    Step(
        "回复框空着时按 {reply.pick} 找现成的话术：打汉字或拼音首字母，Enter 选用，Esc 不用。",
        _looked_at("PickerScreen"),
    ),
    Step(
        "按 {remark.open} 看看这位客户的订单备注：已经替您填好；看完按 Esc 回来。",
        _looked_at("RemarkScreen", "OrdersScreen"),
        instead="这位客户没有要备注的订单：按 {order.open} 看全店的订单，看完按 Esc 回来。",
    ),
    Step(
        "按 Esc 离开回复框，到左边的列表：↑↓ 选一位，单个字母在这里才是按键。",
        lambda seen, _: seen.in_list,
    ),
    Step(
        "按 {handover.open} 看交接本：交班、接班都在这里；按 Esc 回来。",
        _looked_at("HandoverScreen"),
    ),
    Step(
        "按 {palette} 打开命令面板，什么都找得到：打 jj 看看；按 Esc 回来。",
        _looked_at("PaletteScreen"),
    ),
    Step("按 {help} 看这里有哪些按键；按 Esc 回来。", _looked_at("HelpScreen")),
)
END: Final = "教程做完了。记不住也没关系：{help} 看按键，{palette} 找操作。"
OUTSIDE: Final = "教程在演示店里练手，免得碰到真客户：退出后运行 zuiqing-desk demo。"
STOPPED: Final = "教程关掉了；在列表里按 {tour.open} 从头再来。"


class Tour:
    """How far somebody has come."""

    def __init__(self) -> None:
        self.at = 0
        self._opened: frozenset[str] = frozenset()
        self._seen = Seen()

    @property
    def over(self) -> bool:
        """Whether all was done."""
        return self.at >= len(STEPS)

    def look(self, seen: Seen) -> None:
        """Go on as far as was done already."""
        self._seen = seen
        self._opened |= seen.over
        while not self.over and STEPS[self.at].done(seen, self._opened):
            self.at += 1
            self._opened = seen.over

    def words(self, keymap: Mapping[str, Sequence[str]]) -> str:
        """What to do next, and how far it is; empty when all was done."""
        if self.over:
            return ""
        step = STEPS[self.at]
        said = step.words if self._seen.has_order or not step.instead else step.instead
        text = f"▶ 教程 {self.at + 1}/{len(STEPS)}  {said}（列表里按 {{tour.open}} 关掉）"
        return with_keymap(text, keymap)
