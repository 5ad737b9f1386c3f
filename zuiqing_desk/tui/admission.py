"""Who may come in: checking a PIN, coming on duty, leaving.

What the store cannot do is raised as RuleError too, so that the entrance, which is on the screen
before the store is even imported, has one thing to catch.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import duty, entrance, pins, shop, staff
from zuiqing_desk.services.errors import Refused
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


async def check_pin(bench: Workbench, staff_no: str, pin: str) -> int:
    """Whose PIN this is, as an id; the try is still charged until ``sign_in`` or ``unlock``.

    Raises MustWait, also for an unknown staff number, after as long; or RuleError for a disabled
    one.
    """
    with _in_words():
        try:
            check = await bench.do(staff.pin_check, staff_no)
        except Refused as refused:
            if refused.code != "no_staff":
                raise
            await asyncio.to_thread(pins.verify_nobody, pin)
            raise MustWait(0, wrong=True) from None
        if check.wait_s:
            raise MustWait(check.wait_s, wrong=False)
        if not await asyncio.to_thread(pins.verify, check.pin_hash, pin):
            wait_s = await bench.do(staff.pin_result, check.staff_id, False)
            raise MustWait(wait_s, wrong=True)
    return check.staff_id


async def id_of(bench: Workbench, staff_no: str) -> int:
    """Somebody who need not show a PIN. Raises RuleError."""
    with _in_words():
        return (await bench.ask(staff.by_no, staff_no)).id


async def sign_in(bench: Workbench, staff_id: int) -> Session:
    """Come on duty at this desk. Raises RuleError."""
    with _in_words():
        seen = await bench.do(entrance.admit, staff_id, bench.desk_id)
    return Session(bench, bench.now, seen.staff, seen.shop, seen.policy, seen.preferences)


async def unlock(session: Session, pin: str) -> int:
    """Check the PIN of whoever sits here; their id. Raises MustWait or RuleError."""
    return await signature(session.bench, session.staff.staff_no, pin)


async def signature(bench: Workbench, staff_no: str, pin: str) -> int:
    """Check the PIN of somebody who signs, at their own desk or not; their id.

    Raises MustWait or RuleError.
    """
    staff_id = await check_pin(bench, staff_no, pin)
    with _in_words():
        await bench.do(staff.pin_result, staff_id, True)
    return staff_id


async def sign_out(session: Session) -> None:
    """Leave this desk; off duty unless this person sits at another one too. Raises RuleError."""
    with _in_words():
        await session.bench.do(duty.sign_off, session.staff.id, session.bench.desk_id)


async def found_shop(bench: Workbench, answers: Mapping[str, str]) -> int:
    """Set the shop up from the wizard's answers; its first lead's id. Raises RuleError."""
    pin_hash = await asyncio.to_thread(pins.hash_pin, answers["pin"])
    with _in_words():
        lead = await bench.do(
            shop.set_up,
            shop_name=answers["shop_name"],
            staff_no=answers["staff_no"],
            name=answers["name"],
            pin_hash=pin_hash,
        )
    return lead.id
