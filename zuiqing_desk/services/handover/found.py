"""What is really open for somebody who is about to hand over: out of conversations, orders and
promises, never out of what somebody remembers (醉卿 manual, 交接本)."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from zuiqing_desk.rules import drafting
from zuiqing_desk.rules.calendar import MICROSECONDS
from zuiqing_desk.rules.chase_words import STEPS
from zuiqing_desk.rules.handover_words import RANK, Kind
from zuiqing_desk.rules.product_figures import money_text
from zuiqing_desk.rules.promises import KINDS as PROMISES
from zuiqing_desk.services import policy
from zuiqing_desk.services.handover.records import ItemWords
from zuiqing_desk.services.orders import chase, promises
from zuiqing_desk.store.tx import Row, Tx

_NEVER: Final = 2**62

# Whoever is signed in at some desk looks after their own; what nobody looks after is everybody's.
_FREE: Final = (
    "({0} IS NULL OR {0} = :staff OR NOT EXISTS"
    " (SELECT 1 FROM duty d WHERE d.staff_id = {0} AND d.ended_at IS NULL))"
)

_CHATS: Final = """
SELECT c.id, u.name, c.post, c.last_text, c.round_seq, c.round_counted, c.round_started_at,
  CASE WHEN c.state = 'snoozed' THEN c.snoozed_until END
FROM conversation c JOIN customer u ON u.id = c.customer_id
WHERE c.state <> 'closed' AND c.last_seq > 0 AND (c.band < 2 OR c.state = 'snoozed')
  AND c.advertiser_at IS NULL AND u.blocked_at IS NULL AND """ + _FREE.format("c.assignee_id")

_UNANSWERED: Final = """
SELECT l.conversation_id, l.text FROM conversation c
JOIN line l ON l.conversation_id = c.id AND l.seq >= c.round_seq AND l.author = 'customer'
WHERE c.id IN (SELECT value FROM json_each(:ids)) ORDER BY l.conversation_id, l.seq
"""

# Who ordered and has not paid is chased; who paid has bought.
_QUIET: Final = """
SELECT c.id, u.name, c.last_text, c.last_seq FROM conversation c
JOIN customer u ON u.id = c.customer_id
WHERE c.state IN ('queued', 'active', 'closed') AND c.last_line_at >= :since AND c.band >= 2
  AND c.last_seq > 0 AND c.post = 'pre_sale' AND c.advertiser_at IS NULL
  AND u.blocked_at IS NULL AND coalesce(c.assignee_id, c.last_agent_id) = :staff
  AND NOT EXISTS (SELECT 1 FROM shop_order o
    WHERE (o.conversation_id = c.id OR o.customer_id = c.customer_id)
    AND ((o.state = 'unpaid' AND NOT o.cod) OR (o.state IN ('paid', 'audit', 'held', 'dispatched')
      AND coalesce(o.paid_at, o.placed_at, o.created_at) >= :since)))
"""

_ASKED: Final = """
SELECT c.id, l.text, l.author, (SELECT group_concat(kind) FROM mark m WHERE m.line_id = l.id)
FROM conversation c
JOIN line l ON l.conversation_id = c.id AND l.seq > c.last_seq - 200 AND l.at >= :since
WHERE c.id IN (SELECT value FROM json_each(:ids)) AND l.author IN ('customer', 'agent')
ORDER BY c.id, l.seq
"""

_HELD: Final = (
    """
SELECT o.id, o.number, o.buyer, o.state, o.verdict, o.verdict_reason, o.verdict_at, o.hold_until,
  o.conversation_id
