"""Sorting the terminal's input: table of what may arrive in one read, or in several."""

import pytest

from zuiqing_desk.tui.input_filter import PASTE_PATIENCE_S, InputFilter

LONG_COMMIT = "您好欢迎光临本店请问需要什么"


def sort(*reads: str, silent_s: float = 1.0) -> list[tuple[str, str]]:
    """The pieces of several reads, each adjoining run of ``keys`` joined, silence at the end."""
    sorter = InputFilter()
    pieces = [piece for read in reads for piece in sorter.feed(read)]
    pieces += sorter.idle(silent_s)
    joined: list[tuple[str, str]] = []
    for piece in pieces:
        if joined and piece.kind == joined[-1][0] == "keys":
            joined[-1] = ("keys", joined[-1][1] + piece.text)
        else:
            joined.append((piece.kind, piece.text))
    return joined


@pytest.mark.parametrize(
    ("reads", "expected"),
    [
        (["您好"], [("keys", "您好")]),
        (["a\x07\r\n\t\x7f"], [("keys", "a\x07\r\n\t\x7f")]),
        (["\x1b[A"], [("keys", "\x1b[A")]),
        (["\x1b[1;5D"], [("keys", "\x1b[1;5D")]),
        (["\x1bOP"], [("keys", "\x1bOP")]),
        (["\x1b[[A"], [("keys", "\x1b[[A")]),
        (["\x1b[15~x"], [("keys", "\x1b[15~x")]),
        (["\x1b[<0;10;5M"], [("keys", "\x1b[<0;10;5M")]),
        (["\x1b[M !!"], [("keys", "\x1b[M !!")]),
        (["\x1b[?2026;2$y"], [("keys", "\x1b[?2026;2$y")]),
        (["\x1b[I"], [("keys", "\x1b[I")]),
        (["\x1b[", "A"], [("keys", "\x1b[A")]),
        (["\x1b", "[A"], [("keys", "\x1b[A")]),
        (["\x1b[1;", "5C"], [("keys", "\x1b[1;5C")]),
    ],
)
def test_keys_and_reports_pass_unchanged(reads: list[str], expected: list[tuple[str, str]]) -> None:
    assert sort(*reads) == expected


@pytest.mark.parametrize(
    ("reads", "expected"),
    [
        (["\x1b"], [("escape", "\x1b")]),
        (["\x1b", "z"], [("escape", "\x1b"), ("keys", "z")]),
        (["\x1b", "\x1b"], [("escape", "\x1b"), ("escape", "\x1b")]),
        (["\x1b", "\x1b[A"], [("escape", "\x1b"), ("keys", "\x1b[A")]),
        (["好\x1b"], [("keys", "好"), ("escape", "\x1b")]),
    ],
)
def test_an_escape_that_comes_alone_is_the_key(
    reads: list[str], expected: list[tuple[str, str]]
) -> None:
    assert sort(*reads) == expected


def test_escape_is_not_told_before_its_delay() -> None:
    sorter = InputFilter()
    assert sorter.feed("\x1b") == []
    assert sorter.waiting
    assert sorter.idle(0.0) == []
    assert [piece.kind for piece in sorter.idle(1.0)] == ["escape"]
    assert not sorter.waiting


@pytest.mark.parametrize(
    ("burst", "text"),
    [
        ("前\x1b]52;c;aGk=\x07后", "前后"),
        ("前\x1b]0;title\x1b\\后", "前后"),
        ("前\x1bPq#0\x1b\\后", "前后"),
        ("前\x1b[31m红\x1b[0m后", "前红后"),
        ("前\x1b[?62;4c后", "前后"),
        ("前\x1b[99~后", "前后"),
        ("前\x1b好后", "前好后"),
        ("abc\x1bdef", "abcdef"),
        ("abc\x1b\x1bz", "abcz"),
        ("前\x9b31m后", "前31m后"),
        ("\x1b[" + "1;" * 40 + "u后", "后"),
    ],
)
def test_an_escape_inside_a_burst_presses_nothing(burst: str, text: str) -> None:
    assert sort(burst) == [("keys", text)]


@pytest.mark.parametrize("half", ["\x1b[12", "\x1b]52;c;aGk=", "\x1bO", "\x1b[M!", "\x1b]0;x\x1b"])
def test_half_a_sequence_is_noise_once_nothing_follows(half: str) -> None:
    assert sort(half) == []


def test_alt_with_a_key() -> None:
    assert sort("\x1bz") == [("alt", "z")]
    assert sort("\x1bz\x1b5") == [("alt", "z"), ("alt", "5")]
    assert sort("\x1b\x7f") == [("keys", "\x1b\x7f")]


@pytest.mark.parametrize(
    ("reads", "text"),
    [
        (["\x1b[200~第一行\r第二行\r\n第三行\x1b[201~"], "第一行\n第二行\n第三行"),
        (["\x1b[200~a\x1b]52;c;aGk=\x07\rb\x1b[201~"], "a]52;c;aGk=\nb"),
        (["\x1b[200~a\u202eb\x00\x9bc\x1b[201~"], "abc"),
        (["\x1b[200~a", "b", "c\x1b[2", "01~"], "abc"),
        (["\x1b[20", "0~您好\x1b", "[201~"], "您好"),
        (["\x1b[200~x\x1b[201~\r\x07\x1b[201~"], "x\n"),
        (["\x1b[200~a\u3000👨\u200d👩b\x1b[201~"], "a\u3000👨\u200d👩b"),
    ],
)
def test_a_paste_is_text_from_bracket_to_bracket(reads: list[str], text: str) -> None:
    assert sort(*reads) == [("paste", text)]


def test_keys_around_a_paste_and_two_pastes_in_one_read() -> None:
    read = "a\x1b[200~x\x1b[201~\r\x1b[200~y\x1b[201~\x1b[A"
    assert sort(read) == [
        ("keys", "a"),
        ("paste", "x"),
        ("keys", "\r"),
        ("paste", "y"),
        ("keys", "\x1b[A"),
    ]


def test_a_paste_that_never_ends_stays_text_until_escape() -> None:
    sorter = InputFilter()
    assert sorter.feed("\x1b[200~abc\r") == []
    assert sorter.idle(PASTE_PATIENCE_S / 2) == []
    assert [(p.kind, p.text) for p in sorter.idle(PASTE_PATIENCE_S)] == [("paste", "abc\n")]
    assert sorter.feed("\r\x07") == []
    assert [(p.kind, p.text) for p in sorter.idle(PASTE_PATIENCE_S)] == [("paste", "\n")]
    assert sorter.feed("\x1b") == []
    assert sorter.idle(PASTE_PATIENCE_S) == []
    assert [(p.kind, p.text) for p in sorter.feed("\x07")] == [("keys", "\x07")]


def test_text_reported_by_the_kitty_protocol_is_not_garbled() -> None:
    codes = ":".join(str(ord(char)) for char in LONG_COMMIT)
    assert sort(f"\x1b[32;;{codes}u") == [("keys", LONG_COMMIT)]
    assert sort("\x1b[32;;27:7:1114112u") == [("keys", "")]
