"""Another program that keeps the database to itself: ``python -m support.holder DATABASE``.

It says ``held`` once it has the write lock, and lets go of it when it is told anything.
"""

import sqlite3
import sys
from contextlib import closing


def main(database: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None, timeout=60)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.readline()
        connection.execute("ROLLBACK")


if __name__ == "__main__":
    main(*sys.argv[1:])
