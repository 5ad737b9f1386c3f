"""The states of a conversation and what leads from one to another.

queued (nobody has it) → active → snoozed (until a time, or any customer line) → closed; a closed
one opens again when the customer writes.
"""

from typing import Literal

from zuiqing_desk.rules.errors import RuleError

State = Literal["queued", "active", "snoozed", "closed"]
Action = Literal["take", "close", "reopen", "snooze", "transfer"]

_ALLOWED: dict[Action, dict[State, State]] = {
    "take": {"queued": "active", "active": "active", "snoozed": "active", "closed": "active"},
    "close": {"queued": "closed", "active": "closed", "snoozed": "closed"},
    "reopen": {"closed": "active"},
    "snooze": {"queued": "snoozed", "active": "snoozed", "snoozed": "snoozed"},
    "transfer": {"queued": "active", "active": "active", "snoozed": "active"},
}

_REFUSED: dict[tuple[Action, State], tuple[str, str]] = {
    ("close", "closed"): ("already_closed", "这个会话已经结束了。"),
    ("reopen", "queued"): ("not_closed", "这个会话还开着，正在排队。"),
    ("reopen", "active"): ("not_closed", "这个会话还开着。"),
    ("reopen", "snoozed"): ("not_closed", "这个会话还开着，设了稍后处理。"),
    ("snooze", "closed"): ("closed", "这个会话已经结束，不能设稍后处理。"),
    ("transfer", "closed"): ("closed", "这个会话已经结束，不能转交。"),
}


def on_customer_line(state: State, has_assignee: bool) -> State:
    """The state after the customer wrote. Wakes a snoozed conversation and opens a closed one.

    ``has_assignee``: somebody has it, or was just given it.
    """
    return "active" if has_assignee else "queued"


def on_agent_line(state: State) -> State:
    """The state after an agent answered: whoever answers, has it."""
    return "active"


def on_wake(state: State, has_assignee: bool) -> State:
    """The state when the snooze time is over; other states stay as they are."""
    if state != "snoozed":
        return state
    return "active" if has_assignee else "queued"


def can(state: State, action: Action) -> bool:
    """Whether ``action`` may be taken in ``state``."""
    return state in _ALLOWED[action]


def after(state: State, action: Action) -> State:
    """The state after ``action``. Raises RuleError with what stands against it."""
    if (new := _ALLOWED[action].get(state)) is not None:
        return new
    raise RuleError(*_REFUSED[action, state])


def can_take(state: State) -> State:
    """The state after an agent took it."""
    return after(state, "take")


def can_close(state: State) -> State:
    """The state after closing. Raises RuleError ``already_closed``."""
    return after(state, "close")


def can_reopen(state: State) -> State:
    """The state after opening it again. Raises RuleError ``not_closed``."""
    return after(state, "reopen")


def can_snooze(state: State) -> State:
    """The state after putting it aside until a time. Raises RuleError ``closed``."""
    return after(state, "snooze")


def can_transfer(state: State) -> State:
    """The state after handing it to a colleague. Raises RuleError ``closed``."""
    return after(state, "transfer")
