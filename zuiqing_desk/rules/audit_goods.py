"""Goods, amount and gifts of an order against its remark (醉卿 manual, 订单审核流程)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from zuiqing_desk.rules.audit import AuditFacts, Line, Result
from zuiqing_desk.rules.gifts import due
from zuiqing_desk.rules.order_goods import BOTTLE, BOX, Card, bottles
from zuiqing_desk.rules.product_figures import money_text
from zuiqing_desk.rules.remark import Item
from zuiqing_desk.rules.text import letters

Finding = tuple[Result, str]
Count = tuple[str, str]
"""A product, by its letters, in a unit."""


def goods(facts: AuditFacts) -> Finding:
    """Whether the remark's items are what was bought, and what is given with it."""
    if not facts.lines:
        return "ask", "订单里没有货品明细"
    if facts.remark is None and not facts.nobodys:
        return "red", facts.remark_problem
    untold = [one for one in facts.lines if one.goods is None or one.goods.quantity is None]
    if untold:
        why = untold[0].goods.why if untold[0].goods is not None else "认不出是哪款"
        return "ask", f"“{untold[0].title[:20]}”{why}，请对一下"
    findings = [] if facts.needs_no_remark else _compared(facts)
    unsure = [one.goods.why for one in facts.lines if one.goods and not one.goods.sure]
    findings += [("ask", why) for why in unsure[:1]]
    findings += [
        ("ask", "只有宝贝总数，宝贝表还没有导入") for one in facts.lines if one.provisional
    ][:1]
    if findings:
        return worst(findings)
    return "green", "没有成交人，照订单发货" if facts.needs_no_remark else "和备注一致"


def amount(facts: AuditFacts) -> Finding:
    """Whether the buyer pays what the goods cost, and no less than they may be sold for."""
    paid = facts.amount_fen
    if paid is None:
        return "ask", "没有金额"
    if facts.refund_fen > 0:
        return "ask", f"平台上已退 {money_text(facts.refund_fen)} 元"
    floor = _floor(facts.lines)
    freight = facts.freight_fen or 0
    if floor is not None and paid < floor:
        return "red", f"收 {money_text(paid)} 元，低于底价合计 {money_text(floor)} 元"
    if floor is not None and paid - freight < floor:
        less = f"扣掉运费 {money_text(freight)} 元就低于底价合计 {money_text(floor)} 元"
        return "ask", f"收 {money_text(paid)} 元，{less}"
    if not facts.lines or any(one.price_fen is None for one in facts.lines):
        return "ask", f"收 {money_text(paid)} 元，没有单价可对"
    listed = sum((one.price_fen or 0) * one.pieces for one in facts.lines)
    if paid in (listed, listed + freight):
        return "green", f"{money_text(paid)} 元，和单价相符"
    if paid > listed + freight:
        return "ask", f"收 {money_text(paid)} 元，比单价合计 {money_text(listed)} 元多"
    less = money_text(listed + freight - paid)
    if floor is None:
        return "ask", f"比单价加运费少 {less} 元，没有底价可对"
    return "green", f"优惠 {less} 元，不低于底价"


def sample(facts: AuditFacts) -> Finding:
    """Whether the small bottle and other gifts that are due are in the remark."""
    name = letters(facts.sample_name)
    said = [one for one in facts.promises if one.kind == "gift" and name in letters(one.what)]
    open_said = [(one.match.result, one.match.why) for one in said if one.match.result != "green"]
    if open_said:
        return worst(open_said)
    promised = bool(said) or any(name in letters(one.product) for one in facts.presents)
    if not facts.gifts:
        return (
            ("green", "按承诺")
            if promised
            else ("ask", f"没有赠品表，问一下送不送{facts.sample_name}")
        )
    bought = _bought(facts.lines)
    if bought is None:
        return "ask", "数量说不准，算不出该送什么"
    expected = due(bought, facts.gifts)
    if facts.remark is None:
        if not expected:
            return "green", "不到送的数量"
        if facts.nobodys:
            return "ask", f"该送{'、'.join(map(_words, expected))}，没有备注，要另外告诉仓库"
        return "red", facts.remark_problem
    for gift in expected:
        given = _over(facts, gift)
        if given is None:
            return "ask", f"该送{_words(gift)}，单位对不上"
        if given < gift.quantity:
            return "red", f"该送{_words(gift)}，备注里只有 {given}{gift.unit}"
        if given > gift.quantity and not promised:
            return "ask", f"该送{_words(gift)}，备注里有 {given}{gift.unit}"
    samples = [one for one in facts.remark.items if name and name in letters(one.product)]
    if samples and not promised and not any(name in letters(one.product) for one in expected):
        return "ask", f"备注送了{_words(samples[0])}，按赠品表不该送"
    return (
        "green",
        f"该送{'、'.join(map(_words, expected))}，备注里有" if expected else "不到送的数量",
    )


def worst(findings: Sequence[Finding]) -> Finding:
    """The gravest finding, with the words of all that are as grave; ``findings`` is not empty."""
    for result in ("red", "ask", "green"):
        if words := [why for found, why in findings if found == result]:
            return result, "；".join(dict.fromkeys(words))
    raise ValueError("no findings")


def _compared(facts: AuditFacts) -> list[Finding]:
    """What differs between order and remark; nothing where they agree."""
    assert facts.remark is not None
    names = _names(facts.cards)
    ordered, shown = _ordered(facts.lines)
    remarked: Counter[Count] = Counter()
    for item in facts.remark.items:
        key = names.get(letters(item.product), letters(item.product))
        shown.setdefault(key, item.product)
        count = _in_bottles(item.quantity, item.unit, _card(facts.cards, key))
        remarked[key, count[1]] += count[0]
    extra = _gifts(facts, names)
    found: list[Finding] = []
    for product in dict.fromkeys(key for key, _ in [*ordered, *remarked]):
        wanted = {unit: n for (key, unit), n in ordered.items() if key == product}
        written = {unit: n for (key, unit), n in remarked.items() if key == product}
        given = {unit: each for (key, unit), each in extra.items() if key == product}
        found += _difference(shown[product], wanted, written, given)
    return found


