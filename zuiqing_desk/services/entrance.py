"""Coming in after the right PIN, in one transaction: somebody waits for it."""

from zuiqing_desk.services import duty, overview, staff
from zuiqing_desk.services.overview import Overview
from zuiqing_desk.store.tx import Tx


def admit(tx: Tx, staff_id: int, desk_id: str) -> Overview:
    """Forget the wrong PINs, come on duty at this desk, and see how things stand.

    Raises Refused ``no_staff`` or ``disabled`` (somebody may have been disabled while the PIN was
    being checked).
    """
    staff.working(tx, staff_id)
    staff.pin_result(tx, staff_id, True)
    duty.sign_in(tx, staff_id, desk_id)
    return overview.look(tx, staff_id)
