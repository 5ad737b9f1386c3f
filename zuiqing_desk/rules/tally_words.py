"""What each figure of the service statistics is called, means and looks like."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from zuiqing_desk.rules.tally import Figures

Figure = Literal[
    "received",
    "filtered",
    "reply_rate",
    "rounds",
    "average",
    "median",
    "p90",
    "slowest",
    "within_20",
    "within_30",
    "within_180",
    "sales",
    "sales_fen",
    "conversion",
]
Unit = Literal["count", "permille", "us", "fen"]


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure: its name, its short name for a column, what it means, where the rule is from."""

    label: str
    short: str
    unit: Unit
    words: str
    source: str


_SECONDS: Final = (
    "看客服时从分到他手上算起，看全店、店铺、日、班时从客户第一句没回的话算起；"
    "无人在岗时来的话和打广告的会话不算。"
)

DEFINITIONS: Final[Mapping[Figure, Definition]] = {
    "received": Definition(
        "接待客户",
        "接待",
        "count",
        "客服当天回过话的售前客户，同一位客户一天只算一个；两位客服都回过，各算一个，全店算一个。"
        "售后来找的、打广告的不算。客服主动去说、客户没有说话的也不算。",
        "醉卿手册 客服绩效·谈单转化率",
    ),
    "filtered": Definition(
        "剔除广告",
        "广告",
        "count",
        "本来会算进接待、因为是打广告的而剔除的客户：客服在前几句里发过回绝语，句数和用语在店铺规则里。",
        "醉卿手册 客服绩效·谈单转化率 注2",
    ),
    "reply_rate": Definition(
        "回复率",
        "回复率",
        "permille",
        "当天（自然日）得到回复的客户 ÷ 当天来过话的客户，回一句就算，第二天才回的不算。"
        "无人在岗时来的话、只说客套话的、打广告的不算。看客服时，算分给他的和他回过的客户。",
        "醉卿手册 客服绩效 第3条",
    ),
    "rounds": Definition(
        "应答轮数",
        "轮数",
        "count",
        "从客户第一句没回的话到客服回话算一轮，连发十句也是一轮。"
        + "无人在岗时来的话、打广告的会话不算。",
        "醉卿手册 客服绩效 第4条",
    ),
    "average": Definition(
        "平均应答", "平均", "us", "各轮秒数的平均。" + _SECONDS, "醉卿手册 客服绩效 第4条"
    ),
    "median": Definition("应答中位数", "中位", "us", "一半的轮不比它慢。" + _SECONDS, "本店规则"),
    "p90": Definition("应答P90", "P90", "us", "九成的轮不比它慢。" + _SECONDS, "本店规则"),
    "slowest": Definition("最慢一轮", "最慢", "us", "最久的那一轮。" + _SECONDS, "本店规则"),
    "within_20": Definition(
        "20秒内应答",
        "20秒",
        "permille",
        "20 秒以内应答的轮 ÷ 全部轮。" + _SECONDS,
        "呼叫中心惯例：20 秒内应答八成",
    ),
    "within_30": Definition(
        "30秒内应答",
        "30秒",
        "permille",
        "30 秒以内应答的轮 ÷ 全部轮。" + _SECONDS,
        "醉卿手册 客服绩效 第4条",
    ),
    "within_180": Definition(
        "3分钟应答率",
        "3分钟",
        "permille",
        "180 秒以内应答的轮 ÷ 考核时段内开始的轮；考核时段在店铺规则里。" + _SECONDS,
        "平台规则：08:00–24:00，3 分钟",
    ),
    "sales": Definition(
        "成交笔数",
        "成交",
        "count",
        "付了款、没有退款也没有关闭的订单，按付款那天算，归成交人。"
        "只退了一部分的仍算一笔。没有归属的单只在全店里算。",
        "醉卿手册 服务统计本；按付款日是本店规则",
    ),
    "sales_fen": Definition(
        "成交金额", "金额", "fen", "成交订单实收的钱，减去退掉的部分。", "醉卿手册 服务统计本"
    ),
    "conversion": Definition(
        "询单转化率",
        "转化",
        "permille",
        "成交笔数 ÷ 接待客户。没有归属的单不算进成交。",
        "醉卿手册 客服绩效·谈单转化率",
    ),
}


