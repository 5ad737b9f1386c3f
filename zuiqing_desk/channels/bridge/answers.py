"""What a connector's answer to a webhook means (the desk's own protocol, on Standard Webhooks)."""

import json
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from zuiqing_desk.channels.base import Accepted, Outcome, Rejected, Retry, Unknown
from zuiqing_desk.channels.bridge.post import Answered, Barred, Cut, NotSent, Posted
from zuiqing_desk.rules.text import clean_line

LONGEST_S: Final = 300.0
"""No retry is put off for longer."""
REASON_CHARS: Final = 100
REMOTE_ID_CHARS: Final = 128

_DOUBLINGS: Final = 10
_NOT_NOW: Final = (429, 503)


def pause(attempts: int) -> float:
    """How long to wait after so many attempts, in seconds: doubling, with jitter so that what
    failed together does not come back together."""
    longest = min(LONGEST_S, 2.0 ** min(attempts, _DOUBLINGS))
    return longest * random.uniform(0.5, 1.0)


def outcome(posted: Posted, attempts: int) -> Outcome:
    """What became of an answer to a customer, no more than was proved."""
    if isinstance(posted, NotSent):
        return Retry(pause(attempts), posted.reason)
    if isinstance(posted, Cut):
        return Unknown(posted.reason)
    if isinstance(posted, Barred):
        return Rejected("barred", posted.reason)
    told = _object(posted.body)
    remote_id = told.get("remote_id")
    known = isinstance(remote_id, (str, int)) and not isinstance(remote_id, bool)
    if 200 <= posted.status < 300 or (posted.status == 409 and known):
        return Accepted(clean_line(str(remote_id))[:REMOTE_ID_CHARS] if known else "")
    if posted.status in _NOT_NOW:
        return Retry(wait_asked(posted, attempts), f"连接器请稍后再来（{posted.status}）")
    if posted.status >= 500 or posted.status < 300:
        return Unknown(f"连接器出错了（{posted.status}）")
    return Rejected(f"http_{posted.status}", _reason(posted.status, told))


def repeated(posted: Posted, attempts: int) -> Outcome:
    """The same where a repeat is harmless: what is not known is tried again."""
    if isinstance(posted, Answered) and posted.status == 409:
        return Accepted("")
    found = outcome(posted, attempts)
    return Retry(pause(attempts), found.reason) if isinstance(found, Unknown) else found


def wait_asked(answered: Answered, attempts: int) -> float:
    """What ``Retry-After`` asks for, in seconds or as a date (RFC 9110, 10.2.3), within reason."""
    asked = answered.retry_after.strip()
    if asked.isascii() and asked.isdigit():
        return min(LONGEST_S, max(1.0, float(asked)))
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return pause(attempts)
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(LONGEST_S, max(1.0, (until - datetime.now(UTC)).total_seconds()))


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _reason(status: int, told: dict[str, Any]) -> str:
    error = told.get("error")
    said = clean_line(error)[:REASON_CHARS] if isinstance(error, str) else ""
    if said:
        return said
    if status < 400:
        return f"连接器要转到别的地址（{status}），没有跟随"
    if status in (401, 403):
        return f"连接器不认签名（{status}）：密钥不对，或两边的时钟差太多"
    return f"连接器拒绝了（{status}）"
