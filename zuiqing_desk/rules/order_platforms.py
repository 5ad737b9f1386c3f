"""The tables marketplaces export: which words stand in their heads, and what they mean.

The words are the marketplaces' own; columns are known by them, never by their place.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.order_words import PLATFORMS, Platform
from zuiqing_desk.rules.text import folded

Lines = Literal["title", "rows", "items"]
"""How a table tells what was bought: an order a row with only its title and total; a row for each
line of an order, with the order's own columns repeated; the lines alone."""

_ENOUGH: Final = 4
"""So many known words make a row a head even without the order's number."""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of table. ``fields``: the head words of each field, the preferred one first."""

    platform: Platform
    name: str
    lines: Lines
    fields: Mapping[str, tuple[str, ...]]
    each_line_paid: bool = False
    """Money stands on every line for that line, not for the whole order."""

    @property
    def label(self) -> str:
        """What people call it: 淘宝订单表."""
        return PLATFORMS[self.platform] + self.name

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields a head must have."""
        return ("number",) if self.lines == "title" else ("number", "quantity")


def _fields(**words: str) -> Mapping[str, tuple[str, ...]]:
    return {field: tuple(text.split()) for field, text in words.items()}


TABLES: Final = (
    Table(
        "taobao",
        "订单表",
        "title",
        _fields(
            number="订单编号 主订单编号",
            storefront="店铺名称",
            status="订单状态",
            after_sale="退款状态 售后状态",
            buyer="买家会员名 买家昵称",
            receiver="收货人姓名 收货人",
            phone="联系手机 联系电话",
            province="省 省份",
            city="市 城市",
            district="区 区县",
            address="收货地址",
            goods="买家应付货款",
            freight="买家应付邮费",
            amount="买家实际支付金额 总金额",
            refund="退款金额",
            buyer_message="买家留言",
            remark="订单备注 卖家备注 商家备注",
            flag="旗帜颜色 插旗 备注旗帜 备注标签",
            placed="订单创建时间",
            paid="订单付款时间",
            finished="确认收货时间",
            waybill="物流单号",
            courier="物流公司",
            closed_reason="订单关闭原因",
            pay_way="支付方式",
            title="宝贝标题",
            quantity="宝贝总数量",
        ),
    ),
    Table(
        "taobao",
        "宝贝表",
        "items",
        _fields(
            number="订单编号 主订单编号",
            sub="子订单编号",
            title="标题 宝贝标题",
            spec="商品属性 宝贝属性",
            code="商家编码 外部系统编号",
            quantity="购买数量",
            price="价格 商品价格",
            line_status="订单状态",
        ),
    ),
    Table(
        "jd",
        "订单表",
        "rows",
        _fields(
            number="订单号",
            storefront="店铺名称",
            status="订单状态",
            after_sale="售后状态",
            buyer="下单帐号 下单账号",
            receiver="客户姓名 收货人",
            phone="联系手机 联系电话",
            province="省",
            city="市",
            district="区 县",
            address="客户地址 收货地址",
            goods="商品总额",
            freight="运费金额",
            amount="应付金额 结算金额 订单金额",
            refund="退款金额",
            buyer_message="订单备注 买家留言",
            remark="商家备注",
            flag="商家备注标识 旗帜颜色 备注标识",
            placed="下单时间",
            paid="付款确认时间 付款时间",
            finished="订单完成时间",
            waybill="运单号 物流单号 快递单号",
            courier="物流公司 快递公司",
            pay_way="支付方式",
            code="商家SKUID 商家编码 货号",
            goods_id="商品ID",
            title="商品名称",
            spec="商品规格 颜色 尺码",
            quantity="订购数量",
            price="京东价",
        ),
    ),
    Table(
        "pdd",
        "订单表",
        "rows",
        _fields(
            number="订单号",
            storefront="店铺名称",
            status="订单状态",
            after_sale="售后状态",
            buyer="买家昵称 用户昵称",
            receiver="收货人 收件人",
            phone="手机 联系电话 收货人电话",
            province="省",
            city="市",
            district="区",
            address="街道 收货地址 详细地址",
            goods="商品总价(元)",
            freight="邮费(元) 运费(元)",
            amount="用户实付金额(元) 商家实收金额(元)",
            refund="退款金额(元)",
            buyer_message="买家留言",
            remark="商家备注",
            flag="备注标记 旗帜颜色",
            placed="订单成交时间 下单时间 拼单成功时间",
            paid="支付时间",
            finished="确认收货时间",
            waybill="快递单号",
            courier="快递公司",
            pay_way="支付方式",
            code="商家编码-规格维度 商家编码-商品维度 商家编码",
            goods_id="样式ID 商品id",
            title="商品 商品名称",
            spec="商品规格",
            quantity="商品数量(件)",
        ),
    ),
    Table(
        "douyin",
        "订单表",
        "rows",
        _fields(
            number="主订单编号",
            sub="子订单编号",
            storefront="店铺名称",
            status="订单状态",
            after_sale="售后状态",
            buyer="买家昵称 用户昵称",
            receiver="收件人 收货人",
            phone="收件人手机号 手机号",
            province="省",
            city="市",
            district="区",
            address="详细地址 收货地址",
            goods="商品金额",
            freight="运费",
            amount="订单应付金额 实付款",
            refund="退款金额",
            buyer_message="买家留言",
            remark="商家备注",
            flag="旗帜颜色",
            placed="订单提交时间 下单时间",
            paid="支付完成时间 支付时间",
            finished="订单完成时间",
            waybill="快递单号 运单号",
            courier="快递公司",
            closed_reason="取消原因",
            pay_way="支付方式",
            code="商家编码",
            goods_id="商品ID",
            title="选购商品",
            spec="商品规格",
            quantity="商品数量",
            price="商品单价",
        ),
        each_line_paid=True,
    ),
)


