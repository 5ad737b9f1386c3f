"""``python -m support.shop_on_disk HOME BRIDGE_PORT``: found a shop with one connected platform on
whatever disk is at HOME, and run its gateway there; the process id stays the same."""

import os
import sys
from pathlib import Path

from support.bridge import add
from support.desk_terminal import found_shop

from zuiqing_desk.store import open_store


def main(home: str, bridge_port: str) -> None:
    found_shop(Path(home), settings=f"[webchat]\nport = 0\n\n[bridge]\nport = {bridge_port}\n")
    with open_store(Path(home) / "desk.db") as store:
        store.write(add).result()
    program = [sys.executable, "-m", "zuiqing_desk", "--home", home, "gateway", "--port", "0"]
    os.execv(sys.executable, program)


if __name__ == "__main__":
    main(*sys.argv[1:])
