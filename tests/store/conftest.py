from collections.abc import Iterator
from pathlib import Path

import pytest
from support.stores import lay_empty_store

from zuiqing_desk.store import Store, open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty database with the current schema."""
    return lay_empty_store(tmp_path / "home")


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened
