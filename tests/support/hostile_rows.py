"""Rows that the demo's shop has none of, where the pages show them."""

import json
import sqlite3
from pathlib import Path

LEAD = 1
COLLEAGUE = 2
TALK = 12
"""A conversation of the lead's."""
ORDER = 3
UNPAID = 4
GIVEN, WRITING = 901, 902
"""Pages of the notebook besides the sealed ones of the demo."""

SECRET = "whsec_" + "A" * 43 + "="
_DAY = 86_400_000_000
_WORDS = {
    "kind": "aftersale", "severity": "red", "summary": "事", "situation": "情", "next_action": "做",
    "if_then": "若", "for_staff_id": None, "due_at": None, "conversation_id": None,
    "order_id": None, "customer_id": None,
}  # fmt: skip


def dress(database: Path, now: int) -> None:
    """Put one of everything into the demo's store, about one order, one talk and two pages."""
    connection = sqlite3.connect(database)
    with connection:
        _talk(connection, now)
        _orders(connection, now)
        _notebook(connection, now)
        _people(connection, now)
    connection.close()


def _put(connection: sqlite3.Connection, table: str, **row: object) -> int:
    names, holes = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
    done = connection.execute(
        f'INSERT INTO "{table}" ({names}) VALUES ({holes})', tuple(row.values())
    )
    return int(done.lastrowid or 0)


def _talk(connection: sqlite3.Connection, now: int) -> None:
    account, seq = connection.execute(
        "SELECT account_id, max(seq) FROM line WHERE conversation_id = ?", (TALK,)
    ).fetchone()

    def line(author: str, status: str, *, kind: str = "text", staff_id: int | None = None) -> int:
        nonlocal seq
        seq += 1
        return _put(
            connection, "line", conversation_id=TALK, account_id=account, seq=seq, at=now + seq,
            author=author, staff_id=staff_id, kind=kind, text="句", payload=None,
            remote_id=f"r{seq}", client_id=f"c{seq}", status=status, on_duty=1, courtesy=0,
        )  # fmt: skip

    for state, url in (("elsewhere", "https://cdn.example/a.png"), ("failed", "")):
        _put(
            connection, "line_media", line_id=line("customer", "received", kind="picture"),
            media_id=None, name="瓶.png", url=url, state=state, reason="因",
        )  # fmt: skip
    _put(
        connection, "outbox", conversation_id=TALK, account_id=account,
        line_id=line("agent", "failed", staff_id=LEAD), client_id="c", state="failed", attempts=1,
        next_at=0, reason="因", done_at=now,
    )  # fmt: skip
    connection.execute("UPDATE conversation SET last_seq = ? WHERE id = ?", (seq, TALK))
    _put(
        connection, "draft", staff_id=LEAD, conversation_id=TALK, text="稿", cursor=0,
        updated_at=now,
    )  # fmt: skip


def _orders(connection: sqlite3.Connection, now: int) -> None:
    about = {"order_id": ORDER, "staff_id": LEAD}
    connection.execute(
        "UPDATE shop_order SET extra = ?, state = 'audit', platform_remark = '注',"
        " storefront_id = (SELECT min(id) FROM storefront) WHERE id = ?",
        (json.dumps({"发票": "抬头"}), ORDER),
    )
    proof = _put(
        connection, "evidence", sha256="a" * 64, name="图.png", bytes=1, added_by=LEAD,
        added_at=now, kept_until=now + _DAY, removed_at=None,
    )  # fmt: skip
    _put(
        connection, "contact", **about, medium="wechat", at=now, note="联", evidence_id=proof,
        noted_at=now,
    )  # fmt: skip
    _put(
        connection, "promise", order_id=ORDER, kind="dispatch", what="诺", staff_id=LEAD,
        made_at=now, state="open", reason="因",
    )  # fmt: skip
    for staff_id in (LEAD, COLLEAGUE):
        _put(
            connection, "owner_claim", order_id=ORDER, staff_id=staff_id, reason="因", extended=0,
            at=now, withdrawn_at=None,
        )  # fmt: skip
    _put(
        connection, "violation", **about, reason="因", fine_fen=0, confirmed_by=LEAD, at=now,
        withdrawn_at=None,
    )  # fmt: skip
    _put(
        connection, "audit_error", **about, kind="goods", grade="grave", cost_fen=1, note="错",
        found_by=LEAD, found_at=now, withdrawn_at=None,
    )  # fmt: skip
    _put(
        connection, "payment_chase", order_id=UNPAID, result="refused", note="因", staff_id=LEAD,
        lost_to=None, lost_why="", ended_at=now,
    )  # fmt: skip
    # A platform's own account wrote the remark back in vain.
    account = connection.execute(
        "SELECT id FROM channel_account WHERE channel = 'manual' LIMIT 1"
    ).fetchone()[0]
    _put(
        connection, "bridge_account", account_id=account, slug="tb-1", platform="taobao",
        url="", secret=SECRET, created_at=now,
    )  # fmt: skip
    _put(
        connection, "bridge_event", account_id=account, kind="order.remark", subject_id=ORDER,
        state="failed", attempts=1, next_at=0, reason="因", created_at=now, done_at=now,
    )  # fmt: skip


