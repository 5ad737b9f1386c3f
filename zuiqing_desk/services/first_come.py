"""Somebody else was first: who, when, and what to do about it."""

from zuiqing_desk.rules.calendar import local
from zuiqing_desk.services import shop, staff
from zuiqing_desk.services.conversation_row import ConversationRow
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.tx import Tx


def require_free(tx: Tx, row: ConversationRow, staff_id: int) -> None:
    """Raises Refused ``taken`` when a colleague has the conversation; whoever left the shop for the
    day answers nobody, and holds nothing against those who are there."""
    if row.assignee_id in (None, staff_id) or row.holder_duty is None:
        return
    holder = staff.by_id(tx, row.assignee_id or 0)
    info = shop.get(tx)
    since = ""
    if info is not None and row.assigned_at is not None:
        since = f" {local(row.assigned_at, info.time_zone):%H:%M:%S} 起"
    who = f"{holder.staff_no} {holder.name}{since}在接待这位客户"
    way = "请他转交，或请组长接手" if row.holder_duty == "on" else "他现在暂离，请组长接手"
    raise Refused("taken", f"{who}。要您来答，{way}。")
