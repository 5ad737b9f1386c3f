"""Everything about an order, to be read beside the list."""

from collections.abc import Iterator
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.masking import (
    masked,
    masked_address,
    masked_extra,
    masked_name,
    with_masked,
)
from zuiqing_desk.rules.order_words import PLATFORMS, STATES
from zuiqing_desk.rules.ownership_facts import MEDIA
from zuiqing_desk.services.bridge.events import Written
from zuiqing_desk.services.orders.records import OrderItemRecord, OrderRecord
from zuiqing_desk.services.orders.whole import OrderWhole
from zuiqing_desk.tui.difference_text import difference_content
from zuiqing_desk.tui.order_words import moment, yuan
from zuiqing_desk.tui.owner_rows import verdict
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.prose import tidy

LABEL: Final = "$text-muted"
WARNING: Final = "$text-warning bold"
VERDICTS: Final = {
    "": "还没审",
    "approved": "✓ 已通过",
    "refused": "✗ 未通过",
    "handed_back": "▲ 退给成交人",
}


def field(label: str, *said: str | Content) -> Content:
    """A labelled fact; text that people wrote must have gone through ``tidy``."""
    return Content.assemble((f"{label} ", LABEL), *said)


def order_text(whole: OrderWhole, now: int, zone: str) -> Content:
    """The order whole, most asked for first."""
    order = whole.order
    parts = [
        *_head(order, now, zone),
        *_goods(order),
        *_money(order),
        *_owner(whole),
        *_remark(whole, now, zone),
        *_audit(whole, now, zone),
        *_promises(whole, now, zone),
        *_talk(whole, now, zone),
        *_delivery(order),
        *_rest(order),
    ]
    return Content("\n").join(parts)


def _head(order: OrderRecord, now: int, zone: str) -> Iterator[Content]:
    yield Content.assemble(
        (f"{PLATFORMS[order.platform]} {one_line(order.number)}", "bold"),
        f"  {STATES[order.state]}",
        (f"  {one_line(order.platform_state)}" if order.platform_state else "", LABEL),
    )
    marks = [word for word, is_so in (("▲ 加急", order.urgent), ("货到付款", order.cod)) if is_so]
    if marks:
        yield Content.styled(" · ".join(marks), WARNING)
    people = (order.storefront, order.buyer and f"买家 {order.buyer}")
    yield Content(one_line(" · ".join(word for word in people if word)))
    times = (
        ("下单", order.placed_at),
        ("付款", order.paid_at),
        ("到账确认", order.confirmed_at),
        ("完成", order.finished_at),
    )
    known = [f"{word} {moment(at, now, zone)}" for word, at in times if at is not None]
    if known:
        yield Content.styled(" · ".join(known), LABEL)
    if order.closed_reason:
        yield field("关闭原因", one_line(order.closed_reason))


def _goods(order: OrderRecord) -> Iterator[Content]:
    for item in order.items:
        yield _item(item)


def _item(item: OrderItemRecord) -> Content:
    price = f"  {yuan(item.price_fen)}" if item.price_fen is not None else ""
    card = f"  → {one_line(item.product)}" if item.product else ""
    return Content.assemble(
        (f"{item.quantity}×", "bold"),
        one_line(" ".join(word for word in (item.title, item.spec) if word)),
        price,
        (card, "$text-success"),
        ("  （只有订单表，等宝贝表）" if item.provisional else "", LABEL),
    )


def _money(order: OrderRecord) -> Iterator[Content]:
    amounts = (
        ("实付" if order.paid_at is not None else "应付", order.amount_fen),
        ("货款", order.goods_fen),
        ("运费", order.freight_fen),
        ("退款", order.refund_fen or None),
    )
    known = [field(word, yuan(fen)) for word, fen in amounts if fen is not None]
    if known:
        yield Content(" · ").join(known)
    if order.buyer_message:
        yield field("买家留言", Content.styled(tidy(with_masked(order.buyer_message)), "bold"))


def _owner(whole: OrderWhole) -> Iterator[Content]:
    owner = whole.owner
    yield Content()
    look = WARNING if owner.disputed else "bold"
    yield field("归属", Content.styled(verdict(owner, whole.names), look), "  按 o 看依据")
    yield Content.styled(tidy(owner.why), LABEL)


