"""Who works in the demo's shop, who comes, and what they say. All invented."""

from dataclasses import dataclass

from zuiqing_desk.channels.customers import Part

SHOP = "醉卿酒业"


@dataclass(frozen=True, slots=True)
class Person:
    staff_no: str
    name: str
    pre_sale: bool = True


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation of earlier today. Each line: 客 or 我, and the text."""

    platform: str
    buyer: str
    minutes_ago: int
    lines: tuple[tuple[str, str], ...]


STAFF = (Person("1024", "小**"), Person("1031", "阿**"), Person("2007", "老**", pre_sale=False))

EARLIER = (
    Talk(
        "淘宝",
        "tb_酒窖**",
        96,
        (
            ("客", "昨天拍的6瓶1983发了吗"),
            ("我", "亲,昨天17:30前付款的都已发出,您这单走韵达,明后天到。"),
            ("客", "好的谢谢"),
        ),
    ),
    Talk(
        "京东",
        "jd_晚风**",
        71,
        (
            ("客", "老客户有优惠吗"),
            ("我", "有的亲,老客户两箱起送小酒版1瓶,您要几箱?"),
            ("客", "先来两箱"),
            ("我", "好的,两箱1983加小酒版1瓶,拍下我给您备注。"),
        ),
    ),
    Talk(
        "拼多多",
        "pdd_南山**",
        38,
        (("客", "代运营了解一下吗 保证爆单"), ("我", "我们不需要，谢谢了！")),
    ),
)

CUSTOMERS = (
    Part("tb_青梅**", 0.2, ("在吗", "这款1983还有货吗"), ("要6瓶,明天能发吗?", "好的")),
    Part("tb_老窖**", 0.6, ("送长辈的,不要太辣,推荐一款?",), ("酱香的喝不惯", "那就这个吧")),
    Part("访客甲**", 1.2, ("我的快递三天没动了!!",), ("单号尾号3829", "麻烦快点")),
    Part("jd_江湖**", 2.0, ("两箱能便宜点吗",), ("别家都送小酒版", "行,拍了")),
    Part("tb_微醺**", 3.0, ("收到一瓶盖子有点渗", "外箱是好的"), ("嗯嗯",), photo="渗漏.png"),
    Part("pdd_石榴**", 5.0, ("1983是多少度的",), ("谢谢",)),
    Part("tb_长安**", 8.0, ("拍错地址了能改吗",), ("改成公司的", "谢谢啦")),
    Part("tb_听雨**", 14.0, ("开票怎么弄[公司抬头]",), ("好的",)),
    Part("jd_北窗**", 25.0, ("你们几点下班",), ()),
    Part("tb_栗子**", 40.0, ("🍶 一箱几瓶",), ("那要2箱", "已付款")),
    Part("tb_松间**", 60.0, ("小酒版单独卖吗",), ("好",)),
    Part("访客乙**", 90.0, ("物流显示签收了但我没收到",), ("好 我问问门卫",)),
)
