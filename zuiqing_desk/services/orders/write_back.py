"""The table by which remarks and flags are written back to the platforms."""

from collections.abc import Iterable
from typing import Final

from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.services.orders.remark_records import RemarkLine

HEAD: Final = ("平台", "订单编号", "旗号", "备注")


def table(lines: Iterable[RemarkLine]) -> list[tuple[str, str, str, str]]:
    """The rows under HEAD; a flag the platform has no number for is left empty."""
    return [
        (
            PLATFORMS[one.platform],
            one.number,
            "" if one.flag is None else str(one.flag),
            one.remark,
        )
        for one in lines
    ]
