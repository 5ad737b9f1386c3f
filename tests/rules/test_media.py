"""What customers may send, told by its content."""

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import contents
from support.figures import Figures

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.media import (
    MOST_BYTES,
    MOST_PIXELS,
    MOST_SIDE,
    NAME_CHARS,
    PICTURES,
    Looks,
    card_text,
    examine,
    shown_name,
    size_words,
)

MAKERS = {
    "png": contents.png,
    "jpg": contents.jpg,
    "gif": contents.gif,
    "webp lossy": contents.webp_lossy,
    "webp lossless": contents.webp_lossless,
    "webp extended": contents.webp_extended,
    "bmp": contents.bmp,
    "bmp of old": contents.bmp_old,
}
HEADERS = {"png": 57, "jpg": 11, "gif": 14, "bmp": 26, "bmp of old": 22}
SAMPLES = [
    *(make(12, 7) for make in MAKERS.values()),
    contents.PDF,
    contents.MP4,
    contents.MOV,
]


def refusal(content: bytes, total: int | None = None) -> str:
    with pytest.raises(RuleError) as refused:
        examine(content, len(content) if total is None else total)
    return refused.value.code


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("size", [(1, 1), (1280, 960), (257, 16383)])
def test_a_picture_tells_its_size(name: str, size: tuple[int, int]) -> None:
    content = MAKERS[name](*size) if name != "png" else contents.png(*size, drawn=False)
    assert examine(content, len(content)) == Looks(name.split()[0], *size)


def test_a_bitmap_from_top_to_bottom_has_a_height() -> None:
    content = contents.bmp(3, -5)
    assert examine(content, len(content)) == Looks("bmp", 3, 5)


def test_a_photo_tells_its_size_behind_what_the_camera_wrote() -> None:
    camera = b"\xff\xe1\xff\xfe" + b"\xff\xc0" * 32766 + b"\xff\xff\xff\xd0\xff\xc4\x00\x02"
    content = contents.jpg(4032, 3024, camera)
    assert examine(content, len(content)) == Looks("jpg", 4032, 3024)