def _remark(whole: OrderWhole, now: int, zone: str) -> Iterator[Content]:
    order = whole.order
    flag = f"  〔{one_line(order.flag)}〕" if order.flag else ""
    if order.remark:
        by = whole.names.get(order.remark_by or 0, "")
        when = f"  {by} {moment(order.remark_at, now, zone)}"
        yield field("备注", Content.styled(tidy(order.remark), "bold"), flag)
        yield Content.styled(one_line(when).strip(), LABEL)
    else:
        yield field("备注", "还没有，按 b 写。" if not order.platform_remark else "还没有。", flag)
    if order.platform_remark and order.platform_remark != order.remark:
        yield Content.styled("平台上的备注（［－平台有］［＋我们有］）", LABEL)
        yield difference_content(with_masked(order.platform_remark), order.remark)
    elif order.platform_remark:
        yield Content.styled("✓ 平台上的备注一样", "$text-success")
    if order.platform_flag is not None:
        yield field("平台旗", str(order.platform_flag))
    if whole.written_back is not None:
        yield _written_back(whole.written_back, now, zone)


def _written_back(written: Written, now: int, zone: str) -> Content:
    at = moment(written.at, now, zone)
    if written.state == "done":
        return field("备注回写", Content.styled(f"✓ 已写 {at}", "$text-success"))
    if written.state == "failed":
        return field("备注回写", Content.styled(f"▲ 失败：{one_line(written.reason)}", WARNING))
    why = f"（{one_line(written.reason)}）" if written.reason else ""
    return field("备注回写", f"… 等待{why}，{at} 起")


def _audit(whole: OrderWhole, now: int, zone: str) -> Iterator[Content]:
    order = whole.order
    if order.state not in ("paid", "audit", "held") and not order.verdict:
        return
    words = [VERDICTS[order.verdict]]
    if order.verdict_by is not None:
        words.append(whole.names.get(order.verdict_by, ""))
    if order.verdict_at is not None:
        words.append(moment(order.verdict_at, now, zone))
    if order.verdict_reason:
        words.append(one_line(order.verdict_reason))
    yield Content()
    yield field("审单", "  ".join(one_line(word) for word in words if word))
    if order.hold_until is not None and order.state == "held":
        yield field("挂起到", moment(order.hold_until, now, zone))


def _promises(whole: OrderWhole, now: int, zone: str) -> Iterator[Content]:
    for promise in whole.promises:
        mark = {"open": "▲" if promise.late else "○", "kept": "✓", "dropped": "✗"}[promise.state]
        until = f"  {moment(promise.until, now, zone)} 前" if promise.until is not None else ""
        words = f"{mark} {one_line(promise.what)}"
        yield field("承诺", Content.styled(words, WARNING if promise.late else ""), until)


def _talk(whole: OrderWhole, now: int, zone: str) -> Iterator[Content]:
    yield Content()
    talk = whole.conversation
    if talk is None:
        yield field("会话", "没有关联，按 k 找一个连上。")
    else:
        yield field("会话", one_line(f"{talk.account} {talk.customer}"), "  按 Enter 打开")
    for contact in whole.contacts:
        who = whole.names.get(contact.staff_id, "")
        words = f"{moment(contact.at, now, zone)} {who} {MEDIA[contact.medium]}"
        proof = "" if contact.evidence_id is None else "（有截图）"
        yield field("联系", one_line(f"{words} {contact.note}"), proof)


def _delivery(order: OrderRecord) -> Iterator[Content]:
    phone, receiver = masked(order.phone), masked_name(order.receiver)
    hidden = bool(order.address) or (phone, receiver) != (order.phone, order.receiver)
    people = " ".join(word for word in (receiver, phone) if word)
    if people or order.address:
        yield field("收货", one_line(people), "  按 t 看电话、地址" if hidden else "")
    if order.address_before and order.address_before != order.address:
        yield Content.styled("▲ 地址改过，按 t 看原来的和现在的", WARNING)
    if order.address:
        place = (order.province, order.city, order.district)
        yield Content(tidy(masked_address(order.address, *place)))
    if order.waybill:
        yield field("快递", one_line(f"{order.waybill_courier} {order.waybill}"))


def _rest(order: OrderRecord) -> Iterator[Content]:
    if order.extra:
        yield Content()
        for name, value in order.extra.items():
            yield field(one_line(name), one_line(masked_extra(name, value)))
