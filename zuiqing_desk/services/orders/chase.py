"""The chase of unpaid orders: 催付 (醉卿 manual, 客服绩效, rule 2).

The stored facts say where a chase stands (rules.chase); what is written down besides is the result
a person notes, and each loss once, on the agent it falls to.
"""

from zuiqing_desk.rules.calendar import business_day, clock_text, day_starts_at
from zuiqing_desk.rules.chase import Chase, Ended, elapsed, follow, phone_from, too_early
from zuiqing_desk.rules.chase_words import SAID, ChaseResult, Medium
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import policy, shop, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import chase_count, contacts, reading
from zuiqing_desk.services.orders.chase_facts import DECIDED, Known, known
from zuiqing_desk.services.orders.chase_records import ChaseRow, ChaseState
from zuiqing_desk.store.tx import Tx

MOST = 1000
"""Chases in the list; the newest. Older ones have long been lost."""

NOTE_CHARS = 200

# What is counted as lost stays in sight for the day, so that nobody wonders where it went.
_OPEN = f"""
SELECT o.id FROM shop_order o LEFT JOIN payment_chase p ON p.order_id = o.id AND {DECIDED}
WHERE o.state = 'unpaid' AND NOT o.cod
  AND (p.order_id IS NULL OR (p.result = 'lost' AND p.ended_at >= :today))
ORDER BY o.placed_at DESC, o.id DESC LIMIT :limit
"""


def state_of(tx: Tx, order_id: int) -> ChaseState | None:
    """Where the chase of an order stands; None for one this desk never knew as unpaid.

    Raises Refused ``no_order``.
    """
    one = _known(tx, order_id)
    if not one.chased:
        return None
    return _States(tx).state(one)


def open_chases(tx: Tx) -> list[ChaseRow]:
    """The unpaid orders whose chase has not ended, those with the least time left first; then
    those lost today and still unpaid, the newest loss first."""
    info = shop.get(tx)
    if info is None:
        return []
    zone, start = info.time_zone, info.day_start_minute
    today = day_starts_at(business_day(tx.now, zone, start), zone, start)
    ids = [order_id for (order_id,) in tx.all(_OPEN, today=today, limit=MOST)]
    facts, states = known(tx, ids), _States(tx)
    rows = [ChaseRow(row, states.state(facts[row.id])) for row in reading.rows(tx, ids=ids)]
    return sorted(rows, key=_urgency)


def note_contact(
    tx: Tx,
    order_id: int,
    medium: Medium,
    actor: int,
    *,
    at: int | None = None,
    note: str = "",
    evidence_id: int | None = None,
) -> int:
    """Note that I contacted the buyer; the contact's id.

    Raises Refused ``too_early`` (phone and text message before the policy's hour), ``no_order``,
    ``no_staff`` or ``disabled``, and what services.orders.contacts refuses.
    """
    reading.one(tx, order_id)
    info, rules = shop.get(tx), policy.current(tx)
    moment = tx.now if at is None else at
    if info is not None and too_early(medium, moment, info.time_zone, rules.chase_phone_from):
        raise Refused(
            "too_early",
            f"电话和短信催付不早于 {rules.chase_phone_from}，"
            f"现在记的是 {clock_text(moment, info.time_zone)}；可以先发消息。",
        )
    return contacts.note(tx, order_id, actor, medium, moment, note, evidence_id, actor=actor)


