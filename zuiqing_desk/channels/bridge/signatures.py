"""Whether a webhook is from whom it says: signed with a secret of the account, and just now
(Standard Webhooks; signatures by the library of that name)."""

import base64
import binascii
import hmac
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from standardwebhooks import Webhook, WebhookVerificationError

OURS: Final = "desk_"
"""How the ids of our own webhooks begin: one secret serves both directions, and whoever sends ours
back to us is no connector."""

TOLERANCE_S: Final = 300
"""As much as a timestamp may be off, either way (Standard Webhooks)."""

Verdict = Literal["good", "bad", "off"]
"""``off``: signed rightly, but the sender's clock or ours is not right."""

_ID: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}\Z", re.ASCII)
_TIMESTAMP: Final = re.compile(r"[0-9]{1,11}\Z", re.ASCII)
_MOST_SIGNATURE: Final = 4096

_STRANGER: Final = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
"""What is reckoned with for an account that is none, so that it takes as long."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The three headers of a webhook."""

    webhook_id: str
    timestamp: str
    signature: str

    @property
    def off_by_s(self) -> int:
        """How far the sender's time is from ours, in seconds; above zero: ahead."""
        return int(self.timestamp) - int(time.time())

    @property
    def in_time(self) -> bool:
        """Whether the timestamp is good now."""
        return abs(self.off_by_s) <= TOLERANCE_S


def sealed(headers: Mapping[str, Sequence[str]]) -> Sealed | None:
    """The headers of a request (by lower-case name), or None if they cannot be a connector's."""
    values = []
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        given = headers.get(name, ())
        if len(given) != 1:
            return None
        values.append(given[0])
    found = Sealed(*values)
    fits = (
        _ID.match(found.webhook_id)
        and not found.webhook_id.startswith(OURS)
        and _TIMESTAMP.match(found.timestamp)
        and len(found.signature) <= _MOST_SIGNATURE
    )
    return found if fits else None


def judge(seal: Sealed, body: bytes, good: Sequence[str]) -> Verdict:
    """What to think of a webhook; ``good`` are the account's secrets, none for no such account.

    It takes the same time for a wrong signature whether there is an account or not, and whether its
    secret is being changed or not.
    """
    tried = (*good, _STRANGER, _STRANGER)[:2]
    if not seal.in_time:
        return "off" if any(_signed(seal, body, secret) for secret in tried) else "bad"
    return "good" if any(_verified(seal, body, secret) for secret in tried) else "bad"


def _verified(seal: Sealed, body: bytes, secret: str) -> bool:
    try:
        Webhook(secret).verify(
            body,
            {
                "webhook-id": seal.webhook_id,
                "webhook-timestamp": seal.timestamp,
                "webhook-signature": seal.signature,
            },
            json_parse=False,
        )
    except (WebhookVerificationError, binascii.Error, UnicodeDecodeError, ValueError):
        # A malformed signature is one that is not right.
        return False
    return True


def _signed(seal: Sealed, body: bytes, secret: str) -> bool:
    """Whether the signature is right, whatever the time."""
    try:
        at = datetime.fromtimestamp(int(seal.timestamp), UTC)
        expected = Webhook(secret).sign(seal.webhook_id, at, body.decode())
    except (ValueError, OverflowError, OSError):
        return False
    return any(
        hmac.compare_digest(expected.encode(), one.encode(errors="replace"))
        for one in seal.signature.split(" ")
    )