def plain(word: str) -> str:
    """A head word for comparing: full and half width, capitals and blanks make no difference."""
    return "".join(folded(word).split())


def is_head(words: Iterable[str]) -> bool:
    """Whether a row looks like the head of one of the tables."""
    return any(_looks_like(table, words) for table in TABLES)


def table_of(words: Collection[str], platform: Platform | None = None) -> Table:
    """The table these head words belong to; of ``platform`` if it is given.

    Raises RuleError ``unknown_table`` where they suit none or two platforms, ``missing_column``
    where the order's number or the quantity is not among them; the message is for people.
    """
    present = frozenset(map(plain, words))
    likely = max(TABLES, key=lambda table: _known(table, present))
    mine = [table for table in TABLES if platform in (None, table.platform)]
    best = max(mine, key=lambda table: _known(table, present))
    numbered = [table for table in mine if _any(table, "number", present)]
    rivals = {one.platform for one in numbered if _known(one, present) == _known(best, present)}
    if len(rivals) > 1:
        names = "、".join(PLATFORMS[one] for one in PLATFORMS if one in rivals)
        raise RuleError(
            "unknown_table", f"表头分不出是哪个平台的（{names}都像）；请写明平台再导入。"
        )
    for field in best.needed:
        if not _any(best, field, present):
            message = f"按{best.label}来看，少了“{best.fields[field][0]}”这一列"
            if likely.platform != best.platform:
                message += f"；表头更像{likely.label}，是不是选错了平台"
            raise RuleError("missing_column", message + "。")
    return best


def _looks_like(table: Table, words: Iterable[str]) -> bool:
    present = frozenset(map(plain, words))
    known = _known(table, present)
    return known >= _ENOUGH or (known > 1 and _any(table, "number", present))


def _any(table: Table, field: str, present: frozenset[str]) -> bool:
    return any(plain(word) in present for word in table.fields[field])


@cache
def _vocabulary(table_index: int) -> frozenset[str]:
    words = TABLES[table_index].fields.values()
    return frozenset(plain(word) for some in words for word in some)


def _known(table: Table, present: frozenset[str]) -> int:
    return len(_vocabulary(TABLES.index(table)) & present)
