"""Who gets a conversation that nobody has."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Post = Literal["pre_sale", "after_sale"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """``load``: the conversations this person has in hand now."""

    staff_id: int
    on_duty: bool
    pre_sale: bool
    after_sale: bool
    load: int

    def holds(self, post: Post) -> bool:
        """Whether this person works at ``post``; somebody may hold both."""
        return self.pre_sale if post == "pre_sale" else self.after_sale


def route(
    post: Post, last_agent_id: int | None, candidates: Iterable[Candidate], capacity: int
) -> int | None:
    """The agent for a conversation of ``post``, or None: it waits in the queue (house rule).

    First the agent who served this customer last, whatever their post; otherwise the least loaded
    of the right post, the lowest id among equals. Only who is on duty and below ``capacity``.
    """
    free = [one for one in candidates if one.on_duty and one.load < capacity]
    if any(one.staff_id == last_agent_id for one in free):
        return last_agent_id
    fitting = [one for one in free if one.holds(post)]
    if not fitting:
        return None
    return min(fitting, key=lambda one: (one.load, one.staff_id)).staff_id
