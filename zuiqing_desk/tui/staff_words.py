"""How staff is spoken of on the screen."""

from typing import Final

from zuiqing_desk.services.records import DutyState, Role, StaffMember

DUTY: Final[dict[DutyState, str]] = {"on": "在岗", "away": "暂离", "off": "离岗"}
ROLES: Final[dict[Role, str]] = {"agent": "客服", "lead": "组长"}


def posts(one: StaffMember) -> str:
    """The posts of a member: 售前, 售后 or both."""
    return "、".join(
        word for word, held in (("售前", one.pre_sale), ("售后", one.after_sale)) if held
    )
