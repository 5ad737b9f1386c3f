"""The bodies of the webhooks that are posted to connectors."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

VERSION: Final = 1

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def webhook(kind: str, at: int, data: Mapping[str, Any]) -> str:
    """The body of a webhook of this type; ``at`` in UTC microseconds."""
    moment = (_EPOCH + timedelta(microseconds=at)).isoformat()
    told = {"type": kind, "version": VERSION, "at": moment, "data": data}
    return json.dumps(told, ensure_ascii=False)
