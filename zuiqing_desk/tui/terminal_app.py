"""An App that behaves in a real terminal: driver, signals, cursor, clipboard."""

from rich.console import RenderableType
from textual.app import ReturnType
from textual.driver import Driver
from textual.screen import Screen

from zuiqing_desk.tui.clipboard import copy
from zuiqing_desk.tui.cursor import caret
from zuiqing_desk.tui.driver import driver_class
from zuiqing_desk.tui.type_ahead import TypeAheadApp


class TerminalApp(TypeAheadApp[ReturnType]):
    """Base of the workstation's App, and of the small apps its widgets are tested in."""

    def get_driver_class(self) -> type[Driver]:
        """The desk's driver where Textual would take its own for Linux."""
        return driver_class(super().get_driver_class())

    def copy_to_clipboard(self, text: str) -> None:
        """Copy text from any widget, and say what became of it."""
        self.run_worker(self._copy(text), group="clipboard")

    async def _copy(self, text: str) -> None:
        sent = await copy(self, text)
        self.notify(sent.value, markup=False)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Draw a frame, with the terminal's cursor where the text is being written."""
        place = caret(self.focused)
        if place is not None:
            self.cursor_position = place
        super()._display(screen, renderable)
