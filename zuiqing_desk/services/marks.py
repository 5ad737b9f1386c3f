"""Marks on a line: 报价 and 谈妥 (evidence of whose order it is), and 客套 (no clock)."""

from zuiqing_desk.rules import clock, courtesy
from zuiqing_desk.rules.calendar import business_day
from zuiqing_desk.services import policy, shop, staff
from zuiqing_desk.services.conversation_row import load, save
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.outbound import record_round
from zuiqing_desk.services.records import MarkKind
from zuiqing_desk.store.tx import Tx


def toggle(tx: Tx, line_id: int, kind: MarkKind, actor: int) -> bool:
    """Set or take off a mark; whether it stands now.

    醉卿 manual, 订单归属, rule 5: a quote counts only with a record. Only lines of the talk can be
    marked: raises Refused ``not_markable`` for notes and system lines.
    """
    staff.working(tx, actor)
    found = tx.one("SELECT conversation_id, author FROM line WHERE id = :id", id=line_id)
    if found is None or found[1] not in ("customer", "agent"):
        raise Refused("not_markable", "只能给客户或客服的消息做标记。")
    removed = tx.run("DELETE FROM mark WHERE line_id = :id AND kind = :kind", id=line_id, kind=kind)
    if not removed:
        tx.run(
            "INSERT INTO mark (line_id, kind, staff_id, at) VALUES (:id, :kind, :actor, :now)",
            id=line_id,
            kind=kind,
            actor=actor,
            now=tx.now,
        )
    tx.journal("line.unmarked" if removed else "line.marked", found[0], actor=actor, detail=kind)
    return not removed


def toggle_courtesy(tx: Tx, line_id: int, actor: int) -> bool:
    """Say that a customer's line is (or is not) a mere courtesy; whether it is now.

    The clock of the conversation is then computed anew from its lines. Raises Refused
    ``not_customer``.
    """
    found = tx.one(
        "UPDATE line SET courtesy = NOT courtesy WHERE id = :id AND author = 'customer'"
        " RETURNING conversation_id, courtesy",
        id=line_id,
    )
    if found is None:
        raise Refused("not_customer", "只有客户的消息可以标为客套。")
    conversation_id, now_courtesy = found
    recompute(tx, conversation_id)
    tx.journal("line.courtesy", conversation_id, actor=actor, detail=str(int(now_courtesy)))
    return bool(now_courtesy)


def recompute(tx: Tx, conversation_id: int) -> None:
    """Fold the clock over all lines again and rewrite the finished rounds."""
    row = load(tx, conversation_id)
    row.clock, finished = clock.fold(events(tx, conversation_id), policy.current(tx))
    tx.run("DELETE FROM answered_round WHERE conversation_id = :id", id=conversation_id)
    for answered in finished:
        record_round(tx, conversation_id, answered)
    save(tx, row)


def events(tx: Tx, conversation_id: int) -> list[tuple[clock.Event, int]]:
    """The lines of a conversation as the clock sees them, each with its business day."""
    info = shop.get(tx)
    assert info is not None
    spans = tx.all(
        "SELECT staff_id, started_at, ended_at FROM assignment"
        " WHERE conversation_id = :id ORDER BY id",
        id=conversation_id,
    )
    out: list[tuple[clock.Event, int]] = []
    for seq, at, author, staff_id, text, on_duty, light in tx.all(
        "SELECT seq, at, author, staff_id, text, on_duty, courtesy FROM line"
        " WHERE conversation_id = :id AND author IN ('customer', 'agent') ORDER BY seq",
        id=conversation_id,
    ):
        day = business_day(at, info.time_zone, info.day_start_minute)
        if author == "customer":
            out.append((clock.CustomerLine(seq, at, bool(on_duty), bool(light)), day))
        else:
            since = _assigned_since(spans, staff_id, at)
            out.append((clock.AgentLine(seq, at, staff_id, since, courtesy.asks(text)), day))
    return out


def _assigned_since(spans: list[tuple[int, int, int | None]], staff_id: int, at: int) -> int | None:
    since = None
    for who, start, end in spans:
        if who == staff_id and start <= at and (end is None or at <= end):
            since = start
    return since
