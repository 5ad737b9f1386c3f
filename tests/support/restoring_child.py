"""Makes or restores a backup and is killed on the way, once for every point there is.

``python -m support.restoring_child make|restore TEMPLATE FOLDER``: for each point a copy of the
home TEMPLATE is laid to FOLDER/POINT, and a fork of this process does it there until it gets to the
point. Each point is printed when its process is gone.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from zuiqing_desk.services import restoring
from zuiqing_desk.services.backups import ZONE, Plan
from zuiqing_desk.store.copying import POINTS, copy_to


def dies(at: str) -> Callable[[str], None]:
    def observe(point: str) -> None:
        if point == at:
            os.kill(os.getpid(), signal.SIGKILL)

    return observe


def make(home: Path, die_at: str) -> None:
    copy_to(home / "desk.db", home / "backups" / "auto-20261122-033000.db", observer=dies(die_at))


def restore(home: Path, die_at: str) -> None:
    plan = Plan(home / "backups")
    backup = restoring.choose(plan, ZONE, "manual-20261120-120000")
    at = 1_795_320_000_000_000
    restoring.restore(home / "desk.db", plan, backup, at=at, observer=dies(die_at))


WORK = {"make": (make, POINTS), "restore": (restore, restoring.POINTS)}


def main(what: str, template: Path, folder: Path) -> None:
    work, points = WORK[what]
    for point in points:
        home = folder / point
        shutil.copytree(template, home)
        pid = os.fork()
        if pid == 0:
            work(home, point)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{point} {os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
