"""Files that take no byte more, not even from a program that has them open."""

import contextlib
import functools
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def unwritable(*paths: Path) -> Iterator[None]:
    """As on a disk that the system has made read-only because of an error."""
    names = [str(path) for path in paths]
    subprocess.run(["chattr", "+i", *names], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *names], check=True, capture_output=True)


@functools.cache
def possible() -> bool:
    """Whether that can be had here; not everybody may ask for it, nor does every file system."""
    with tempfile.NamedTemporaryFile() as file:
        try:
            with unwritable(Path(file.name)):
                os.write(file.fileno(), b"x")
        except PermissionError:
            return True
        except (FileNotFoundError, subprocess.CalledProcessError):
            return False
    return False