def value(known: Figures, figure: Figure) -> int | None:
    """A figure in its unit (permille are cut); None where there is nothing to take it from."""
    match figure:
        case "reply_rate":
            return _permille(known.answered, known.wrote)
        case "within_20":
            return _permille(known.in_20, known.rounds)
        case "within_30":
            return _permille(known.in_30, known.rounds)
        case "within_180":
            return _permille(known.in_180, known.scored)
        case "conversion":
            return _permille(known.sold, known.received)
        case "average":
            return known.average_us
        case "median":
            return known.median_us
        case "p90":
            return known.p90_us
        case "slowest":
            return known.slowest_us
        case "received":
            return known.received
        case "filtered":
            return known.filtered
        case "rounds":
            return known.rounds
        case "sales":
            return known.sales
        case "sales_fen":
            return known.sales_fen


def _permille(part: int, whole: int) -> int | None:
    return part * 1000 // whole if whole else None


def text(known: Figures, figure: Figure) -> str:
    """A figure for people: 98.7%, 12.3秒, ￥7,680.00; — where there is none."""
    return number_text(figure, value(known, figure))


def number_text(figure: Figure, number: int | None) -> str:
    """A number in the unit of this figure, as ``text`` says it."""
    if number is None:
        return "—"
    match DEFINITIONS[figure].unit:
        case "permille":
            return f"{number // 10}.{number % 10}%"
        case "us":
            return seconds_text(number)
        case "fen":
            return f"￥{Decimal(number) / 100:,.2f}"
        case "count":
            return str(number)


def parts(known: Figures, figure: Figure) -> str:
    """What a share was divided from, as 37/38; '' for what is no share."""
    match figure:
        case "reply_rate":
            return f"{known.answered}/{known.wrote}"
        case "within_20":
            return f"{known.in_20}/{known.rounds}"
        case "within_30":
            return f"{known.in_30}/{known.rounds}"
        case "within_180":
            return f"{known.in_180}/{known.scored}"
        case "conversion":
            return f"{known.sold}/{known.received}"
        case _:
            return ""


UNCHANGED: Final = "数字没变，是后面的客户、轮次或订单变了"
"""What to say of a correction that changes no figure."""


def changes(was: Figures, now: Figures) -> list[tuple[Figure, str, str]]:
    """Which figures are not the same, each with its two faces."""
    faces = [(figure, _face(was, figure), _face(now, figure)) for figure in DEFINITIONS]
    return [one for one in faces if one[1] != one[2]]


def _face(known: Figures, figure: Figure) -> str:
    share = parts(known, figure)
    return f"{text(known, figure)}（{share}）" if share else text(known, figure)


def seconds_text(us: int) -> str:
    """12.3秒, 4分05秒, 2时10分: cut."""
    tenths = us // 100_000
    if tenths < 600:
        return f"{tenths // 10}.{tenths % 10}秒"
    minutes, seconds = divmod(tenths // 10, 60)
    if minutes < 60:
        return f"{minutes}分{seconds:02}秒"
    return f"{minutes // 60}时{minutes % 60:02}分"


def plain(known: Figures, figure: Figure) -> int | str | None:
    """A figure for programs: counts as numbers, the rest as decimal strings (per cent, seconds,
    yuan)."""
    number = value(known, figure)
    if number is None:
        return None
    match DEFINITIONS[figure].unit:
        case "permille":
            return f"{number // 10}.{number % 10}"
        case "us":
            return f"{number // 1_000_000}.{number % 1_000_000 // 1000:03}"
        case "fen":
            return f"{Decimal(number) / 100:.2f}"
        case "count":
            return number
