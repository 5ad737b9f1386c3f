"""How many files, and so how many connections, this process may have open at once."""

import sys
from typing import Final

BESIDE: Final = 150
"""Kept free for the store, logs, files that come in and what libraries open."""

FEWEST: Final = 16


def connections_borne(wanted: int) -> int:
    """How many connections may be open of those ``wanted``; the system is asked for more files
    first, as far as it lets everybody have them. Some systems give a program but 256."""
    return min(wanted, max(FEWEST, _allowed(wanted + BESIDE) - BESIDE))


def _allowed(files: int) -> int:
    if sys.platform == "win32":
        return files
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= files:
        return files
    most = files if hard == resource.RLIM_INFINITY else min(files, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (OSError, ValueError):
        return soft
    return most
