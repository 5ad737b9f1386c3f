"""How much memory a process takes, as Linux tells it."""

import re
from pathlib import Path


def resident_mb(pid: int) -> int:
    """What it holds now, in MB."""
    return _status(pid, "VmRSS")


def most_mb(pid: int) -> int:
    """The most it ever held, in MB."""
    return _status(pid, "VmHWM")


def _status(pid: int, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.M)
    assert found is not None
    return int(found[1]) // 1024
