"""What an app in a pseudo terminal was told, one JSON list a line in a file."""

import json
from pathlib import Path

Entry = tuple[object, ...]


def write_entry(path: Path, *values: object) -> None:
    """Add one entry."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(values) + "\n")


def read_entries(path: Path) -> list[Entry]:
    """Every entry written whole so far."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return [tuple(json.loads(line)) for line in lines if line.endswith("\n")]
