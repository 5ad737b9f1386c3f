"""How a text box draws its text: row by row, each at the cost of that row alone."""

from rich.style import Style
from rich.text import Text
from textual.document._document import Document
from textual.document._document_navigator import DocumentNavigator
from textual.expand_tabs import expand_text_tabs_from_widths
from textual.strip import Strip
from textual.widgets import TextArea

from zuiqing_desk.rules.text import graphemes
from zuiqing_desk.tui.widgets.text_rows import TextRows


class RowEditor(TextArea, inherit_bindings=False):
    """A text area whose rows are ``TextRows``."""

    wrapped_document: TextRows

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document("", language)
        self.document = Document(text)
        self.wrapped_document = TextRows(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    def _rewrap_and_refresh_virtual_size(self) -> None:
        super()._rewrap_and_refresh_virtual_size()
        # The new size was drawn with the old rows; where there are as many as before, nothing else
        # has it drawn again.
        self.refresh()

    def _render_line(self, y: int) -> Strip:
        rows = self.wrapped_document
        base = self._theme.base_style or self.rich_style
        at = y + self.scroll_offset.y
        if at >= rows.height:
            return Strip.blank(self.size.width, base)
        index, start, text, last = rows.row(at)
        # Behind the end of a line there is room for the cursor.
        row = Text(f"{text} " if last else text, end="", no_wrap=True)
        self._show_selection(row, index, start, len(text))
        self._show_cursor(row, index, start)
        if widths := rows.tab_widths(index, start, start + len(text)):
            row = expand_text_tabs_from_widths(row, widths)
        strip = Strip(row.render(self.app.console), row.cell_len)
        width = self.scrollable_content_region.width
        return strip.extend_cell_length(width, base).apply_style(base)

    def _show_selection(self, row: Text, index: int, start: int, length: int) -> None:
        top, bottom = sorted(self.selection)
        style = self._theme.selection_style
        if style is None or top == bottom or not top[0] <= index <= bottom[0]:
            return
        if not self.document[index] and index != self.cursor_location[0]:
            # An empty line that is selected shows it all the same.
            row.plain = "▌"
            row.stylize(Style(color=style.bgcolor))
            return
        first = top[1] - start if index == top[0] else 0
        end = bottom[1] - start if index == bottom[0] else length
        if end > 0 and first < length:
            row.stylize(style, max(0, first), min(end, length))

    def _show_cursor(self, row: Text, index: int, start: int) -> None:
        line, column = self.cursor_location
        style = self._theme.cursor_style
        inside = column - start
        if style is None or not self._draw_cursor or line != index:
            return
        if 0 <= inside < len(row):
            # Over the whole of an emoji, lest it fall apart.
            row.stylize(style, inside, inside + len(graphemes(row.plain[inside:])[0]))
