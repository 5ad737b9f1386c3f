"""What the picker shows of the row under its cursor: the final words, the reasons, the card."""

from collections.abc import Iterator, Sequence

from zuiqing_desk.rules.product_figures import (
    money_text,
    per_box_text,
    strength_text,
    volume_text,
)
from zuiqing_desk.rules.template import placeholders
from zuiqing_desk.services.products.records import ProductCard, ProductFacts
from zuiqing_desk.tui.picking import STACK_KEY, Picking, PickRow
from zuiqing_desk.tui.text import cut, pad, wrap
from zuiqing_desk.tui.widgets.rows import Span

Line = tuple[Span, ...]

LONGEST_SHOWN = 1500
"""Characters of a message that are laid out; nobody reads more of it in a preview."""
LABEL_CELLS = 9


def preview(picking: Picking, row: PickRow | None, width: int, *, why: bool) -> list[Line]:
    """The rows of the preview; ``why``: with the reasons for the row's place."""
    if row is None:
        return []
    lines: list[Line] = []
    if why:
        reasons = " · ".join(picking.why(row)) or "没有特别的缘由：按编号排在这里"
        lines += [((text, "why"),) for text in wrap(f"缘由：{reasons}", width)]
    card = picking.product(row)
    if card is not None:
        other = picking.compared
        if other is not None and other.id != card.id:
            return [*lines, *_compared(other, card, width)]
        return [*lines, *_card(card, width)]
    taken = picking.take(row)
    if taken is not None:
        reply = picking.reply(row)
        head = taken.title if reply is None else f"{taken.title} · {reply.category} · {reply.code}"
        lines.append(((cut(head, width), "head"),))
    elif row.key != STACK_KEY:
        return [(("这一条刚被改动，换一条或重新打开。", "faint"),)]
    for laid in picking.stack:
        lines += _message(laid.shown or laid.text, width, "laid")
    if taken is not None:
        lines += _message(taken.shown or taken.text, width, "")
    return lines


def _message(text: str, width: int, look: str) -> Iterator[Line]:
    """The words with what is still to be filled in marked."""
    for row in wrap(text[:LONGEST_SHOWN], width):
        yield tuple(_marked(row, look))


def _marked(row: str, look: str) -> Iterator[Span]:
    at = 0
    for one in placeholders(row):
        yield row[at : one.start], look
        yield row[one.start : one.end], "slot"
        at = one.end
    yield row[at:], look


def _facts(facts: ProductFacts) -> list[tuple[str, str]]:
    """What a card says, in its order; empty where it says nothing."""
    price = money_text(facts.price_fen)
    floor = money_text(facts.floor_fen)
    said: list[tuple[str, object]] = [
        ("香型", facts.aroma),
        ("度数", strength_text(facts.strength_tenths)),
        ("容量", volume_text(facts.volume_ml)),
        ("口感", facts.taste),
        ("箱规", facts.per_box and f"每箱 {per_box_text(facts.per_box)}"),
        ("价格", price and f"{price} 元"),
        ("底价", floor and f"{floor} 元（只给自己看）"),
        ("赠品", facts.gifts),
        ("库存", "" if facts.stock is None else f"{facts.stock} 瓶"),
        ("店铺", facts.storefront),
    ]
    return [(label, str(text or "")) for label, text in said]


def _card(card: ProductCard, width: int) -> Iterator[Line]:
    facts = card.facts
    yield ((cut(f"{facts.short_name} · {facts.full_name}", width), "head"),)
    if card.unread:
        yield (("! 新品，到商品库里确认已读", "why"),)
    for label, text in _facts(facts):
        if text:
            yield from _labelled(label, wrap(text, width - LABEL_CELLS))
    for label, entries in (
        ("卖点", facts.points), ("常见问题", facts.faq), ("图片", facts.pictures),
    ):  # fmt: skip
        for number, entry in enumerate(entries.splitlines()):
            yield from _labelled("" if number else label, wrap(entry, width - LABEL_CELLS))


def _labelled(label: str, rows: Sequence[str]) -> Iterator[Line]:
    for number, row in enumerate(rows):
        yield ((pad("" if number else label, LABEL_CELLS), "faint"), (row, ""))


def _compared(one: ProductCard, other: ProductCard, width: int) -> Iterator[Line]:
    """Two cards beside each other; ≠ where they differ."""
    column = max(4, (width - LABEL_CELLS - 3) // 2)
    names = (one.facts.short_name, other.facts.short_name)
    yield (
        (" " * LABEL_CELLS, ""),
        (pad(names[0], column), "head"),
        ("   ", ""),
        (pad(names[1], column), "head"),
    )
    left, right = ([*_facts(card.facts), ("卖点", card.facts.points)] for card in (one, other))
    for (label, here), (_, there) in zip(left, right, strict=True):
        if here or there:
            yield from _beside(label, (here, there), column)


def _beside(label: str, texts: tuple[str, str], column: int) -> Iterator[Line]:
    sides = [wrap(text or "—", column) for text in texts]
    sign = " " if texts[0] == texts[1] else "≠"
    for number in range(max(map(len, sides))):
        left, right = (side[number] if number < len(side) else "" for side in sides)
        yield (
            (pad("" if number else label, LABEL_CELLS), "faint"),
            (pad(left, column), ""),
            (f" {' ' if number else sign} ", "differs"),
            (pad(right, column), ""),
        )
