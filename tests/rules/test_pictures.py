"""Which kind of picture a file is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pictures import HEADS

from zuiqing_desk.rules.pictures import HEAD_BYTES, picture_kind


@pytest.mark.parametrize(("kind", "head"), HEADS.items())
def test_a_picture_is_known_by_its_head(kind: str, head: bytes) -> None:
    assert len(head) == HEAD_BYTES
    assert picture_kind(head) == kind


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x89PNG", id="the beginning of one"),
        pytest.param(b"BMW is a car, no", id="a text that begins like a bitmap"),
        pytest.param(b"RIFF\x1a\0\0\0WAVEfmt ", id="a sound"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1", id="a document"),
        pytest.param(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", id="an archive"),
    ],
)
def test_anything_else_is_none(head: bytes) -> None:
    assert picture_kind(head) is None


@given(st.text(max_size=HEAD_BYTES))
def test_no_text_without_controls_is_a_picture(text: str) -> None:
    words = "".join(char for char in text if char.isprintable())
    if not words.startswith(("GIF87a", "GIF89a")):
        assert picture_kind(words.encode()[:HEAD_BYTES]) is None


@given(st.sampled_from(sorted(HEADS)), st.integers(0, HEAD_BYTES - 1))
def test_a_kind_is_never_taken_for_another(kind: str, cut: int) -> None:
    assert picture_kind(HEADS[kind][:cut]) in (kind, None)
