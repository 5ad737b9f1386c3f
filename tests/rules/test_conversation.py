"""States of a conversation: from each state, each thing that can happen."""

import pytest

from zuiqing_desk.rules import conversation
from zuiqing_desk.rules.conversation import Action, State
from zuiqing_desk.rules.errors import RuleError

STATES: tuple[State, ...] = ("queued", "active", "snoozed", "closed")

# What happens: the state after it, from queued, active, snoozed, closed; a code when refused.
ACTIONS: dict[Action, tuple[str, str, str, str]] = {
    "take": ("active", "active", "active", "active"),
    "close": ("closed", "closed", "closed", "!already_closed"),
    "reopen": ("!not_closed", "!not_closed", "!not_closed", "active"),
    "snooze": ("snoozed", "snoozed", "snoozed", "!closed"),
    "transfer": ("active", "active", "active", "!closed"),
}
ROWS = [
    pytest.param(action, state, outcome, id=f"{action} when {state}: {outcome}")
    for action, outcomes in ACTIONS.items()
    for state, outcome in zip(STATES, outcomes, strict=True)
]
CHECKS = {
    "take": conversation.can_take,
    "close": conversation.can_close,
    "reopen": conversation.can_reopen,
    "snooze": conversation.can_snooze,
    "transfer": conversation.can_transfer,
}


@pytest.mark.parametrize(("action", "state", "outcome"), ROWS)
def test_actions(action: Action, state: State, outcome: str) -> None:
    assert conversation.can(state, action) is not outcome.startswith("!")
    if not outcome.startswith("!"):
        assert CHECKS[action](state) == outcome
        return
    with pytest.raises(RuleError) as refused:
        CHECKS[action](state)
    assert refused.value.code == outcome[1:]
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize("state", STATES)
def test_a_customers_line_opens_and_wakes(state: State) -> None:
    assert conversation.on_customer_line(state, has_assignee=True) == "active"
    assert conversation.on_customer_line(state, has_assignee=False) == "queued"


@pytest.mark.parametrize("state", STATES)
def test_who_answers_has_it(state: State) -> None:
    assert conversation.on_agent_line(state) == "active"


@pytest.mark.parametrize(
    ("state", "has_assignee", "after"),
    [
        pytest.param("snoozed", True, "active", id="back to its agent"),
        pytest.param("snoozed", False, "queued", id="nobody has it: back to the queue"),
        pytest.param("closed", False, "closed", id="closed meanwhile stays closed"),
        pytest.param("active", True, "active", id="taken up meanwhile stays active"),
        pytest.param("queued", False, "queued", id="the customer wrote meanwhile"),
    ],
)
def test_the_snooze_time_is_over(state: State, has_assignee: bool, after: State) -> None:
    assert conversation.on_wake(state, has_assignee) == after
