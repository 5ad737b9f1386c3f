"""The table of actions: complete, unambiguous, findable."""

import itertools

import pytest

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import ACTIONS, Action, by_id
from zuiqing_desk.tui.app import DeskApp
from zuiqing_desk.tui.panes.chat import ChatPane
from zuiqing_desk.tui.scopes import LETTERS, SCOPES, overlap
from zuiqing_desk.tui.screens.audit import AuditScreen
from zuiqing_desk.tui.screens.board import BoardScreen
from zuiqing_desk.tui.screens.desk import DeskScreen
from zuiqing_desk.tui.screens.handover import HandoverScreen
from zuiqing_desk.tui.screens.handover_review import ReviewScreen
from zuiqing_desk.tui.screens.history import HistoryScreen
from zuiqing_desk.tui.screens.orders import OrdersScreen
from zuiqing_desk.tui.screens.picker import PickerScreen
from zuiqing_desk.tui.screens.remark import RemarkScreen
from zuiqing_desk.tui.widgets.reply_box import ReplyBox

SYLLABLES = {
    "帮": "bang", "助": "zhu", "会": "hui", "话": "hua", "下": "xia", "一": "yi", "位": "wei",
    "结": "jie", "束": "shu", "转": "zhuan", "交": "jiao", "备": "bei", "忘": "wang", "手": "shou",
    "工": "gong", "发": "fa", "送": "song", "换": "huan", "行": "hang", "列": "lie", "表": "biao",
    "报": "bao", "价": "jia", "谈": "tan", "妥": "tuo", "客": "ke", "套": "tao", "复": "fu",
    "制": "zhi", "稍": "shao", "后": "hou", "重": "chong", "开": "kai", "拉": "la", "黑": "hei",
    "撤": "che", "销": "xiao", "户": "hu", "卡": "ka", "筛": "shai", "选": "xuan", "暂": "zan",
    "离": "li", "人": "ren", "员": "yuan", "店": "dian", "铺": "pu", "规": "gui", "则": "ze",
    "命": "ming", "令": "ling", "锁": "suo", "屏": "ping", "退": "tui", "出": "chu",
    "记": "ji", "来": "lai", "术": "shu", "商": "shang", "品": "pin", "用": "yong", "建": "jian",
    "议": "yi", "空": "kong", "照": "zhao", "库": "ku", "缘": "yuan", "由": "you", "叠": "die",
    "加": "jia", "比": "bi", "较": "jiao", "订": "ding", "单": "dan", "注": "zhu", "关": "guan",
    "联": "lian", "承": "cheng", "诺": "nuo", "审": "shen", "通": "tong", "过": "guo", "挂": "gua",
    "起": "qi", "催": "cui", "付": "fu", "去": "qu", "归": "gui", "属": "shu", "争": "zheng",
    "本": "ben", "保": "bao", "存": "cun", "接": "jie", "登": "deng", "统": "tong", "计": "ji",
    "排": "pai", "班": "ban", "查": "cha", "看": "kan", "已": "yi", "阅": "yue", "口": "kou",
    "述": "shu", "签": "qian", "字": "zi", "标": "biao",
    "跳": "tiao", "找": "zhao", "的": "de", "板": "ban", "静": "jing", "音": "yin", "配": "pei",
    "色": "se", "教": "jiao", "程": "cheng", "范": "fan", "围": "wei", "条": "tiao", "件": "jian",
    "给": "gei", "同": "tong", "事": "shi", "打": "da", "附": "fu", "另": "ling", "资": "zi",
    "料": "liao", "录": "lu", "份": "fen",
}  # fmt: skip
"""Each character of the labels as it is read there (行 is háng in 换行, 重 is chóng in 重开)."""

PROMISED = {
    "chat.next", "chat.close", "chat.snooze", "chat.transfer", "chat.note", "chat.retry",
    "chat.open_manual", "duty.away", "palette", "help", "lock", "quit",
    "reply.pick", "reply.accept", "reply.next_slot", "reply.why", "product.pick", "order.open",
    "remark.open", "remark.copy", "order.link", "promise.mark", "audit.approve", "audit.hold",
    "chase.open", "handover.open", "handover.add", "handover.sign", "handover.ack",
    "handover.said_back", "handover.review", "note.add", "roster.open", "tally.open",
    "history.open", "board.open", "jump", "chat.take_over", "alert.quiet", "theme.choose",
    "line.open", "line.save", "customer.data", "access.open", "backup.open",
}  # fmt: skip
"""Ids that scripts may rely on."""

WITH_THE_TEXT = {
    ("reply.pick", "slash"), ("reply.accept", "right"), ("reply.next_slot", "tab"),
    ("reply.override", "ctrl+y"), ("reply.stack", "tab"), ("reply.recall", "up"),
    ("history.scope", "tab"),
}  # fmt: skip
"""Keys that elsewhere belong to the text: these actions leave them to it when they do not apply."""


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_complete(action: Action) -> None:
    assert action.keys
    assert all(
        keys.is_safe(key, action.scope) or (action.id, key) in WITH_THE_TEXT for key in action.keys
    )
    assert all(keys.normalise(key) == key for key in action.keys)
    assert 1 <= len(action.label) <= 6
    assert all("一" <= character <= "鿿" for character in action.label)
    assert action.help.endswith("。")
    assert action.help.count("。") == 1
    assert action.scope in SCOPES
    assert action.name.isidentifier()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_initials_are_the_pinyin_initials_of_the_label(action: Action) -> None:
    assert action.initials == "".join(SYLLABLES[character][0] for character in action.label)


def test_ids_and_method_names_are_unique() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)
    assert set(by_id()) == {action.id for action in ACTIONS}


def test_the_promised_ids_exist() -> None:
    assert set(by_id()) >= PROMISED


def test_no_key_means_two_things_where_both_can_be_reached() -> None:
    for one, other in itertools.combinations(ACTIONS, 2):
        if overlap(one.scope, other.scope):
            assert not set(one.keys) & set(other.keys), (one.id, other.id)


def test_actions_that_look_alike_do_not_overlap() -> None:
    labels = [action.label for action in ACTIONS]
    assert len(set(labels)) == len(labels)


def test_overlap_goes_both_ways() -> None:
    for one, other in itertools.product(SCOPES, repeat=2):
        assert overlap(one, other) == overlap(other, one)
    assert not overlap("reply", "list")
    assert not overlap("reply", "line")
    assert overlap("list", "line")
    assert all(overlap("app", scope) for scope in SCOPES)
    alone = ("picker", "orders", "audit", "remark", "handover", "history", "board")
    assert all(overlap("chat", scope) == (scope not in alone) for scope in SCOPES)
    assert not any(overlap(*two) for two in itertools.combinations(alone, 2))


def test_a_bare_character_never_acts_where_text_is_written() -> None:
    for action in ACTIONS:
        if action.scope not in LETTERS:
            characters = {(action.id, key) for key in action.keys if keys.is_character(key)}
            assert characters <= WITH_THE_TEXT


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_carried_out_somewhere(action: Action) -> None:
    homes = (
        DeskApp,
        DeskScreen,
        ChatPane,
        ReplyBox,
        PickerScreen,
        OrdersScreen,
        AuditScreen,
        RemarkScreen,
        HandoverScreen,
        ReviewScreen,
        HistoryScreen,
        BoardScreen,
    )
    assert any(hasattr(home, f"action_{action.name}") for home in homes), action.name
