"""Whom a request is held to, and which browsers' requests are ours."""

import socket

import pytest

from zuiqing_desk.channels.webchat.clients import Addresses, Hosts, Origins

PROXY = ("127.0.0.0/8", "10.0.0.0/8", "fd00::/8")


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.5", [], "203.0.113.5"),
        ("203.0.113.5", ["198.51.100.7"], "203.0.113.5"),
        ("127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["6.6.6.6, 198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["6.6.6.6", "198.51.100.7, 10.1.2.3"], "198.51.100.7"),
        ("127.0.0.1", ["10.9.9.9"], "10.9.9.9"),
        ("127.0.0.1", ["198.51.100.7:4711"], "198.51.100.7"),
        ("127.0.0.1", ["6.6.6.6, unknown"], "127.0.0.1"),
        ("127.0.0.1", ["6.6.6.6, "], "127.0.0.1"),
        ("127.0.0.1", ["6.6.6.6, unknown, 10.0.0.2"], "10.0.0.2"),
        ("::ffff:127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("fd00::1", ["[2001:db8:1:2:3::4]:99"], "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", [], "2001:db8:1:2::/64"),
        ("fe80::1%eth0", [], "fe80::/64"),
        ("", [], ""),
    ],
)
def test_the_client_stands_where_trust_ends(peer: str, forwarded: list[str], client: str) -> None:
    assert Addresses(PROXY).client(peer, forwarded) == client


def test_nobody_is_trusted_unless_configured() -> None:
    assert Addresses(()).client("127.0.0.1", ["198.51.100.7"]) == "127.0.0.1"


def test_a_network_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.0/99"):
        Addresses(["10.0.0.0/99"])


@pytest.mark.parametrize(
    ("origin", "host", "ours"),
    [
        ("http://127.0.0.1:8760", "127.0.0.1:8760", True),
        ("http://127.0.0.1:8761", "127.0.0.1:8760", False),
        ("http://localhost:8760", "127.0.0.1:8760", False),
        ("https://chat.example", "127.0.0.1:8760", True),
        ("https://CHAT.example:443", "127.0.0.1:8760", True),
        ("http://chat.example", "127.0.0.1:8760", False),
        ("https://chat.example.evil.example", "127.0.0.1:8760", False),
        ("https://other.example:8443", "127.0.0.1:8760", True),
        ("https://shop.example", "shop.example", True),
        ("https://shop.example", "shop.example:443", True),
        ("null", "127.0.0.1:8760", False),
        ("", "127.0.0.1:8760", False),
        ("file://", "127.0.0.1:8760", False),
        ("http://[::1", "127.0.0.1:8760", False),
        ("http://a:99999999", "a:99999999", False),
    ],
)
def test_only_this_page_may_call_from_a_browser(origin: str, host: str, ours: bool) -> None:
    origins = Origins("https://chat.example/kefu/", ["https://other.example:8443"])
    assert origins.ours(origin, host) is ours


OWN = socket.gethostname()


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1:8760", True),
        ("192.168.1.20", True),
        ("[::1]:8760", True),
        ("[fe80::1]", True),
        ("localhost", True),
        ("LOCALHOST:8760", True),
        ("localhost.", True),
        (OWN, True),
        (f"{OWN.partition('.')[0]}.local:8760", True),
        ("chat.example", True),
        ("Chat.Example:9999", True),
        ("chat.example.", True),
        ("other.example", True),
        ("evil.example", False),
        ("chat.example.evil.example", False),
        ("evil.example:8760", False),
        ("127.0.0.1.evil.example", False),
        ("127.0.0.1.nip.io", False),
        ("localhost.evil.example", False),
        ("xn--chat-9qa.example", False),
        ("chat.example@evil.example", False),
        ("evil.example#chat.example", False),
        ("evil.example/chat.example", False),
        ("127.0.0.1 evil.example", False),
        ("2130706433", False),
        ("0x7f.1", False),
        ("127.1", False),
        ("[::1", False),
        ("[127.0.0.1]:8760", False),
        ("::1", False),
        ("chat.example:", False),
        ("chat.example:x", False),
        ("chat.example:99999", False),
        ("", False),
        (".", False),
        ("喝酒.example", False),
    ],
)
def test_only_our_own_names_are_answered_to(host: str, ours: bool) -> None:
    hosts = Hosts(["https://chat.example/kefu/", "https://other.example:8443", "no address"])
    assert hosts.ours(host) is ours
