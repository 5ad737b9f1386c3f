"""Connected accounts: added, their secret changed, removed; their names and secrets kept apart."""

import base64

import pytest
from support.bridge import OTHER, SECRET, add, answered
from support.shop import TestShop

from zuiqing_desk.rules.connector_address import is_unprotected
from zuiqing_desk.services import outbound
from zuiqing_desk.services.bridge import accounts, intake
from zuiqing_desk.services.errors import Refused

DAY_S = 86_400


def test_an_account_has_its_name_storefront_and_secret(shop: TestShop) -> None:
    assert not shop.ask(accounts.any_open)
    made = shop.do(
        accounts.add,
        slug="taobao-1",
        platform="taobao",
        name=" 淘宝\n旗舰店 ",
        storefront="窖藏店",
        url=" http://127.0.0.1:8790/hook ",
        secret=SECRET,
        actor=shop.lead.id,
    )
    assert (made.name, made.storefront, made.url) == (
        "淘宝 旗舰店",
        "窖藏店",
        "http://127.0.0.1:8790/hook",
    )
    assert made.secrets == (SECRET,)
    assert shop.ask(accounts.by_slug, "taobao-1") == shop.ask(accounts.by_id, made.account_id)
    assert shop.ask(accounts.all) == [made]
    assert shop.ask(accounts.any_open)
    assert shop.ask(lambda tx: tx.value("SELECT count(*) FROM storefront")) == 2
    assert SECRET not in repr(made)


def test_what_cannot_be_is_refused(shop: TestShop) -> None:
    shop.do(add)
    fields = {
        "slug": "jd-1",
        "platform": "jd",
        "name": "京东",
        "storefront": "",
        "url": "",
        "secret": SECRET,
    }
    for name, value, code in (
        ("slug", "淘宝", "slug"),
        ("slug", "-a", "slug"),
        ("slug", "a" * 41, "slug"),
        ("slug", "taobao-1", "slug_taken"),
        ("platform", "ebay", "platform"),
        ("name", " ", "name"),
        ("name", "账号 taobao-1", "name_taken"),
        ("storefront", "长" * 41, "storefront"),
        ("url", "ftp://127.0.0.1/", "url"),
        ("url", "http://u:p@127.0.0.1/", "url"),
        ("url", "http://[::1", "url"),
        ("url", "http://", "url"),
        ("secret", "geheim", "secret"),
        ("secret", "whsec_####", "secret"),
        ("secret", "whsec_" + base64.b64encode(bytes(23)).decode(), "secret"),
    ):
        with pytest.raises(Refused) as refused:
            shop.do(accounts.add, actor=None, **{**fields, name: value})
        assert refused.value.code == code, (name, value)
    assert len(shop.ask(accounts.all)) == 1


def test_an_account_that_is_none_is_named(shop: TestShop) -> None:
    with pytest.raises(Refused) as refused:
        shop.do(accounts.rotate, "nobody", SECRET)
    assert refused.value.code == "no_bridge"
    assert "nobody" in refused.value.message


def test_two_secrets_are_good_for_a_while(shop: TestShop) -> None:
    shop.do(add)
    shop.do(accounts.rotate, "taobao-1", OTHER)
    assert shop.ask(accounts.by_slug, "taobao-1").secrets == (OTHER, SECRET)
    shop.later(DAY_S)
    found = shop.ask(accounts.by_slug, "taobao-1")
    assert (found.secrets, found.before_until) == ((OTHER,), None)
    shop.do(accounts.rotate, "taobao-1", SECRET, 0)
    assert shop.ask(accounts.by_slug, "taobao-1").secrets == (SECRET,)


def test_what_goes_to_a_removed_account_fails_and_what_was_said_stays(shop: TestShop) -> None:
    account = shop.do(add)
    for name in ("c1", "c2", "c3"):
        shop.do(
            intake.message,
            account.account_id,
            conversation=name,
            name="",
            message_id="1",
            text="在",
        )
    shop.do(lambda tx: answered(tx, 1, shop.lead.id, client_id="on-its-way"))
    for conversation in (2, 3):
        shop.do(
            outbound.reply,
            conversation_id=conversation,
            staff_id=shop.lead.id,
            text="在的",
            client_id=f"waits-{conversation}",
        )
    assert shop.do(accounts.remove, "taobao-1") == 2
    assert shop.ask(
        lambda tx: tx.all("SELECT client_id, state, reason FROM outbox ORDER BY id")
    ) == [
        ("on-its-way", "sending", ""),
        ("waits-2", "failed", "渠道已移除"),
        ("waits-3", "failed", "渠道已移除"),
    ]
    assert shop.ask(
        lambda tx: tx.all("SELECT status FROM line WHERE author = 'agent' ORDER BY id")
    ) == [("pending",), ("failed",), ("failed",)]
    assert shop.ask(accounts.all) == []
    assert not shop.ask(accounts.any_open)
    (gone,) = shop.ask(accounts.all, removed=True)
    assert gone.secrets == ()
    assert shop.ask(lambda tx: tx.value("SELECT secret FROM bridge_account")) == ""
    for again in (accounts.remove, accounts.set_url, accounts.rotate):
        more = () if again is accounts.remove else ("http://localhost/",)
        with pytest.raises(Refused) as refused:
            shop.do(again, "taobao-1", *more)
        assert refused.value.code == "removed"


def test_a_name_may_be_used_again_and_a_slug_never(shop: TestShop) -> None:
    shop.do(add, "taobao-1", name="淘宝旗舰店")
    shop.do(accounts.remove, "taobao-1")
    with pytest.raises(Refused) as refused:
        shop.do(add, "taobao-1", name="另一家")
    assert refused.value.code == "slug_taken"
    shop.do(add, "taobao-2", name="淘宝旗舰店")
    assert [one.name for one in shop.ask(accounts.all, removed=True)] == [
        "淘宝旗舰店（taobao-1，已移除）",
        "淘宝旗舰店",
    ]


def test_each_command_writes_one_row_into_the_journal(shop: TestShop) -> None:
    shop.do(add)
    shop.do(accounts.rotate, "taobao-1", OTHER)
    shop.do(accounts.set_url, "taobao-1", "https://connector.example.com/hook")
    shop.do(accounts.remove, "taobao-1")
    rows = shop.ask(lambda tx: tx.all("SELECT kind, detail FROM journal WHERE kind LIKE 'bridge%'"))
    assert rows == [
        ("bridge.added", ""),
        ("bridge.rotated", ""),
        ("bridge.changed", ""),
        ("bridge.removed", ""),
    ]


@pytest.mark.parametrize(
    ("url", "unprotected"),
    [
        ("", False),
        ("https://connector.example.com/", False),
        ("http://connector.example.com/", True),
        ("http://127.0.0.1:8790/", False),
        ("http://[::1]:8790/", False),
        ("http://192.168.1.5/", False),
        ("http://localhost/", False),
        ("http://localhost.example.com/", True),
        ("http://8.8.8.8/", True),
    ],
)
def test_words_in_the_clear_stay_within_the_house(url: str, unprotected: bool) -> None:
    assert is_unprotected(url) == unprotected
