"""The narrow band in which the tour says what to do next. It takes no focus and no key."""

from collections.abc import Callable, Mapping, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from zuiqing_desk.tui.text import wrap
from zuiqing_desk.tui.tour import Seen, Tour

LOOK_EVERY_S = 0.2


class TourBand(Widget):
    """Looks at the desk five times a second; gone when the tour is over."""

    class Finished(Message):
        """Every step was done."""

    DEFAULT_CSS = """
    TourBand {
        height: auto; max-height: 3; padding: 0 1;
        background: $panel; color: $foreground; text-style: bold;
    }
    """

    def __init__(self, look: Callable[[], Seen], keymap: Mapping[str, Sequence[str]]) -> None:
        super().__init__(id="tour")
        self._look = look
        self._keymap = keymap
        self.tour = Tour()
        self._words = self.tour.words(keymap)

    def on_mount(self) -> None:
        self.set_interval(LOOK_EVERY_S, self.look_now)

    def look_now(self) -> None:
        """Look at the desk, and say what is next."""
        if not self._words:
            return
        self.tour.look(self._look())
        words = self.tour.words(self._keymap)
        if words != self._words:
            self._words = words
            self.refresh(layout=True)
        if not words:
            self.post_message(self.Finished())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(wrap(self._words, width))

    def render(self) -> Content:
        return Content("\n".join(wrap(self._words, self.content_size.width)))
