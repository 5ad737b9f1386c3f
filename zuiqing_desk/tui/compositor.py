"""Putting widgets together on the screen without breaking Chinese characters.

Textual's own compositor (pinned version) cuts every row wherever any widget begins or ends, hidden
ones too: a toast over two panes loses each wide character that lies on the border between them.
It also asks every widget on the screen for all its rows, for one changed row.  Here a row is cut
only where what is in front changes, and only the rows to be painted are asked for.
"""

from collections.abc import Callable, Mapping, Sequence

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip

Span = tuple[int, int, int]
"""Part of a row: the row, the first cell, the one after the last."""
Gap = tuple[int, int]
"""Cells of a row, from the first to before the last, in which nothing was painted yet."""


class WholeCharacters(Compositor):
    """A compositor that cuts rows at visible edges alone."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What must be written to the terminal after some regions changed."""
        regions = self._dirty_regions.copy()
        self._dirty_regions.clear()
        spans = list(self._regions_to_spans(regions))
        if not spans:
            return None
        changed = {y for y, _, _ in spans}
        crop = Region.from_union(regions).intersection(self.size.region)
        pieces = self._render_chops(crop, changed.__contains__)
        ends = [[x + strip.cell_length for x, strip in row.items()] for row in pieces]
        return ChopsUpdate(pieces, _widened(spans, pieces), ends)

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """The pieces of each row by where they begin; rows that are not asked for are empty."""
        width, height = self.size
        wanted = [y for y in crop.line_range if is_rendered_line(y) and 0 <= y < height]
        gaps: dict[int, list[Gap]] = {y: [(0, width)] for y in wanted}
        pieces: list[dict[int, Strip]] = [{} for _ in range(height)]
        if not wanted:
            return pieces
        # From front to back: what is painted stays, what lies behind fills the gaps.
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            top, bottom = max(shown.y, wanted[0]), min(shown.bottom, wanted[-1] + 1)
            if not any(gaps.get(y) for y in range(top, bottom)):
                continue
            inside = Region(shown.x - region.x, top - region.y, shown.width, bottom - top)
            for y, strip in zip(range(top, bottom), widget.render_lines(inside), strict=False):
                if left := gaps.get(y):
                    gaps[y] = _fill(pieces[y], left, shown.x, shown.right, strip)
        return [dict(sorted(row.items())) for row in pieces]


def _widened(spans: list[Span], pieces: Sequence[Mapping[int, Strip]]) -> list[Span]:
    """The spans, grown to whole pieces: a wide character at the edge of what changed (where a toast
    ended, say) may have been halved by what stood there before."""
    wide: list[Span] = []
    for y, x1, x2 in spans:
        for x, strip in pieces[y].items():
            end = x + strip.cell_length
            if x < x2 and end > x1:
                x1, x2 = min(x, x1), max(end, x2)
        if wide and wide[-1][0] == y and wide[-1][2] >= x1:
            _, x1, before = wide.pop()
            x2 = max(x2, before)
        wide.append((y, x1, x2))
    return wide


def _fill(pieces: dict[int, Strip], gaps: list[Gap], x1: int, x2: int, strip: Strip) -> list[Gap]:
    """Paint ``strip``, which covers the cells ``x1`` to ``x2``, into the gaps; those that stay."""
    rest: list[Gap] = []
    for first, end in gaps:
        begin, stop = max(first, x1), min(end, x2)
        if begin >= stop:
            rest.append((first, end))
            continue
        whole = (begin, stop) == (x1, x2)
        pieces[begin] = strip if whole else strip.crop(begin - x1, stop - x1)
        if first < begin:
            rest.append((first, begin))
        if stop < end:
            rest.append((stop, end))
    return rest
