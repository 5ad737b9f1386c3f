"""Tokens: unguessable, hashed, and remembered in bounded memory."""

from zuiqing_desk.channels.webchat.tokens import KnownTokens, hash_token, new_token


def test_tokens_differ_and_are_long_enough_to_be_unguessable() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43


def test_the_hash_is_sha256_in_hex() -> None:
    # The standard's own example (FIPS 180-4, "abc").
    assert hash_token("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_bytes_that_are_no_text_can_be_hashed() -> None:
    assert len(hash_token("\udcff")) == 64


def test_the_least_recently_used_is_forgotten() -> None:
    known = KnownTokens(size=2)
    known.put("a", 1)
    known.put("b", 2)
    known.get("a")
    known.put("c", 3)
    assert [known.get(token_hash) for token_hash in "abc"] == [1, None, 3]


def test_a_conversation_can_be_forgotten() -> None:
    known = KnownTokens()
    known.put("a", 1)
    known.put("b", 2)
    known.forget(1)
    assert [known.get("a"), known.get("b")] == [None, 2]
