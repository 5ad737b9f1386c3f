"""What is proposed for a handover, and how urgent it is (醉卿 manual, 交接本: customers passed on,
what must be dealt with, likely buyers to contact)."""

import re
from collections.abc import Iterable
from typing import Final

from zuiqing_desk.rules.handover_words import LONG_CHARS, SUMMARY_CHARS, Severity
from zuiqing_desk.rules.masking import with_masked
from zuiqing_desk.rules.text import clean_line

DAY: Final = 86_400 * 1_000_000
BUYER_DAYS: Final = 3
"""A likely buyer who has been silent longer is not proposed any more (house rule)."""

_TOPICS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (topic, re.compile(pattern))
    for topic, pattern in (
        ("价格", r"多少钱|多钱|什么价|啥价|价格|几块|几元|优惠|便宜|活动价|打折|怎么卖|咋卖"),
        ("库存", r"有货|现货|库存|有没有货|还有吗|缺货|补货"),
        ("口感", r"口感|好喝|酱香|浓香|清香|辣不辣|柔和|上头|度数|几度|多少度"),
    )
)


def severity(due_at: int | None, until: int, now: int, *, late: bool = False) -> Severity:
    """How urgent a matter is (house rule): red when it is ``late`` or its time has passed, amber
    when it falls due before the next shift ends (``until``), else green."""
    if late or (due_at is not None and due_at < now):
        return "red"
    return "amber" if due_at is not None and due_at <= until else "green"


def asked_about(lines: Iterable[str]) -> tuple[str, ...]:
    """What a customer asked about that somebody asks who means to buy: 价格, 库存, 口感."""
    said = "\n".join(lines)
    return tuple(topic for topic, pattern in _TOPICS if pattern.search(said))


def summary(text: str) -> str:
    """``text`` on one line, as long as a summary may be; the cut shows. Telephones are masked: what
    is handed over is printed and signed (house rule)."""
    return _cut(with_masked(clean_line(text)), SUMMARY_CHARS)


def long_text(lines: Iterable[str]) -> str:
    """The newest of these lines that fit where more may be written, each on its own line, with
    telephones masked."""
    kept: list[str] = []
    room = LONG_CHARS
    for line in reversed([_cut(with_masked(clean_line(one)), LONG_CHARS) for one in lines]):
        if len(line) + 1 > room and kept:
            break
        kept.append(line)
        room -= len(line) + 1
    return "\n".join(reversed(kept))


def short_number(number: str) -> str:
    """An order's number as a reader tells it apart: its last four digits."""
    return f"…{number[-4:]}" if len(number) > 6 else number


def _cut(text: str, chars: int) -> str:
    return text if len(text) <= chars else f"{text[: chars - 1]}…"
