from collections.abc import Iterator
from pathlib import Path

import pytest
from support.shop import TestShop

from zuiqing_desk.services.records import StaffMember


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[TestShop]:
    desk = TestShop(tmp_path)
    yield desk
    desk.store.close()


@pytest.fixture
def first(shop: TestShop) -> StaffMember:
    return shop.hire("1002")


@pytest.fixture
def second(shop: TestShop) -> StaffMember:
    return shop.hire("1003")
