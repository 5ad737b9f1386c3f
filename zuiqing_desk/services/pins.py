"""PIN hashing. Slow on purpose: call it off the event loop and outside any transaction."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_pin(pin: str) -> str:
    """An argon2id hash of a PIN, with its own salt and parameters inside."""
    return _hasher.hash(pin)


def verify(pin_hash: str, pin: str) -> bool:
    """Whether the PIN belongs to the hash; an unreadable hash matches nothing."""
    try:
        return _hasher.verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False


def verify_nobody(pin: str) -> bool:
    """What ``verify`` costs, for a staff number nobody has: how long it takes must not tell which
    numbers there are. Nothing matches."""
    _hasher.hash(pin)
    return False
