"""Picking a reply or a product for one customer: what is found, taken and laid together.

No widget here; the picker's screen shows it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.masking import as_offered
from zuiqing_desk.rules.product_fields import facts_line
from zuiqing_desk.rules.template import VARIABLES
from zuiqing_desk.services.products.records import ProductCard
from zuiqing_desk.services.products.shelf import ProductOffer
from zuiqing_desk.services.replies import values
from zuiqing_desk.services.replies.briefing import Briefing
from zuiqing_desk.services.replies.records import LiveReply, Used
from zuiqing_desk.services.replies.shelf import Offer
from zuiqing_desk.tui.library import Library

Kind = Literal["reply", "product"]

LIMIT: Final = 50
PRODUCT_VARIABLES: Final = frozenset(
    {"商品", "全名", "价格", "香型", "度数", "容量", "箱规", "赠品"} & VARIABLES.keys()
)
STACK_KEY: Final = ("stack", 0)


class PickRow(NamedTuple):
    """One row of what was found. ``mark`` is one character that says what is special about it;
    ``about`` what stands behind the title, for a reply left to ``Picking.words``."""

    key: tuple[str, int]
    mark: str
    code: str
    title: str
    about: str
    tail: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Words taken, and where they come from. ``shown``: as they stand in the picker, if not the
    same."""

    title: str
    text: str
    used: tuple[Used, ...] = ()
    product_id: int | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class PickerResult:
    """What was picked: the message so far, the replies in it, and the product it is about."""

    text: str
    used: tuple[Used, ...]
    product_id: int | None


