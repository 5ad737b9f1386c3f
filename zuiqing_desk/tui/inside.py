"""Everything behind the sign-in, under one name, so that one thread can import it in one go."""

from zuiqing_desk.tui.admission import check_pin, found_shop, id_of, sign_in, sign_out
from zuiqing_desk.tui.screens.desk import DeskScreen
from zuiqing_desk.tui.screens.lock import LockScreen

__all__ = [
    "DeskScreen",
    "LockScreen",
    "check_pin",
    "found_shop",
    "id_of",
    "sign_in",
    "sign_out",
]
