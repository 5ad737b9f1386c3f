"""Text as an attacker would write it, and a store in which every text was written by one."""

import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.hostile_rows import dress

from zuiqing_desk.demo import _found
from zuiqing_desk.services import pins
from zuiqing_desk.store.engine import open_store

ZWJ = "\u200d"

CONTROLS = (
    "\x1b]52;c;UFdORUQ=\x07",
    "\x1b]0;PWNED\x07",
    "\x1b]2;PWNED\x1b\\",
    "\x1b[2J\x1b[666;1H",
    "\x1b[666mPWNED\x1b[0m",
    "\x9b666mPWNED",
    "\x9d52;c;UFdORUQ=\x9c",
    "\x07\x08\x0e\x0f\x7f",
    "\x1bP+q544e\x1b\\\x90q\x9c",
    "\x1bc\x1b[?1049l\x1b[?1006l",
    "\x1b[>31u\x1b_Gi=31;AAAA\x1b\\\x1b^PWNED\x1b\\",
    "\x1b[6n\x1b[c\x1b]10;?\x07",
    "\x00\x05\x1a",
    "\x85\x84\x8d\x8e",
)
"""What a terminal obeys, answers or swallows."""

SHAPES = (
    "\u202egnorw\u202c\u2066x\u2069\u061c\u200e\ufeff",
    "👨‍👩‍👧‍👦" * 40 + f"a{ZWJ}b{ZWJ}" + ZWJ * 50,
    "e" + "\u0301" * 200,
    "\U000e0041\U000e0042\u3164\uffa0\u115f",
    "一\r\n二\r三\x0b四\x0c五\u2028六\u2029七\n\n\n八\t九",
)
"""What changes the order, the width or the height of what stands around it."""

WORDS = (
    "[b]PWNED[/b][@click=app.quit]点[/][link=http://evil.example]x[/link]",
    "#(touch PWNED)#{pane_id}$(touch PWNED)`touch PWNED`",
    "<script>document.title='PWNED'</script><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "{客户|亲}{quit}%s{0}\\x1b[31m\\u001b]0;PWNED\\u0007",
    "../../../../etc/passwd\x00.png",
)
"""What something that reads text might carry out."""

MARKS = 0x3400
"""Where characters begin that nobody writes: each field has one of its own, that no difference of
two texts takes apart."""
FEW = 4
LONG = ("酒" * 10_000, "x" * 10_000)

PAYLOADS = CONTROLS + SHAPES + WORDS + LONG

MACHINE = {
    "alembic_version.version_num", "journal.kind", "journal.detail", "gateway.url",
    "presence.desk_id", "assignment.how", "audit_error.kind", "audit_error.grade",
    "bridge_account.slug", "bridge_account.platform", "bridge_account.secret",
    "bridge_account.secret_before", "bridge_account.url", "bridge_event.kind",
    "bridge_event.state", "bridge_seen.webhook_id", "bridge_seen.digest", "bridge_seen.answer",
    "channel_account.channel", "channel_account.post", "channel_account.cursor", "contact.medium",
    "conversation.state", "conversation.post", "conversation.last_from", "coverage.served",
    "duty.state", "erasure.counts", "erasure.step", "evidence.sha256", "handover_draft.source",
    "handover_draft.state", "handover_event.what", "handover_item.kind", "handover_item.severity",
    "handover_item.source", "handover_item.state", "handover_page.mode", "handover_page.state",
    "handover_remark.kind", "handover_seal.kind", "handover_seal.before", "handover_seal.hash",
    "handover_section.state", "handover_text.key", "handover_text.salt", "leave_request.state",
    "line.author", "line.kind", "line.status", "line.client_id", "line_media.state", "mark.kind",
    "media.sha256", "media.kind", "order_remark.flag", "order_remark.before_flag",
    "outbox.client_id", "outbox.state", "policy.key", "policy.value", "preference.key",
    "preference.value", "problem_note.place", "problem_note.state", "product.readings",
    "product.pictures", "promise.kind", "promise.state", "reply.state", "reply_import.desk_id",
    "reply_version.readings", "roster_entry.kind", "roster_swap.state", "shop.time_zone",
    "shop_order.platform", "shop_order.state", "shop_order.linked_how", "shop_order.flag",
    "shop_order.verdict", "staff.role", "staff.pin_hash", "tally_cell.facts",
    "tally_correction.facts", "visitor.token_hash", "payment_chase.result",
    "payment_chase.lost_why",
}  # fmt: skip
"""Columns that hold a word of the program's own, a key or a hash: nobody writes them."""

JSON = frozenset(
    {"line.payload", "shop_order.extra", "handover_section.figures", "handover_draft.words"}
)
"""Columns of which every text inside is somebody's, but for what stands under ``OURS``."""
OURS = frozenset({"kind", "severity"})


@dataclass(frozen=True)
class Poisoned:
    """Which fields were overwritten: each value begins with the field's own ``mark``."""

    fields: dict[str, str]
    values: int


