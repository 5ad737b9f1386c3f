"""The demo's colleagues: one away with customers waiting, one answering after-sale. All invented.

They give a lead something to see on the live board, and something to take over.
"""

from typing import Final

from zuiqing_desk.services import conversations, duty, inbound, outbound, presence
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.store.tx import Tx

MINUTE_US: Final = 60_000_000
BEAT_S: Final = 10.0
"""Between two signs of life of their desks; after half a minute without, they would be gone."""

Said = tuple[str, str, float, tuple[str, ...]]
"""Platform, buyer, how many minutes ago it began, and the lines, the customer's first in turn."""

OF_WHO_IS_AWAY: Final[tuple[Said, ...]] = (
    (
        "淘宝",
        "tb_云起**",
        4.0,
        ("1985 和 1983 差在哪", "1985 更老一些，口感偏柔。", "那来两瓶 1985"),
    ),
    ("抖店", "dy_晴川**", 7.5, ("礼盒能开票吗", "可以的，电子票三天内发您。")),
)
OF_AFTER_SALE: Final[tuple[Said, ...]] = (
    ("京东", "jd_沉舟**", 0.9, ("瓶盖有点松", "请拍一张瓶口的照片给我。", "拍好了，怎么发")),
    ("拼多多", "pdd_渔火**", 16.0, ("退款几天到", "商家已退，一般一到三天到账。")),
)
AWAY_MIN: Final = 12


def come_in(tx: Tx, away: StaffMember, after_sale: StaffMember) -> None:
    """Both have signed in, have customers in hand, and one has gone away for a while."""
    now = tx.now
    for who, talks in ((away, OF_WHO_IS_AWAY), (after_sale, OF_AFTER_SALE)):
        tx.now = now - 2 * 60 * MINUTE_US
        duty.sign_in(tx, who.id, desk_of(who))
        for talk in talks:
            _talk(tx, who, talk, now)
    tx.now = now - AWAY_MIN * MINUTE_US
    duty.away(tx, away.id)
    tx.now = now
    for who in (away, after_sale):
        beat(tx, who)


def beat(tx: Tx, who: StaffMember) -> None:
    """Their desk lives."""
    presence.beat(tx, desk_of(who), who.id, viewing=None, typing=None)


def desk_of(who: StaffMember) -> str:
    """The id of the desk somebody sits at."""
    return f"demo-{who.staff_no}"


def _talk(tx: Tx, who: StaffMember, said: Said, now: int) -> None:
    platform, buyer, minutes_ago, lines = said
    tx.now = now - round(minutes_ago * MINUTE_US)
    chat = conversations.open_manual(tx, platform=platform, buyer_id=buyer, actor=who.id)
    for at, text in enumerate(lines):
        tx.now += 14_000_000
        key = f"{buyer}-{at}"
        if at % 2:
            outbound.reply(tx, conversation_id=chat, staff_id=who.id, text=text, client_id=key)
        else:
            inbound.receive_text(tx, conversation_id=chat, remote_id=key, text=text)
