"""The contract of a channel; one test suite is run against every implementation."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from zuiqing_desk.store.tx import Tx

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Caps:
    """What a channel can prove and what it limits.

    ``repeat_is_harmless``: sending the same client id twice shows the customer one line, so the
    gateway may retry by itself; otherwise the agent is asked. ``rest_s`` is what its answers may
    wait at the longest before they are looked for, where most commits are no business of it.
    """

    proves_delivered: bool
    proves_read: bool
    repeat_is_harmless: bool
    max_chars: int
    rest_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Inbound:
    """One line from a customer. ``remote_id`` is unique within the account."""

    account_id: int
    conversation_id: int
    remote_id: str
    text: str
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Told only after COMMIT. ``duplicate``: this remote id was stored before, with this seq."""

    conversation_id: int
    seq: int
    at: int
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One answer to carry out. ``client_id`` never changes; ``attempts`` counts this one; ``at`` is
    when the agent sent it."""

    outbox_id: int
    conversation_id: int
    external_id: str
    seq: int
    client_id: str
    text: str
    account_id: int = 0
    attempts: int = 1
    at: int = 0


@dataclass(frozen=True, slots=True)
class Accepted:
    remote_id: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Nothing has reached the other side; ``reason`` says why, for people."""

    after_s: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The channel cannot say whether the customer will see it."""

    reason: str


Outcome = Accepted | Retry | Rejected | Unknown


class Sink(Protocol):
    """Where a channel puts what it receives. Every call returns after COMMIT."""

    async def receive(self, item: Inbound) -> Receipt:
        """Store one customer line. Raises services.errors.Refused (a blocked sender …)."""

    async def take(self, unit: Callable[[Tx], T]) -> T:
        """Carry out a unit of its own in one transaction, for what comes in many shapes. Raises
        what the unit raises."""

    async def delivered(self, conversation_id: int, seq: int) -> None:
        """The customer's side has every line up to ``seq``."""

    async def read(self, conversation_id: int, seq: int) -> None:
        """The customer has seen every line up to ``seq``."""

    async def presence(self, conversation_id: int, *, online: bool, typing: bool) -> None:
        """The customer came, went, or is typing."""


Hint = Callable[[int, int], Awaitable[None]]


class Channel(Protocol):
    """One running channel of the gateway."""

    kind: str
    caps: Caps

    async def run(self, sink: Sink, cursors: dict[int, str]) -> None:
        """Receive until cancelled, reconnecting by itself; ``cursors`` by account id."""

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Carry one answer out. Never raises for what the other side did."""

    async def typing(self, conversation_id: int, on: bool) -> None:
        """Show the customer that the agent types, where the channel can."""

    async def mark_read(self, conversation_id: int, seq: int) -> None:
        """Show the customer that the agent has seen their lines, where the channel can."""

    async def close(self) -> None:
        """Stop and free what is held; idempotent."""


Status = Literal["starting", "running", "failed"]
