"""Where a desk is taken, one visit after another, to show what people wrote: the page, the keys,
and the fields of the store that must come to the terminal there."""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from support.hostile import CONTROLS, MARKS, SHAPES, WORDS
from support.hostile_rows import COLLEAGUE, GIVEN, ORDER, TALK, WRITING
from support.pilot import post_key, screen_text
from textual.pilot import Pilot
from textual.screen import Screen

from zuiqing_desk.services.handover.records import Person
from zuiqing_desk.services.orders.export_rows import Refusal
from zuiqing_desk.services.orders.importing import ImportPlan, PlannedOrder
from zuiqing_desk.services.orders.remark_records import BatchRow
from zuiqing_desk.services.roster.files import CellChange, Plan
from zuiqing_desk.tui import more_screens, notebook_screens, order_screens
from zuiqing_desk.tui.app import DeskApp
from zuiqing_desk.tui.screens.board_hand import BoardHand
from zuiqing_desk.tui.screens.board_moves import Moves
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.desk import DeskScreen
from zuiqing_desk.tui.screens.handover_reader import HandoverReader
from zuiqing_desk.tui.screens.import_report import ImportReport
from zuiqing_desk.tui.screens.order_flags import BatchPreview
from zuiqing_desk.tui.screens.order_links import OpenConversation
from zuiqing_desk.tui.screens.order_owner import OrderOwner
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.screens.roster_report import RosterReport
from zuiqing_desk.tui.toast import toast

PATIENCE_S = 20.0
_STEP_S = 0.02
_MARK = re.compile(f"[{chr(MARKS)}-{chr(MARKS + 255)}]")


TYPED = chr(MARKS + 255) + "".join((*CONTROLS, *SHAPES[:1], *WORDS[:2]))
"""What is no field of the store: a cell of a file, a name, an answer handed to a dialog."""


@dataclass(frozen=True)
class Visit:
    """``fields``: what is painted there, as ``table.column``; ``page`` makes the screen, an action
    of the desk opens it otherwise; ``rows``: through how many rows of its list one must go;
    ``below``: the fields stand at the end of what is beside the list."""

    fields: str
    page: Callable[[DeskScreen], Screen[Any] | None]
    keys: tuple[str, ...] = ()
    rows: int = 0
    below: bool = False


def _act(name: str) -> Callable[[DeskScreen], None]:
    return lambda desk: getattr(desk, f"action_{name}")()


def _talk(desk: DeskScreen) -> None:
    desk.open_conversation(OpenConversation(TALK))


def _order(desk: DeskScreen) -> Screen[Any]:
    return order_screens.orders(desk.session, ORDER)


def _page(number: int) -> Callable[[DeskScreen], Screen[Any]]:
    return lambda desk: notebook_screens.handover(desk.session, number)


def _read_page(number: int) -> Callable[[DeskScreen], Screen[Any]]:
    return lambda desk: HandoverReader(desk.session, number)


def _owner(desk: DeskScreen) -> Screen[Any]:
    return OrderOwner(desk.session, ORDER, "订单")


def _asks(desk: DeskScreen) -> Screen[Any]:
    return ConfirmDialog(f"下载“{TYPED}”？", [TYPED], yes=TYPED, no="不")


def _prompts(desk: DeskScreen) -> Screen[Any]:
    return PromptDialog(f"另存“{TYPED}”", TYPED, value=TYPED, hint=TYPED, max_length=200)


def _chooses(desk: DeskScreen) -> Screen[Any]:
    return ChooseDialog(f"调班“{TYPED}”", [("1", TYPED)])


def _warns(desk: DeskScreen) -> None:
    toast(desk.app, TYPED, "warning")


def _imports(desk: DeskScreen) -> Screen[Any]:
    plan = ImportPlan((), (), cast(Any, None), cast(Any, None))
    plan.changed += [PlannedOrder(TYPED, 2, "taobao", TYPED)]
    plan.refused += [Refusal(TYPED, 3, TYPED, TYPED)]
    plan.notices += [TYPED]
    return ImportReport(desk.session, plan, strict=False)


def _roster_file(desk: DeskScreen) -> Screen[Any]:
    change = CellChange(Person(1, "1024", TYPED), 739_000, TYPED, TYPED)
    return RosterReport(desk.session, Plan(2026, 11, (change,), ()))


def _flags(desk: DeskScreen) -> Screen[Any]:
    rows = [
        BatchRow(at, "taobao", TYPED, TYPED, f"{TYPED}新", TYPED, "", refused, 0)
        for at, refused in enumerate(("", TYPED))
    ]
    return BatchPreview(desk.session, TYPED, rows)


ITEM = (
    "handover_item.summary handover_item.situation handover_item.next_action handover_item.if_then"
)

