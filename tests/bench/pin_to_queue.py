"""Enter on the PIN → the queue is painted, against verifying the PIN alone."""

import tempfile
import time
from pathlib import Path

from effort import times
from probe import PYTHON, Probe
from seed import PIN, STAFF_NO, fill
from table import Row, median, milliseconds

from zuiqing_desk.services import pins

ROUNDS = times(7, 1)


def signed_in(home: str) -> float:
    with Probe([PYTHON, "-m", "zuiqing_desk", "--home", home]) as probe:
        probe.arrival("工号")
        probe.settle()
        probe.send(f"{STAFF_NO}\t{PIN}".encode())
        probe.settle()
        start = probe.send(b"\r")
        return probe.arrival("bench_") - start


def measure() -> list[Row]:
    hashed = pins.hash_pin(PIN)
    ours, base = [], []
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), 20_000)
        signed_in(folder)
        for _ in range(ROUNDS):
            ours.append(signed_in(folder))
            start = time.perf_counter()
            assert pins.verify(hashed, PIN)
            base.append(time.perf_counter() - start)
    a, b = median(ours), median(base)
    what = "Enter on the PIN → queue painted, 20k open chats"
    return [Row(what, milliseconds(a), f"{milliseconds(b)} (hash alone)", a / b, 2.0)]
