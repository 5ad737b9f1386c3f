"""Where a gateway can be killed, and what must be true then."""

from dataclasses import dataclass

WRITER = ("unit-ran", "before-commit", "after-commit", "before-tell")
COMMITTED = ("after-commit", "before-tell")


@dataclass(frozen=True)
class Moment:
    """A point, and what must be true at it. ``when`` picks the transaction it belongs to."""

    point: str
    when: str = ""
    stored: bool = False
    told: bool = False

    def __str__(self) -> str:
        return " ".join([self.point, *self.when.split("'")[1:2]])


def of_transaction(when: str, *, stored_before: bool = False) -> list[Moment]:
    """The writer's points in the transaction that makes the query ``when`` find a row."""
    return [
        Moment(f"writer.{point}", when, stored=stored_before or point in COMMITTED)
        for point in WRITER
    ]
