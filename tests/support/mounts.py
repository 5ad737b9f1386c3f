"""Small disks for tests, gone with the process that uses them."""

import functools
import os
import subprocess
from pathlib import Path

import pytest

DISK_BYTES = 3_000_000


@functools.cache
def _own_mounts() -> list[str]:
    """The command that gives a child mounts of its own; empty if that is not permitted."""
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    command = ["unshare", "--mount", *as_root]
    try:
        probe = subprocess.run(
            [*command, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
        )
    except FileNotFoundError:
        return []
    return command if probe.returncode == 0 else []


def on_small_disk(folder: Path) -> list[str]:
    """What stands before a command that shall find a disk of ``DISK_BYTES`` at ``folder``."""
    mount = f'mount -t tmpfs -o size={DISK_BYTES} tmpfs "{folder}" && exec "$@"'
    return [*_own_mounts(), "sh", "-c", mount, "sh"]


def on_damaged_disk(folder: Path, content: Path, *, full: bool) -> list[str]:
    """The same with a copy of what is in ``content``, on a disk that is full, or read-only."""
    damage = (
        f'cat /dev/zero > "{folder}/fill" 2>/dev/null || true'
        if full
        else f'mount -o remount,ro "{folder}"'
    )
    mount = f'mount -t tmpfs -o size={DISK_BYTES} tmpfs "{folder}"'
    steps = f'{mount} && cp -a "{content}/." "{folder}" && {{ {damage}; }} && exec "$@"'
    return [*_own_mounts(), "sh", "-c", steps, "sh"]


needs_mounts = pytest.mark.skipif(
    not _own_mounts(), reason="mounting a disk of one's own is not permitted here"
)
