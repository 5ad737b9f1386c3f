"""A remark that is being written, as it stands on the screen: the line itself, how long it is, what
becomes of the words that stood there before."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.masking import with_masked
from zuiqing_desk.rules.order_words import STATES
from zuiqing_desk.rules.remark import Remark, RemarkError, Vocabulary, parse, render
from zuiqing_desk.rules.remark_platform import MOST_BYTES, byte_count
from zuiqing_desk.services.orders.records import OrderRecord, OrderRow
from zuiqing_desk.services.orders.remark_records import How, Proposal
from zuiqing_desk.tui.difference_text import difference_content
from zuiqing_desk.tui.order_words import short_number, yuan
from zuiqing_desk.tui.remark_draft import Written
from zuiqing_desk.tui.widgets.prose import tidy

HOWS: Final[tuple[tuple[How, str], ...]] = (
    ("new", "还没选，← → 选一个"),
    ("append", "我们的写在第一行，原文留在后面"),
    ("replace", "换掉原文"),
)


def title(order: OrderRecord) -> str:
    """Whose order it is that is remarked."""
    amount = "" if order.amount_fen is None else f"{yuan(order.amount_fen)} 元"
    parts = ("备注", short_number(order), order.buyer, STATES[order.state], amount)
    return " · ".join(part for part in parts if part)


def label(row: OrderRow) -> str:
    """An order to choose among those of one customer."""
    done = " ✓ 有备注" if row.remark else ""
    return f"{short_number(row)} {STATES[row.state]} {yuan(row.amount_fen)}{done}"


def begun(proposal: Proposal, vocabulary: Vocabulary) -> Remark:
    """What the builder begins with: our own remark where one was stored, else what the facts
    say. The closer is always the one of the facts."""
    try:
        stored = parse(proposal.stored.split("\n")[0], vocabulary)
    except RemarkError:
        return proposal.remark
    return replace(stored, closer=proposal.closer)


def about(proposal: Proposal, vocabulary: Vocabulary) -> Content:
    """What the agent should have in view besides the parts."""
    return Content("\n").join(_about(proposal, vocabulary))


def _about(proposal: Proposal, vocabulary: Vocabulary) -> Iterator[Content]:
    facts = proposal.remark
    if begun(proposal, vocabulary) != facts:
        with suppress(RemarkError):
            yield Content(f"照现在的订单会写成：{tidy(render(facts, vocabulary))}")
    if proposal.order.buyer_message:
        yield Content(f"买家留言：{tidy(with_masked(proposal.order.buyer_message))}")
    for ask in proposal.asks:
        yield Content.styled(f"? {tidy(ask)}", "$text-warning bold")


def line(written: Written, whole: str) -> Content:
    """The line with the place that is wrong marked, and its length; ``whole`` is the text that will
    stand on the platform."""
    return Content("\n").join(_line(written, whole))


def _line(written: Written, whole: str) -> Iterator[Content]:
    wrong = written.wrong
    if wrong is None:
        yield Content.styled(tidy(written.text), "bold")
    else:
        # What tidying would take out could shift the mark; then the text stands without one.
        text, at = tidy(written.text), wrong.position
        if text == written.text:
            text, at = f"{text} ", min(at, len(text))
            yield Content.assemble(
                text[:at], (f"▸{text[at]}", "$text-error reverse"), text[at + 1 :]
            )
        else:
            yield Content(text)
    size = byte_count(whole)
    look = "$text-error bold" if size > MOST_BYTES else "$text-muted"
    words = f"{size}/{MOST_BYTES} 字节" + ("，太长" if size > MOST_BYTES else "")
    turned = "；全角符号已改成半角" if written.turned else ""
    yield Content.styled(words + turned, look)


def before(proposal: Proposal, whole: str, judged: bool) -> Content:
    """The words that stand there already, ours or the platform's, against what is written now.
    ``judged``: ``whole`` is what it was decided to make of the platform's."""
    return Content("\n").join(_before(proposal, whole, judged))


def _before(proposal: Proposal, whole: str, judged: bool) -> Iterator[Content]:
    if proposal.platform_text and judged:
        yield Content.assemble(
            ("平台上将变成：", "$text-muted"),
            difference_content(with_masked(proposal.platform_text), with_masked(whole)),
        )
    elif proposal.platform_text:
        yield Content.assemble(
            ("平台上已有：", "$text-muted"), Content(tidy(with_masked(proposal.platform_text)))
        )
    if "\n" in proposal.stored and not judged:
        return  # Which of its notes stay is not known yet.
    if proposal.stored and proposal.stored != whole:
        yield Content.assemble(
            ("和已存的比：", "$text-muted"), difference_content(proposal.stored, whole)
        )
    elif proposal.stored:
        yield Content.styled("✓ 和已存的一样", "$text-muted")
