"""Canonical bytes, digests and the hash of a link: what makes a signed page tamper-evident.

House rule (sealed handover pages): a page is kept as the bytes it was signed as. Each link of the
chain hashes those bytes together with the hash before it, so that no page can be changed, taken out
or put in without every later hash changing. Texts stand in the bytes as salted digests alone: a
text can be erased on request and its page still verifies, and without the salt a short text cannot
be found by trying.
"""

import hashlib
import json
from typing import Final

ZEROS: Final = "0" * 64
"""What stands before the first link."""

SALT_BYTES: Final = 16


def canonical(data: object) -> bytes:
    """``data`` as JSON in one form only: keys sorted, no blanks, UTF-8.

    Takes dicts with text keys, lists, tuples, text, whole numbers, booleans and None. Raises
    TypeError for anything else: a float has no single form.
    """
    _check(data)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(salt: str, text: str) -> str:
    """SHA-256, hex, of ``text`` behind its ``salt`` (hex)."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def link_hash(before: str, number: int, body: bytes) -> str:
    """SHA-256, hex, of link ``number`` with ``body`` behind the link whose hash is ``before``."""
    return hashlib.sha256(f"{before}\n{number}\n".encode() + body).hexdigest()


def _check(data: object) -> None:
    match data:
        case None | bool() | int() | str():
            return
        case list() | tuple():
            for one in data:
                _check(one)
        case dict():
            for key, one in data.items():
                if not isinstance(key, str):
                    raise TypeError(f"a key must be text: {key!r}")
                _check(one)
        case _:
            raise TypeError(f"not in canonical bytes: {type(data).__name__}")
