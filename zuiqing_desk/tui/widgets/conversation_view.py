"""The open conversation: wrapped lines, a line cursor, and what is new."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, NamedTuple

from rich.cells import cell_len
from textual.message import Message

from zuiqing_desk.services.records import LineRecord
from zuiqing_desk.tui.text import wrap
from zuiqing_desk.tui.widgets.rows import Scrolled, Span
from zuiqing_desk.tui.widgets.talk import NO_SIGNS, TalkRow, Typesetter, entries
from zuiqing_desk.tui.widgets.talk_layout import Layout

TYPING = "对方正在输入…"
NEAR = 60
"""Rows beyond the view, and no more than the view has, when more lines are asked for."""

Wish = Literal["earlier", "later", "first", "last"]
BESIDE: Final[tuple[Wish, ...]] = ("earlier", "later")


class Shown(NamedTuple):
    """One screen row: everything its looks depend on."""

    row: TalkRow
    selected: bool
    first: bool
    thumb: str


class Foot(NamedTuple):
    """The last row: what the agent should know about rows that are not in view."""

    text: str
    look: str


class ConversationView(Scrolled, can_focus=True):
    """Lines of one conversation, the newest at the bottom.

    Stays at the bottom unless the agent scrolled up; then the last row counts what came.  With the
    focus it has a line cursor.  It is given a window of the lines, and asks by Wanted for others.
    """

    LOOKS: ClassVar[dict[str, str]] = {
        name: f"talk--{name}"
        for name in (
            "faint", "customer", "mine", "colleague", "note", "note-text", "system", "mark",
            "failed", "divider", "new", "cursor", "alert", "empty", "recalled",
        )
    }  # fmt: skip
    COMPONENT_CLASSES: ClassVar[set[str]] = set(LOOKS.values())
    DEFAULT_CSS = """
    ConversationView {
        .talk--faint, .talk--divider, .talk--empty { color: $text-muted; }
        .talk--customer { text-style: bold; }
        .talk--mine { color: $text-accent; }
        .talk--colleague { color: $text-secondary; }
        .talk--note { background: $warning; color: $background; text-style: bold; }
        .talk--note-text { background: $boost; color: $text-warning; }
        .talk--system { color: $text-muted; text-style: italic; }
        .talk--mark { color: $text-success; text-style: bold; }
        .talk--recalled { color: $text-muted; text-style: strike; }
        .talk--failed { color: $text-error; text-style: bold; }
        .talk--new, .talk--alert { color: $text-accent; text-style: bold; }
        .talk--cursor {
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
    }
    """

    @dataclass
    class Wanted(Message):
        """Lines are wanted that are not loaded: some earlier or later ones, or those at an end.
        Posted at every key that leads there, until they have come."""

        view: "ConversationView"
        what: Wish

        @property
        def control(self) -> "ConversationView":
            return self.view

    def __init__(self, clock: Callable[[], int], *, empty: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._clock = clock
        self._empty = empty
        self._setter = Typesetter(zone="Asia/Shanghai", my_no="")
        self._lines: Sequence[LineRecord] = ()
        self._has_earlier = False
        self._has_later = False
        self._newest = 0
        self._signs = NO_SIGNS
        self._new_after: int | None = None
        self._laid = Layout((), lambda _: 0)
        self._fitted = (0, 0)
        self._cursor_seq: int | None = None
        self._cursor_at: int | None = None
        self._follow = True
        self._missed = 0
        self._typing_until = 0

    def on_mount(self) -> None:
        self.set_interval(1.0, self.tick)

    # What a pane does with it.

    def set_desk(self, *, staff_no: str, zone: str) -> None:
        """Whose own lines are 我, and the shop's time zone."""
        if (staff_no, zone) != (self._setter.my_no, self._setter.zone):
            self._setter = Typesetter(zone=zone, my_no=staff_no)
            self._rebuild()

    def set_empty(self, words: str) -> None:
        """What to say while no conversation is open: it should name a key."""
        self._empty = words
        self.sync()

    def begin(self, *, new_after: int | None = None) -> None:
        """Make ready for another conversation. ``new_after``: the last seq the agent had seen."""
        self._lines, self._has_earlier, self._new_after = (), False, new_after
        self._has_later, self._newest = False, 0
        self._cursor_seq, self._follow, self._missed, self._typing_until = None, True, 0, 0
        self.top = 0
        self._rebuild()

    def show(
        self,
        lines: Sequence[LineRecord],
        *,
        has_earlier: bool,
        has_later: bool = False,
        newest: int = 0,
        signs: Mapping[int, str] = NO_SIGNS,
    ) -> None:
        """Lines of the open conversation as they stand now, oldest first, and whether it has others
        before and behind them. ``newest``: the seq of its last line, where that is not among them.
        ``signs`` stand behind lines, by line id."""
        last = lines[-1].seq if lines else 0
        if not self._follow and self._newest:
            seen = self._newest
            self._missed += sum(line.seq > seen and line.author == "customer" for line in lines)
            self._missed += max(0, newest - max(seen, last))
        self._lines, self._signs = lines, signs
        self._has_earlier, self._has_later, self._newest = has_earlier, has_later, max(newest, last)
        self._follow = self._follow and not has_later
        self._rebuild()
        self._set_missed()
        if has_earlier and self.total() < self.view:
            self.post_message(self.Wanted(self, "earlier"))

    def wants(self, what: Wish) -> bool:
        """Whether lines that were wanted still are."""
        near = min(NEAR, self.view)
        if what == "earlier":
            return self._has_earlier and self.top <= near
        if what == "later":
            return self._has_later and self.last_top - self.top <= near
        return self._has_earlier if what == "first" else self._has_later

    def _set_missed(self) -> None:
        if self.top >= self.last_top and not self._has_later:
            self._missed = 0

    @property
    def follows(self) -> bool:
        """Whether the newest line is in view and new ones are to come into it."""
        return self._follow

    def set_typing(self, until: int) -> None:
        """The customer types until then (microseconds)."""
        self._typing_until = until
        self.tick()

    def tick(self) -> None:
        """Let the typing sign go when its time is over."""
        self.sync([self.view])

    @property
    def lines(self) -> Sequence[LineRecord]:
        return self._lines

    @property
    def cursor_line(self) -> LineRecord | None:
        """The line that line keys mean: the newest until the cursor is moved."""
        return self._laid.line(self._cursor_at)

    def to_end(self) -> None:
        """Show the newest lines."""
        self.edge(1)

    # Rows.

    @property
    def view(self) -> int:
        return max(0, self.content_size.height - 1)

    def total(self) -> int:
        return self._laid.total

    def row(self, y: int) -> Hashable:
        if self._fitted != (self._room, self.view):
            # Textual paints a new size before it tells of it.
            self._lay_out()
        if y >= self.view:
            return self._foot()
        at = self._laid.at_row(self.top + y)
        if at is None:
            return Foot("" if self._lines else self._hint(y), "empty")
        entry = self._laid.entries[at]
        offset = self.top + y - self._laid.start(at)
        row = self._setter.rows(entry, self._room)[offset]
        return Shown(row, self.has_focus and at == self._cursor_at, offset == 0, self.thumb(y))

    def spans(self, row: Hashable, width: int) -> tuple[Sequence[Span], str]:
        if isinstance(row, Foot):
            return [(row.text, "")], row.look
        assert isinstance(row, Shown)
        pieces, under = list(row.row.spans), row.row.under
        if row.selected:
            (head, look), *rest = pieces
            pieces = [(("›" if row.first else "·") + head[1:], look), *rest]
            under = under if under.startswith("note") else "cursor"
        fill = width - 1 - sum(cell_len(text) for text, _ in pieces)
        return [*pieces, (" " * fill, ""), (row.thumb, "")], under

    def _foot(self) -> Foot:
        if self._missed:
            return Foot(f" ↓ {self._missed} 条新消息 · End 看最新", "alert")
        if self.top < self.last_top or self._has_later:
            return Foot(" ↓ 下面还有 · End 看最新", "faint")
        if self._typing_until > self._clock():
            return Foot(f" {TYPING}", "faint")
        return Foot("", "")

    def _hint(self, y: int) -> str:
        rows = wrap(self._empty, max(2, self.content_size.width - 2))
        return f" {rows[y]}" if y < len(rows) else ""

    @property
    def _room(self) -> int:
        return max(4, self.content_size.width - 1)

    def _rebuild(self) -> None:
        """Set everything anew and paint what differs."""
        self._lay_out()
        self.sync()

    def _lay_out(self) -> None:
        """Set the lines in rows as the view is now; what is in view stays in view."""
        anchor = self._laid.anchor(self.top)
        shown = entries(
            self._lines,
            zone=self._setter.zone,
            has_earlier=self._has_earlier,
            new_after=self._new_after,
            signs=self._signs,
        )
        room = self._room
        self._laid = Layout(shown, lambda entry: len(self._setter.rows(entry, room)))
        self._cursor_at = self._laid.at_seq(self._cursor_seq)
        top = self._laid.top_for(anchor)
        self.top = self.last_top if self._follow or top is None else min(top, self.last_top)
        self._fitted = (room, self.view)

    # Moving.

    def move(self, by: int) -> None:
        """The cursor one line up or down; a line longer than the view scrolls first."""
        at, layout = self._cursor_at, self._laid
        if at is None:
            return
        if by < 0 and layout.start(at) < self.top:
            self._scroll(max(layout.start(at), self.top - self.view))
        elif by > 0 and layout.end(at) > self.top + self.view:
            self._scroll(min(layout.end(at) - self.view, self.top + self.view))
        elif (beside := layout.beside(at, by)) is not None:
            self._set_cursor(beside)
            self._reveal(beside)
        else:
            self._scroll(0 if by < 0 else self.last_top)

    def page(self, by: int) -> None:
        """One view up or down, the cursor with it."""
        self._scroll(self.top + by * max(1, self.view - 1))
        seen = self._laid.lines_in(self.top, self.view)
        if seen:
            self._set_cursor(seen[0] if by < 0 else seen[-1])
            self.sync()

    def edge(self, end: int) -> None:
        """The first line of the conversation, or the newest."""
        if self._has_later if end else self._has_earlier:
            self.post_message(self.Wanted(self, "last" if end else "first"))
            return
        ats = self._laid.line_ats
        if ats:
            self._set_cursor(ats[-1] if end else ats[0])
        self._scroll(self.last_top if end else 0)

    def go_to(self, seq: int) -> bool:
        """The cursor on this line, with what was said around it; whether it is loaded."""
        for at in self._laid.line_ats:
            line = self._laid.line(at)
            if line is not None and line.seq == seq:
                self._set_cursor(at)
                self._scroll(self._laid.start(at) - self.view // 2)
                return True
        return False

    def spots(self) -> Iterable[tuple[int, Hashable]]:
        found = []
        for at in self._laid.lines_in(self.top, self.view):
            line = self._laid.line(at)
            if line is not None and self._laid.start(at) >= self.top:
                found.append((self._laid.start(at) - self.top, line.seq))
        return found

    def point(self, spot: Hashable) -> None:
        at = next((one for one in self._laid.line_ats if _seq(self._laid.line(one)) == spot), None)
        if at is not None:
            self._set_cursor(at)
            self.sync()

    def _set_cursor(self, at: int) -> None:
        line = self._laid.line(at)
        newest = at == self._laid.line_ats[-1] and not self._has_later
        self._cursor_at = at
        self._cursor_seq = None if newest or line is None else line.seq
        self._set_follow()

    def _set_follow(self) -> None:
        """New lines are followed from the bottom, and never away from a line that was picked."""
        at_end = self.top >= self.last_top and not self._has_later
        self._follow = at_end and self._cursor_seq is None

    def _reveal(self, at: int) -> None:
        """Scroll as little as shows the line, or of a long one the part that comes first."""
        start, end = self._laid.start(at), self._laid.end(at)
        if start < self.top:
            self._scroll(max(start, end - self.view))
        elif end > self.top + self.view:
            self._scroll(min(start, end - self.view))
        else:
            self.sync()

    def _scroll(self, top: int) -> None:
        self.top = max(0, min(top, self.last_top))
        self._set_missed()
        self._set_follow()
        self.sync()
        for what in BESIDE:
            if self.wants(what):
                self.post_message(self.Wanted(self, what))
                break

    # Events.

    def on_resize(self) -> None:
        self._rebuild()

    def on_focus(self) -> None:
        seen = self._laid.lines_in(self.top, self.view)
        if seen and self._cursor_at not in seen:
            # Who scrolled from the reply box means what is in view.
            self._set_cursor(seen[-1])
        self.sync()

    def on_blur(self) -> None:
        if self.screen.focused is self:
            # Told late: the focus has come back since, and perhaps the cursor was put on a line.
            return
        self._cursor_seq, self._cursor_at = None, self._laid.at_seq(None)
        self._set_follow()
        self.sync()


def _seq(line: LineRecord | None) -> int | None:
    return None if line is None else line.seq
