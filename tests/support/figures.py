"""Figures a test measured, shown at the end of the run whether it passed or not."""

from collections.abc import Iterator


class Figures:
    """Named rows of named figures, in the order they came."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, object]] = {}

    def add(self, row: str, **values: object) -> None:
        """Put figures into a row; ``slowest_restart=…`` is shown as "slowest restart"."""
        self._rows.setdefault(row, {}).update(values)

    def count(self, row: str, name: str) -> None:
        """One more of these."""
        self._rows.setdefault(row, {}).setdefault(name, 0)
        self._rows[row][name] = int(str(self._rows[row][name])) + 1

    def lines(self) -> Iterator[str]:
        """One line a row."""
        for row, values in self._rows.items():
            shown = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())
            yield f"{row}: {shown}"


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
