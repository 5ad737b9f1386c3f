"""Which courier goes where: the shop's table of coverage, asked for one place."""

from collections.abc import Collection
from typing import NamedTuple

from zuiqing_desk.rules import coverage as rules
from zuiqing_desk.rules.coverage import Area, Choice, Served
from zuiqing_desk.services import policy
from zuiqing_desk.store.tx import Tx

# Of a province's thousands of rows only those that can have a say.
_ROWS = """
SELECT province, city, district, served, note FROM coverage
WHERE courier = :courier AND province = :province
  AND (:city = '' OR city IN ('', :city)) AND (:district = '' OR district IN ('', :district))
"""


class Answer(NamedTuple):
    """Whether a courier serves a place. ``note`` is the table's own remark on it."""

    courier: str
    served: Served
    note: str


def served(tx: Tx, courier: str, province: str, city: str, district: str) -> Answer:
    """Whether this courier serves the place; ``ask`` where the table does not tell."""
    rows = tx.all(_ROWS, courier=courier, province=province, city=city, district=district)
    answer = rules.serves([Area(*row[:4]) for row in rows], province, city, district)
    places = ((province, city, district), (province, city, ""), (province, "", ""))
    notes = {row[:3]: row[4] for row in rows}
    return Answer(courier, answer, next((notes[one] for one in places if one in notes), ""))


def answers(tx: Tx, province: str, city: str, district: str) -> list[Answer]:
    """What every courier of the shop says to a place, the house's own first."""
    current = policy.current(tx)
    couriers = dict.fromkeys((current.house_courier, *current.couriers))
    return [served(tx, one, province, city, district) for one in couriers if one]


def choose(
    tx: Tx,
    province: str,
    city: str,
    district: str,
    wish: str = "",
    refused: Collection[str] = (),
) -> Choice:
    """The courier to send with by rule; ``wish`` is the one the customer asked for, ``refused``
    are those the customer does not want."""
    current = policy.current(tx)
    wanted = [one for one in current.couriers if one not in refused]
    house = current.house_courier
    if house in refused:
        house = next(iter(wanted), "")

    def asked(courier: str) -> Served:
        return served(tx, courier, province, city, district).served

    return rules.choose(wish, house, wanted, asked)
