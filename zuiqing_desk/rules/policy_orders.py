"""The part of the shop's policy that orders go by."""

from dataclasses import dataclass

from zuiqing_desk.rules import arrival, flags, gifts
from zuiqing_desk.rules.calendar import minutes
from zuiqing_desk.rules.policy_shifts import ShiftPolicy
from zuiqing_desk.rules.policy_values import hour, lines, number, setting, text, words

HOUSE = "house rule"
CHASING = "醉卿 manual, 客服绩效, rule 2: unpaid orders, 5 and 20 minutes"
OWNERSHIP = "醉卿 manual, 订单归属"
AUDIT = "醉卿 manual, 订单审核流程"


@dataclass(frozen=True, slots=True)
class OrderPolicy(ShiftPolicy):
    """As rules.policy.ShopPolicy, which holds these too."""

    chase_contact_min: int = setting(
        5,
        number(1, 1440, "分钟"),
        "催付：联系目标",
        "拍下未付款的订单，几分钟之内应当联系买家。",
        CHASING,
    )
    chase_lost_min: int = setting(
        20,
        number(1, 1440, "分钟"),
        "催付：算流失",
        "拍下多少分钟还没有结果，就算流失；无人在岗时不走表。",
        CHASING,
    )
    chase_phone_from: str = setting(
        "09:30",
        hour(),
        "催付：几点起打电话",
        "电话和短信催付、退款电话不早于几点；聊天不限。",
        "shop handbook: chasing by phone not before 09:30",
    )
    regular_orders: int = setting(
        2,
        number(1, 1000, "单"),
        "老客的单数",
        "付过几单的客户算老客；关联营销没有力推时，老客不算流失。",
        HOUSE,
    )
    owner_window_days: int = setting(
        1,
        number(0, 30, "天"),
        "归属：咨询有效天数",
        "下单或付款当天和之前几天内的咨询，算在归属里。",
        OWNERSHIP + ", rule 1; the window is a house rule",
    )
    evidence_days: int = setting(
        15,
        number(15, 3650, "天"),
        "归属：截图保留",
        "电话、微信、QQ 联系的截图至少保留多少天。",
        OWNERSHIP + ", rule 4",
    )
    violation_fine_yuan: int = setting(
        200,
        number(0, 100_000, "元"),
        "归属：违规罚款",
        "确认一次违规扣多少，当单提成另行取消。",
        OWNERSHIP,
    )
    violation_limit: int = setting(
        3,
        number(1, 100, "次"),
        "归属：违规几次上报",
        "确认的违规到了几次，在组长那里单独列出。",
        OWNERSHIP,
    )
    flag_meanings: tuple[str, ...] = setting(
        (
            "成交 淘宝=1 京东=1 拼多多=1 抖店=5",
            "待跟进 淘宝=2 京东=2 拼多多=2 抖店=4",
            "已核对 淘宝=3 京东=3 拼多多=3 抖店=3",
            "售后 淘宝=4 京东=4 拼多多=4 抖店=2",
            "其他 淘宝=5 京东=5 拼多多=5 抖店=1",
        ),
        lines(20, 80, flags.line),
        "插旗的意思",
        "一条一个意思，后面写各平台的旗号，如 成交 淘宝=1；各条用；隔开。",
        "call-centre practice: a closed sale gets red and the staff number",
        by_line=True,
    )
    transit_days: tuple[str, ...] = setting(
        ("其他 3-5", "内蒙古 4-6", "海南 4-6", "青海 5-7", "新疆 6-8", "西藏 7-10"),
        lines(100, 40, arrival.line),
        "路上几天",
        "发出后几天到，一条一个省，如 广东 2-3，各条用；隔开；没写的按“其他”。",
        HOUSE,
        by_line=True,
    )
    finance_times: tuple[str, ...] = setting(
        ("12:00", "16:00"),
        lines(12, 5, minutes),
        "财务确认时间",
        "每天几点核对一遍到账，订单页按它提醒。",
        "醉卿 manual, 售后日工作流程, points 7 and 10",
    )
    gift_table: tuple[str, ...] = setting(
        (),
        lines(100, 60, gifts.parse),
        "赠品表",
        "如“1983 满6瓶 送1瓶小酒版”，各条用；隔开，货品写 * 表示任何一款；没有就由人来问。",
        AUDIT,
        by_line=True,
    )
    sample_name: str = setting(
        "小酒版",
        text(20),
        "小酒的名字",
        "备注里怎么写小瓶装，审单按它核对。",
        AUDIT,
    )
    urgent_words: tuple[str, ...] = setting(
        ("加急",),
        words(50, 20),
        "加急的说法",
        "买家留言或平台备注里有其中一个，订单就排在审单最前面。",
        "call-centre practice: urgent orders first",
    )
    promise_words: tuple[str, ...] = setting(
        (
            "送您",
            "送你",
            "赠您",
            "给您送",
            "多送",
            "赠送",
            "今天发",
            "今天就发",
            "今天给您发",
            "明天发",
            "给您发顺丰",
            "改发",
            "包邮",
            "退差价",
            "退您",
            "返您",
            "优惠",
            "补发",
            "补偿",
            "给您备注",
            "帮您备注",
            "给您留",
            "回电",
            "回访",
        ),
        words(200, 20),
        "像是承诺的话",
        "客服发出的话里有其中一个，就提示记成承诺。",
        AUDIT,
    )
