"""Canonical bytes, digests, hashes of links."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.seal import ZEROS, canonical, digest, link_hash

_LEAVES = st.none() | st.booleans() | st.integers() | st.text('aé交\n"\\', max_size=4)
_DATA = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab乙", max_size=2), inner),
    max_leaves=8,
)


def test_one_form_only() -> None:
    assert (
        canonical({"b": [1, None, True], "a": "交接"}) == '{"a":"交接","b":[1,null,true]}'.encode()
    )
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})
    assert canonical((1, 2)) == canonical([1, 2])


@given(_DATA)
def test_canonical_bytes_say_what_they_were_made_of(data: object) -> None:
    made = canonical(data)
    assert json.loads(made) == data
    assert canonical(json.loads(made)) == made


@pytest.mark.parametrize("data", [1.0, {"a": [0.5]}, {1: "a"}, b"a", {"a": {1, 2}}])
def test_what_has_no_single_form_is_refused(data: object) -> None:
    with pytest.raises(TypeError):
        canonical(data)


def test_a_digest_depends_on_salt_and_text_and_on_where_they_meet() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ab", "c") != digest("ac", "c")
    assert digest("ab", "急办") == hashlib.sha256("ab\n急办".encode()).hexdigest()


def test_a_hash_depends_on_what_stands_before_on_the_number_and_on_the_body() -> None:
    hashes = {
        link_hash(ZEROS, 1, b"{}"),
        link_hash(ZEROS, 2, b"{}"),
        link_hash(ZEROS, 1, b"{ }"),
        link_hash("1" + ZEROS[1:], 1, b"{}"),
        link_hash(ZEROS, 11, b"{}"),
    }
    assert len(hashes) == 5
    assert link_hash(ZEROS, 1, b"{}") == hashlib.sha256(f"{ZEROS}\n1\n{{}}".encode()).hexdigest()
