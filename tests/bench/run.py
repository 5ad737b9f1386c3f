"""Measure and print the table: ``python tests/bench/run.py [--quick] [row …]``."""

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROWS = (
    "first_frame",
    "pin_to_queue",
    "keys_under_load",
    "ingest",
    "queue_page",
    "queue_moving",
    "last_lines",
    "history_search",
    "picker_core",
    "picker_frame",
    "suggestions",
    "reply_import",
    "order_list",
    "order_import",
    "handover_pages",
    "page_list",
    "board",
    "day",
)


def main(chosen: list[str]) -> int:
    sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]
    table = importlib.import_module("table")
    rows = []
    for name in [one for one in chosen if one != "--quick"] or ROWS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += importlib.import_module(name).measure()
    print(table.render(rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
