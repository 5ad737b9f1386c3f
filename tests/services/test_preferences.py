"""What a person has chosen for their desk."""

from pathlib import Path

import pytest
from support.shop import TestShop

from zuiqing_desk.services import preferences
from zuiqing_desk.services.preferences import Preferences
from zuiqing_desk.store.tx import Tx


def write(tx: Tx, staff_id: int, key: str, value: str) -> None:
    """What another version of the program may have left."""
    tx.run(
        "INSERT OR REPLACE INTO preference VALUES (:staff, :key, :value, 0)",
        staff=staff_id,
        key=key,
        value=value,
    )


def test_each_person_has_their_own_and_the_last_choice_counts(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    other = shop.hire("1002")
    assert shop.ask(preferences.get, shop.lead.id) == Preferences()
    shop.do(preferences.put, shop.lead.id, "quiet", True)
    shop.do(preferences.put, shop.lead.id, "theme", "high-contrast")
    kept = shop.do(preferences.put, shop.lead.id, "theme", "我的")
    assert kept == Preferences(quiet=True, theme="我的")
    assert shop.ask(preferences.get, shop.lead.id) == Preferences(quiet=True, theme="我的")
    assert shop.ask(preferences.get, other.id) == Preferences()
    shop.do(preferences.put, shop.lead.id, "quiet", False)
    assert not shop.ask(preferences.get, shop.lead.id).quiet


@pytest.mark.parametrize("value", ["", "{", "null", "3", '"ja"', "[true]", "[" * 3000], ids=len)
def test_what_cannot_be_read_counts_as_not_chosen_and_stays(tmp_path: Path, value: str) -> None:
    shop = TestShop(tmp_path)
    shop.do(write, shop.lead.id, "quiet", value)
    shop.do(write, shop.lead.id, "of-tomorrow", '{"a": 1}')
    shop.do(preferences.put, shop.lead.id, "theme", "ansi16")
    assert shop.ask(preferences.get, shop.lead.id) == Preferences(theme="ansi16")
    kept = shop.ask(lambda tx: dict(tx.all("SELECT key, value FROM preference")))
    assert kept == {"quiet": value, "of-tomorrow": '{"a": 1}', "theme": '"ansi16"'}


@pytest.mark.parametrize(("key", "value"), [("qiet", True), ("quiet", "yes"), ("theme", False)])
def test_a_choice_that_nobody_would_read_is_refused(tmp_path: Path, key: str, value: str) -> None:
    shop = TestShop(tmp_path)
    with pytest.raises(ValueError, match=key):
        shop.do(preferences.put, shop.lead.id, key, value)
