"""Put an order aside: until when?"""

from typing import Final

from zuiqing_desk.tui.screens.snooze import SnoozeDialog

PRESETS_MIN: Final = (30, 120, 1440, 4320)
"""A phone call, a while, tomorrow, three days."""


class HoldDialog(SnoozeDialog):
    """The moment (UTC microseconds) at which the order is to be audited again."""

    def __init__(self, order: str, *, now: int, zone: str) -> None:
        super().__init__(order, PRESETS_MIN, now=now, zone=zone, title=f"挂起 {order}，到什么时候")
