"""How far a conversation has come, for choosing replies."""

from zuiqing_desk.rules.categories import Stage
from zuiqing_desk.rules.routing import Post


def stage_of(*, agent_spoke: bool, quoted: bool, agreed: bool, post: Post) -> Stage:
    """The stage of a conversation at ``post`` (house rule).

    ``agent_spoke``: an agent has answered already; ``quoted`` and ``agreed``: a line is marked so.
    What went furthest counts; an after-sale conversation is nothing else.
    """
    if post == "after_sale":
        return "after_sale"
    if agreed:
        return "agreed"
    if quoted:
        return "quoted"
    return "advising" if agent_spoke else "opening"
