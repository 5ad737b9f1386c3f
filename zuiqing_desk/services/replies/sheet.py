"""A reply as a row of a spreadsheet, and back. Export and import share this one mapping."""

from collections.abc import Callable, Mapping
from typing import Final

from zuiqing_desk.rules import reply_fields as fields
from zuiqing_desk.rules import validity
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.reply_fields import SHOWN
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.services.spreadsheets import Refusal

OWNER: Final = "归属"
TEAM: Final = "团队"
COLUMNS: Final = (*(SHOWN[field] for field in SHOWN), OWNER)
"""短码 标题 分类 标签 内容 问法 生效 失效 归属."""
REQUIRED: Final = (SHOWN["code"],)
"""What other columns would say stays as it is in the library when they are missing."""

_CHECKS: Final[Mapping[str, Callable[[str], str]]] = {
    "code": fields.check_code,
    "title": fields.check_title,
    "category": fields.check_category,
    "tags": fields.check_tags,
    "body": fields.check_body,
    "asks": fields.check_asks,
}


def cells_of(words: ReplyWords, owner_no: str | None, zone: str) -> tuple[str, ...]:
    """The row of a reply, in the order of COLUMNS; times by the clock of ``zone``."""
    return (
        words.code,
        words.title,
        words.category,
        words.tags,
        words.body,
        words.asks,
        validity.from_text(words.valid_from, zone),
        validity.until_text(words.valid_until, zone),
        TEAM if owner_no is None else owner_no,
    )


def owner_of(values: Mapping[str, str]) -> str | None:
    """Whose reply a row is: a staff number, or None for the team."""
    owner = values.get(OWNER, "").strip()
    return None if owner in ("", TEAM) else owner


def words_of(
    number: int, values: Mapping[str, str], zone: str, base: ReplyWords | None = None
) -> tuple[ReplyWords | None, list[Refusal]]:
    """What a row says, every field in its stored form, or everything that is wrong with it.

    ``base`` gives the fields whose columns are missing. The body is not parsed here.
    """
    refused: list[Refusal] = []
    texts: dict[str, str] = {}
    for field, check in _CHECKS.items():
        given = values.get(SHOWN[field])
        if given is None:
            given = getattr(base, field) if base else ""
        try:
            texts[field] = check(given)
        except RuleError as error:
            refused.append(Refusal(number, SHOWN[field], error.message))
    times = _times(number, values, zone, base, refused)
    if refused:
        return None, refused
    return ReplyWords(**texts, valid_from=times[0], valid_until=times[1]), []


def _times(
    number: int,
    values: Mapping[str, str],
    zone: str,
    base: ReplyWords | None,
    refused: list[Refusal],
) -> tuple[int | None, int | None]:
    """From when and until when; what is wrong with them goes to ``refused``."""
    before = len(refused)

    def read(field: str, moment: Callable[[str, str], int | None], kept: int | None) -> int | None:
        text = values.get(SHOWN[field])
        try:
            return kept if text is None else moment(text, zone)
        except RuleError as error:
            refused.append(Refusal(number, SHOWN[field], error.message))
            return None

    start = read("valid_from", validity.valid_from, base.valid_from if base else None)
    end = read("valid_until", validity.valid_until, base.valid_until if base else None)
    if len(refused) == before:
        try:
            fields.check_validity(start, end)
        except RuleError as error:
            refused.append(Refusal(number, SHOWN["valid_until"], error.message))
    return start, end
