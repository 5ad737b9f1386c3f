"""A line to search with: every change is told before the next key is looked at."""

from collections.abc import Callable
from typing import Final

from textual import events
from textual.geometry import Size
from textual.widget import Widget

from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.tui import keys
from zuiqing_desk.tui.widgets.line_input import LineInput

LONGEST: Final = 100
"""Characters of a query, where nothing else is said."""


class QueryInput(LineInput):
    """``changed`` hears each new value at once, in the same turn, so that what is found is painted
    in the frame of the key. Keys that are not text run the screen's bindings, in their order."""

    def __init__(
        self,
        changed: Callable[[str], None],
        *,
        placeholder: str,
        id: str,
        longest: int = LONGEST,
    ) -> None:
        super().__init__(placeholder=placeholder, id=id, select_on_focus=False, max_length=longest)
        self.cursor_blink = False
        self._changed = changed
        self._longest = longest

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Characters are text here; Textual does not know which character "slash" is."""
        return keys.is_character(key) or super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable or not await self._carry_out(event.key):
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()

    def take_in(self, text: str) -> None:
        """Put text at the cursor as one line; of what is too long its beginning."""
        left, right = sorted(self.selection)
        room = self._longest - len(self.value) + right - left
        super().take_in(clean_line(text)[:room] or text[: min(1, room)])

    def _watch_value(self, value: str) -> None:
        # Textual's own lays the whole screen out anew for each character.
        self.set_reactive(Widget.virtual_size, Size(self.content_width, 1))
        if self._initial_value:
            self._initial_value = False
            self.cursor_position = len(value)
        else:
            self.selection = self.selection
        self._changed(value)

    async def _carry_out(self, key: str) -> bool:
        """Run the screen's own binding of a key now, before the next key is looked at."""
        screen = self.screen
        for node, found in screen._modal_binding_chain:
            if node is screen:
                for binding in found.key_to_bindings.get(key, ()):
                    if await self.app.run_action(binding.action, screen):
                        return True
        return False
