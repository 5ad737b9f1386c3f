"""A shop whose tables were made before: making them costs more than most of these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.shop import TestShop
from support.stores import lay_empty_store


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[TestShop]:
    lay_empty_store(tmp_path)
    desk = TestShop(tmp_path)
    yield desk
    desk.store.close()
