from collections.abc import Iterator
from pathlib import Path

import pytest
from support.shop import TestShop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[TestShop]:
    desk = TestShop(tmp_path)
    yield desk
    desk.store.close()