@pytest.mark.parametrize(
    ("content", "kind"), [(contents.PDF, "pdf"), (contents.MP4, "mp4"), (contents.MOV, "mov")]
)
def test_other_files_have_a_kind_alone(content: bytes, kind: str) -> None:
    assert examine(content, len(content)) == Looks(kind)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", id="an archive"),
        pytest.param(b"<!doctype html><script>alert(1)</script>", id="a page"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"/>', id="a drawing with scripts"),
        pytest.param(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", id="a program"),
        pytest.param(b"\x7fELF\x02\x01\x01" + b"\0" * 16, id="another program"),
        pytest.param(b"#!/bin/sh\nrm -rf ~\n", id="a script"),
        pytest.param(b"RIFF\x1a\0\0\0WAVEfmt ", id="a sound"),
        pytest.param(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", id="a photo unknown"),
        pytest.param("这是一段话".encode(), id="a text"),
        pytest.param(b"BMW is a car", id="a text that begins like a bitmap"),
        pytest.param(b"\xff", id="one byte"),
    ],
)
def test_anything_else_is_refused(content: bytes, figures: Figures) -> None:
    figures.count("security inputs", "contents_that_are_no_picture")
    assert refusal(content) == "wrong_kind"


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("size", [(0, 5), (5, 0)])
def test_a_picture_without_pixels_is_broken(name: str, size: tuple[int, int]) -> None:
    if name in ("webp lossless", "webp extended"):
        return  # Which count from one.
    assert refusal(MAKERS[name](*size)) == "broken"


@pytest.mark.parametrize("name", MAKERS)
def test_a_picture_cut_off_in_its_header_is_no_picture(name: str) -> None:
    whole = MAKERS[name](12, 7)
    for length in range(1, HEADERS.get(name, len(whole))):
        assert refusal(whole[:length]) in {"broken", "wrong_kind"}, length


@pytest.mark.parametrize(
    "size", [(MOST_SIDE + 1, 1), (1, MOST_SIDE + 1), (10_001, 10_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_bomb_is_refused_by_what_it_claims(size: tuple[int, int], figures: Figures) -> None:
    figures.count("security inputs", "picture_bombs")
    # 65 bytes that would unpack to what fills a memory.
    assert refusal(contents.bmp(*size)) == "too_large"
    header = struct.pack(">II", *size)
    whole = contents.png(8, 8)
    lying = whole[:16] + header + whole[24:]
    assert refusal(lying) == "broken"
    assert refusal(contents.png(20_000, 5_001, drawn=False)) == "too_large"
    assert MOST_PIXELS < 20_000 * 5_001


def test_the_largest_picture_is_taken() -> None:
    content = contents.png(20_000, 5_000, drawn=False)
    assert examine(content, len(content)) == Looks("png", 20_000, 5_000)


def test_a_webp_that_claims_to_be_longer_is_broken() -> None:
    assert refusal(contents.webp_lossless(9, 9) + b"", 20) == "broken"


def test_a_photo_of_headers_without_end_is_broken() -> None:
    assert refusal(b"\xff\xd8" + b"\xff\xe1\x00\x02" * 200_000) == "broken"


def test_nothing_and_too_much_are_refused() -> None:
    assert refusal(b"") == "empty"
    assert refusal(contents.PDF, MOST_BYTES + 1) == "too_big"
    assert examine(contents.PDF, MOST_BYTES) == Looks("pdf")


@given(st.binary(max_size=300), st.sampled_from([b"", *(one[:12] for one in SAMPLES)]))
@example(b"\xff" * 300, b"\xff\xd8")
def test_any_bytes_are_answered_or_refused(tail: bytes, beginning: bytes) -> None:
    answered(beginning + tail)


@given(st.sampled_from(SAMPLES), st.integers(0, 200), st.integers(0, 255), st.integers(1, 200))
def test_a_file_with_a_wrong_byte_is_answered_or_refused(
    whole: bytes, at: int, byte: int, length: int
) -> None:
    at %= len(whole)
    answered((whole[:at] + bytes([byte]) + whole[at + 1 :])[:length])


def answered(content: bytes) -> None:
    try:
        looks = examine(content, len(content))
    except RuleError:
        return
    assert (looks.kind in PICTURES) == (looks.width is not None)
    if looks.width is not None and looks.height is not None:
        assert 0 < looks.width <= MOST_SIDE
        assert 0 < looks.height <= MOST_SIDE
        assert looks.width * looks.height <= MOST_PIXELS


@pytest.mark.parametrize(
    ("name", "line_kind", "kind", "shown"),
    [
        ("碎瓶.jpg", "picture", "jpg", "碎瓶.jpg"),
        ("碎瓶.JPEG", "picture", "jpg", "碎瓶.JPEG"),
        ("../../etc/passwd", "file", "", "passwd"),
        ("C:\\Users\\me\\单据.pdf", "file", "pdf", "单据.pdf"),
        ("setup.exe", "picture", "png", "setup.exe.png"),
        ("", "picture", "png", "图片.png"),
        ("...", "file", "", "文件"),
        ("a\x1b]0;b\x07\u202egpj.exe", "picture", "jpg", "a]0;bgpj.exe.jpg"),
        ("第一\n行\t.pdf", "file", "pdf", "第一 行 .pdf"),
        ("长" * 300 + ".pdf", "file", "pdf", "长" * (NAME_CHARS - 5) + "….pdf"),
    ],
)
def test_a_name_is_shown_tame_and_with_its_true_ending(
    name: str, line_kind: str, kind: str, shown: str, figures: Figures
) -> None:
    figures.count("security inputs", "file_names")
    assert shown_name(name, line_kind, kind) == shown


@given(st.text(max_size=400), st.sampled_from(["", "png", "pdf"]))
def test_a_name_is_never_empty_nor_long(name: str, kind: str) -> None:
    shown = shown_name(name, "file", kind)
    assert 0 < len(shown) <= NAME_CHARS
    assert "/" not in shown
    assert shown == shown_name(shown, "file", kind)


@pytest.mark.parametrize(
    ("count", "words"),
    [(812, "812 字节"), (12_400, "12 KB"), (1_258_291, "1.2 MB"), (MOST_BYTES, "10.0 MB")],
)
def test_a_length_is_told_as_people_say_it(count: int, words: str) -> None:
    assert size_words(count) == words


def test_a_card_is_told_in_words() -> None:
    card = {"number": "3829", "title": "1983 六瓶", "amount": "1980.00", "platform": "taobao"}
    assert card_text(card) == "3829 1983 六瓶 1980.00 元"
    assert card_text({"number": "3829", "title": None}) == "3829"