def _notebook(connection: sqlite3.Connection, now: int) -> None:
    for page, state, begun in ((GIVEN, "given", now - 1000), (WRITING, "preparing", now + _DAY)):
        given = now if state == "given" else None
        _put(
            connection, "handover_page", id=page, day=now // _DAY + 719_163, shift="白",
            next_shift="晚", boundary_at=begun, mode="face", state=state, created_at=now,
            given_at=given,
        )  # fmt: skip
        giver = COLLEAGUE if given else LEAD
        section = _put(
            connection, "handover_section", page_id=page, giver_id=giver,
            state="missing" if given else "open", figures='[["一", "二"]]', signed_at=given,
            signed_by=LEAD if given else None, reason="因",
        )  # fmt: skip
        for at, closed in enumerate((False, True)):
            item = _put(
                connection, "handover_item", kind="aftersale", severity="red", summary="事",
                situation="情", next_action="做", if_then="若", source="", revision=1,
                state="done" if closed else "open", result="果", created_by=giver,
                created_at=now, closed_by=LEAD if closed else None,
                closed_at=now if closed else None,
            )  # fmt: skip
            _put(
                connection, "handover_entry", page_id=page, item_id=item, section_id=section,
                position=at, revision=1, acked_by=LEAD, acked_at=now, said_by=LEAD, said_at=now,
                said="述",
            )  # fmt: skip
            _put(
                connection, "handover_event", item_id=item, page_id=page, what="noted", by=giver,
                at=now, words="语",
            )  # fmt: skip
            for kind in ("question", "comment"):
                _put(
                    connection, "handover_remark", page_id=page, item_id=item, kind=kind,
                    text="问", by=LEAD, at=now, answer="答", answered_by=LEAD, answered_at=now,
                )  # fmt: skip
        for state_of_draft in ("proposed", "dropped"):
            _put(
                connection, "handover_draft", section_id=section, source=f"s:{state_of_draft}",
                words=json.dumps(_WORDS), edited=0, state=state_of_draft, reason="因",
                decided_at=now,
            )  # fmt: skip
        _put(connection, "handover_taker", page_id=page, staff_id=LEAD, duty=1)


def _people(connection: sqlite3.Connection, now: int) -> None:
    today = now // _DAY + 719_163
    _put(
        connection, "leave_request", staff_id=COLLEAGUE, from_day=today, to_day=today, reason="因",
        state="asked", asked_at=now, why="由",
    )  # fmt: skip
    entry = connection.execute(
        "SELECT max(id) FROM roster_entry WHERE staff_id = ?", (COLLEAGUE,)
    ).fetchone()[0]
    _put(
        connection, "roster_swap", asked_by=COLLEAGUE, entry_id=entry, with_id=LEAD, reason="因",
        state="asked", asked_at=now, why="由",
    )  # fmt: skip
    for table in ("tally_cell", "tally_correction"):
        more = {"noted_at": now} if table == "tally_correction" else {}
        _put(
            connection, table, month=202610, day=today - 40, staff_id=LEAD, shift="班",
            facts="{}", **more,
        )  # fmt: skip
    _put(
        connection, "tally_month", month=202610, frozen_at=now, counted_to=0, compared_to=0,
        compared_at=now,
    )  # fmt: skip
