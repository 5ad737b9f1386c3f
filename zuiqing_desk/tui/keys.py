"""Which keys really arrive, and their full-width twins.

Measured over plain terminals, tmux and SSH: function keys F1–F9, eleven control keys that neither
the terminal nor the text area uses, and in lists any single character. Ctrl+B, H, I and M are other
keys to a terminal; A, C, Z and the text area's own stay with the text (Ctrl+D, which deletes to the
right like Delete, was taken from it).
"""

from typing import Final

from zuiqing_desk.tui.scopes import LETTERS, Scope

FUNCTION_KEYS: Final = frozenset(f"f{n}" for n in range(1, 10))
CONTROL_KEYS: Final = frozenset(f"ctrl+{letter}" for letter in "dfglnopqrst")
REPLY_KEYS: Final = frozenset({"enter", "escape", "ctrl+j"})

PUNCTUATION: Final[dict[str, tuple[str, ...]]] = {
    "slash": ("ideographic_comma", "fullwidth_solidus"),
    "question_mark": ("fullwidth_question_mark",),
    "exclamation_mark": ("fullwidth_exclamation_mark",),
    "colon": ("fullwidth_colon",),
    "semicolon": ("fullwidth_semicolon",),
    "comma": ("fullwidth_comma",),
    "full_stop": ("ideographic_full_stop", "fullwidth_full_stop"),
    "left_square_bracket": ("left_black_lenticular_bracket", "fullwidth_left_square_bracket"),
    "right_square_bracket": ("right_black_lenticular_bracket", "fullwidth_right_square_bracket"),
    "plus": ("fullwidth_plus_sign",),
    "minus": ("fullwidth_hyphen_minus",),
    "equals_sign": ("fullwidth_equals_sign",),
    "number_sign": ("fullwidth_number_sign",),
    "asterisk": ("fullwidth_asterisk",),
    "at": ("fullwidth_commercial_at",),
    "space": ("ideographic_space",),
}
"""Punctuation an action may have, with what a Chinese input method sends for the same key."""

CHARACTERS: Final = {
    "/": "slash",
    "?": "question_mark",
    "!": "exclamation_mark",
    ":": "colon",
    ";": "semicolon",
    ",": "comma",
    ".": "full_stop",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "+": "plus",
    "-": "minus",
    "=": "equals_sign",
    "#": "number_sign",
    "*": "asterisk",
    "@": "at",
    " ": "space",
}
"""What people write for a punctuation key, and what Textual calls it."""

_FULL_WIDTH: Final = 0xFEE0


def is_character(key: str) -> bool:
    """Whether pressing this key would also type something: it may act in lists only."""
    return key in PUNCTUATION or (len(key) == 1 and key.isascii() and key.isalnum())


def normalise(text: str) -> str:
    """The user's spelling as Textual writes it: ``Ctrl+G`` → ``ctrl+g``, ``/`` → ``slash``."""
    if text in CHARACTERS:
        return CHARACTERS[text]
    text = text.strip()
    if text in CHARACTERS:
        return CHARACTERS[text]
    return text if len(text) == 1 else text.lower()


def is_safe(key: str, scope: Scope) -> bool:
    """Whether the key arrives in every terminal and means nothing else in this scope."""
    if key in FUNCTION_KEYS or key in CONTROL_KEYS:
        return True
    if scope in LETTERS:
        return is_character(key)
    return scope in ("reply", "remark") and key in REPLY_KEYS


def twins(key: str) -> tuple[str, ...]:
    """The other spellings of the same physical key: full-width forms and, for letters, Caps Lock.

    Caps Lock is how many people write Latin letters without leaving the Chinese input method.
    """
    if key in PUNCTUATION:
        return PUNCTUATION[key]
    if not is_character(key):
        return ()
    wide = chr(ord(key) + _FULL_WIDTH)
    if not key.islower():
        return (wide,)
    upper = key.upper()
    return (wide, upper, chr(ord(upper) + _FULL_WIDTH))


def display(key: str) -> str:
    """The key as the footer and help show it: ``^G``, ``F1``, ``Esc``, ``/``, ``→``, ``空格``."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+").upper()
    if key in FUNCTION_KEYS:
        return key.upper()
    named = {
        "enter": "Enter",
        "escape": "Esc",
        "tab": "Tab",
        "right": "→",
        "up": "↑",
        "space": "空格",
    }
    characters = {name: character for character, name in CHARACTERS.items()}
    return named.get(key) or characters.get(key, key)


def in_a_sentence(shown: str) -> str:
    """What ``display`` gave, as a sentence names it: ``Ctrl+G``."""
    return f"Ctrl+{shown[1:]}" if shown.startswith("^") else shown
