"""A shop whose bridge listens for connectors."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.bridge import BridgeShop, open_bridge


@pytest.fixture
async def bridge(home: Path) -> AsyncIterator[BridgeShop]:
    """With the default limits."""
    async with open_bridge(home) as running:
        yield running
