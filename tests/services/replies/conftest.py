import pytest
from support.reply_books import Library
from support.shop import TestShop

from zuiqing_desk.services.records import StaffMember


@pytest.fixture
def books(shop: TestShop) -> Library:
    return Library(shop)


@pytest.fixture
def agent(shop: TestShop) -> StaffMember:
    return shop.hire("1002")
