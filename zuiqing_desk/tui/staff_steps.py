"""The questions asked about a member of staff, with their checks."""

from collections.abc import Callable, Collection

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.pin import LONGEST, check_pin_shape
from zuiqing_desk.services.staff import NAME_CHARS, STAFF_NO
from zuiqing_desk.tui.widgets.steps import Answers, Step


def number(taken: Callable[[], Collection[str]] = tuple) -> Step:
    """The staff number 工号; ``taken`` says which ones are in use."""

    def check(value: str, answers: Answers) -> None:
        if not STAFF_NO.fullmatch(value):
            raise RuleError("staff_no", "工号只能用 1–20 个半角字母、数字、- 或 _。")
        if value in taken():
            raise RuleError("taken", f"工号 {value} 已经有人用了，请换一个。")

    return Step(
        "staff_no", "工号", "登录时用，例如 1001；字母、数字、- 和 _", max_length=20, check=check
    )


def name() -> Step:
    """The person's name."""

    def check(value: str, answers: Answers) -> None:
        if not 1 <= len(value) <= NAME_CHARS:
            raise RuleError("staff_name", f"姓名要 1–{NAME_CHARS} 个字。")

    return Step("name", "姓名", "同事看到的名字；客户看不到", max_length=NAME_CHARS, check=check)


def pin() -> tuple[Step, Step]:
    """A new PIN, twice."""

    def same(value: str, answers: Answers) -> None:
        if value != answers["pin"]:
            raise RuleError("pin_differs", "两次输入的 PIN 不一样，请再输一次；按 Esc 可以重设。")

    return (
        Step(
            "pin",
            "PIN",
            "4–12 位数字，不要连号或全部相同",
            secret=True,
            max_length=LONGEST,
            check=lambda value, answers: check_pin_shape(value),
        ),
        Step(
            "pin_again",
            "再输一次 PIN",
            "两次要一样",
            secret=True,
            shown=False,
            max_length=LONGEST,
            check=same,
        ),
    )


def role() -> Step:
    """Agent or lead."""
    return Step("role", "角色", choices=(("agent", "客服"), ("lead", "组长（可管理人员和规则）")))


def posts() -> Step:
    """Pre-sale, after-sale or both."""
    return Step(
        "posts", "岗位", choices=(("pre", "售前"), ("after", "售后"), ("both", "售前、售后"))
    )
