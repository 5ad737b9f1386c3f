"""How the service statistics are shown: rows, columns, and what stands beside them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from textual.content import Content

from zuiqing_desk.rules.calendar import local
from zuiqing_desk.rules.tally import Figures
from zuiqing_desk.rules.tally_words import DEFINITIONS, UNCHANGED, Figure, changes, parts, text
from zuiqing_desk.services.tally.records import By, Correction, Filter, Report, Row, Trend
from zuiqing_desk.tui.tally_chart import MARK, Room, chart
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.prose import tidy

LABEL: Final = "$text-muted"
WHOLE: Final = "whole"
CORRECTIONS: Final = "corrections"
VIEWS: Final[Mapping[str, str]] = {
    WHOLE: "全部",
    "agent": "客服",
    "storefront": "店铺",
    "day": "日",
    "shift": "班",
    CORRECTIONS: "更正",
}

IN_ROWS: Final[tuple[Figure, ...]] = (
    "received",
    "reply_rate",
    "average",
    "within_30",
    "sales",
    "conversion",
)
"""The figures that fit beside a name."""

_OF_FIGURES: Final = ((12, -14, 0), ("指标", "数值", ""))
_OF_ROWS: Final = (
    (0, -5, -6, -8, -6, -5, -6),
    ("", *(DEFINITIONS[figure].short for figure in IN_ROWS)),
)
_OF_CORRECTIONS: Final = ((5, 5, 12, 0), ("记于", "哪天", "客服", "变化"))


class FigureLine(NamedTuple):
    """A figure of the whole that is shown."""

    figure: Figure
    value: str
    parts: str


def figure_lines(known: Figures) -> list[FigureLine]:
    """Every figure."""
    return [FigureLine(one, text(known, one), parts(known, one)) for one in DEFINITIONS]


def columns(view: str) -> Sequence[int]:
    """The widths of a view's columns; negative: what stands in it stands to the right."""
    return _layout(view)[0]


def heads(view: str) -> Sequence[str]:
    """The names of a view's columns."""
    return _layout(view)[1]


def _layout(view: str) -> tuple[Sequence[int], Sequence[str]]:
    if view == WHOLE:
        return _OF_FIGURES
    return _OF_CORRECTIONS if view == CORRECTIONS else _OF_ROWS


def cells(item: FigureLine | Row | Correction, zone: str) -> Sequence[Cell]:
    """The columns of one row."""
    if isinstance(item, FigureLine):
        return (DEFINITIONS[item.figure].label, ""), (item.value, "strong"), (item.parts, "muted")
    if isinstance(item, Row):
        return (one_line(item.label), ""), *((text(item.figures, one), "") for one in IN_ROWS)
    said = "，".join(
        f"{DEFINITIONS[figure].short} {was} → {now}"
        for figure, was, now in changes(item.was, item.now)
    )
    return (
        (f"{local(item.noted_at, zone):%m-%d}", "muted"),
        (f"{date.fromordinal(item.day):%m-%d}", ""),
        (one_line(item.agent), ""),
        (said or UNCHANGED, ""),
    )


def narrowed(asked: Filter, row: Row) -> Filter:
    """The question for this row alone."""
    changed: dict[By, Filter] = {
        "agent": asked._replace(staff_id=int(row.key) if row.by == "agent" else None),
        "storefront": asked._replace(
            storefront_id=int(row.key) if row.by == "storefront" else None
        ),
        "shift": asked._replace(shift=str(row.key)),
    }
    if row.by == "day":
        return asked._replace(from_day=int(row.key), to_day=int(row.key))
    return changed[row.by]


def about_figure(item: FigureLine, report: Report, trend: Trend, room: Room) -> Content:
    """A figure: its chart, what it means, where the rule is from."""
    one = DEFINITIONS[item.figure]
    share = f"（{item.parts}）" if item.parts else ""
    return Content("\n").join(
        [
            Content.assemble((one.label, "bold"), f"  {item.value}{share}"),
            *_chart(item.figure, trend, report.asked, room),
            Content(),
            Content(one.words),
            Content.assemble(("依据 ", LABEL), one.source),
        ]
    )


def about_row(row: Row, figure: Figure, asked: Filter, trend: Trend, room: Room) -> Content:
    """A row: the chart of one figure, and all of them."""
    part = narrowed(asked, row)
    return Content("\n").join(
        [
            Content.assemble(
                (tidy(row.label), "bold"),
                f"  {DEFINITIONS[figure].label} {text(row.figures, figure)}",
            ),
            *_chart(figure, trend, part, room),
            Content(),
            *(
                Content.assemble(
                    (f"{DEFINITIONS[one.figure].label} ", LABEL),
                    one.value,
                    (f" {one.parts}", LABEL),
                )
                for one in figure_lines(row.figures)
            ),
        ]
    )


def about_correction(one: Correction, zone: str) -> Content:
    """What changed in a frozen month, and when that was noted."""
    head = [
        Content.styled(f"{one.month // 100}年{one.month % 100}月已定稿，这是之后的变化", "bold"),
        _field("记于", f"{local(one.noted_at, zone):%Y-%m-%d %H:%M}"),
        _field("哪天", date.fromordinal(one.day).isoformat()),
        _field("客服", one.agent),
        _field("店铺", one.storefront),
        _field("班", one.shift),
        Content(),
    ]
    changed = [
        Content.assemble((f"{DEFINITIONS[figure].label} ", LABEL), was, " → ", (now, "bold"))
        for figure, was, now in changes(one.was, one.now)
    ]
    return Content("\n").join(
        [
            *head,
            *(changed or [Content(UNCHANGED)]),
            Content(),
            Content.styled("定稿的数字不变；更正另算，合并时以最新一条为准。", LABEL),
        ]
    )


def _field(label: str, said: str) -> Content:
    return Content.assemble((f"{label} ", LABEL), tidy(said))


def _chart(figure: Figure, trend: Trend, part: Filter, room: Room) -> list[Content]:
    days = trend.asked.to_day - trend.asked.from_day + 1
    points = trend.points(figure, part)
    words = Content.styled(f"{days} 天，底下有 {MARK} 的是正在看的日子", LABEL)
    if not any(number for _, number in points):
        return [Content.styled(f"{days} 天里都没有数。", LABEL)]
    return [words, chart(points, figure, room, range(part.from_day, part.to_day + 1))]
