"""What each visitor has proved to have, so that the store is written only for news."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Literal

Proof = Literal["delivered", "read"]

_KEPT = 10_000


class _Outstanding:
    """The range of our lines that were handed out and are not proved yet."""

    __slots__ = ("first", "heard", "last")

    def __init__(self) -> None:
        self.heard = False
        self.first = 1
        self.last = 0

    def is_news(self, seq: int) -> bool:
        if not self.heard:
            return seq > 0
        return self.first <= self.last and seq >= self.first

    def proved(self, seq: int) -> None:
        self.heard = True
        self.first = max(self.first, seq + 1) if seq < self.last else self.last + 1

    def add(self, first: int, last: int) -> None:
        if first > self.last:
            if self.first > self.last:
                self.first = first
            self.last = last


class Receipts:
    """Decides which receipts are news.

    A visitor who asks for the lines after a seq has everything up to it. That is worth a write
    only if a line of ours that was handed out lies before it and was not proved yet. After a
    restart the first proof of each visitor is taken as news, and so it is for a visitor long
    unheard of. A seq from the future proves no more than what was handed out.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[int, dict[Proof, _Outstanding]] = OrderedDict()

    def handed_out(self, conversation_id: int, seqs: Sequence[int]) -> None:
        """Lines that are not the visitor's own were handed out, in order of seq."""
        if seqs:
            for outstanding in self._of(conversation_id).values():
                newer = [seq for seq in seqs if seq > outstanding.last]
                if newer:
                    outstanding.add(newer[0], newer[-1])

    def is_news(self, proof: Proof, conversation_id: int, seq: int) -> bool:
        """Whether the store should be told."""
        return self._of(conversation_id)[proof].is_news(seq)

    def stored(self, proof: Proof, conversation_id: int, seq: int) -> None:
        """The store was told; what is read was delivered."""
        known = self._of(conversation_id)
        known[proof].proved(seq)
        if proof == "read":
            known["delivered"].proved(seq)

    def _of(self, conversation_id: int) -> dict[Proof, _Outstanding]:
        known = self._known.get(conversation_id)
        if known is None:
            known = {"delivered": _Outstanding(), "read": _Outstanding()}
            self._known[conversation_id] = known
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(conversation_id)
        return known