def settle(tx: Tx, order_id: int, result: ChaseResult, actor: int, *, note: str = "") -> None:
    """Note what came of a chase.

    Raises Refused ``no_order``, ``bad_result``, ``note_needed`` for ``other`` without words,
    ``no_chase`` for an order that is not waiting for its money, ``lost`` once the time has run
    out, ``settled``, and ``no_contact`` before anybody made contact.
    """
    staff.working(tx, actor)
    if result not in SAID:
        raise Refused("bad_result", "催付结果只能是：已付款、不要了、晚些付、其他。")
    note = clean_line(note)
    if len(note) > NOTE_CHARS:
        raise Refused("too_long", f"说明最多 {NOTE_CHARS} 个字，现在有 {len(note)} 个。")
    if result == "other" and not note:
        raise Refused("note_needed", "结果选“其他”，要写一句怎么回事。")
    one = _known(tx, order_id)
    chase = _chase(one, tx.now)
    if chase.ended == "lost":
        raise Refused("lost", "这单已经过了催付的时间，算作流失，不能再记结果。")
    if one.kept is not None:
        raise Refused("settled", "这单的催付已经有结果了，先撤回再重记。")
    if not one.unpaid:
        raise Refused("no_chase", "这单不在等付款，不用催付。")
    if chase.touch is None:
        raise Refused("no_contact", "还没有人联系过买家，先联系（或补记联系），再记结果。")
    tx.run(
        "REPLACE INTO payment_chase (order_id, result, note, staff_id, lost_why, ended_at)"
        " VALUES (:order, :result, :note, :actor, '', :now)",
        order=order_id,
        result=result,
        note=note,
        actor=actor,
        now=tx.now,
    )
    tx.journal("order.chase_settled", order_id, actor=actor, detail=result)


def unsettle(tx: Tx, order_id: int, actor: int) -> None:
    """Take a noted result back; the clock then stands as if it had never been noted.

    Raises Refused ``no_order``, ``lost`` (a loss is counted, not noted) or ``no_chase``.
    """
    staff.working(tx, actor)
    kept = _known(tx, order_id).kept
    if kept is not None and kept.result == "lost":
        raise Refused("lost", "流失是按时间算出来的，不能撤回。")
    if kept is None or kept.by is None:
        raise Refused("no_chase", "这单没有记过催付结果，没有可撤的。")
    tx.run("DELETE FROM payment_chase WHERE order_id = :order", order=order_id)
    tx.journal("order.chase_reopened", order_id, actor=actor)


pending = chase_count.pending
sweep = chase_count.sweep


def _known(tx: Tx, order_id: int) -> Known:
    found = known(tx, [order_id]).get(order_id)
    if found is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    return found


def _chase(one: Known, now: int) -> Chase:
    """Where it stands. What was written down stays, whatever clock or policy say since."""
    kept, facts = one.kept, one.facts
    if kept is None:
        return follow(facts, now)
    if kept.result == "lost":
        made = [touch for touch in facts.touches if touch.at <= kept.ended_at]
        return Chase(
            "lost",
            facts.lost_us,
            False,
            min(made, default=None),
            "lost",
            kept.ended_at,
            kept.lost_to,
            kept.lost_why,
        )
    ran = elapsed(facts.cover, facts.since, kept.ended_at)
    ended: Ended = "paid" if kept.by is None else "settled"
    return Chase("ok", ran, False, min(facts.touches, default=None), ended, kept.ended_at)


class _States:
    """States for one answer: what they share is read once."""

    def __init__(self, tx: Tx) -> None:
        info = shop.get(tx)
        self._now = tx.now
        self._numbers: dict[int | None, str] = dict(tx.all("SELECT id, staff_no FROM staff"))
        hour = policy.current(tx).chase_phone_from
        self._phone_from = None if info is None else phone_from(tx.now, info.time_zone, hour)

    def state(self, one: Known) -> ChaseState:
        """Where this chase stands."""
        chase, kept = _chase(one, self._now), one.kept
        result: ChaseResult | None = None
        if kept is not None:
            result = kept.result
        elif chase.ended is not None and chase.ended != "settled":
            result = chase.ended
        return ChaseState(
            order_id=one.order_id,
            step=chase.step,
            since=one.facts.since,
            elapsed_us=chase.elapsed_us,
            running=chase.running,
            as_of=self._now,
            contact_us=one.facts.contact_us,
            lost_us=one.facts.lost_us,
            contact=one.contact(chase.touch),
            result=result,
            note=kept.note if kept is not None else "",
            ended_at=chase.ended_at,
            by=kept.by if kept is not None else None,
            lost_to=chase.lost_to,
            lost_to_no=self._numbers.get(chase.lost_to, ""),
            lost_why=chase.lost_why,
            phone_from=self._phone_from,
        )


def _urgency(row: ChaseRow) -> tuple[bool, int, int]:
    chase = row.chase
    lost = chase.step == "lost"
    return lost, -(chase.ended_at or 0) if lost else -chase.elapsed_us, row.order.id
