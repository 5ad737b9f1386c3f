"""What the fields of a canned reply may hold; each check gives the text as it is stored.

A check done on its own result changes nothing (house rules; a spreadsheet that was exported reads
back the same).
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from zuiqing_desk.rules.categories import CATEGORIES
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.text import MAX_CHARS, clean, clean_line

SHOWN: Final[Mapping[str, str]] = {
    "code": "短码",
    "title": "标题",
    "category": "分类",
    "tags": "标签",
    "body": "内容",
    "asks": "问法",
    "valid_from": "生效",
    "valid_until": "失效",
}
"""What people call the fields of services.replies.records.ReplyWords."""

LONGEST_CODE: Final = 20
LONGEST_TITLE: Final = 40
MOST_TAGS: Final = 10
LONGEST_TAG: Final = 20
MOST_ASKS: Final = 60
LONGEST_ASK: Final = 100

_CODE: Final = re.compile("[a-z0-9\u3007\u3400-\u9fff\U00020000-\U0003ffff_.-]+")
_BETWEEN_TAGS: Final = re.compile(r"[\s,，、;；]+")


class FieldError(RuleError):
    """A field that cannot be taken: ``field`` is its name in SHOWN, ``code`` is ``bad_`` + it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"bad_{field}", message)
        self.field = field


def check_code(text: str) -> str:
    """The short code: 1 to 20 Chinese characters, letters, digits, ``-`` ``_`` or ``.``.

    Full-width forms become half-width and capitals small, so that an agent may type either.
    Raises FieldError.
    """
    code = unicodedata.normalize("NFKC", clean_line(text)).lower().strip()
    if not code:
        raise FieldError("code", "短码不能为空。")
    if len(code) > LONGEST_CODE:
        raise FieldError("code", f"短码最多 {LONGEST_CODE} 个字，现在有 {len(code)} 个。")
    for char in code:
        if not _CODE.fullmatch(char):
            raise FieldError(
                "code", f"短码里不能有「{char}」，只能用汉字、英文字母、数字和 - _ . 。"
            )
    return code


def check_title(text: str) -> str:
    """The title: one line of 1 to 40 characters. Raises FieldError."""
    title = clean_line(text)
    if not title:
        raise FieldError("title", "标题不能为空。")
    if len(title) > LONGEST_TITLE:
        raise FieldError("title", f"标题最多 {LONGEST_TITLE} 个字，现在有 {len(title)} 个。")
    return title


def check_category(text: str) -> str:
    """One of rules.categories.CATEGORIES. Raises FieldError, which names them all."""
    category = clean_line(text)
    if category in CATEGORIES:
        return category
    known = "、".join(CATEGORIES)
    if not category:
        raise FieldError("category", f"要选一个分类：{known}。")
    raise FieldError("category", f"没有「{category[:LONGEST_TAG]}」这个分类，只有：{known}。")


def check_tags(text: str) -> str:
    """The tags, separated by single spaces: at most 10 of 1 to 20 characters.

    They may be written with blanks, commas or 、 between them; doubles stand once. Raises
    FieldError.
    """
    tags = list(dict.fromkeys(tag for tag in _BETWEEN_TAGS.split(clean(text)) if tag))
    if len(tags) > MOST_TAGS:
        raise FieldError("tags", f"标签最多 {MOST_TAGS} 个，现在有 {len(tags)} 个。")
    for tag in tags:
        if len(tag) > LONGEST_TAG:
            raise FieldError("tags", f"标签最多 {LONGEST_TAG} 个字，「{tag[:10]}…」太长。")
    return " ".join(tags)


def check_body(text: str) -> str:
    """The words themselves: 1 to 4000 characters, a template (see rules.template.check).

    Raises FieldError.
    """
    body = clean(text).strip()
    if not body:
        raise FieldError("body", "内容不能为空。")
    if len(body) > MAX_CHARS:
        raise FieldError("body", f"内容最多 {MAX_CHARS} 个字，现在有 {len(body)} 个。")
    return body


def check_asks(text: str) -> str:
    """Wordings customers use, one a line: at most 60 lines of 100 characters.

    Empty lines go, doubles stand once. Raises FieldError.
    """
    lines = [clean_line(line) for line in clean(text).split("\n")]
    asks = list(dict.fromkeys(line for line in lines if line))
    if len(asks) > MOST_ASKS:
        raise FieldError("asks", f"问法最多 {MOST_ASKS} 行，现在有 {len(asks)} 行。")
    for number, ask in enumerate(asks, 1):
        if len(ask) > LONGEST_ASK:
            raise FieldError(
                "asks", f"问法每行最多 {LONGEST_ASK} 个字，第 {number} 行有 {len(ask)} 个。"
            )
    return "\n".join(asks)


def check_validity(valid_from: int | None, valid_until: int | None) -> None:
    """Accept a time of validity (UTC microseconds, either end open) that is not over at once.

    Raises FieldError.
    """
    if valid_from is not None and valid_until is not None and valid_until <= valid_from:
        raise FieldError("valid_until", "失效时间要晚于生效时间。")
