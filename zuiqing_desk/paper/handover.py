"""The handover sheet as HTML, Markdown and rows of a table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from zuiqing_desk.paper import environment
from zuiqing_desk.paper.handover_sheet import Entry, HandoverSheet, Section
from zuiqing_desk.rules.handover_words import SEVERITIES

HANDOVER_HEAD: Final = (
    "页号",
    "日期",
    "班",
    "部分",
    "序号",
    "级别",
    "种类",
    "事项",
    "详情",
    "给谁",
    "期限",
    "相关",
    "谁",
    "确认",
)
_BLANK: Final = ("",) * 10


def handover_html(sheets: Sequence[HandoverSheet]) -> str:
    """One HTML document; each page begins on a sheet of its own."""
    template = environment.html().get_template("handover.html.j2")
    return template.render(sheets=sheets, title=_title(sheets))


def handover_md(sheets: Sequence[HandoverSheet], *, escape: bool = True) -> str:
    """One Markdown document; without ``escape`` for people to read as it is, not for a renderer."""
    templates = environment.md() if escape else environment.plain()
    return templates.get_template("handover.md.j2").render(sheets=sheets)


def handover_rows(sheets: Iterable[HandoverSheet]) -> list[tuple[str, ...]]:
    """Everything of the sheets as rows under HANDOVER_HEAD: matters, what was finished, what was
    said, signatures, the seal."""
    return [row for sheet in sheets for row in _rows(sheet)]


def _title(sheets: Sequence[HandoverSheet]) -> str:
    shifts = "、".join(dict.fromkeys(sheet.shift for sheet in sheets))
    return f"交接单 {sheets[0].day} {shifts}" if sheets else "交接单"


def _rows(sheet: HandoverSheet) -> Iterator[tuple[str, ...]]:
    begin = (str(sheet.page), sheet.day, f"{sheet.shift}→{sheet.next_shift}".removesuffix("→"))
    for section in sheet.sections:
        for label, text in section.figures:
            yield *begin, "当天数字", "", "", "", label, text, "", "", "", section.giver, ""
        for entry in section.entries:
            yield *begin, "事项", *_entry(entry, section)
    for closed in sheet.closed:
        yield (
            *begin, "本班了结", "", "", closed.kind, closed.summary, closed.outcome,
            "", "", "", closed.by, "",
        )  # fmt: skip
    for said in sheet.remarks:
        part = f"{said.kind}（{said.amendment}）" if said.amendment else said.kind
        yield (
            *begin, part, "", "", "", said.about, said.text, "", "", "", said.by,
            " ".join(filter(None, (said.answer, said.answered))),
        )  # fmt: skip
    for one in sheet.signatures:
        yield *begin, "签字", *_BLANK[:3], one.role, one.note, "", "", "", one.who, one.signed
    if sheet.broken:
        yield *begin, "封存", "", "", "", "封存后被改过", sheet.broken, *_BLANK[:5]
    if sheet.hash:
        yield *begin, "封存", str(sheet.number), "", "", "本页校验值", sheet.hash, *_BLANK[:5]
    if sheet.head:
        yield (
            *begin,
            "封存",
            str(sheet.head_number),
            "",
            "",
            "打印时最新的校验值",
            sheet.head,
            *_BLANK[:5],
        )


def _entry(entry: Entry, section: Section) -> tuple[str, ...]:
    letter, word = SEVERITIES[entry.severity]
    details = "\n".join(f"{label}：{text}" for label, text in entry.lines)
    checks = [("已阅", entry.acked)]
    if entry.severity == "red":
        checks.append(("口述", entry.said_back))
    return (
        str(entry.number),
        f"{letter} {word}",
        entry.kind,
        entry.summary,
        details,
        entry.whom,
        entry.due,
        " ".join(filter(None, (*entry.facts, entry.carried))),
        section.giver,
        "\n".join(f"{name}：{said}" for name, said in checks if said),
    )
