"""A large library of replies as shops write them: sentences of the trade, put together anew."""

import random

from zuiqing_desk.lookup.index import Entry
from zuiqing_desk.lookup.pinyin import field_readings
from zuiqing_desk.rules.categories import CATEGORIES

WORDS = {
    "客": ("亲", "您", "老板", "朋友", "哥", "姐", "老师"),
    "酒": (
        *("1983", "小酒版", "青花30", "珍藏版", "国窖", "大曲", "陈酿", "老窖", "原浆", "红盖玻汾"),
        *("蓝色经典", "五粮液", "茅台王子酒", "习酒窖藏", "舍得", "水井坊", "郎酒红花郎", "古井贡"),
    ),
    "香": ("酱香", "浓香", "清香", "兼香", "凤香", "米香"),
    "味": ("入口绵柔", "回味悠长", "醇厚不上头", "甘冽爽净", "窖香浓郁", "空杯留香", "有点辣口"),
    "递": ("韵达", "顺丰", "圆通", "中通", "申通", "极兔", "邮政", "EMS", "京东", "德邦"),
    "城": (
        *("重庆", "成都", "西安", "长沙", "厦门", "乌鲁木齐", "哈尔滨", "呼和浩特", "银川", "亳州"),
        *("泸州", "宜宾", "遵义", "石家庄", "郑州", "济南", "连云港", "佛山", "东莞", "齐齐哈尔"),
    ),
    "时": ("今天", "明天", "后天", "周末", "月底", "节前", "下午", "晚上", "中午前", "两三天内"),
    "装": ("泡沫箱", "气泡柱", "加厚纸箱", "木箱", "原箱", "礼盒", "手提袋"),
    "赠": ("小酒版一瓶", "酒杯两只", "开瓶器", "手提袋", "醒酒器", "优惠券", "贺卡"),
    "坏": ("破损", "渗漏", "瓶盖松动", "标签磨花", "少发一瓶", "发错香型", "箱子压扁"),
    "证": ("开箱照片", "外箱照片", "快递面单", "称重照片", "签收视频", "订单截图"),
    "事": ("婚宴", "聚会", "送礼", "自饮", "商务宴请", "收藏", "过年走亲戚", "生日", "乔迁"),
}

SENTENCES = (
    "{客}您好，欢迎光临，请问有什么可以帮您",
    "这款{酒}是{香}型的，{度}度，{味}",
    "{酒}还有货的，{时}拍下{时}就能发",
    "默认发{递}，{城}一般{数}天左右到",
    "{城}那边{递}偏远件会慢一些，请您多等{数}天",
    "{时}17:30前付款当天发货，过了截单时间{时}发",
    "{数}瓶起送{赠}，整箱更划算",
    "一箱{数}瓶，用{装}包装，请放心",
    "收到后请当着快递员的面验货，有{坏}请拒收并拍{证}",
    "麻烦您提供一下{证}，我马上登记{坏}的情况",
    "给您补发{数}瓶{酒}，{递}单号{时}发给您",
    "真的很抱歉，这次{坏}给您添麻烦了",
    "价格已经是活动价了，给您申请{赠}可以吗",
    "这款{酒}{度}度{毫}ml，每瓶{价}元",
    "{客}方便告诉我是{事}用吗，我帮您推荐合适的",
    "{事}的话建议选{香}型的{酒}，{味}",
    "您平时喝{香}型多还是{香}型多呢",
    "麻烦核对一下收货地址：{城}，电话和姓名都对吗",
    "您的订单还没有付款，需要我帮您改价吗",
    "库存只剩{数}箱了，需要的话可以先拍下",
    "退货请走平台流程，{装}和{赠}一并寄回",
    "满意的话给个好评，VIP客户{时}有{赠}",
    "祝您生活愉快，有需要随时找我们",
    "我们长期合作的都是{递}，重新发货不收运费",
    "未成年人请勿饮酒，过量饮酒有害健康",
    "谢谢您的推荐，我们不需要这类服务",
    "保质期长期有效，{酒}是{年}年生产的",
    "银行卡和花呗都可以付，{价}元可以分{数}期",
)

TITLES = (
    *(
        "{酒}发货时间",
        "{城}{递}时效",
        "{酒}还有货吗",
        "{坏}怎么处理",
        "{事}推荐{酒}",
        "{香}型口感介绍",
    ),
    *("{赠}活动说明", "{酒}价格{价}", "{递}催件", "{装}包装说明", "{坏}要{证}", "欢迎{客}光临{年}"),
    *("{城}偏远地区", "{时}发货", "{酒}{度}度", "{数}瓶优惠", "补发{酒}", "VIP{客}专属{赠}"),
)

TAGS = ("活动", "新品", "节日", "老客", "大客户", "售后", "物流", "备注", "EMS", "618", "双11")


def replies(number: int, seed: int = 1983) -> list[Entry]:
    """``number`` replies, always the same ones for one seed."""
    dice = random.Random(seed)
    return [_reply(dice, key) for key in range(1, number + 1)]


def _reply(dice: random.Random, key: int) -> Entry:
    title = filled(dice, dice.choice(TITLES))
    tags = " ".join(dice.sample(TAGS, dice.randrange(4)))
    sentences = dice.sample(SENTENCES, dice.randint(2, 5))
    body = "，".join(filled(dice, one) for one in sentences) + dice.choice("。！～")
    read = field_readings(title, tags, body)
    code = "".join(syllable[0] for syllable in read.split()[:4]) + str(key)
    return Entry(key, code, title, tags, body, read, dice.choice(CATEGORIES))


def filled(dice: random.Random, sentence: str) -> str:
    """The sentence with words of the trade in its gaps."""
    values = {name: dice.choice(words) for name, words in WORDS.items()}
    return sentence.format(
        度=dice.choice((38, 42, 45, 52, 53, 60)),
        数=dice.randint(1, 12),
        毫=dice.choice((100, 250, 375, 500, 750, 1000)),
        价=dice.randint(29, 2999),
        年=dice.randint(1983, 2025),
        **values,
    )
