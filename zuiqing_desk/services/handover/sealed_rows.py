"""What the chain tells of takers and of what was said, against the rows the desk works with.

The rows decide who may still sign and which question waits for an answer, in the lead's list too.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from zuiqing_desk.rules.chain import Body
from zuiqing_desk.store.tx import Tx

_TAKERS: Final = """
SELECT page_id, staff_id, CAST(duty AS BLOB), CAST(allowed_by AS BLOB), CAST(signed_at AS BLOB)
FROM handover_taker ORDER BY page_id, staff_id
"""
_REMARKS: Final = """
SELECT page_id, id, CAST(item_id AS BLOB), CAST(kind AS BLOB), CAST(by AS BLOB), CAST(at AS BLOB),
       CAST(answered_by AS BLOB), CAST(answered_at AS BLOB)
FROM handover_remark ORDER BY page_id, id
"""
_REMARK: Final = ("item", "kind", "by", "at")

Key = tuple[Any, Any]
Columns = tuple[bytes | None, ...]


def as_bytes(value: object) -> bytes | None:
    """A value of a sealed body as SQLite casts its column to bytes."""
    if value is None:
        return None
    return str(int(value) if isinstance(value, bool) else value).encode()


class Told:
    """Takes the bodies of the links in order; remembers who takes each page and what was said."""

    def __init__(self) -> None:
        self._takers: dict[Key, tuple[int, Columns]] = {}
        """By page and person: the number of the last link that tells of them, and their row."""
        self._remarks: dict[Key, tuple[int, Columns]] = {}

    def take(self, number: int, body: Body) -> str:
        """The next body; in Chinese what it cannot rightly say, '' when all is well."""
        page = body["page"]["id"]
        if body["kind"] == "page":
            for one in body["takers"]:
                self._put_taker(number, page, one, one["signed_at"])
            for one in body["said"]:
                self._put_remark(number, page, one["id"], one)
            return ""
        facts = body["facts"]
        match body["what"]:
            case "signature":
                self._put_taker(number, page, facts, facts["at"])
            case "remark":
                unanswered = {"answered_by": None, "answered_at": None}
                self._put_remark(number, page, facts["remark"], {**facts, **unanswered})
            case "answer":
                return self._answer(number, page, facts)
        return ""

    def differing(self, tx: Tx, sealed: Mapping[int, int]) -> Iterator[tuple[int, int, str]]:
        """Every sealed page (page → number of its link) whose rows are not as the chain tells them:
        number of the link, page, why."""
        for rows, told, what in (
            (_TAKERS, self._takers, "接班人"),
            (_REMARKS, self._remarks, "疑问和补记"),
        ):
            listed = {(page, key): tuple(row) for page, key, *row in tx.all(rows)}
            for page, key in {**told, **listed}:
                number, signed = told.get((page, key), (sealed.get(page), None))
                if number is not None and listed.get((page, key)) != signed:
                    yield number, page, f"第 {page} 页登记的{what}和封存的不符"

    def _put_taker(self, number: int, page: int, taker: Body, signed_at: int | None) -> None:
        row = (taker["duty"], taker["allowed_by"], signed_at)
        self._takers[page, taker["staff"]] = number, tuple(map(as_bytes, row))

    def _put_remark(self, number: int, page: int, remark: int, facts: Body) -> None:
        row = (*(facts[name] for name in _REMARK), facts["answered_by"], facts["answered_at"])
        self._remarks[page, remark] = number, tuple(map(as_bytes, row))

    def _answer(self, number: int, page: int, facts: Body) -> str:
        key = page, facts["remark"]
        if key not in self._remarks:
            return f"第 {number} 环答复的疑问不在这一页上"
        *asked, answered_by, _ = self._remarks[key][1]
        if answered_by is not None:
            return f"第 {number} 环又答复了一次已经答复的疑问"
        self._remarks[key] = number, (*asked, as_bytes(facts["by"]), as_bytes(facts["at"]))
        return ""
