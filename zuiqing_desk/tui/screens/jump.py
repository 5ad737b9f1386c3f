"""Letters over everything in view that one can go to; pressing them goes there."""

from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget

from zuiqing_desk.tui.compositor import WholeCharacters
from zuiqing_desk.tui.jump import Target, labels, plain, targets
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.locking import LockAsked, lock_binding
from zuiqing_desk.tui.text import pad

HINT = " 跳到哪里：按旁边的字母 · Esc 取消"
NOWHERE = " 这里没有可以跳去的地方 · Esc 返回"
WRONG = " 没有这个字母，照着旁边的按 · Esc 取消"


class _Letters(Widget):
    """The screen as it stood, with the letters written over it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"jump--letter"}
    DEFAULT_CSS = """
    _Letters { width: 100%; height: 100%; }
    _Letters > .jump--letter {
        color: $foreground;
        background: $background;
        text-style: bold reverse;
    }
    """

    def __init__(self, strips: list[Strip]) -> None:
        super().__init__()
        self._strips = strips
        self._written: dict[int, list[tuple[int, str]]] = {}

    def lie_over(self, strips: list[Strip]) -> None:
        """Show this instead, with the same letters."""
        self._strips = strips
        self.refresh()

    def write(self, letters: list[tuple[int, int, str]], below: str) -> None:
        """Write these at (x, y), and a sentence on the last row."""
        self._written = {len(self._strips) - 1: [(0, pad(below, self._width))]}
        for x, y, text in sorted(letters):
            if y in range(len(self._strips) - 1):
                self._written.setdefault(y, []).append((x, text))
        self.refresh()

    @property
    def _width(self) -> int:
        return max((strip.cell_length for strip in self._strips), default=0)

    def render_line(self, y: int) -> Strip:
        if y >= len(self._strips):
            return Strip.blank(self.size.width, self.rich_style)
        strip = self._strips[y]
        style = self.get_component_rich_style("jump--letter")
        for x, text in self._written.get(y, ()):
            end = x + len(text) if text.isascii() else strip.cell_length
            strip = Strip.join([strip.crop(0, x), Strip([Segment(text, style)]), strip.crop(end)])
        return strip


class JumpScreen(ModalScreen[None]):
    """Over any screen. What is chosen is carried out on the screen beneath, once this one is
    gone; the letters go with the size of the terminal."""

    AUTO_FOCUS = ""
    CSS = "JumpScreen { background: $background; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "取消", show=False),
        *(one for one in bindings("app") if one.id == "jump"),
        lock_binding(),
    ]

    def __init__(self, over: Screen[Any]) -> None:
        super().__init__()
        self._compositor = WholeCharacters()
        self._over = over
        self._size_before = over.size
        found = targets(over)
        self._targets: dict[str, Target] = dict(zip(labels(len(found)), found, strict=True))
        self._typed = ""
        self._letters = _Letters(over._compositor.render_strips())

    def compose(self) -> ComposeResult:
        yield self._letters

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(
            self, lambda _theme: self.call_after_refresh(self._look_again)
        )
        self._show(HINT if self._targets else NOWHERE)

    def _look_again(self) -> None:
        self._letters.lie_over(self._over._compositor.render_strips())

    def on_resize(self, event: events.Resize) -> None:
        # The terminal may tell more than once; whatever came to the front meanwhile stays.
        if event.size != self._size_before and self.app.screen is self:
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Every other key is a letter, or nothing."""
        if event.key == "escape":
            self.action_leave()
        elif event.key == "backspace":
            self._typed = ""
            self._show(HINT)
        elif event.character and event.is_printable:
            self._type(plain(event.character))
        event.stop()
        event.prevent_default()

    def _type(self, letter: str) -> None:
        typed = self._typed + letter
        if typed in self._targets:
            target = self._targets[typed]
            self.dismiss(None)
            target.go()
        elif any(label.startswith(typed) for label in self._targets):
            self._typed = typed
            self._show(HINT)
        else:
            self._typed = ""
            self.app.bell()
            self._show(WRONG)

    def _show(self, words: str) -> None:
        typed = len(self._typed)
        self._letters.write(
            [
                (target.x, target.y, label[typed:].upper())
                for label, target in self._targets.items()
                if label.startswith(self._typed)
            ],
            words,
        )

    def action_leave(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def action_jump(self) -> None:
        """The key that began it ends it."""
        self.dismiss(None)

    def action_lock(self) -> None:
        """Hide everything until the PIN is given."""
        self.post_message(LockAsked())
