"""Run by Alembic. The caller hands in a connection whose transaction it has begun and will end."""

from typing import Any

from alembic import context
from sqlalchemy import Connection

_SHADOWS = ("", "_data", "_idx", "_content", "_docsize", "_config")


def _by_hand(connection: Connection) -> frozenset[str]:
    """Full-text tables and the tables SQLite keeps behind them: no metadata describes them."""
    virtual = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    ).scalars()
    return frozenset(table + shadow for table in virtual for shadow in _SHADOWS)


def _run(connection: Connection) -> None:
    by_hand = _by_hand(connection)

    def is_described(
        _object: Any, name: str | None, kind: str, _reflected: bool, _other: Any
    ) -> bool:
        return kind != "table" or name not in by_hand

    context.configure(
        connection=connection,
        target_metadata=context.config.attributes.get("metadata"),
        render_as_batch=True,
        include_object=is_described,
    )
    context.run_migrations()


_run(context.config.attributes["connection"])
