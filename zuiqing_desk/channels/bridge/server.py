"""Where connectors post: a listener of its own, open while there is an account to post for."""

from collections.abc import Callable

from zuiqing_desk.channels.base import Sink
from zuiqing_desk.channels.bridge.config import BridgeConfig
from zuiqing_desk.store.engine import Store

Observer = Callable[[str], None]


class Server:
    """Takes webhooks in.

    ``observer`` is called with the names of the moments a crash test wants to stop at:
    received, before-tell, told.
    """

    def __init__(
        self, store: Store, config: BridgeConfig, *, observer: Observer = lambda moment: None
    ) -> None:
        self._store = store
        self._config = config
        self._observe = observer
        self.url = ""
        """Where it listens now; "" while it does not."""
        self.problem = ""
        """What people should know, in Chinese: a clock that is off."""

    async def start(self) -> str:
        """Take the port if there is an account to post for; where, or "" for not yet.

        Raises OSError if the port is taken or the host is none of this machine's.
        """
        raise NotImplementedError

    async def run(self, sink: Sink) -> None:
        """Serve until cancelled or closed: the port is taken within two seconds of the first
        account, and given back after the last one. Raises OSError as ``start``."""
        raise NotImplementedError

    async def close(self) -> None:
        """Give the port back and close every connection; idempotent."""
