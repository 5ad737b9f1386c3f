"""The shop itself: one store is one shop."""

from zuiqing_desk.rules.calendar import business_day, day_starts_at
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import ShopInfo, StaffMember
from zuiqing_desk.store.tx import Tx

MANUAL_PLATFORMS = ("淘宝", "天猫", "京东", "拼多多", "抖店", "微信", "电话")
SHOP_NAME_CHARS = 40


def get(tx: Tx) -> ShopInfo | None:
    """The shop, or None while the first start has not been gone through."""
    row = tx.one("SELECT name, time_zone, day_start_minute FROM shop")
    return None if row is None else ShopInfo(*row)


def today(tx: Tx) -> int:
    """The business day of this transaction, as an ordinal; 0 while there is no shop."""
    known = tx.cache.get("today")
    if known is not None and known[0] <= tx.now < known[1]:
        day: int = known[2]
        return day
    shop = get(tx)
    if shop is None:
        return 0
    day = business_day(tx.now, shop.time_zone, shop.day_start_minute)
    begins, ends = (
        day_starts_at(one, shop.time_zone, shop.day_start_minute) for one in (day, day + 1)
    )
    tx.cache["today"] = (begins, ends, day)
    return day


def today_begins(tx: Tx) -> int:
    """When the business day of this transaction began (microseconds); 0 while there is no shop."""
    begins: int = tx.cache["today"][0] if today(tx) else 0
    return begins


def found(tx: Tx, *, shop_name: str, time_zone: str = "Asia/Shanghai") -> None:
    """Found the shop: its name, a storefront, its web chat and manual accounts. Nobody works there.

    Raises Refused ``already_set_up`` or ``shop_name``.
    """
    if get(tx) is not None:
        raise Refused("already_set_up", "这个数据库里已经有店铺了，请直接登录。")
    shop_name = clean_line(shop_name)
    if not 1 <= len(shop_name) <= SHOP_NAME_CHARS:
        raise Refused("shop_name", f"店铺名需要 1–{SHOP_NAME_CHARS} 个字。")
    tx.run(
        "INSERT INTO shop (id, name, time_zone, day_start_minute, created_at)"
        " VALUES (1, :name, :zone, 0, :now)",
        name=shop_name,
        zone=time_zone,
        now=tx.now,
    )
    storefront = tx.insert("INSERT INTO storefront (name) VALUES (:name)", name=shop_name)
    for channel, account in [("webchat", "网页"), *(("manual", p) for p in MANUAL_PLATFORMS)]:
        tx.insert(
            "INSERT INTO channel_account (storefront_id, channel, name, post, cursor)"
            " VALUES (:storefront, :channel, :name, 'pre_sale', '')",
            storefront=storefront,
            channel=channel,
            name=account,
        )
    tx.journal("shop.set_up", 1)


def set_up(
    tx: Tx,
    *,
    shop_name: str,
    staff_no: str,
    name: str,
    pin_hash: str,
    time_zone: str = "Asia/Shanghai",
) -> StaffMember:
    """Found the shop and take on the first lead.

    Raises Refused ``already_set_up`` or ``shop_name``, or what ``staff.add`` refuses.
    """
    found(tx, shop_name=shop_name, time_zone=time_zone)
    return staff.add(
        tx,
        staff_no=staff_no,
        name=name,
        role="lead",
        pre_sale=True,
        after_sale=True,
        pin_hash=pin_hash,
        actor=None,
    )


def webchat_account(tx: Tx) -> int:
    """The id of the shop's web chat account. Raises Refused ``no_shop``."""
    account = tx.value("SELECT id FROM channel_account WHERE channel = 'webchat' ORDER BY id")
    if account is None:
        raise Refused("no_shop", "还没有店铺：请先运行 zuiqing-desk 完成首次设置。")
    return int(account)


def manual_platforms(tx: Tx) -> list[str]:
    """The platforms for which a conversation can be opened by hand, in the order of entry."""
    return [
        name
        for (name,) in tx.all(
            "SELECT name FROM channel_account WHERE channel = 'manual' ORDER BY id"
        )
    ]
