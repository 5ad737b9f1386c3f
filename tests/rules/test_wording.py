"""What an agent is warned of before sending, by the lists a new shop starts with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules import policy
from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.rules.wording import RULES, Finding, WordLists, describe, lint, lists_of

LISTS = lists_of(ShopPolicy())


def found(text: str, lists: WordLists = LISTS) -> list[tuple[str, str]]:
    return [(one.rule, one.words) for one in lint(text, lists)]


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        # off the platform
        ("亲，您加我微信聊吧", "off_platform", "加我微信"),
        ("加个 微 信，给您便宜点", "off_platform", "加个 微 信"),
        ("我的ＶＸ是zuiqing", "off_platform", "ＶＸ"),
        ("QQ号发您", "off_platform", "QQ号"),
        ("咱们QQ聊吧", "off_platform", "QQ聊"),
        ("转账到我这边就行", "off_platform", "转账到我"),
        ("可以支付宝转账给我", "off_platform", "支付宝转"),
        ("咱们私下交易", "off_platform", "私下交易"),
        ("加好友，便宜", "off_platform", None),
        ("加好友可以便宜二十", "off_platform", "加好友可以便宜"),
        # favours for reviews
        ("好评返5元", "review_cash", "好评返"),
        ("给个五星好评，返您5元红包", "review_cash", "五星好评，返您5元红包"),
        ("晒图有红包", "review_cash", "晒图有红包"),
        ("您把差评删了吧", "review_cash", "差评删"),
        ("改成好评给您补偿", "review_cash", "改成好评"),
        # superlatives
        ("这是全店最便宜的", "superlatives", "最便宜"),
        ("国家级酿酒师", "superlatives", "国家级"),
        ("销量第一的品牌", "superlatives", "第一"),
        ("ＮＯ.１的酱酒", "superlatives", "ＮＯ.１"),
        ("送礼首选", "superlatives", "首选"),
        ("100%纯粮", "superlatives", "100%"),
        ("世界之最", "superlatives", "最"),
        ("最便宜的不支持退换", "superlatives", "最便宜"),
        # health
        ("每天一杯养生", "health", "养生"),
        ("能软化血管", "health", "软化血管"),
        ("这款喝了不上头", "health", "不上头"),
        ("适量喝对身体好", "health", "对身体好"),
        ("酒后半小时就能开车", "health", "酒后半小时就能开车"),
        # minors
        ("未成年也可以买", "minors", "未成年也可以"),
        ("我们不看年龄", "minors", "不看年龄"),
        ("小孩也能喝一点", "minors", "小孩也能喝"),
        ("未满18岁能拍", "minors", "未满18岁能"),
        # promises
        ("保证明天到货", "promises", "保证明天到货"),
        ("明天一定到", "promises", "明天一定到"),
        ("假一赔十", "promises", "假一赔"),
        ("永久质保", "promises", "永久"),
        ("全网最低价", "promises", "全网最低"),
        ("给您最低价保证", "promises", "最低价保证"),
        ("喝了也能退", "promises", "喝了也能退"),
        ("退款马上到账", "promises", "马上到账"),
        # coldness
        ("爱买不买", "coldness", "爱买不买"),
        ("你自己看详情", "coldness", "自己看详情"),
        ("跟你说过了", "coldness", "跟你说过"),
        ("你到底想怎样", "coldness", "你到底"),
        ("这个不归我管", "coldness", "不归我管"),
        ("赶紧付款", "coldness", "赶紧付"),
    ],
)
def test_warned_of(text: str, rule: str, words: str | None) -> None:
    hits = [one for one in found(text) if one[0] == rule]
    assert hits == ([] if words is None else [(rule, words)])


HARMLESS = [
    "您好，欢迎光临，请问有什么可以帮您？",
    "亲，支持微信支付和支付宝的。",
    "在17:30前付款，当天发韵达，一般两到三天到。",
    "不能保证具体哪天到，一般两三天。",
    "不敢保证明天一定能到，我帮您催一下。",
    "平台不允许加微信，有事在这里找我就好。",
    "我们不加微信的，谢谢理解。",
    "谨防骗子，切勿私下转账给任何人。",
    "加微信是违规的哦。",
    "保证您收到的都是原箱。",
    "最近活动力度不错，最晚今晚十二点结束。",
    "我会第一时间给您回复。",
    "您最好当面验收，有破损最好拍照。",
    "您最喜欢哪种香型？最看重口感还是包装？",
    "这是最后一箱了。",
    "第一次喝酱香，可以先试试小瓶。",
    "我第一句就说了，今天发得出。",
    "您说的“最好喝”因人而异。",
    "这个不是最便宜的，口感更柔。",
    "我们绝对不卖假酒。",
    "未成年人不能购买酒类。",
    "不向未成年人售酒。",
    "未成年人购买是违法的。",
    "18岁以下不可以购买哦。",
    "请勿让儿童饮酒。",
    "您必须年满18周岁才能下单。",
    "祝您身体健康，生意兴隆！",
    "过量饮酒有害健康，请适量饮用。",
    "酒不能治病，也没有保健作用。",
    "喝酒不开车，开车不喝酒。",
    "上不上头因人而异。",
    "伤不伤胃看喝多少。",
    "我们从不要求客户删差评。",
    "我们没有好评返现的活动。",
    "谢谢您的好评，欢迎再来！",
    "您收到货满意的话，麻烦给个评价。",
    "假货可以向平台投诉，我们配合处理。",
    "签收后7天内未开封可以退。",
    "退款一般1到3个工作日到账，以平台为准。",
    "给您转到我同事那边处理，请稍等。",
    "不知道您平时喝什么口味？",
    "您着急什么时候用？我看看能不能加急。",
    "请您稍等，我去查一下。",
    "vxlan和wxwork都不是联系方式。",
    "这瓶是1983，52度，500ml，268元。",
    "抱歉让您久等了，是我们没做好。",
    "我们尽量今天发出，快递一般后天到。",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_agents_rightly_say_passes(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("加不加微信都行", "加微信", id="asking whether"),
        pytest.param("能不能加微信", "加微信", id="asking for permission"),
        pytest.param("要不要加微信", "加微信", id="offering"),
        pytest.param("可不可以加微信", "加微信", id="asking politely"),
        pytest.param("加微信行不行", "加微信", id="asking afterwards"),
        pytest.param("别忘了加微信", "加微信", id="do not forget"),
        pytest.param("不要担心，加微信说", "加微信", id="denied is another clause"),
        pytest.param("不好意思加微信吧", "加微信", id="sorry is no denial"),
        pytest.param("您不得不加微信", "加微信", id="have to"),
        pytest.param("特别的请加微信", "加微信", id="特别 is no denial"),
        pytest.param("别人都加微信", "加微信", id="别人 is no denial"),
        pytest.param("这里不能改价但可以加微信", "加微信", id="a turn"),
        pytest.param("不用平台也行", "不用平台", id="a listed word that begins with 不"),
    ],
)
def test_what_only_looks_denied_is_warned_of(text: str, words: str) -> None:
    assert ("off_platform", words) in found(text)


@pytest.mark.parametrize("opening", ["您问“", "有人说：“", "您提到「", "所谓《"])
def test_a_quotation_is_not_said(opening: str) -> None:
    close = {"“": "”", "「": "」", "《": "》"}[opening[-1]]
    assert found(f"{opening}好评返现{close}是什么") == []
    assert found(f"{opening}活动{close}好评返现") == [("review_cash", "好评返现")]


def test_findings_stand_where_they_say() -> None:
    text = "😊 加 我微信，全网最低价"
    spans = [(one.start, one.end, one.rule) for one in lint(text, LISTS)]
    assert spans == [
        (2, 7, "off_platform"),
        (8, 12, "promises"),
        (10, 13, "superlatives"),
    ]


def test_an_empty_policy_warns_of_nothing() -> None:
    assert found("加微信，全网最低，好评返现", WordLists()) == []
    assert lint("", LISTS) == ()


def test_a_shop_that_allows_a_superlative() -> None:
    lists = WordLists(superlatives=("最", "至尊"), superlatives_allowed=("至尊版", "ＭＡＸ最"))
    assert found("至尊版有货，至尊享受", lists) == [("superlatives", "至尊")]
    assert found("max最", lists) == []


@pytest.mark.parametrize(
    ("word", "text", "hit"),
    [
        pytest.param("送…瓶", "送您两瓶", True, id="a gap"),
        pytest.param("送…瓶", "送瓶", True, id="an empty gap"),
        pytest.param("送...瓶", "送您两瓶", True, id="a gap in dots"),
        pytest.param("送…瓶", "送一二三四五六七八瓶", True, id="the longest gap"),
        pytest.param("送…瓶", "送一二三四五六七八九瓶", False, id="too long a gap"),
        pytest.param("送…瓶", "送酒，两瓶", False, id="a gap over a comma"),
        pytest.param("送…瓶", "送酒。两瓶", False, id="a gap over a full stop"),
        pytest.param("…", "送两瓶", False, id="nothing but a gap"),
        pytest.param("a.b", "axb", False, id="a point is a point"),
        pytest.param("wx", "wx123", True, id="letters beside digits"),
        pytest.param("wx", "wxwork", False, id="letters inside a word"),
        pytest.param("3天", "13天", False, id="a digit inside a number"),
    ],
)
def test_how_a_shop_writes_its_words(word: str, text: str, hit: bool) -> None:
    assert bool(found(text, WordLists(promises=(word,)))) == hit


def test_only_a_favour_for_a_review_reaches_over_a_comma() -> None:
    assert found("好评，返现", WordLists(review_cash=("好评…返现",)))
    assert not found("好评，返现", WordLists(promises=("好评…返现",)))
    assert not found("好评。返现", WordLists(review_cash=("好评…返现",)))


def test_one_line_for_the_agent() -> None:
    assert describe(()) == ""
    assert describe(lint("保证明天到货", LISTS)) == "「保证明天到货」是客服不能许的诺。"
    both = describe(lint("加微信好评返现\n", LISTS))
    assert both == "「加微信」会把客户引到平台外；「好评返现」是拿好处换评价。"
    many = [Finding("health", n, n + 1, "x", f"「{n}」不好") for n in range(5)]
    assert describe(many) == "「0」不好；「1」不好；「2」不好；还有 2 处。"
    assert "\n" not in describe(lint("给五星\n红包", LISTS))


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.startswith("other_")])
def test_every_default_word_is_found_when_it_is_said(rule: str) -> None:
    """Each word, its gap filled with nothing, warns on its own."""
    for word in getattr(LISTS, rule):
        said = word.replace("…", "")
        assert any(one.rule == rule for one in lint(said, LISTS)), word


def test_no_default_exception_is_warned_of() -> None:
    for phrase in LISTS.superlatives_allowed:
        assert lint(phrase, LISTS) == (), phrase


def test_the_policy_holds_every_list() -> None:
    changed = policy.apply(ShopPolicy(), {"words_promises": ["包送"], "words_health": []})
    lists = lists_of(changed)
    assert (lists.promises, lists.health) == (("包送",), ())
    assert lists.coldness == ShopPolicy().words_coldness


TALK = st.lists(
    st.sampled_from(
        [
            "加微信",
            "最",
            "好评",
            "返现",
            "不",
            "能",
            "，",
            "。",
            " ",
            "\n",
            "保证",
            "到货",
            "ＶＸ",
            "😊",
            "第一",
            "次",
        ]
    ),
    max_size=12,
).map("".join)


@given(TALK)
def test_findings_are_in_order_inside_the_text_and_not_twice(text: str) -> None:
    spans = lint(text, LISTS)
    assert [(one.start, one.end) for one in spans] == sorted((one.start, one.end) for one in spans)
    assert len(set(spans)) == len(spans)
    for one in spans:
        assert text[one.start : one.end] == one.words != ""
        assert one.rule in RULES


@given(TALK)
def test_width_and_case_do_not_matter(text: str) -> None:
    wide = text.replace("，", ",").replace("ＶＸ", "vx")
    assert [(one.rule, one.start) for one in lint(text, LISTS)] == [
        (one.rule, one.start) for one in lint(wide, LISTS)
    ]
