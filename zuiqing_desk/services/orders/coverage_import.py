"""Importing the couriers' coverage: a spreadsheet of 快递, 省, 市, 区, 派送, 说明.

A row is known by its courier and place; what the file does not name stays. Whoever owns the file
may do what a lead may.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from zuiqing_desk.lookup import places
from zuiqing_desk.rules.coverage import Served
from zuiqing_desk.rules.text import clean_line, folded
from zuiqing_desk.services import policy, staff
from zuiqing_desk.services.spreadsheets import TOLD_EVERY, Progress, Refusal, unwatched
from zuiqing_desk.sheets import SheetRow
from zuiqing_desk.store.tx import Tx

COLUMNS: Final = ("快递", "省", "市", "区", "派送", "说明")
REQUIRED: Final = ("快递", "省", "派送")
NOTE_CHARS: Final = 60
ROWS_AT_ONCE: Final = 500
"""One transaction writes so many; another desk does not wait for more."""

_SERVED: Final[Mapping[str, Served]] = {
    **dict.fromkeys(("是", "到", "派送", "可派送", "可达", "有", "yes", "y", "1"), "yes"),
    **dict.fromkeys(("否", "不到", "不派送", "不可达", "没有", "无", "no", "n", "0"), "no"),
    **dict.fromkeys(("询问", "要问", "问", "部分", "ask", "?"), "ask"),
}


class Key(NamedTuple):
    """What a row of the coverage is known by."""

    courier: str
    province: str
    city: str
    district: str


class Says(NamedTuple):
    """What a row says."""

    served: Served
    note: str


class Planned(NamedTuple):
    """One row that will be written."""

    row: int
    key: Key
    says: Says


@dataclass(frozen=True, slots=True)
class Known:
    """The coverage before an import, and the couriers of the shop."""

    table: Mapping[Key, Says]
    couriers: Collection[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; it may be carried out only if nothing is refused. ``notices``:
    names of places that are in no list, in Chinese."""

    added: tuple[Planned, ...]
    changed: tuple[Planned, ...]
    unchanged: int
    refused: tuple[Refusal, ...]
    notices: tuple[str, ...]


def known(tx: Tx) -> Known:
    """The whole table as a plan needs it."""
    rows = tx.all("SELECT courier, province, city, district, served, note FROM coverage")
    return Known({Key(*row[:4]): Says(*row[4:]) for row in rows}, policy.current(tx).couriers)


def plan(rows: Iterable[SheetRow], before: Known, *, progress: Progress = unwatched) -> Plan:
    """Compare a spreadsheet with the table; in no transaction.

    Raises SheetError for a file that cannot be read, and whatever ``progress`` raises.
    """
    couriers = {folded(one): one for one in before.couriers}
    read: dict[Key, Planned] = {}
    refused: list[Refusal] = []
    unknown: dict[str, int] = {}
    done = 0
    for done, row in enumerate(rows, 1):
        if done % TOLD_EVERY == 0:
            progress("读取", done, None)
        found = _row(row, couriers, unknown)
        if isinstance(found, Refusal):
            refused.append(found)
        elif (first := read.setdefault(found.key, found)).says != found.says:
            words = f"和第 {first.row} 行是同一个地方，说法却不一样。"
            refused.append(Refusal(row.number, "派送", words))
    progress("读取", done, done)
    return Plan(
        added=tuple(one for one in read.values() if one.key not in before.table),
        changed=tuple(one for one in read.values() if _differs(one, before)),
        unchanged=sum(before.table.get(one.key) == one.says for one in read.values()),
        refused=tuple(refused),
        notices=tuple(
            f"第 {number} 行：行政区划里没有“{name}”，照原样记下；地址拆不到它，那一带要问。"
            for name, number in unknown.items()
        ),
    )


def batches(given: Plan) -> Iterator[Sequence[Planned]]:
    """What is to be written, in pieces for one transaction each."""
    rows = iter((*given.added, *given.changed))
    while piece := tuple(islice(rows, ROWS_AT_ONCE)):
        yield piece


def apply(tx: Tx, rows: Sequence[Planned], actor: int | None) -> None:
    """Write some rows of a plan. Raises Refused ``not_lead``."""
    if actor is not None:
        staff.require_lead(tx, actor)
    for one in rows:
        tx.run(
            "INSERT INTO coverage (courier, province, city, district, served, note)"
            " VALUES (:courier, :province, :city, :district, :served, :note)"
            " ON CONFLICT (courier, province, city, district)"
            " DO UPDATE SET served = excluded.served, note = excluded.note",
            **one.key._asdict(),
            **one.says._asdict(),
        )
    tx.journal("coverage.imported", 0, actor=actor, detail=str(len(rows)))


def _differs(one: Planned, before: Known) -> bool:
    standing = before.table.get(one.key)
    return standing is not None and standing != one.says


def _row(row: SheetRow, couriers: Mapping[str, str], unknown: dict[str, int]) -> Planned | Refusal:
    said = {column: clean_line(row.values.get(column, "")) for column in COLUMNS}
    courier = couriers.get(folded(said["快递"]))
    if courier is None:
        words = f"不认识“{said['快递'][:20]}”，现有：{'、'.join(couriers.values())}。"
        return Refusal(row.number, "快递", words)
    place = places.row(said["省"], said["市"], said["区"])
    if place is None:
        where = " ".join(filter(None, (said["省"], said["市"])))
        return Refusal(row.number, "省", f"没有“{where[:30]}”这个地方，请核对省和市。")
    served = _SERVED.get(folded(said["派送"]))
    if served is None:
        return Refusal(row.number, "派送", f"“{said['派送'][:20]}”看不懂，写成 是、否 或 询问。")
    if len(said["说明"]) > NOTE_CHARS:
        return Refusal(row.number, "说明", f"最多 {NOTE_CHARS} 个字。")
    for name in place.unknown:
        unknown.setdefault(name, row.number)
    return Planned(row.number, Key(courier, *place[:3]), Says(served, said["说明"]))
