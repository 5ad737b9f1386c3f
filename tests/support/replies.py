"""Canned replies in a shop under test, and the screens they are kept on."""

from typing import Any

from support.desk_machine import give_pin
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.replies import library, reading
from zuiqing_desk.services.replies.records import ReplyRecord, ReplyWords
from zuiqing_desk.tui.screens.library import LibraryScreen

DAY_S = 86_400


def words(code: str, title: str = "", body: str = "", **more: Any) -> ReplyWords:
    """What somebody writes; only what matters to the test needs saying."""
    given = {"category": "商品咨询", **more}
    return ReplyWords(code=code, title=title or f"标题{code}", body=body or f"内容{code}", **given)


def team_reply(shop: TestShop, code: str, title: str = "", body: str = "", **more: Any) -> int:
    """A reply of the team, in force; its id."""
    given = words(code, title, body, **more)
    return shop.do(library.add, given, owner_id=None, actor=shop.lead.id, approve_now=True)


def own_reply(shop: TestShop, who: StaffMember, code: str, title: str = "", body: str = "") -> int:
    """A colleague's own reply; its id."""
    return shop.do(library.add, words(code, title, body), owner_id=who.id, actor=who.id)


def proposes(shop: TestShop, who: StaffMember, reply_id: int, given: ReplyWords) -> int:
    """A colleague changes a reply of the team: a draft; its version."""
    last = record(shop, reply_id).last
    return shop.do(library.change, reply_id, given, who.id, based_on=last)


def record(shop: TestShop, reply_id: int) -> ReplyRecord:
    """A reply of the team as the library has it now."""
    found = shop.ask(reading.one, reply_id, shop.lead.id)
    assert found is not None
    return found


def by_code(shop: TestShop, code: str, who: StaffMember | None = None) -> ReplyRecord | None:
    """The open reply of this code that this person (else the lead) sees."""
    everything = shop.ask(reading.every, (who or shop.lead).id)
    return next((one for one in everything if one.code == code and not one.archived), None)


def in_library(desk: Desk, staff_no: str = "1001") -> Desk:
    """Sign in and open the library."""
    if staff_no != "1001":
        desk.shop.colleague(staff_no)
        give_pin(desk.shop, staff_no)

    async def opens() -> None:
        assert desk.app.session is not None
        desk.app.push_screen(LibraryScreen(desk.app.session))

    desk.sign_in(staff_no).then(opens).expect_screen("LibraryScreen")
    desk.expect_focus("list-rows")
    return desk.expect_no_text("正在读话术库")
