"""What is printed and signed by hand: sheets as HTML for A4, as Markdown, as rows of a table.

Whoever fills a sheet passes plain text; everything is escaped here. Nothing here reads the store.
"""

from zuiqing_desk.paper.handover import HANDOVER_HEAD, handover_html, handover_md, handover_rows
from zuiqing_desk.paper.handover_sheet import (
    ClosedLine,
    Entry,
    HandoverSheet,
    Remark,
    Section,
    Signature,
)
from zuiqing_desk.paper.week import WEEK_HEAD, NoteLine, WeekSheet, week_html, week_rows

__all__ = [
    "HANDOVER_HEAD",
    "WEEK_HEAD",
    "ClosedLine",
    "Entry",
    "HandoverSheet",
    "NoteLine",
    "Remark",
    "Section",
    "Signature",
    "WeekSheet",
    "handover_html",
    "handover_md",
    "handover_rows",
    "week_html",
    "week_rows",
]