FROM shop_order o
WHERE (o.state = 'held' AND """
    + _FREE.format("o.verdict_by")
    + ") OR (o.verdict = 'handed_back' AND o.state IN ('paid', 'audit') AND "
    + _FREE.format("o.handed_to")
    + ")"
)


class Found(NamedTuple):
    """An open matter. ``stand`` changes when something new happens to its source; ``clue``: why it
    is proposed, in Chinese."""

    source: str
    stand: str
    words: ItemWords
    clue: str


def found(tx: Tx, staff_id: int, *, until: int | None = None) -> list[Found]:
    """What is open for a member of staff or for nobody who is signed in, the urgent first; one
    matter a source. ``until``: when the next shift ends, else a day from now."""
    look = _Look(tx, staff_id, tx.now + drafting.DAY if until is None else until)
    # A conversation waits, is put off or is quiet: of each there is one matter.
    rows = [*look.chats(), *look.buyers(), *look.chases(), *look.held(), *look.promised()]
    return sorted(
        rows, key=lambda one: (RANK[one.words.severity], one.words.due_at or _NEVER, one.source)
    )


class _Look:
    """One look at the shop with one person's eyes."""

    def __init__(self, tx: Tx, staff_id: int, until: int) -> None:
        self._tx, self._staff, self._until = tx, staff_id, until
        self._since = tx.now - drafting.BUYER_DAYS * drafting.DAY
        signed_in = tx.all("SELECT staff_id FROM duty WHERE ended_at IS NULL")
        self._others = {one for (one,) in signed_in} - {staff_id}

    def chats(self) -> Iterator[Found]:
        """Conversations that wait for an answer, or to be taken up again."""
        rows = self._tx.all(_CHATS, staff=self._staff)
        said = self._unanswered([row[0] for row in rows])
        overdue_us = policy.current(self._tx).overdue_s * MICROSECONDS
        for chat, customer, post, last, first, counted, since, snoozed in rows:
            kind: Kind = "aftersale" if post == "after_sale" else "customer"
            if snoozed is not None:
                text, stand, due_at, late = (
                    f"{customer} 稍后再联系：{last}",
                    f"snooze{snoozed}",
                    snoozed,
                    False,
                )
                situation, clue, step = "", "稍后会话", "到时间再联系客户"
            else:
                lines = said[chat] or [last]
                text, stand, due_at = f"{customer} 等回复：{lines[0]}", f"wait{first}", self._tx.now
                late = bool(counted) and self._tx.now - since > overdue_us
                situation, clue = drafting.long_text(lines), "超时未回" if late else "未回复"
                step = "先回这位客户"
            severity = drafting.severity(due_at, self._until, self._tx.now, late=late)
            words = ItemWords(
                kind,
                severity,
                drafting.summary(text),
                situation,
                step,
                due_at=snoozed,
                conversation_id=chat,
            )
            yield Found(f"chat:{chat}", stand, words, clue)

    def buyers(self) -> Iterator[Found]:
        """Customers of mine who asked as one asks who means to buy, and have not bought."""
        rows = self._tx.all(_QUIET, staff=self._staff, since=self._since)
        asked, marks = self._asked([row[0] for row in rows])
        for chat, customer, last, seq in rows:
            why = [f"问过{'、'.join(topics)}"] if (topics := asked[chat]) else []
            why += [
                name
                for mark, name in (("quote", "报过价"), ("agreed", "谈妥"))
                if mark in marks[chat]
            ]
            if not why:
                continue
            clue = "，".join(why) + "，还没下单"
            words = ItemWords(
                "buyer",
                "amber" if "agreed" in marks[chat] else "green",
                drafting.summary(f"{customer} 有意向：{clue}"),
                drafting.long_text([f"最后一句：{last}"]),
                "联系客户，问还要不要",
                conversation_id=chat,
            )
            yield Found(f"chat:{chat}", f"buyer{seq}", words, clue)

    def chases(self) -> Iterator[Found]:
        """Unpaid orders whose buyer nobody has contacted, or whose contact has no result yet."""
        for order, state in chase.open_chases(self._tx):
            contact = state.contact
            if state.step == "lost" or (contact is not None and contact.staff_id in self._others):
                continue
            due_at = None
            if state.running:
                due_at = state.as_of + max(0, state.lost_us - state.elapsed_us)
            severity = drafting.severity(
                due_at, self._until, self._tx.now, late=state.step == "late"
            )
            amount = f"{money_text(order.amount_fen)} 元" if order.amount_fen is not None else ""
            step = "联系买家催付" if contact is None else "问清结果，在催付里记下"
            words = ItemWords(
                "unpaid",
                "amber" if severity == "green" else severity,
                drafting.summary(
                    f"{order.buyer} 订单 {drafting.short_number(order.number)} 未付款 {amount}"
                ),
                "还没有人联系过" if contact is None else f"{contact.staff_no} 已联系，还没有结果",
                step,
                due_at=due_at,
                conversation_id=order.conversation_id,
                order_id=order.id,
            )
            stand = "" if contact is None else "contacted"
            yield Found(f"chase:{order.id}", stand, words, f"催付{STEPS[state.step]}")

    def held(self) -> Iterator[Found]:
        """Orders the audit put aside, or handed back to me."""
        for row in self._tx.all(_HELD, staff=self._staff):
            yield self._held(row)

    def _held(self, row: Row) -> Found:
        order_id, number, buyer, state, verdict, reason, decided_at, hold_until, chat = row
        back = state != "held" and verdict == "handed_back"
        clue, step = ("审单退回", "改好再送审") if back else ("审单挂起", "到时间再审")
        severity = drafting.severity(hold_until, self._until, self._tx.now)
        words = ItemWords(
            "order",
            "amber" if back else severity,
            drafting.summary(f"{buyer} 订单 {drafting.short_number(number)} {clue}：{reason}"),
            drafting.long_text([reason]),
            step,
            due_at=None if back else hold_until,
            conversation_id=chat,
            order_id=order_id,
        )
        return Found(f"hold:{order_id}", f"{decided_at}", words, clue)

    def promised(self) -> Iterator[Found]:
        """Promises that fall due before the next shift ends, or are late."""
        others = {
            no
            for staff_id, no in self._tx.all("SELECT id, staff_no FROM staff")
            if staff_id in self._others
        }
        for one in promises.board(self._tx):
            if one.until is None or one.until > self._until or one.staff_no in others:
                continue
            words = ItemWords(
                "promise",
                drafting.severity(one.until, self._until, self._tx.now),
                drafting.summary(f"答应 {one.customer} {PROMISES[one.kind]}：{one.what}"),
                f"{one.staff_no} {one.staff_name} 答应的".strip(),
                "兑现，然后记成已兑现",
                due_at=one.until,
                conversation_id=one.conversation_id,
                order_id=one.order_id,
            )
            yield Found(
                f"promise:{one.id}", f"{one.until}", words, "承诺过期" if one.late else "承诺到期"
            )

    def _unanswered(self, chats: list[int]) -> defaultdict[int, list[str]]:
        said: defaultdict[int, list[str]] = defaultdict(list)
        for chat, text in self._tx.all(_UNANSWERED, ids=json.dumps(chats)):
            said[chat].append(text)
        return said

    def _asked(self, chats: list[int]) -> tuple[dict[int, tuple[str, ...]], dict[int, set[str]]]:
        lines: dict[int, list[str]] = {chat: [] for chat in chats}
        marks: dict[int, set[str]] = {chat: set() for chat in chats}
        for chat, text, author, kinds in self._tx.all(
            _ASKED, ids=json.dumps(chats), since=self._since
        ):
            if author == "customer":
                lines[chat].append(text)
            marks[chat].update((kinds or "").split(","))
        return {chat: drafting.asked_about(said) for chat, said in lines.items()}, marks
