"""What the web chat is told when it starts: where to listen, whom to trust, how much to bear."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one visitor, one address and everybody together may ask for.

    Rates are per minute and may be used up at once; they refill evenly. An IPv6 address counts as
    its /64. The figures are generous because mobile carriers put many people behind one address.
    """

    messages_per_visitor: int = 60
    visitors_per_address: int = 60
    requests_per_address: int = 1200
    frames_per_socket: int = 120
    sockets_per_visitor: int = 8
    sockets_per_address: int = 64
    sockets_total: int = 600
    connections_beside_sockets: int = 250
    """Open TCP connections on top of the WebSockets; together they fit into 1,024 open files."""
    body_bytes: int = 64 * 1024
    body_seconds: float = 10.0
    """How long a request's body may take to arrive."""
    files_per_visitor: int = 10
    file_bytes_per_day: int = 100 * 1024 * 1024
    """Of one visitor, whatever becomes of them."""
    files_at_once: int = 16
    """How many may be coming in from everybody together."""
    files_at_once_per_visitor: int = 2
    """Few, so that nobody keeps the places of all by sending slowly; the page sends one by one."""
    file_seconds: float = 180.0
    """How long a file may take to arrive, and each piece of it ``body_seconds``."""
    idle_seconds: float = 30.0
    """How long a connection may be idle, and how long the head of a request may take to arrive."""
    frame_bytes: int = 2048
    look_seconds: float = 5.0
    """How often it is looked whether a client reads what it asked for; one that does not for four
    looks is cut off."""
    auth_seconds: float = 10.0
    """How long a new WebSocket may take to say who it is."""
    heartbeat_seconds: float = 25.0


@dataclass(frozen=True, slots=True)
class WebChatConfig:
    """Machine settings of the web chat.

    ``port`` 0 takes any free port. ``public_url`` is the address visitors use when a proxy stands
    in front; its origin is accepted too. ``trusted_proxies`` are networks (CIDR) whose
    X-Forwarded-For is believed. ``allowed_origins`` are further origins (``https://host[:port]``)
    under which this same page is reached. ``time_zone`` is the shop's, for the times handed out.
    """

    shop_name: str
    host: str = "127.0.0.1"
    port: int = 8760
    public_url: str | None = None
    time_zone: str = "Asia/Shanghai"
    trusted_proxies: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
