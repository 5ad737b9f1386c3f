"""What a PIN may look like, and how long to wait after wrong ones."""

from itertools import pairwise

from zuiqing_desk.rules.errors import RuleError

SHORTEST = 4
LONGEST = 12
FREE_TRIES = 2
LONGEST_WAIT_S = 300


def check_pin_shape(pin: str) -> None:
    """Accept 4 to 12 digits that are neither all the same nor a run such as 1234 or 9876.

    Raises RuleError ``pin_shape`` or ``pin_too_easy`` (house rule).
    """
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise RuleError("pin_shape", f"PIN 要 {SHORTEST} 到 {LONGEST} 位半角数字。")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        raise RuleError("pin_too_easy", "这个 PIN 太容易猜到，不要用相同或连续的数字。")


def wait_after(wrong: int) -> int:
    """Seconds to wait after the ``wrong``-th wrong PIN in a row (house rule).

    The first two cost nothing, then 1, 2, 4, 8 … up to 300.
    """
    if wrong <= FREE_TRIES:
        return 0
    # The exponent is bounded first: a counter that ran for years must not build a huge number.
    return min(LONGEST_WAIT_S, 1 << min(wrong - FREE_TRIES - 1, 16))
