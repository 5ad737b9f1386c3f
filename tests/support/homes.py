"""A shop on disk that other processes will open: real clock, nobody holds it open here."""

from dataclasses import dataclass
from pathlib import Path

from support.stores import WAIT_S, lay_empty_store

from zuiqing_desk.services import duty, shop, staff
from zuiqing_desk.store import Tx, open_store


@dataclass(frozen=True)
class Home:
    """A home with a shop; ``staff_ids`` are on duty, the lead first."""

    path: Path
    account_id: int
    staff_ids: tuple[int, ...]

    @property
    def database(self) -> Path:
        return self.path / "desk.db"


def found_home(path: Path, *, colleagues: int = 0) -> Home:
    """Lay a shop into ``path``: a lead with both posts, and so many after-sale agents.

    New conversations are pre-sale, so they are given to the lead alone, up to capacity.
    """
    lay_empty_store(path)

    def found(tx: Tx) -> Home:
        lead = shop.set_up(tx, shop_name="醉卿测试店", staff_no="1001", name="甲**", pin_hash="-")
        others = [
            staff.add(
                tx,
                staff_no=str(1002 + number),
                name="乙**",
                role="agent",
                pre_sale=False,
                after_sale=True,
                pin_hash="-",
                actor=lead.id,
            )
            for number in range(colleagues)
        ]
        people = tuple(member.id for member in [lead, *others])
        for staff_id in people:
            duty.sign_in(tx, staff_id, f"desk-{staff_id}")
        return Home(path, shop.webchat_account(tx), people)

    with open_store(path / "desk.db", command="test") as store:
        return store.write(found).result(WAIT_S)
