"""Restores a backup and is killed on the way, once for every point there is.

``python -m support.restoring_child TEMPLATE FOLDER``: for each point a copy of the home TEMPLATE is
laid to FOLDER/POINT, and a fork of this process restores its one backup until it gets there. Each
point is printed when its process is gone.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

from zuiqing_desk.services import restoring
from zuiqing_desk.services.backups import ZONE, Plan


def restore(home: Path, die_at: str) -> None:
    def observe(point: str) -> None:
        if point == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    plan = Plan(home / "backups")
    backup = restoring.choose(plan, ZONE, "manual-20261120-120000")
    restoring.restore(home / "desk.db", plan, backup, at=1_795_320_000_000_000, observer=observe)


def main(template: Path, folder: Path) -> None:
    for point in restoring.POINTS:
        home = folder / point
        shutil.copytree(template, home)
        pid = os.fork()
        if pid == 0:
            restore(home, point)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{point} {os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
