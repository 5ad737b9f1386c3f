"""Who has seen or handed out what is personal, and who tried a PIN that was wrong; out of the
journal, for a lead (house rule)."""

from typing import Final, NamedTuple

from zuiqing_desk.services import staff
from zuiqing_desk.store.tx import Tx

MOST: Final = 500
"""So many are shown at once."""

# As the index of the journal has them, word for word: SQLite uses it for nothing else.
_KINDS: Final = (
    "kind IN ('customer.erased', 'customer.exported', 'order.unmasked', 'staff.pin_wrong')"
)
_ROWS: Final = f"""
SELECT j.id, j.at, a.id, coalesce(a.staff_no, ''), coalesce(a.name, ''), j.kind, j.detail,
  j.subject_id, coalesce(o.platform, ''), coalesce(o.number, ''),
  CASE WHEN j.kind GLOB 'customer.*' THEN c.name END
FROM (SELECT * FROM journal INDEXED BY journal_access
      WHERE {_KINDS} AND (:staff IS NULL
         OR CASE kind WHEN 'staff.pin_wrong' THEN subject_id ELSE actor_id END = :staff)
        AND at >= :since AND at < :until ORDER BY id DESC LIMIT :limit) j
LEFT JOIN staff a ON a.id = CASE j.kind WHEN 'staff.pin_wrong' THEN j.subject_id ELSE j.actor_id END
LEFT JOIN shop_order o ON j.kind = 'order.unmasked' AND o.id = j.subject_id
LEFT JOIN customer c ON j.kind GLOB 'customer.*' AND c.id = j.subject_id
ORDER BY j.id DESC
"""


class Access(NamedTuple):
    """One look, export, erasure or wrong PIN.

    ``staff_id`` is None where the owner of the file did it at the command line, or the channels
    went on with what was begun; of a wrong PIN it is whose it would have been. ``detail``: of a
    look what was seen (``phone``, ``address``), of a wrong PIN the how many-th in a row.
    ``subject_id``: the order's or the customer's.
    """

    id: int
    at: int
    staff_id: int | None
    staff_no: str
    name: str
    kind: str
    detail: str
    subject_id: int
    platform: str
    number: str
    customer: str | None


def rows(
    tx: Tx,
    actor: int | None,
    *,
    staff_id: int | None = None,
    since: int | None = None,
    until: int | None = None,
    limit: int = MOST,
) -> list[Access]:
    """The newest first. ``staff_id``: of one person; from ``since`` to before ``until``, UTC
    microseconds.

    ``actor`` is None for whoever owns the store. Raises Refused ``not_lead``.
    """
    if actor is not None:
        staff.require_lead(tx, actor)
    found = tx.all(
        _ROWS,
        staff=staff_id,
        since=-(2**62) if since is None else since,
        until=2**62 if until is None else until,
        limit=limit,
    )
    return [Access(*row) for row in found]
