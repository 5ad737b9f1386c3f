"""Sample exports of the four marketplaces, written as the marketplaces write them."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

TAOBAO = (
    "订单编号",
    "买家会员名",
    "买家应付货款",
    "买家应付邮费",
    "总金额",
    "买家实际支付金额",
    "订单状态",
    "买家留言",
    "收货人姓名",
    "收货地址 ",
    "联系电话 ",
    "联系手机",
    "订单创建时间",
    "订单付款时间 ",
    "宝贝标题 ",
    "物流单号 ",
    "物流公司",
    "订单备注",
    "宝贝总数量",
    "店铺名称",
    "订单关闭原因",
    "退款金额",
    "确认收货时间",
)
TAOBAO_ITEMS = (
    "订单编号",
    "标题",
    "价格",
    "购买数量",
    "外部系统编号",
    "商品属性",
    "备注",
    "订单状态",
    "商家编码",
)
JD = (
    "订单号",
    "商品ID",
    "商品名称",
    "订购数量",
    "下单时间",
    "京东价",
    "订单金额",
    "结算金额",
    "应付金额",
    "运费金额",
    "订单状态",
    "下单帐号",
    "客户姓名",
    "客户地址",
    "联系电话",
    "商家备注",
    "付款确认时间",
    "订单完成时间",
)
PDD = (
    "商品",
    "订单号",
    "订单状态",
    "商品总价(元)",
    "用户实付金额(元)",
    "商品数量(件)",
    "售后状态",
    "快递单号",
    "快递公司",
    "订单成交时间",
    "支付时间",
    "收货人",
    "手机",
    "省",
    "市",
    "区",
    "街道",
    "商家备注",
)
DOUYIN = (
    "主订单编号",
    "子订单编号",
    "选购商品",
    "商品规格",
    "商品数量",
    "商家编码",
    "订单应付金额",
    "订单状态",
    "订单提交时间",
    "支付完成时间",
    "收件人",
    "收件人手机号",
    "省",
    "市",
    "区",
    "详细地址",
    "买家留言",
    "商家备注",
    "旗帜颜色",
)
Row = Mapping[str, str]


def taobao(number: str = "2603020000000000001", **cells: str) -> dict[str, str]:
    """One row of Taobao's order file: 6 bottles, paid. ``cells`` by head word without blanks."""
    row = {
        "订单编号": f'="{number}"',
        "买家会员名": "tb_**1",
        "买家应付货款": "7680.00",
        "买家应付邮费": "0.00",
        "总金额": "7680.00",
        "买家实际支付金额": "7680.00",
        "订单状态": "买家已付款，等待卖家发货",
        "收货人姓名": "王**",
        "收货地址": "广东省 深圳市 南山区 科技园路1号",
        "联系电话": "'null",
        "联系手机": "'13800000001",
        "订单创建时间": "2026-03-02 10:00:00",
        "订单付款时间": "2026-03-02 10:05:00",
        "宝贝标题": "醉卿1983 浓香 500ml",
        "宝贝总数量": "6",
        "店铺名称": "醉卿酒业",
        "退款金额": "0.00",
    }
    return row | cells


def taobao_item(number: str = "2603020000000000001", **cells: str) -> dict[str, str]:
    """One row of Taobao's item file: 6 bottles of 1983."""
    row = {
        "订单编号": f'="{number}"',
        "标题": "醉卿1983 浓香 500ml",
        "价格": "1280.00",
        "购买数量": "6",
        "商品属性": "规格：单瓶",
        "订单状态": "买家已付款，等待卖家发货",
        "商家编码": "1983",
    }
    return row | cells


def jd(number: str = "260302000001", **cells: str) -> dict[str, str]:
    """One row of JD's order file: 6 bottles, to be sent."""
    row = {
        "订单号": number,
        "商品ID": "10001",
        "商品名称": "醉卿1983 浓香 500ml",
        "订购数量": "6",
        "下单时间": "2026-03-02 10:00:00",
        "京东价": "1280.00",
        "订单金额": "7680.00",
        "结算金额": "7680.00",
        "应付金额": "7680.00",
        "运费金额": "0.00",
        "订单状态": "等待出库",
        "下单帐号": "jd_**1",
        "客户姓名": "王**",
        "客户地址": "广东深圳市南山区科技园路1号",
        "联系电话": "13800000001",
        "付款确认时间": "2026-03-02 10:05:00",
    }
    return row | cells


def pdd(number: str = "260302-000000000000001", **cells: str) -> dict[str, str]:
    """One row of 拼多多's order file: 6 bottles, to be sent; ids have a leading tab."""
    row = {
        "商品": "醉卿1983 浓香 500ml",
        "订单号": f"\t{number}",
        "订单状态": "待发货",
        "商品总价(元)": "7680.00",
        "用户实付金额(元)": "7600.00",
        "商品数量(件)": "6",
        "售后状态": "无售后或售后取消",
        "订单成交时间": "\t2026-03-02 10:00:00",
        "支付时间": "\t2026-03-02 10:05:00",
        "收货人": "王**",
        "手机": "\t138****0001",
        "省": "广东省",
        "市": "深圳市",
        "区": "南山区",
        "街道": "科技园路****",
    }
    return row | cells


def douyin(number: str = "6926030200000000001", sub: str = "", **cells: str) -> dict[str, str]:
    """One row of 抖店's order file: a line of 6 bottles, to be sent."""
    row = {
        "主订单编号": number,
        "子订单编号": sub or number,
        "选购商品": "醉卿1983 浓香 500ml",
        "商品规格": "单瓶",
        "商品数量": "6",
        "商家编码": "1983",
        "订单应付金额": "7,680.00",
        "订单状态": "待发货",
        "订单提交时间": "2026/3/2 10:00",
        "支付完成时间": "2026/3/2 10:05",
        "收件人": "王**",
        "收件人手机号": "138****0001",
        "省": "广东省",
        "市": "深圳市",
        "区": "南山区",
        "详细地址": "科技园路****",
    }
    return row | cells


def csv_text(head: Sequence[str], rows: Sequence[Row]) -> str:
    """The table as CSV; head words may have blanks around them, columns besides come at its end."""
    words = [word.strip() for word in head]
    others = list(dict.fromkeys(word for row in rows for word in row if word not in words))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*head, *others])
    writer.writerows([row.get(word, "") for word in (*words, *others)] for row in rows)
    return out.getvalue()


def export(path: Path, head: Sequence[str], *rows: Row, encoding: str = "gb18030") -> Path:
    """Write an export and give its path back."""
    path.write_bytes(csv_text(head, rows).encode(encoding))
    return path


def taobao_orders(path: Path, number: int, *, status: str) -> None:
    """Taobao's order file of so many orders."""
    rows = [taobao(f"26030200000{n:08}", 订单状态=status) for n in range(number)]
    export(path, TAOBAO, *rows)


def taobao_items(path: Path, number: int, *, status: str) -> None:
    """The item file to it."""
    rows = [taobao_item(f"26030200000{n:08}", 订单状态=status) for n in range(number)]
    export(path, TAOBAO_ITEMS, *rows)