VISITS = (
    Visit(
        "customer.name line.text draft.text line_media.reason outbox.reason shop.name"
        " channel_account.name",
        _talk,
    ),
    Visit(
        "shop_order.number shop_order.buyer shop_order.platform_state shop_order.closed_reason"
        " shop_order.buyer_message shop_order.remark shop_order.platform_remark storefront.name"
        " order_item.title order_item.spec",
        _order,
    ),
    Visit(
        "shop_order.waybill shop_order.waybill_courier shop_order.verdict_reason shop_order.extra"
        " shop_order.province shop_order.city shop_order.district contact.note promise.what"
        " bridge_event.reason",
        _order,
        below=True,
    ),
    Visit(
        "shop_order.receiver shop_order.phone shop_order.address shop_order.address_before",
        _order,
        ("t",),
    ),
    Visit("owner_claim.reason evidence.name contact.note", _owner, ("right", "right"), 4),
    Visit("owner_claim.reason", _owner, ("right",), 4),
    Visit("violation.reason", lambda d: order_screens.disputes(d.session), ("right",)),
    Visit("owner_claim.reason", lambda d: order_screens.disputes(d.session), (), 4),
    Visit("audit_error.note", lambda d: order_screens.audit(d.session), ("left",)),
    Visit("", lambda d: order_screens.chases(d.session)),
    Visit("promise.what", lambda d: order_screens.promises(d.session)),
    Visit(
        "order_item.title shop_order.buyer_message shop_order.platform_remark shop_order.remark",
        lambda d: order_screens.remark(d.session, ORDER),
    ),
    Visit(
        f"{ITEM} handover_draft.words handover_page.shift handover_page.next_shift"
        " handover_event.words",
        _page(WRITING),
        rows=8,
    ),
    Visit("handover_remark.text handover_remark.answer", _page(WRITING), ("left", "left"), 8),
    Visit(f"{ITEM} handover_entry.said", _page(GIVEN), rows=3),
    Visit(
        f"{ITEM} handover_section.reason handover_section.figures handover_draft.reason"
        " handover_draft.words handover_item.result handover_remark.text handover_remark.answer"
        " handover_entry.said",
        _read_page(GIVEN),
        rows=60,
    ),
    Visit("handover_text.text", _read_page(1)),
    Visit("handover_page.shift", lambda d: notebook_screens.review(d.session)),
    Visit(
        "problem_note.text problem_note.answer",
        lambda d: notebook_screens.notes(d.session),
        rows=4,
    ),
    Visit("roster_entry.shift", lambda d: notebook_screens.roster(d.session)),
    Visit("leave_request.reason", lambda d: notebook_screens.roster(d.session), ("s",)),
    Visit("typed.hostile", _asks),
    Visit("typed.hostile", _warns),
    Visit("typed.hostile", _prompts),
    Visit("typed.hostile", _chooses),
    Visit("typed.hostile", _imports, ("right", "right"), 3),
    Visit("typed.hostile", _roster_file, rows=2),
    Visit("typed.hostile", _flags, rows=3),
    Visit("staff.name", lambda d: notebook_screens.tally(d.session), ("right",)),
    Visit("line.text", lambda d: more_screens.history(d.session, None), tuple("毒")),
    Visit("staff.name", lambda d: more_screens.board(d.session)),
    Visit("customer.name", lambda d: BoardHand(d.session, COLLEAGUE, Moves(d.session))),
    Visit("conversation.last_text", _order, ("k",)),
    Visit("staff.name", lambda d: more_screens.access(d.session)),
    Visit("", lambda d: more_screens.backups(d.session)),
    Visit(
        "reply.code reply_version.title reply_version.category reply_version.tags"
        " reply_version.body reply_version.asks",
        _act("library_manage"),
        rows=6,
    ),
    Visit("reply_version.refused", _act("library_manage"), ("left", "left"), 3),
    Visit(
        "product.short_name product.full_name product.aroma product.taste product.gifts"
        " product.points product.faq",
        _act("product_manage"),
        rows=6,
    ),
    Visit("staff.name", _act("staff_manage")),
    Visit("", _act("policy_edit")),
)


class Painted:
    """Which marks went to the terminal."""

    def __init__(self, app: DeskApp) -> None:
        self.marks: set[str] = set()
        driver = app._driver
        assert driver is not None
        write = driver.write

        def heard(data: str) -> None:
            self.marks.update(_MARK.findall(data))
            write(data)

        driver.write = heard  # type: ignore[method-assign]


async def visit_all(
    app: DeskApp, pilot: Pilot[Any], marks: Mapping[str, str], visits: tuple[Visit, ...] = VISITS
) -> tuple[list[str], dict[str, int]]:
    """What was not painted where it should be, and the screens seen, each with how often."""
    painted = Painted(app)
    marks = {**marks, "typed.hostile": TYPED[0]}
    assert isinstance(app.screen, DeskScreen)
    desk: DeskScreen = app.screen
    missing: list[str] = []
    seen: dict[str, int] = {}
    for one in visits:
        fields = one.fields.split()
        for field in fields:
            painted.marks.discard(marks[field])
        page = one.page(desk)
        if page is not None:
            app.push_screen(page)
        missing += await _look(app, pilot, painted, {marks[field]: field for field in fields}, one)
        name = type(app.screen).__name__
        seen[name] = seen.get(name, 0) + 1
        while app.screen is not desk:
            app.screen.dismiss(None)
            await pilot.pause()
    return missing, seen


async def _look(
    app: DeskApp, pilot: Pilot[Any], painted: Painted, wanted: dict[str, str], one: Visit
) -> list[str]:
    until = time.monotonic() + PATIENCE_S
    await pilot.pause()
    while not _read(app) and time.monotonic() < until:
        await pilot.pause(_STEP_S)
    for key in one.keys:
        post_key(app, key, key if len(key) == 1 else None)
        await pilot.pause()
    at = 0
    while set(wanted) - painted.marks and time.monotonic() < until:
        if one.rows:
            at = (at + 1) % one.rows
            post_key(app, "down" if at else "home", None)
        if one.below:
            app.screen.query_one("#list-detail").scroll_end(animate=False)
        await asyncio.sleep(_STEP_S)
    lost = sorted(wanted[one] for one in set(wanted) - painted.marks)
    return [f"{' '.join(lost)} on\n{screen_text(app)}"] if lost else []


def _read(app: DeskApp) -> bool:
    """Whether a page with a list has something in it."""
    items = getattr(app.screen, "items", None)
    return items is None or bool(items())