class Picking:
    """What is picked for one conversation. ``question``: the customer's line to be answered."""

    def __init__(
        self,
        library: Library,
        briefing: Briefing,
        question: str,
        kind: Kind,
        clock: Callable[[], int],
    ) -> None:
        self.library = library
        self.briefing = briefing
        self.question = question
        self.kind: Kind = kind
        self.clock = clock
        self.query = ""
        self.stack: tuple[Taken, ...] = ()
        self.compared: ProductCard | None = None
        self._reasons: dict[tuple[str, int], tuple[str, ...]] = {}
        self._suggested: tuple[tuple[LiveReply, float], ...] | None = None

    # What is found.

    def search(self, query: str) -> list[PickRow]:
        """The rows for what was typed; best first."""
        self.query = query
        self._reasons = {}
        rows = self._products(query) if self.kind == "product" else self._replies(query)
        if self.stack and not query.strip():
            rows.insert(0, self._stack_row())
        return rows

    def turn_to(self, kind: Kind) -> None:
        """Look at the other shelf; what was laid together stays."""
        self.kind = kind

    def _stack_row(self) -> PickRow:
        titles = "、".join(taken.title for taken in self.stack)
        return PickRow(STACK_KEY, "✓", "", f"就用这 {len(self.stack)} 条", titles, "")

    def _replies(self, query: str) -> list[PickRow]:
        rows: list[PickRow] = []
        suggested: set[int] = set()
        if not query.strip():
            for reply, score in self._suggestions():
                suggested.add(reply.id)
                reason = f"客户那句话的建议，把握 {score:.0%}"
                rows.append(self._reply_row(reply, "荐", (reason,)))
        found: Sequence[Offer] = self.library.replies.search(
            query, stage=self.briefing.stage, now=self.clock(), limit=LIMIT
        )
        for offer in found:
            if offer.reply.id not in suggested:
                mark = "≈" if offer.typo else "私" if offer.reply.owner_id is not None else ""
                rows.append(self._reply_row(offer.reply, mark, offer.why))
        return rows

    def _suggestions(self) -> tuple[tuple[LiveReply, float], ...]:
        if self._suggested is None:
            found = (
                self.library.replies.suggest(
                    self.question, stage=self.briefing.stage, now=self.clock()
                )
                if self.question and self.library.ready
                else ()
            )
            self._suggested = tuple((one.reply, one.score) for one in found)
        now = self.clock()
        return tuple(one for one in self._suggested if one[0].offered(now))

    def _reply_row(self, reply: LiveReply, mark: str, why: tuple[str, ...]) -> PickRow:
        key = ("reply", reply.id)
        self._reasons[key] = why
        return PickRow(key, mark, reply.code, reply.title, "", reply.category)

    def _products(self, query: str) -> list[PickRow]:
        return [
            self._product_row(offer) for offer in self.library.products.search(query, limit=LIMIT)
        ]

    def _product_row(self, offer: ProductOffer) -> PickRow:
        facts = offer.card.facts
        key = ("product", offer.card.id)
        self._reasons[key] = offer.why
        mark = "≈" if offer.typo else "新" if offer.card.unread else ""
        if self.compared is not None and self.compared.id == offer.card.id:
            mark = "⇄"
        about = "" if facts.full_name == facts.short_name else facts.full_name
        price = values.of_product(facts)["价格"]
        return PickRow(key, mark, "", facts.short_name, about, f"{price} 元" if price else "")

    def why(self, row: PickRow) -> tuple[str, ...]:
        """Why a row stands where it stands."""
        return self._reasons.get(row.key, ())

    def forget_suggestions(self) -> None:
        """The library changed: suggest anew."""
        self._suggested = None

    # What a row stands for.

    def reply(self, row: PickRow) -> LiveReply | None:
        """The reply of a row; None if it is none, or gone."""
        kind, id_ = row.key
        return self.library.replies.get(id_) if kind == "reply" else None

    def product(self, row: PickRow) -> ProductCard | None:
        """The product of a row; None if it is none, or gone."""
        kind, id_ = row.key
        return self.library.products.get(id_) if kind == "product" else None

    def words(self, row: PickRow) -> str:
        """The words of a reply's row for this customer; made only for rows that are seen."""
        reply = self.reply(row)
        return "" if reply is None else self._offered(reply)

    def take(self, row: PickRow) -> Taken | None:
        """The words of a row for this customer; None if it is gone, offered no longer, or the
        stack's row."""
        if (card := self.product(row)) is not None:
            return Taken(card.facts.short_name, facts_line(card.facts), product_id=card.id)
        if (reply := self.reply(row)) is not None and reply.offered(self.clock()):
            text = self.library.replies.text(reply, self.values)
            used = (Used(reply.id, reply.version),)
            return Taken(reply.title, text, used, shown=self._offered(reply))
        return None

    def _offered(self, reply: LiveReply) -> str:
        return self.library.replies.text(reply, as_offered(self.values))

    @property
    def product_id(self) -> int | None:
        """The product taken last."""
        chosen = [taken.product_id for taken in self.stack if taken.product_id is not None]
        return chosen[-1] if chosen else None

    @property
    def values(self) -> Mapping[str, str]:
        """What variables stand for; the facts of the product taken last before any other's."""
        card = None if self.product_id is None else self.library.products.get(self.product_id)
        if card is None:
            return self.briefing.values
        shared = {
            name: value
            for name, value in self.briefing.values.items()
            if name not in PRODUCT_VARIABLES
        }
        return shared | {name: text for name, text in values.of_product(card.facts).items() if text}

    # Laying together.

    def lay(self, row: PickRow) -> bool:
        """Add a row's words to the message; whether there were any."""
        taken = self.take(row)
        if taken is not None:
            self.stack = (*self.stack, taken)
        return taken is not None

    def unlay(self) -> bool:
        """Take the words laid last away again; whether there were any."""
        had = bool(self.stack)
        self.stack = self.stack[:-1]
        return had

    def result(self, row: PickRow | None) -> PickerResult | None:
        """The message with this row's words at its end; None if there are no words at all, or no
        longer those of this row."""
        taken = None if row is None else self.take(row)
        if taken is None and row is not None and row.key != STACK_KEY:
            return None
        parts = self.stack if taken is None else (*self.stack, taken)
        if not parts:
            return None
        chosen = [one.product_id for one in parts if one.product_id is not None]
        return PickerResult(
            "\n".join(one.text for one in parts),
            tuple(used for one in parts for used in one.used),
            chosen[-1] if chosen else None,
        )
