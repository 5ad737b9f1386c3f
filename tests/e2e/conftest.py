"""What tests of whole programs may ask for."""

from collections.abc import Iterator

import pytest
from support.forked_gateway import ForkedGateway


@pytest.fixture(scope="module")
def server() -> Iterator[ForkedGateway]:
    """Forks gateways for all tests of a file."""
    with ForkedGateway() as forked:
        yield forked


@pytest.fixture
def gateway(server: ForkedGateway) -> Iterator[ForkedGateway]:
    """Gateways to be killed; none is left behind."""
    yield server
    server.clear_away()
