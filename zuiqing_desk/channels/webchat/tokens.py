"""Visitor tokens: made here, stored only as a hash, looked up through a small cache."""

import hashlib
import secrets
from collections import OrderedDict


def new_token() -> str:
    """A token nobody can guess: 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """SHA-256, hexadecimal: all that the store ever sees of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


class KnownTokens:
    """Conversation ids by token hash, least recently used forgotten first.

    Only what never changes is remembered. Whether a sender is blocked is asked in the transaction
    that stores a line.
    """

    def __init__(self, size: int = 4096) -> None:
        self._size = size
        self._conversations: OrderedDict[str, int] = OrderedDict()

    def get(self, token_hash: str) -> int | None:
        """The conversation of a token seen before."""
        conversation_id = self._conversations.get(token_hash)
        if conversation_id is not None:
            self._conversations.move_to_end(token_hash)
        return conversation_id

    def put(self, token_hash: str, conversation_id: int) -> None:
        self._conversations[token_hash] = conversation_id
        if len(self._conversations) > self._size:
            self._conversations.popitem(last=False)

    def forget(self, conversation_id: int) -> None:
        """Forget the tokens of a conversation, as when it is gone from the store."""
        for token_hash in [h for h, c in self._conversations.items() if c == conversation_id]:
            del self._conversations[token_hash]