def poison(database: Path, *, keep: frozenset[str] = frozenset()) -> Poisoned:
    """Overwrite every text in a store that a person wrote, behind the back of all cleaning.

    ``keep`` names fields to leave alone.
    """
    connection = sqlite3.connect(database)
    fields: dict[str, str] = {}
    values = 0
    with connection:
        for table, column in text_columns(connection):
            field = f"{table}.{column}"
            if field in MACHINE or field in keep:
                continue
            mark = chr(MARKS + len(fields))
            rows = connection.execute(
                f'SELECT rowid, "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'
            ).fetchall()
            for number, (rowid, old) in enumerate(rows):
                new = _rewritten(field, old, mark, number, hides=len(rows) <= FEW)
                values += 1
                connection.execute(
                    f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (new, rowid)
                )
            if rows:
                fields[field] = mark
    connection.close()
    return Poisoned(fields, values)


WORD = {
    "audit_error.kind": "goods",
    "audit_error.grade": "grave",
    "bridge_account.slug": "tb-1",
    "bridge_account.platform": "taobao",
    "bridge_account.secret": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "bridge_event.kind": "order.remark",
    "bridge_event.state": "failed",
    "contact.medium": "wechat",
    "duty.state": "on",
    "erasure.counts": "{}",
    "leave_request.state": "asked",
    "line_media.state": "elsewhere",
    "line_media.url": "https://cdn.example/a.png",
    "media.kind": "png",
    "outbox.state": "failed",
    "payment_chase.result": "lost",
    "payment_chase.lost_why": "price",
    "roster_swap.state": "asked",
    "tally_cell.facts": "{}",
    "tally_correction.facts": "{}",
}
"""What stands in a machine's column of a row made up here."""


def found_full_shop(home: Path) -> None:
    """The shop of the demo: something on every page."""
    with open_store(home / "desk.db") as store:
        store.write(lambda tx: _found(tx, pins.hash_pin("2468"))).result()


def hostile_shop(home: Path) -> "Poisoned":
    """A full shop, every text of which an attacker wrote; but whose staff can sign in."""
    now = time.time_ns() // 1000
    found_full_shop(home)
    dress(home / "desk.db", now)
    fill(home / "desk.db", now)
    return poison(home / "desk.db", keep=frozenset({"staff.staff_no"}))


EMPTY = frozenset({"gateway", "presence", "visitor_presence", "line_index", "preference"})
"""Tables whose rows the program must write itself."""


def fill(database: Path, now: int) -> None:
    """Put a row into every table that has none, each column pointing at something real."""
    connection = sqlite3.connect(database)
    with connection:
        for table in dict.fromkeys(table for table, _ in text_columns(connection)):
            if (
                table not in EMPTY
                and not connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()
            ):
                _made_up(connection, table, now)
    connection.close()


def _made_up(connection: sqlite3.Connection, table: str, now: int) -> None:
    elsewhere = {
        row[3]: (row[2], row[4])
        for row in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    }
    row: dict[str, object] = {}
    for _, name, kind, needed, default, key in connection.execute(
        f'PRAGMA table_info("{table}")'
    ).fetchall():
        if name in elsewhere:
            other, column = elsewhere[name]
            newest = f'SELECT max("{column}") FROM "{other}"'
            if needed and connection.execute(newest).fetchone()[0] is None:
                _made_up(connection, other, now)
            row[name] = connection.execute(newest).fetchone()[0]
        elif "CHAR" in kind.upper() or "TEXT" in kind.upper():
            row[name] = WORD.get(f"{table}.{name}", "") if needed else None
        elif name.endswith(("_at", "at", "until")):
            row[name] = now if needed else None
        elif needed and default is None and not (key and name == "id"):
            row[name] = 1
    names = ", ".join(f'"{name}"' for name in row)
    holes = ", ".join("?" for _ in row)
    connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({holes})', tuple(row.values()))


def text_columns(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Every column for text of every table, but for those of the search indexes."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
        "AND name NOT LIKE '%\\_search%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    for (table,) in tables:
        for row in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
            if "CHAR" in row[2].upper() or "TEXT" in row[2].upper():
                yield table, row[1]


def _rewritten(field: str, old: str, mark: str, number: int, *, hides: bool) -> str:
    # The long ones hide what stands beneath them: one a column is enough, where there are others.
    few = PAYLOADS[-2:] if number == 1 and not hides else PAYLOADS[:-2]
    payload = few[(number + len(field)) % len(few)]
    if field in JSON:
        return json.dumps(
            _inside(json.loads(old or "{}"), mark + "毒" + payload), ensure_ascii=False
        )
    # Some must differ from row to row; nobody sees the tail.
    return f"{mark}毒{payload}{number}"


def _inside(value: Any, text: str) -> Any:
    match value:
        case str():
            return text
        case list():
            return [_inside(one, text) for one in value]
        case dict():
            return {key: one if key in OURS else _inside(one, text) for key, one in value.items()}
    return value
