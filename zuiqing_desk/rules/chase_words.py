"""The words the chase of unpaid orders is kept in: 催付 (醉卿 manual, 客服绩效, rule 2)."""

from typing import Final, Literal

from zuiqing_desk.rules.ownership_facts import MEDIA as MEDIA
from zuiqing_desk.rules.ownership_facts import Medium as Medium

ChaseStep = Literal["due", "late", "ok", "lost"]
ChaseResult = Literal["paid", "lost", "refused", "later", "other"]
LostWhy = Literal["no_contact", "no_result"]

STEPS: Final[dict[ChaseStep, str]] = {
    "due": "待联系",
    "late": "该联系",
    "ok": "已联系",
    "lost": "流失",
}
"""``due``: nobody has made contact, and the aim can still be met. ``late``: the aim is missed.
``ok``: contact was made, or the chase has ended without a loss. ``lost``: the time has run out."""

RESULTS: Final[dict[ChaseResult, str]] = {
    "paid": "已付款",
    "lost": "流失",
    "refused": "不要了",
    "later": "晚些付",
    "other": "其他",
}
"""How a chase ends. A person may say anything but ``lost``, which the clock alone decides."""

SAID: Final[tuple[ChaseResult, ...]] = ("paid", "refused", "later", "other")
"""The results a person may note."""

LOST_WHY: Final[dict[LostWhy, str]] = {"no_contact": "没有联系", "no_result": "联系了没有结果"}
