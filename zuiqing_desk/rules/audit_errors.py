"""What goes wrong in an audit, and how grave it is (醉卿 manual, 订单审核流程)."""

from typing import Final, Literal, NamedTuple

Grade = Literal["grave", "ordinary"]

GRADES: Final[dict[Grade, str]] = {"grave": "重大", "ordinary": "一般"}


class Kind(NamedTuple):
    """A kind of error by its Chinese name, with its grade where nothing was lost by it."""

    name: str
    grade: Grade


ERRORS: Final[dict[str, Kind]] = {
    "goods": Kind("货品发错", "grave"),
    "amount": Kind("金额不对", "grave"),
    "cod": Kind("货到付款没核对", "grave"),
    "cost": Kind("让店里或客户受损", "grave"),
    "remark": Kind("备注不符", "ordinary"),
    "courier": Kind("快递不对或不是最合适的", "ordinary"),
    "sample": Kind("漏了小酒", "ordinary"),
}


def grade_of(kind: str, cost_fen: int) -> Grade:
    """An error's grade: whatever costs the shop or the customer is grave. ``kind`` is of ERRORS."""
    return "grave" if cost_fen > 0 else ERRORS[kind].grade
