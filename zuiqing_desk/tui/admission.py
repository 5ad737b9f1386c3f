"""Who may come in: checking a PIN, coming on duty, leaving.

What the store cannot do is raised as RuleError too, so that the entrance, which is on the screen
before the store is even imported, has one thing to catch.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import duty, overview, pins, shop, staff
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.waiting import MustWait


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise RuleError("store", error.message) from error


async def check_pin(bench: Workbench, staff_no: str, pin: str) -> StaffMember:
    """Whose PIN this is. Raises MustWait, or RuleError for an unknown or disabled staff number."""
    with _in_words():
        check = await bench.do(staff.pin_check, staff_no)
        if check.wait_s:
            raise MustWait(check.wait_s, wrong=False)
        right = await asyncio.to_thread(pins.verify, check.pin_hash, pin)
        wait_s = await bench.do(staff.pin_result, check.staff_id, right)
        if not right:
            raise MustWait(wait_s, wrong=True)
        return await bench.ask(staff.working, check.staff_id)


async def member_by_no(bench: Workbench, staff_no: str) -> StaffMember:
    """Somebody who need not show a PIN. Raises RuleError."""
    with _in_words():
        return await bench.ask(staff.by_no, staff_no)


async def sign_in(bench: Workbench, staff_id: int) -> Session:
    """Come on duty at this desk. Raises RuleError."""
    with _in_words():
        await bench.do(duty.sign_in, staff_id, bench.desk_id)
        now = await bench.ask(overview.look, staff_id)
    return Session(bench, bench.now, now.staff, now.shop, now.policy)


async def sign_out(session: Session) -> None:
    """Leave this desk; off duty unless this person sits at another one too. Raises RuleError."""
    with _in_words():
        await session.bench.do(duty.sign_off, session.staff.id, session.bench.desk_id)


async def found_shop(bench: Workbench, answers: Mapping[str, str]) -> StaffMember:
    """Set the shop up from the wizard's answers; its first lead. Raises RuleError."""
    pin_hash = await asyncio.to_thread(pins.hash_pin, answers["pin"])
    with _in_words():
        return await bench.do(
            shop.set_up,
            shop_name=answers["shop_name"],
            staff_no=answers["staff_no"],
            name=answers["name"],
            pin_hash=pin_hash,
        )
