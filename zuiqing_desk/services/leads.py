"""What only a lead may do, whoever asks."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from zuiqing_desk.services.staff import require_lead
from zuiqing_desk.store.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")


def by_lead(
    tx: Tx,
    actor: int,
    command: Callable[Concatenate[Tx, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Carry out a command if ``actor`` is a working lead at this moment.

    In the same transaction, because a lead may be disabled, on another desk, while the screen with
    the list of staff is open. Raises Refused ``not_lead``, or what the command raises.
    """
    require_lead(tx, actor)
    return command(tx, *args, **kwargs)
