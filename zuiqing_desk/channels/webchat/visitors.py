"""Opening and reading a visitor's conversation: the store behind the HTTP handlers."""

import asyncio

from zuiqing_desk.channels.webchat.problems import Problem
from zuiqing_desk.channels.webchat.tokens import KnownTokens, hash_token, new_token
from zuiqing_desk.services import visitors
from zuiqing_desk.services.visitors import VisitorLine
from zuiqing_desk.store.engine import Store

PAGE_CHARS = 20_000
"""So long an answer may be in all: what one client makes us hold in memory."""


class Visitors:
    """The visitors of one web chat account. Every method may raise store.errors.StoreError."""

    def __init__(self, store: Store, account_id: int) -> None:
        self._store = store
        self._account_id = account_id
        self._known = KnownTokens()

    async def create(self, name: str) -> tuple[str, int]:
        """A new visitor: (token, conversation id). The token is not kept anywhere here."""
        token = new_token()
        token_hash = hash_token(token)
        _, conversation_id = await asyncio.wrap_future(
            self._store.write(
                lambda tx: visitors.create(
                    tx, account_id=self._account_id, name=name or None, token_hash=token_hash
                )
            )
        )
        self._known.put(token_hash, conversation_id)
        return token, conversation_id

    async def conversation_of(self, token: str) -> int:
        """The one conversation a token opens. Raises Problem ``unauthorized``."""
        token_hash = hash_token(token)
        known = self._known.get(token_hash)
        if known is not None:
            return known
        found = await asyncio.wrap_future(
            self._store.read(lambda tx: visitors.by_token(tx, token_hash))
        )
        if found is None or found.account_id != self._account_id:
            raise Problem("unauthorized")
        self._known.put(token_hash, found.conversation_id)
        return found.conversation_id

    async def lines(
        self, conversation_id: int, *, after: int, limit: int
    ) -> tuple[list[VisitorLine], bool]:
        """At most ``limit`` lines after a seq, fewer where they are long, and whether there are
        more."""
        lines = await asyncio.wrap_future(
            self._store.read(lambda tx: visitors.messages(tx, conversation_id, after, limit + 1))
        )
        fits = _how_many(lines[:limit])
        return lines[:fits], len(lines) > fits

    async def last_seqs(self, conversation_id: int) -> tuple[int, int]:
        """(newest seq a visitor may see, newest own line an agent has seen)."""
        return await asyncio.wrap_future(
            self._store.read(lambda tx: visitors.last_seqs(tx, conversation_id))
        )

    def forget(self, conversation_id: int) -> None:
        """Ask the store again whose conversation this is."""
        self._known.forget(conversation_id)


def _how_many(lines: list[VisitorLine]) -> int:
    chars = 0
    for number, line in enumerate(lines):
        chars += len(line.text)
        if chars > PAGE_CHARS and number > 0:
            return number
    return len(lines)
