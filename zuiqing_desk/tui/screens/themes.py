"""Which colours? Each is shown on the desk behind while the cursor stands on it."""

from collections.abc import Iterable
from typing import Final

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import OptionList, Static

from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.text import one_line, pad
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.wardrobe import Wardrobe
from zuiqing_desk.tui.widgets.choices import Choices

SETTLED_S: Final = 0.08
"""Colours change when the cursor stays this long: a key held down passes over the rest."""
LOOK_S: Final = 0.5
MACHINES: Final = "machine"
SOUND: Final = "theme:"
FAULTY: Final = "faulty:"

SAMPLE: Final = Content("  ").join(
    (
        Content.styled("▲ 超时", "bold $text-error"),
        Content.styled("! 提醒", "$text-warning"),
        Content.styled("● 在岗", "$text-success"),
        Content.styled("F1 按键", "$text-accent"),
        Content.styled("次要的字", "$text-muted"),
        Content.styled("选中", "$block-cursor-foreground on $block-cursor-background"),
    )
)


class ThemeDialog(Dialog[str]):
    """The name of the chosen theme, "" for whatever this machine wears; None after Esc."""

    def __init__(self, wardrobe: Wardrobe) -> None:
        super().__init__("配色（记在自己的工号上）", "↑↓ 试穿 · Enter 用它 · Esc 不换")
        self._wardrobe = wardrobe
        self._listed: object = None
        self._settling: Timer | None = None
        self._kept = False
        self._rows = Choices(id="rows")
        self._about = Static(id="about")

    def body(self) -> Iterable[Widget]:
        yield self._rows
        yield Static(SAMPLE, id="sample")
        yield self._about

    def on_mount(self) -> None:
        self._list()
        rows = [*self._ids()]
        worn = f"{SOUND}{self._wardrobe.persons}"
        self._rows.highlighted = rows.index(worn) if worn in rows else 0
        self.set_interval(LOOK_S, self._list)

    def on_unmount(self) -> None:
        if not self._kept:
            self._wardrobe.take_off()

    # -- the list -------------------------------------------------------------------------------

    def _list(self) -> None:
        """List the themes as they are now: a file may be saved meanwhile."""
        if self._wardrobe.themes is not self._listed:
            self._listed = self._wardrobe.themes
            self._rows.show((id_, self._row(id_)) for id_ in self._ids())

    def _ids(self) -> Iterable[str]:
        themes = self._wardrobe.themes
        yield MACHINES
        names = sorted(themes.by_name, key=lambda name: (name in themes.own, name))
        yield from (f"{SOUND}{name}" for name in names)
        # What was sound once is still worn, and listed above.
        yield from (f"{FAULTY}{name}" for name in themes.faulty if name not in themes.by_name)

    def _row(self, id_: str) -> Content:
        themes = self._wardrobe.themes
        kind, _, name = id_.partition(":")
        if id_ == MACHINES:
            label = themes.labels[self._wardrobe.machines]
            return Content(f"{pad('跟着这台电脑', 16)}现在是 {one_line(label)}")
        if kind == FAULTY[:-1]:
            return Content.assemble(f"{pad('✗ ' + name, 16)}自己的  ", ("用不了", "$text-error"))
        origin = "自己的" if name in themes.own else "自带"
        worn = "  ✓ 用着" if name == self._wardrobe.persons else ""
        return Content(f"{pad(themes.labels[name], 16)}{pad(origin, 8)}{one_line(name)}{worn}")

    # -- the cursor -----------------------------------------------------------------------------

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._say(event.option_id or MACHINES)
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLED_S, self._try_on)

    def _try_on(self) -> None:
        name = _theme_of(self._rows.chosen)
        if name is not None:
            self._wardrobe.try_on(name)

    def _say(self, id_: str) -> None:
        """What there is to know about a row: why it cannot be used, or how to have one's own."""
        wardrobe = self._wardrobe
        name = id_.partition(":")[2]
        if name in wardrobe.themes.faulty:
            words = wardrobe.themes.faulty[name]
        elif wardrobe.colourless:
            words = "设了 NO_COLOR：不管选哪套，这台电脑只用单色。"
        else:
            folder = next(iter(wardrobe.folders), None)
            words = f"自己的配色放进 {folder}，存盘就换上。" if folder else ""
        self._about.update(Content(one_line(words)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        name = _theme_of(event.option_id)
        if name is None:
            toast(self.app, "这套用不了，原因写在下面。", "warning")
        else:
            self._kept = True
            self.dismiss(name)


def _theme_of(id_: str | None) -> str | None:
    """The name a row stands for, "" for the machine's; None if it cannot be worn."""
    if id_ is None or id_.startswith(FAULTY):
        return None
    return id_.removeprefix(SOUND) if id_ != MACHINES else ""
