"""What each visitor has proved to have, so that the store is written only for news."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Literal

Proof = Literal["delivered", "read"]

_KEPT = 10_000


class _Outstanding:
    """Our lines that were handed out and are not proved yet: from ``first`` to ``last``."""

    __slots__ = ("first", "heard", "last", "proved")

    def __init__(self) -> None:
        self.heard = False
        self.proved = 0
        self.first: int | None = None
        self.last = 0

    def is_news(self, seq: int) -> bool:
        if not self.heard:
            return seq > 0
        return self.first is not None and seq >= self.first

    def prove(self, seq: int) -> None:
        self.heard = True
        # Nobody can have what was not handed out yet.
        self.proved = max(self.proved, min(seq, self.last))
        if self.first is not None and seq >= self.first:
            self.first = seq + 1 if seq < self.last else None

    def hand_out(self, seqs: Sequence[int]) -> None:
        for seq in seqs:
            if seq > self.proved:
                self.first = seq if self.first is None else min(self.first, seq)
                self.last = max(self.last, seq)


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
        """Lines that are not the visitor's own were handed out."""
        if seqs:
            for outstanding in self._of(conversation_id).values():
                outstanding.hand_out(seqs)

    def is_news(self, proof: Proof, conversation_id: int, seq: int) -> bool:
        """Whether the store should be told."""
        return self._of(conversation_id)[proof].is_news(seq)

    def stored(self, proof: Proof, conversation_id: int, seq: int) -> None:
        """The store was told; what is read was delivered."""
        known = self._of(conversation_id)
        known[proof].prove(seq)
        if proof == "read":
            known["delivered"].prove(seq)

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
