"""What the demo's customers said in earlier weeks, to be found again. All invented."""

from typing import Final, NamedTuple

from zuiqing_desk.services import conversations, duty, inbound, outbound
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.store.tx import Tx

MINUTE_US: Final = 60_000_000
DAY_US: Final = 24 * 60 * MINUTE_US
OLDEST_DAYS: Final = 110
NEWEST_DAYS: Final = 9
"""No younger: what was asked lately would be drafted into the handover as a likely sale."""

Said = tuple[tuple[str, str], ...]

GOODBYE: Final = ("我", "好的亲，有事随时找我。")

TALKS: Final[tuple[Said, ...]] = (
    (
        ("客", "上次买的1983喝着不错，还有同一批的吗"),
        ("我", "有的亲，这批和您上次那批一样，口感偏柔，入口不冲。"),
        ("客", "那给我留两箱，下周来拍"),
        ("我", "好的，给您记下了，下周直接找我。"),
    ),
    (
        ("客", "收到货了，有一瓶漏酒，外箱湿了一片"),
        ("我", "给您添麻烦了。请拍外箱、内衬和瓶口三张照片，我马上登记。"),
        ("客", "照片发你了"),
        ("我", "收到，今天补发一瓶，单号晚点告诉您。"),
        ("客", "好的谢谢"),
    ),
    (
        ("客", "能不能开专票，公司抬头"),
        ("我", "可以的亲，抬头、税号发我，发货后三天内开好发您邮箱。"),
    ),
    (
        ("客", "青海发哪个快递，几天到"),
        ("我", "青海走顺丰，一般四天左右，路上下雪会慢一天。"),
        ("客", "行，那就拍了"),
    ),
    (
        ("客", "退货地址给我一个，买错款了"),
        ("我", "没拆封可以退，地址和注意事项发您了，寄出后单号告诉我。"),
        ("客", "寄出了，顺丰尾号5521"),
    ),
    (
        ("客", "送老人的，不要太辣，酱香的有没有"),
        ("我", "1985偏酱香，老酒味重一点，送长辈的客人多半选它。"),
        ("客", "那来一箱1985"),
    ),
    (
        ("客", "两天没动静了，物流是不是丢了"),
        ("我", "帮您问过快递，件在中转站压了一天，今晚能到您那边。"),
        ("客", "收到了，辛苦"),
    ),
    (
        ("客", "小酒版可以混着拍吗，凑一箱"),
        ("我", "可以，两款各半箱，备注里我给您写清楚。"),
    ),
    (
        ("客", "改一下地址，寄到公司，前台代收"),
        ("我", "改好了，还没出库，快递换成韵达。"),
    ),
)

BUYERS: Final = (
    ("淘宝", "tb_青瓦**"), ("京东", "jd_竹里**"), ("淘宝", "tb_归雁**"), ("拼多多", "pdd_半夏**"),
    ("抖店", "dy_山前**"), ("淘宝", "tb_老街**"), ("京东", "jd_石桥**"), ("淘宝", "tb_杏花**"),
)  # fmt: skip


class Earlier(NamedTuple):
    """A talk of some days ago, by whom it was answered."""

    days_ago: int
    platform: str
    buyer: str
    agent: StaffMember
    lines: Said


def earlier(agents: list[StaffMember], talks: int) -> list[Earlier]:
    """So many talks, oldest first, spread over the weeks."""
    span = OLDEST_DAYS - NEWEST_DAYS
    found = []
    for number in range(talks):
        platform, buyer = BUYERS[number * 3 % len(BUYERS)]
        found.append(
            Earlier(
                OLDEST_DAYS - number * span // talks,
                platform,
                buyer,
                agents[number % len(agents)],
                TALKS[number * 2 % len(TALKS)],
            )
        )
    return found


def remember(tx: Tx, agents: list[StaffMember], talks: int = 36) -> None:
    """Lay old talk down as if it had been answered then. Run it after the notebooks were kept."""
    now = tx.now
    for one in agents:
        duty.sign_in(tx, one.id, f"demo-seed-{one.staff_no}")
    for number, talk in enumerate(earlier(agents, talks)):
        tx.now = now - talk.days_ago * DAY_US - number % 5 * 47 * MINUTE_US
        chat = conversations.open_manual(
            tx, platform=talk.platform, buyer_id=talk.buyer, actor=talk.agent.id
        )
        for at, (who, text) in enumerate((*talk.lines, GOODBYE)):
            tx.now += 11_000_000 + 3_000_000 * at
            key = f"old-{number}-{at}"
            if who == "客":
                inbound.receive_text(tx, conversation_id=chat, remote_id=key, text=text)
            else:
                outbound.reply(
                    tx, conversation_id=chat, staff_id=talk.agent.id, text=text, client_id=key
                )
        conversations.close(tx, chat, talk.agent.id)
    tx.now = now
    for one in agents:
        duty.sign_off(tx, one.id, f"demo-seed-{one.staff_no}")
