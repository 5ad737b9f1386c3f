"""Connectors whose clock is not ours: their webhooks are refused, so people must hear of it."""

import logging
import time
from collections.abc import Callable
from typing import Final

from zuiqing_desk.channels.bridge.signatures import Verdict
from zuiqing_desk.services.bridge.accounts import Bridge

FORGOTTEN_S: Final = 600.0
"""A connector that was not heard of for so long troubles nobody."""

_log = logging.getLogger(__name__)


class Clocks:
    """Who is off at the moment. ``clock`` counts seconds, whatever the time of day does."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._off: dict[int, tuple[float, str]] = {}

    @property
    def problem(self) -> str:
        """Whose clock is off, in Chinese; "" while all are right."""
        since = self._clock() - FORGOTTEN_S
        return "；".join(words for heard, words in self._off.values() if heard > since)

    def note(self, account: Bridge, verdict: Verdict, off_by_s: int) -> None:
        """What was thought of a webhook; who has no secret is not heard."""
        if verdict == "good":
            self._off.pop(account.account_id, None)
        elif verdict == "off":
            if account.account_id not in self._off:
                _log.warning(
                    "a connector's clock or ours is off by %d s: %s", off_by_s, account.slug
                )
            way = "快" if off_by_s > 0 else "慢"
            words = (
                f"桥接“{account.name}”送来的时间{way}了 {_span(abs(off_by_s))}，没有收："
                "请校准连接器和这台电脑的时钟"
            )
            self._off[account.account_id] = (self._clock(), words)


def _span(seconds: int) -> str:
    return f"{seconds // 60} 分钟" if seconds < 7200 else f"{seconds // 3600} 小时"
