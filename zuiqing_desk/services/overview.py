"""What the top of every screen shows, in one look."""

from dataclasses import dataclass

from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.services import day_start, gateway, policy, preferences, queue, shop, staff
from zuiqing_desk.services.day_start import Left
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.preferences import Preferences
from zuiqing_desk.services.records import DayFigures, GatewayInfo, ShopInfo, StaffMember
from zuiqing_desk.store.tx import Tx

_HANDED_BACK = """
SELECT count(*) FROM shop_order
WHERE verdict = 'handed_back' AND handed_to = :me AND state IN ('paid', 'audit', 'held')
"""


@dataclass(frozen=True, slots=True)
class Overview:
    """The shop, its policy and figures, who runs the channels, and the member who asks.

    ``handed_back``: how many orders the audit handed back to them; ``left``: who wrote to them or
    to nobody off duty and waits; ``anybody_came``: whether a customer was ever here.
    """

    shop: ShopInfo
    policy: ShopPolicy
    staff: StaffMember
    figures: DayFigures
    gateway: GatewayInfo | None
    handed_back: int
    preferences: Preferences
    left: Left
    anybody_came: bool


def look(tx: Tx, staff_id: int) -> Overview:
    """Everything at once, so that it agrees. Raises Refused ``no_shop`` or ``no_staff``."""
    info = shop.get(tx)
    if info is None:
        raise Refused("no_shop", "还没有店铺：请先完成首次设置。")
    return Overview(
        shop=info,
        policy=policy.current(tx),
        staff=staff.by_id(tx, staff_id),
        figures=queue.figures(tx),
        gateway=gateway.current(tx),
        handed_back=tx.value(_HANDED_BACK, me=staff_id),
        preferences=preferences.get(tx, staff_id),
        left=day_start.left(tx, staff_id),
        anybody_came=day_start.anybody_came(tx),
    )
