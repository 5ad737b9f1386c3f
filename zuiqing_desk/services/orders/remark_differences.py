"""Ours beside the platform's: what is to be written back, and what still differs."""

from collections.abc import Callable

from zuiqing_desk.rules.flags import Flags, number, table
from zuiqing_desk.rules.remark_platform import same
from zuiqing_desk.rules.typed_order import TYPED
from zuiqing_desk.services import policy
from zuiqing_desk.services.orders.remark_records import RemarkLine
from zuiqing_desk.store.tx import Row, Tx

# No platform knows an order by a number of ours.
_OURS = f"""
SELECT id, platform, number, flag, remark, platform_flag, platform_remark FROM shop_order
WHERE (remark <> '' OR flag <> '') AND number NOT GLOB '{TYPED}*'
ORDER BY coalesce(placed_at, created_at), id
"""


def to_write_back(tx: Tx) -> list[RemarkLine]:
    """The orders whose remark or flag the platform does not have yet, oldest first.

    An order of which only our flag is set counts while the platform does not tell its own.
    """
    return _lines(tx, lambda line: _differs(line) or _flag_unseen(line))


def differences(tx: Tx) -> list[RemarkLine]:
    """The orders whose platform tells another remark or flag than ours, oldest first."""
    return _lines(tx, _differs)


def _lines(tx: Tx, wanted: Callable[[RemarkLine], bool]) -> list[RemarkLine]:
    flags = table(policy.current(tx).flag_meanings)
    return [line for row in tx.all(_OURS) if wanted(line := _line(row, flags))]


def _line(row: Row, flags: Flags) -> RemarkLine:
    order_id, platform, order_number, flag, remark, platform_flag, platform_remark = row
    return RemarkLine(
        order_id,
        platform,
        order_number,
        number(flags, platform, flag),
        flag,
        remark,
        platform_flag,
        platform_remark,
    )


def _differs(line: RemarkLine) -> bool:
    if line.remark and not same(line.remark, line.platform_remark):
        return True
    return line.flag is not None and line.platform_flag not in (None, line.flag)


def _flag_unseen(line: RemarkLine) -> bool:
    return not line.remark and line.flag is not None and line.platform_flag is None
