"""Who works here: roles, posts, PINs."""

import re
from dataclasses import dataclass

from zuiqing_desk.rules.pin import wait_after
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import Role, StaffMember
from zuiqing_desk.store.tx import Row, Tx

STAFF_NO = re.compile(r"[A-Za-z0-9_-]{1,20}")
NAME_CHARS = 20

_SELECT = """
SELECT s.id, s.staff_no, s.name, s.role, s.pre_sale, s.after_sale, s.active,
       coalesce(d.state, 'off'), d.started_at
FROM staff s LEFT JOIN duty d ON d.staff_id = s.id AND d.ended_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class PinCheck:
    """What is needed to check a PIN outside the transaction.

    ``wait_s``: seconds until the next try.
    """

    staff_id: int
    pin_hash: str
    wait_s: int


def _member(row: Row) -> StaffMember:
    staff_id, no, name, role, pre, after, active, duty, since = row
    return StaffMember(staff_id, no, name, role, bool(pre), bool(after), bool(active), duty, since)


def everyone(tx: Tx) -> list[StaffMember]:
    """All staff, the active first, by staff number."""
    return [_member(row) for row in tx.all(_SELECT + " ORDER BY s.active DESC, s.staff_no")]


def by_id(tx: Tx, staff_id: int) -> StaffMember:
    """The member of this id. Raises Refused ``no_staff``."""
    row = tx.one(_SELECT + " WHERE s.id = :id", id=staff_id)
    if row is None:
        raise Refused("no_staff", "没有这位同事。")
    return _member(row)


def by_no(tx: Tx, staff_no: str) -> StaffMember:
    """The member with this staff number. Raises Refused ``no_staff``."""
    row = tx.one(_SELECT + " WHERE s.staff_no = :no", no=staff_no.strip())
    if row is None:
        raise Refused("no_staff", f"没有工号 {clean_line(staff_no)[:20]}。")
    return _member(row)


def working(tx: Tx, staff_id: int) -> StaffMember:
    """The member, refused when disabled. Raises Refused ``no_staff`` or ``disabled``."""
    member = by_id(tx, staff_id)
    if not member.active:
        raise Refused("disabled", f"工号 {member.staff_no} 已停用，请找组长。")
    return member


def require_lead(tx: Tx, staff_id: int) -> None:
    """Raises Refused ``not_lead`` unless this is a working lead."""
    if working(tx, staff_id).role != "lead":
        raise Refused("not_lead", "这一步只有组长可以做。")


def add(
    tx: Tx,
    *,
    staff_no: str,
    name: str,
    role: Role,
    pre_sale: bool,
    after_sale: bool,
    pin_hash: str,
    actor: int | None,
) -> StaffMember:
    """Take somebody on.

    ``actor`` is None at the first start and from the command line of whoever owns the file. Raises
    Refused ``staff_no``, ``staff_name``, ``post`` or ``taken``.
    """
    staff_no = staff_no.strip()
    name = clean_line(name)
    if not STAFF_NO.fullmatch(staff_no):
        raise Refused("staff_no", "工号需要 1–20 个字母、数字、- 或 _。")
    if not 1 <= len(name) <= NAME_CHARS:
        raise Refused("staff_name", f"姓名需要 1–{NAME_CHARS} 个字。")
    if not (pre_sale or after_sale):
        raise Refused("post", "至少要有一个岗位：售前或售后。")
    if tx.one("SELECT 1 FROM staff WHERE staff_no = :no", no=staff_no):
        raise Refused("taken", f"工号 {staff_no} 已经有人用了，请换一个。")
    staff_id = tx.insert(
        "INSERT INTO staff (staff_no, name, role, pre_sale, after_sale, pin_hash, active,"
        " wrong_pins, pin_wait_until, created_at)"
        " VALUES (:no, :name, :role, :pre, :after, :pin_hash, 1, 0, 0, :now)",
        no=staff_no,
        name=name,
        role=role,
        pre=pre_sale,
        after=after_sale,
        pin_hash=pin_hash,
        now=tx.now,
    )
    tx.journal("staff.added", staff_id, actor=actor, detail=role)
    return by_id(tx, staff_id)


def set_active(tx: Tx, staff_no: str, active: bool, actor: int | None) -> None:
    """Disable or enable a member. The last working lead stays: raises Refused ``last_lead``."""
    member = by_no(tx, staff_no)
    if member.active == active:
        return
    if not active and member.role == "lead":
        others = tx.value(
            "SELECT count(*) FROM staff WHERE role = 'lead' AND active AND id <> :id", id=member.id
        )
        if not others:
            raise Refused("last_lead", "这是最后一位在用的组长，不能停用。")
    tx.run("UPDATE staff SET active = :active WHERE id = :id", active=active, id=member.id)
    if not active:
        tx.run(
            "UPDATE duty SET ended_at = :now WHERE staff_id = :id AND ended_at IS NULL",
            now=tx.now,
            id=member.id,
        )
    tx.journal("staff.enabled" if active else "staff.disabled", member.id, actor=actor)


def set_posts(tx: Tx, staff_no: str, pre_sale: bool, after_sale: bool, actor: int | None) -> None:
    """Change the posts of a member. Raises Refused ``post`` when none is left."""
    if not (pre_sale or after_sale):
        raise Refused("post", "至少要有一个岗位：售前或售后。")
    member = by_no(tx, staff_no)
    tx.run(
        "UPDATE staff SET pre_sale = :pre, after_sale = :after WHERE id = :id",
        pre=pre_sale,
        after=after_sale,
        id=member.id,
    )
    tx.journal("staff.posts", member.id, actor=actor)


def reset_pin(tx: Tx, staff_no: str, pin_hash: str, actor: int | None) -> None:
    """Give a member a new PIN and forget the wrong ones."""
    member = by_no(tx, staff_no)
    tx.run(
        "UPDATE staff SET pin_hash = :pin_hash, wrong_pins = 0, pin_wait_until = 0 WHERE id = :id",
        pin_hash=pin_hash,
        id=member.id,
    )
    tx.journal("staff.pin_reset", member.id, actor=actor)


def pin_check(tx: Tx, staff_no: str) -> PinCheck:
    """Begin a try at this member's PIN: charged before it is verified, forgiven when it was right.

    A write, so that many tries side by side each meet the growing delay. While one must wait
    (``wait_s`` > 0) nothing is charged and the caller must not verify. Raises Refused ``no_staff``
    or ``disabled``.
    """
    member = working(tx, by_no(tx, staff_no).id)
    row = tx.one(
        "SELECT pin_hash, pin_wait_until, wrong_pins FROM staff WHERE id = :id", id=member.id
    )
    assert row is not None
    pin_hash, wait_until, wrong = row
    if wait_until > tx.now:
        left = _bounded_wait(tx, member.id, wait_until, wait_after(wrong) * 1_000_000)
        if left:
            return PinCheck(member.id, pin_hash, -(-left // 1_000_000))
    tx.run(
        "UPDATE staff SET wrong_pins = :wrong, pin_wait_until = :until WHERE id = :id",
        wrong=wrong + 1,
        until=tx.now + wait_after(wrong + 1) * 1_000_000,
        id=member.id,
    )
    return PinCheck(member.id, pin_hash, 0)


def _bounded_wait(tx: Tx, staff_id: int, wait_until: int, longest: int) -> int:
    """How long is to be waited still, in microseconds. Longer than was said only if the clock was
    set back: then it begins again, so that nobody is kept out for a day."""
    left: int = wait_until - tx.now
    if left > longest:
        left = longest
        tx.run(
            "UPDATE staff SET pin_wait_until = :until WHERE id = :id",
            until=tx.now + left,
            id=staff_id,
        )
    return left


def pin_result(tx: Tx, staff_id: int, ok: bool) -> int:
    """Record how a try ended; the seconds to wait before the next one (0 after a right PIN).

    The growing delay is kept in the store, so that restarting the program does not shorten it.
    """
    if ok:
        tx.run("UPDATE staff SET wrong_pins = 0, pin_wait_until = 0 WHERE id = :id", id=staff_id)
        return 0
    wrong = int(tx.value("SELECT wrong_pins FROM staff WHERE id = :id", id=staff_id))
    tx.journal("staff.pin_wrong", staff_id, detail=str(wrong))
    return wait_after(wrong)
