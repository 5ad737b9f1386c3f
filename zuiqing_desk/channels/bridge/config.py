"""What the bridge is told when it starts: where to listen, and how much to bear."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BridgeLimits:
    """How much connectors may ask for. They are few and post for many customers, so the rate is
    that of a busy shop; an address is held to it before anything is reckoned."""

    requests_per_address: int = 6000
    """A minute."""
    body_bytes: int = 16 * 1024 * 1024
    """A picture of 10 MiB in base64 and what goes with it."""
    body_seconds: float = 30.0
    """How long a request's body may take to arrive."""
    small_bytes: int = 64 * 1024
    """What is larger is reckoned beside the loop, and only ``large_at_once`` at a time."""
    large_at_once: int = 2
    connections: int = 64
    """At once; one address has half of them, and half of the large bodies: who has no secret keeps
    nobody out alone."""
    idle_seconds: float = 30.0
    """How long a connection may be idle, and how long the head of a request may take to arrive."""


@dataclass(frozen=True, slots=True)
class BridgeConfig:
    """Machine settings of the bridge.

    ``home`` is where the folder of pictures and files is; ``port`` 0 takes any free port.
    ``public_url`` is what connectors call this place, where that is not the address listened on.
    """

    home: Path
    host: str = "127.0.0.1"
    port: int = 8788
    public_url: str = ""
    limits: BridgeLimits = field(default_factory=BridgeLimits)
