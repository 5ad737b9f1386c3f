"""Everything a key can do, in one table.

Bindings, the palette, help, the footer, the README's key table and ``keys --json`` derive from it.
Plain data: nothing here imports the screen.
"""

from dataclasses import dataclass
from functools import cache

from zuiqing_desk.tui.scopes import Scope


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the user can do.

    ``keys`` are the defaults, as Textual writes them. ``label`` is at most six Chinese characters,
    ``help`` one sentence, ``initials`` the pinyin initials of the label by which the palette finds
    it. ``footer`` says whether the footer shows it; the table's order is the footer's.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    scope: Scope
    initials: str
    footer: bool = False

    @property
    def name(self) -> str:
        """The name after ``action_`` in the method that carries it out: ``chat_next``."""
        return self.id.replace(".", "_")


ACTIONS: tuple[Action, ...] = (
    Action("help", ("f1",), "帮助", "显示当前页面能用的按键和说明。", "app", "bz", footer=True),
    Action("pane.chat", ("f2",), "会话", "回到会话页。", "app", "hh", footer=True),
    Action(
        "chat.next",
        ("ctrl+g",),
        "下一位",
        "接待最急的一位客户：在我的待回和无人接待的会话里，取剩余秒数最少的。",
        "chat",
        "xyw",
        footer=True,
    ),
    Action(
        "reply.pick",
        ("slash", "ctrl+f"),
        "话术",
        "打开话术选择框；回复框里有字时 / 是文字，用 Ctrl+F。",
        "chat",
        "hs",
        footer=True,
    ),
    Action(
        "remark.open",
        ("ctrl+r",),
        "备注",
        "给手上会话的订单写备注：已填好，看一眼按 Enter 就复制并保存。",
        "chat",
        "bz",
        footer=True,
    ),
    Action(
        "reply.send",
        ("enter",),
        "发送",
        "把回复发给发送行上写着的客户。",
        "reply",
        "fs",
        footer=True,
    ),
    Action(
        "reply.newline",
        ("ctrl+j",),
        "换行",
        "在回复里另起一行，不发送。",
        "reply",
        "hh",
        footer=True,
    ),
    Action(
        "reply.leave",
        ("escape",),
        "列表",
        "离开回复框回到列表；没发的话会留着。",
        "reply",
        "lb",
        footer=True,
    ),
    Action(
        "reply.accept",
        ("right",),
        "用建议",
        "回复框空着时，把第一条建议放进来；有字时照常移动光标。",
        "reply",
        "yjy",
        footer=True,
    ),
    Action(
        "order.open",
        ("f3",),
        "订单",
        "打开订单页，停在手上这个会话的订单上。",
        "app",
        "dd",
        footer=True,
    ),
    Action(
        "chat.close",
        ("ctrl+s",),
        "结束",
        "结束当前会话；客户再发消息时会自动重开。",
        "chat",
        "js",
        footer=True,
    ),
    Action(
        "chat.transfer",
        ("ctrl+t",),
        "转交",
        "把当前会话转给另一位客服，必须写明情况。",
        "chat",
        "zj",
        footer=True,
    ),
    Action(
        "chat.note",
        ("ctrl+n",),
        "备忘",
        "在当前会话里记一条内部备忘，客户看不到。",
        "chat",
        "bw",
        footer=True,
    ),
    Action(
        "product.pick",
        ("ctrl+o",),
        "商品",
        "打开商品选择框：看商品卡、两款对比、把资料放进回复。",
        "chat",
        "sp",
        footer=True,
    ),
    Action(
        "reply.next_slot",
        ("tab",),
        "下一空",
        "跳到下一个要填的空；没填完的空会拦住发送。",
        "reply",
        "xyk",
        footer=True,
    ),
    Action(
        "reply.override",
        ("ctrl+y",),
        "照发",
        "措辞提醒之后仍照原文发送，并记录在案；没有提醒时是重做。",
        "reply",
        "zf",
        footer=True,
    ),
    Action(
        "mark.quote",
        ("b",),
        "报价",
        "在选中的消息上记“报价”；再按一次取消。",
        "line",
        "bj",
        footer=True,
    ),
    Action(
        "mark.agreed",
        ("t",),
        "谈妥",
        "在选中的消息上记“谈妥”；再按一次取消。",
        "line",
        "tt",
        footer=True,
    ),
    Action(
        "line.courtesy",
        ("k",),
        "客套",
        "把选中的客户消息改记为客套话（不计时），或改回来。",
        "line",
        "kt",
        footer=True,
    ),
    Action(
        "promise.mark",
        ("c",),
        "承诺",
        "把选中的客服消息记成承诺：答应了什么、到什么时候；已记过的在这里了结。",
        "line",
        "cn",
        footer=True,
    ),
    Action(
        "line.copy", ("y",), "复制", "把选中消息的文字送到终端剪贴板。", "line", "fz", footer=True
    ),
    Action(
        "chat.snooze",
        ("z",),
        "稍后",
        "把选中的会话放到稍后再办；时间一到或客户一说话就回来。",
        "list",
        "sh",
        footer=True,
    ),
    Action(
        "chat.open_manual",
        ("n",),
        "手工会话",
        "给没有接口的平台按买家账号开一个会话，回复复制到剪贴板后自己去粘贴。",
        "list",
        "sghh",
    ),
    Action("chat.reopen", ("o",), "重开", "重开选中的已结束会话。", "list", "ck"),
    Action("chat.retry", ("r",), "重发", "重新发送选中会话里没发出去的回复。", "list", "cf"),
    Action(
        "chat.record",
        ("i",),
        "记来话",
        "在手工会话里记下客户在平台上说的话，粘贴即可；不计时。",
        "list",
        "jlh",
    ),
    Action(
        "chat.block", ("x",), "拉黑", "拉黑或放开选中的客户；拉黑后不再收他的消息。", "list", "lh"
    ),
    Action(
        "chat.undo",
        ("u",),
        "撤销",
        "撤销刚才对会话做的那一步（已发出的消息撤不回）。",
        "list",
        "cx",
    ),
    Action("chat.details", ("d",), "客户卡", "显示或收起客户卡。", "list", "khk", footer=True),
    Action(
        "chat.filter",
        ("v",),
        "筛选",
        "换着看会话：我的、全部、无人接待、稍后、已结束。",
        "list",
        "sx",
        footer=True,
    ),
    Action(
        "duty.away",
        ("w",),
        "暂离",
        "暂离，不再派给我新会话；再按一次回岗。",
        "list",
        "zl",
        footer=True,
    ),
    Action("staff.manage", ("m",), "人员", "组长管理客服：添加、停用、重设密码。", "list", "ry"),
    Action(
        "policy.edit",
        ("e",),
        "店铺规则",
        "组长查看和修改店铺规则：目标秒数、接待上限等。",
        "list",
        "dpgz",
    ),
    Action(
        "library.manage",
        ("l",),
        "话术库",
        "查看和修改话术：添加、编辑、历史；组长在这里批准。",
        "list",
        "hsk",
    ),
    Action(
        "product.manage",
        ("p",),
        "商品库",
        "查看商品卡、确认已读新品；组长在这里修改。",
        "list",
        "spk",
    ),
    Action(
        "audit.open",
        ("a",),
        "审单",
        "打开审单页：先加急，再按付款先后。",
        "list",
        "sd",
    ),
    Action(
        "chase.list",
        ("f",),
        "催付",
        "看拍下没付款的订单走了多久，选一个去催。",
        "list",
        "cf",
    ),
    Action(
        "promise.list",
        ("s",),
        "承诺本",
        "看还没兑现的承诺，过了时间的排在最前。",
        "list",
        "cnb",
    ),
    Action(
        "dispute.list",
        ("g",),
        "归属争议",
        "组长裁定有争议的订单归谁，两边的依据都在。",
        "list",
        "gszy",
    ),
    Action(
        "order.link",
        ("k",),
        "关联",
        "把选中的订单和会话连上；已连上的断开。",
        "orders",
        "gl",
        footer=True,
    ),
    Action(
        "chase.open",
        ("c",),
        "去催付",
        "打开买家的会话，催付的话已放在回复框里，看过再发。",
        "orders",
        "qcf",
        footer=True,
    ),
    Action(
        "audit.approve",
        ("a",),
        "通过",
        "审单通过；有红项要写原因，要问的先问清楚。",
        "audit",
        "tg",
        footer=True,
    ),
    Action(
        "audit.hold",
        ("h",),
        "挂起",
        "先放一放：写明原因和时间，到点自己回到待审。",
        "audit",
        "gq",
        footer=True,
    ),
    Action(
        "remark.copy",
        ("enter", "ctrl+s"),
        "复制保存",
        "把备注送到剪贴板并保存到订单。",
        "remark",
        "fzbc",
        footer=True,
    ),
    Action(
        "reply.why",
        ("ctrl+r",),
        "缘由",
        "说明选中的这一条为什么排在这里。",
        "picker",
        "yy",
        footer=True,
    ),
    Action(
        "reply.stack",
        ("tab",),
        "叠加",
        "把选中的一条先放好，接着再选一条，拼成一条消息。",
        "picker",
        "dj",
        footer=True,
    ),
    Action(
        "product.compare",
        ("ctrl+t",),
        "比较",
        "记住选中的商品，和光标下的另一款并排比较；再按一次取消。",
        "picker",
        "bj",
        footer=True,
    ),
    Action(
        "palette",
        ("ctrl+p",),
        "命令",
        "打开命令面板：输入汉字或拼音首字母查找一切操作。",
        "app",
        "ml",
        footer=True,
    ),
    Action("lock", ("ctrl+l",), "锁屏", "锁住屏幕，输入密码后继续。", "app", "sp", footer=True),
    Action("quit", ("ctrl+q",), "退出", "退出工作台；没发的草稿会留着。", "app", "tc", footer=True),
)


@cache
def by_id() -> dict[str, Action]:
    """Every action by its id."""
    return {action.id: action for action in ACTIONS}