def _difference(
    product: str,
    wanted: Mapping[str, int],
    written: Mapping[str, int],
    given: Mapping[str, tuple[int, ...]],
) -> list[Finding]:
    if not wanted:
        return _beyond(product, written, given)
    if not written:
        return [("red", f"订单里的{product}备注没写")]
    if len({*wanted, *written, *given}) > 1:
        return [("ask", f"{product}单位不一样，换算不了")]
    ((unit, bought),) = wanted.items()
    in_remark, gifts = written[unit], given.get(unit, ())
    if in_remark in (bought, *(bought + gift for gift in gifts)):
        return []
    return [("red", f"{product}买了 {bought}{unit}，备注 {in_remark}{unit}")]


def _beyond(
    product: str, written: Mapping[str, int], given: Mapping[str, tuple[int, ...]]
) -> list[Finding]:
    """What the remark sends of a product that was not bought."""
    if not given:
        return [("red", f"备注里的{product}订单里没有")]
    found: list[Finding] = []
    for unit, count in written.items():
        most = max(given.get(unit, (0,)))
        if unit not in given:
            found.append(("ask", f"{product}单位不一样，换算不了"))
        elif 0 < most < count:
            found.append(("ask", f"备注送 {count}{unit}{product}，该送的只有 {most}{unit}"))
    return found


def _ordered(lines: Iterable[Line]) -> tuple[Counter[Count], dict[str, str]]:
    ordered: Counter[Count] = Counter()
    shown = {}
    for line in lines:
        if line.goods is not None and line.goods.quantity is not None:
            key = letters(line.goods.product)
            shown[key] = line.goods.product
            count, unit = _in_bottles(line.goods.quantity, line.goods.unit, line.card)
            ordered[key, unit] += count
    return ordered, shown


def _gifts(facts: AuditFacts, names: Mapping[str, str]) -> dict[Count, tuple[int, ...]]:
    """How many may stand in the remark beyond what was bought, by the table and by promise. Both
    may speak of one gift or of two. The small bottle has its own check."""
    bought = _bought(facts.lines)
    table = _counted(due(bought, facts.gifts) if bought is not None else (), facts, names)
    promised = _counted(facts.presents, facts, names)
    found: dict[Count, tuple[int, ...]] = {
        key: (max(table[key], promised[key]), table[key] + promised[key])
        for key in {**table, **promised}
    }
    name = letters(facts.sample_name)
    for item in facts.remark.items if facts.remark is not None else ():
        key = names.get(letters(item.product), letters(item.product))
        if name and name in key:
            found.setdefault((key, BOTTLE), (0,))
    return found


def _counted(items: Iterable[Item], facts: AuditFacts, names: Mapping[str, str]) -> Counter[Count]:
    found: Counter[Count] = Counter()
    for item in items:
        key = names.get(letters(item.product), letters(item.product))
        count, unit = _in_bottles(item.quantity, item.unit, _card(facts.cards, key))
        found[key, unit] += count
    return found


def _over(facts: AuditFacts, gift: Item) -> int | None:
    """How many of a gift the remark holds beyond what was bought; None where units differ."""
    assert facts.remark is not None
    key = letters(gift.product)
    held = [one for one in facts.remark.items if letters(one.product) == key]
    if any(one.unit != gift.unit for one in held):
        return None
    bought = sum(
        line.goods.quantity or 0
        for line in facts.lines
        if line.goods is not None and letters(line.goods.product) == key
    )
    return max(0, sum(one.quantity for one in held) - bought)


def _bought(lines: Iterable[Line]) -> dict[str, int] | None:
    """The bottles of every product, or None where some cannot be told for certain."""
    found: Counter[str] = Counter()
    for line in lines:
        goods = line.goods
        if goods is None or goods.quantity is None or not goods.sure or goods.unit != BOTTLE:
            return None
        found[goods.product] += goods.quantity
    return dict(found)


def _floor(lines: Iterable[Line]) -> int | None:
    """The least the order may be sold for, or None where it cannot be told."""
    total, any_line = 0, False
    for line in lines:
        goods, card = line.goods, line.card
        if goods is None or card is None or not goods.sure or card.floor_fen is None:
            return None
        count = None if goods.quantity is None else bottles(goods.quantity, goods.unit, card)
        if count is None:
            return None
        total, any_line = total + count * card.floor_fen, True
    return total if any_line else None


def _in_bottles(count: int, unit: str, card: Card | None) -> tuple[int, str]:
    """The count in bottles where the card tells; otherwise as it is."""
    if unit == BOX and (card is None or not card.per_box):
        return count, BOX
    whole = bottles(count, unit, card or Card(""))
    return (count, unit) if whole is None else (whole, BOTTLE)


def _names(cards: Mapping[str, Card]) -> dict[str, str]:
    """Every name of a product, by letters, to its short name's letters."""
    full = {letters(card.full_name): letters(card.short_name) for card in cards.values()}
    return full | {letters(name): letters(name) for name in cards}


def _card(cards: Mapping[str, Card], key: str) -> Card | None:
    return next((card for name, card in cards.items() if letters(name) == key), None)


def _words(item: Item) -> str:
    return f"{item.quantity}{item.unit}{item.product}"
