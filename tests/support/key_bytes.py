"""What a terminal sends for a key, by Textual's name for it."""

_NAMED = {
    "enter": b"\r",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "escape": b"\x1b",
    "space": b" ",
    "backspace": b"\x7f",
    "delete": b"\x1b[3~",
    "insert": b"\x1b[2~",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "f1": b"\x1bOP",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f4": b"\x1bOS",
    "f5": b"\x1b[15~",
    "f6": b"\x1b[17~",
    "f7": b"\x1b[18~",
    "f8": b"\x1b[19~",
    "f9": b"\x1b[20~",
}
_MODIFIERS = {"shift": 2, "alt": 3, "ctrl": 5}
_CURSOR_FINALS = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}


def key_bytes(key: str) -> bytes:
    """The bytes of one key: ``ctrl+g``, ``shift+up``, ``f2``, ``enter``, ``a``, ``好`` …

    Raises ValueError for a key a plain terminal cannot send.
    """
    if key in _NAMED:
        return _NAMED[key]
    if len(key) == 1:
        return key.encode()
    modifier, _, base = key.partition("+")
    if modifier in _MODIFIERS and base in _CURSOR_FINALS:
        return f"\x1b[1;{_MODIFIERS[modifier]}{_CURSOR_FINALS[base]}".encode()
    if modifier == "ctrl" and len(base) == 1 and "a" <= base <= "z":
        return bytes([ord(base) - ord("a") + 1])
    if modifier == "alt" and len(base) == 1:
        return b"\x1b" + base.encode()
    raise ValueError(f"no terminal sends {key!r}")
