"""How replies are spoken of on the screen."""

from collections.abc import Iterator
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.calendar import clock_text, local
from zuiqing_desk.rules.reply_fields import SHOWN
from zuiqing_desk.rules.validity import from_text, until_text
from zuiqing_desk.services.replies.records import ReplyRecord, ReplyWords, VersionRecord
from zuiqing_desk.tui.difference_text import difference_content
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.prose import tidy

OF_THE_SHOP: Final = "店里"
"""Who wrote what came with the program or by the command line."""


def scope(record: ReplyRecord) -> str:
    """Whose reply it is."""
    return "团队" if record.owner_no is None else "个人"


def day_and_clock(at: int, zone: str) -> str:
    """A moment that has been: 2026-03-02 09:00."""
    return f"{local(at, zone):%Y-%m-%d} {clock_text(at, zone)}"


def validity(version: VersionRecord, zone: str) -> str:
    """From when and until when, in words; empty when always."""
    begin, end = from_text(version.valid_from, zone), until_text(version.valid_until, zone)
    if begin and end:
        return f"{begin} 起，到 {end}"
    return f"{begin} 起" if begin else f"到 {end}" if end else ""


def fields(version: VersionRecord, zone: str) -> dict[str, str]:
    """What a version says, by the names people call the fields."""
    return {
        SHOWN["body"]: version.body,
        SHOWN["title"]: version.title,
        SHOWN["category"]: version.category,
        SHOWN["tags"]: version.tags,
        SHOWN["asks"]: version.asks,
        SHOWN["valid_from"]: from_text(version.valid_from, zone),
        SHOWN["valid_until"]: until_text(version.valid_until, zone),
    }


def changes(old: VersionRecord | None, new: VersionRecord, zone: str) -> Content:
    """What ``new`` says differently, field by field, marked; without ``old``, all it says."""
    after = fields(new, zone)
    if old is None:
        said = {name: Content(tidy(text)) for name, text in after.items() if text}
    else:
        before = fields(old, zone)
        said = {
            name: difference_content(before[name], text)
            for name, text in after.items()
            if before[name] != text
        }
    if not said:
        return Content("内容没有变化。")
    return Content("\n\n").join(
        Content.assemble((f"{name}\n", "bold"), text) for name, text in said.items()
    )


def _said(version: VersionRecord) -> Iterator[Content]:
    """The words of a version: what is sent, and the wordings it answers."""
    yield Content(tidy(version.body))
    if version.asks:
        yield Content.styled("问法：" + tidy(version.asks).replace("\n", " / "), "$text-muted")


def who(version: VersionRecord, zone: str) -> str:
    """Who wrote a version and who approved it."""
    by = version.author_no or OF_THE_SHOP
    words = f"第 {version.version} 版，{by} 写于 {day_and_clock(version.written_at, zone)}"
    if version.approved_at is not None and version.approved_by_no not in (None, version.author_no):
        words += f"，{version.approved_by_no} 批准"
    return words


def card(record: ReplyRecord, zone: str) -> Content:
    """Everything worth knowing about a reply, to be read beside the list."""
    version = record.live or record.draft
    assert version is not None
    about = " · ".join(
        part
        for part in (
            f"{scope(record)} {record.code}",
            version.category,
            one_line(version.tags),
            validity(version, zone),
        )
        if part
    )
    lines = [
        Content.styled(one_line(version.title), "bold"),
        Content.styled(about, "$text-muted"),
        *_said(version),
        Content.styled(who(version, zone), "$text-muted"),
    ]
    draft = record.draft
    if draft is not None and draft.refused:
        lines.insert(
            0, Content.styled(f"✗ 已退回：{one_line(draft.refused)}", "$text-warning bold")
        )
    if draft is not None and record.live is not None:
        lines += [
            Content.styled(f"▲ 草稿（{who(draft, zone)}）：", "$text-warning bold"),
            changes(record.live, draft, zone),
        ]
    return Content("\n").join(lines)


def words_of(record: ReplyRecord) -> ReplyWords:
    """What the reply's newest version says, to be edited."""
    version = record.draft or record.live
    assert version is not None
    return ReplyWords(
        code=record.code,
        title=version.title,
        category=version.category,
        body=version.body,
        tags=version.tags,
        asks=version.asks,
        valid_from=version.valid_from,
        valid_until=version.valid_until,
    )
