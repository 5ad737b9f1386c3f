"""The footer of a screen whose keys change with what has the focus."""

from collections.abc import Sequence

from textual.content import Content

from zuiqing_desk.tui.widgets.key_footer import KeyFooter, footer_row

Keys = Sequence[tuple[str, str]]
"""Keys as they are shown, each with what it does."""


class PageKeys(KeyFooter):
    """Shows the keys it is told."""

    def __init__(self) -> None:
        super().__init__(())
        self._shown: Keys = ()

    def show(self, keys: Keys) -> None:
        """Show these keys instead."""
        if keys != self._shown:
            self._shown = keys
            self.refresh()

    def render(self) -> Content:
        return footer_row(self._shown, self.content_size.width)
