"""A shop to chat with: founded once a session, copied for each test."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.webchat import ChatShop, found_shop, open_chat


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a shop was founded; never opened again, only copied."""
    home = tmp_path_factory.mktemp("founded")
    found_shop(home)
    return home


@pytest.fixture
def home(founded: Path, tmp_path: Path) -> Path:
    """This test's own copy of the founded home."""
    copy = tmp_path / "home"
    shutil.copytree(founded, copy)
    return copy


@pytest.fixture
async def shop(home: Path) -> AsyncIterator[ChatShop]:
    """A shop with the default limits."""
    async with open_chat(home) as running:
        yield running
