"""How a line that is no text, or was taken back, stands in a conversation."""

from typing import Final

from zuiqing_desk.rules.media import size_words
from zuiqing_desk.services.conversation_row import KIND_WORDS
from zuiqing_desk.services.records import LineRecord, MediaRecord

RECALLED: Final = "〔客户撤回〕"


def said(line: LineRecord) -> str:
    """The line in words: its text, and of a picture or file its length and size or where it is."""
    text = KIND_WORDS.get(line.kind, "") + line.text
    return text if line.media is None else " · ".join((text, *_about(line.media)))


def _about(media: MediaRecord) -> tuple[str, ...]:
    match media.state:
        case "here":
            size = (f"{media.width}×{media.height}",) if media.width else ()
            return (size_words(media.bytes), *size)
        case "elsewhere":
            return (f"未下载·{media.url_host}",)
        case "wanted":
            return ("正在下载…",)
        case "failed":
            return (f"取不到：{media.reason}",)
        case "erased":
            return ("已删除",)
