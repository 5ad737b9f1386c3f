"""What an import did or would do, for people and for scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zuiqing_desk.cli.output import say, say_json, tell
from zuiqing_desk.services.spreadsheets import Refusal
from zuiqing_desk.sheets import SheetError

_MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class Report:
    """``added`` and ``changed`` are the rows that would be written, as plain data with ``row``;
    ``broken`` is why the file could not be read to its end."""

    added: Sequence[Mapping[str, Any]] = ()
    changed: Sequence[Mapping[str, Any]] = ()
    unchanged: int = 0
    refused: Sequence[Refusal] = ()
    broken: SheetError | None = None

    @property
    def fine(self) -> bool:
        """Whether nothing is refused."""
        return not self.refused and self.broken is None


def show(report: Report, *, dry_run: bool, json: bool) -> int:
    """Print it, when the work is done; the exit code."""
    if json:
        say_json(_data(report, dry_run))
    else:
        if dry_run:
            _say_rows(report)
        _tell_refused(report, dry_run)
        if report.fine:
            _tell_done(report, dry_run)
    return 0 if report.fine else 1


def _data(report: Report, dry_run: bool) -> dict[str, Any]:
    refused: list[dict[str, Any]] = [one._asdict() for one in report.refused]
    if (broken := report.broken) is not None:
        place = {"row": broken.row, "column": broken.column}
        refused.append({**place, "message": broken.message})
    return {
        "dry_run": dry_run,
        "imported": report.fine and not dry_run,
        "added": list(report.added),
        "changed": list(report.changed),
        "unchanged": report.unchanged,
        "refused": refused,
    }


def _say_rows(report: Report) -> None:
    for word, rows in (("新增", report.added), ("修改", report.changed)):
        for row in rows:
            say("  ".join([word, *(str(value) for key, value in row.items() if key != "row")]))
    for one in report.refused:
        say(f"拒收  {one.line()}")


def _tell_refused(report: Report, dry_run: bool) -> None:
    if report.fine:
        return
    if not dry_run:
        for one in report.refused[:_MOST_TOLD]:
            tell(one.line())
        if (more := len(report.refused) - _MOST_TOLD) > 0:
            tell(f"还有 {more} 处，加 --dry-run 看全部。")
    if report.broken is not None:
        tell(report.broken.message)
    number = len(report.refused) + (report.broken is not None)
    tell(f"文件有 {number} 处问题，{_nothing(dry_run)}。")


def _nothing(dry_run: bool) -> str:
    return "这样导入什么都不会写入" if dry_run else "什么都没有导入"


def _tell_done(report: Report, dry_run: bool) -> None:
    counts = (
        f"新增 {len(report.added)} 条，修改 {len(report.changed)} 条，{report.unchanged} 条没有变化"
    )
    tell(f"试运行，没有写入：{counts}。" if dry_run else f"已导入：{counts}。")
