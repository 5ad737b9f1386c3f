"""A desk that is killed while a page changes hands: ``python -m support.handover_child FILE POINT
PAGE GIVER ITEM TAKER NOW``: ids, and the time on its clock.

The giver signs there; the kill comes at ``POINT`` of the store's commit of the taker's signature.
"""

import os
import signal
import sys
from pathlib import Path

from zuiqing_desk.services.handover import signing, taking
from zuiqing_desk.store.engine import open_store

WAIT_S = 60


def main(path: Path, point: str, page: int, giver: int, item: int, taker: int, now: int) -> None:
    fatal = False

    def observe(passed: str) -> None:
        if fatal and passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_store(path, clock=lambda: now, observer=observe) as store:
        store.write(lambda tx: signing.give(tx, page, giver)).result(WAIT_S)
        store.write(lambda tx: taking.said_back(tx, page, item, taker, "马上回")).result(WAIT_S)
        fatal = True
        store.write(lambda tx: signing.take(tx, page, taker)).result(WAIT_S)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
