"""Our remark and the text in the platform's field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.remark_platform import (
    How,
    byte_count,
    combined,
    first_line,
    foreign,
    same,
)

NEW, OLD = "[2001]6瓶1983,发韵达", "[2001]2瓶1983,发韵达"


@pytest.mark.parametrize(
    ("platform", "ours", "how", "text"),
    [
        ("", [], "new", NEW),
        ("老客户", [], "append", f"{NEW}\n老客户"),
        ("老客户", [], "replace", NEW),
        ("老客户\r\n 要发票 \n\n", [], "append", f"{NEW}\n老客户\n要发票"),
        (f"{OLD}\n老客户", [], "append", f"{NEW}\n{OLD}\n老客户"),
        (OLD, [OLD], "new", NEW),
        (f"{OLD}\n老客户", [f"{OLD}\n老客户"], "new", f"{NEW}\n老客户"),
        (f"{OLD}\n老客户\n加急", [f"{OLD}\n老客户"], "append", f"{NEW}\n老客户\n加急"),
        (f"{OLD}\n老客户", [f"{OLD}\n老客户"], "replace", NEW),
        (OLD, [OLD, "[2001]3瓶1983,发韵达"], "append", NEW),
        (NEW, [], "append", NEW),
    ],
)
def test_what_belongs_on_the_platform(platform: str, ours: list[str], how: How, text: str) -> None:
    assert combined(NEW, platform, ours, how) == text


@pytest.mark.parametrize(
    ("platform", "ours", "left"),
    [
        ("", [], ""),
        (" \r\n", [], ""),
        ("老客户", [], "老客户"),
        (OLD, [OLD], ""),
        (f"{OLD}\n老客户", [OLD], "老客户"),
        (OLD, [OLD, NEW], ""),
        (f"{OLD}。", [OLD], f"{OLD}。"),
    ],
)
def test_what_is_not_ours(platform: str, ours: list[str], left: str) -> None:
    assert foreign(platform, ours) == left


def test_the_first_line_and_its_bytes() -> None:
    assert first_line(f"\n{NEW}\n老客户") == NEW
    assert first_line("") == ""
    assert byte_count("酒a") == 4


def test_line_ends_tell_nothing() -> None:
    assert same("一\r\n二 ", "一\n二")
    assert not same("一 二", "一\n二")


TEXTS = st.lists(st.text("酒瓶发a \n,[]", max_size=12), max_size=4).map("\n".join)
LINES = st.text("酒瓶发a,[]", min_size=1, max_size=12)


@given(LINES, TEXTS, st.lists(TEXTS, max_size=3))
def test_ours_comes_first_and_nothing_is_lost_unasked(
    line: str, platform: str, ours: list[str]
) -> None:
    text = combined(line, platform, ours, "append")
    assert first_line(text) == line
    kept = text.split("\n")
    assert len(kept) == len(set(kept))
    assert set(foreign(platform, ours).split("\n")) <= {"", *kept}


@given(LINES, TEXTS, st.lists(TEXTS, max_size=3), st.sampled_from(["new", "append", "replace"]))
def test_once_written_back_it_is_ours(line: str, platform: str, ours: list[str], how: How) -> None:
    text = combined(line, platform, ours, how)
    assert foreign(text, [*ours, text]) == ""
    assert same(text, text.replace("\n", "\r\n") + " ")
    again = combined(line, text, [*ours, text], "append")
    assert first_line(again) == line
    assert set(again.split("\n")) <= set(text.split("\n"))
