"""Run by Alembic. The caller hands in a connection whose transaction it has begun and will end."""

from typing import Any

from alembic import context

_SHADOWS = ("_data", "_idx", "_content", "_docsize", "_config")


def _is_ours(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Full-text tables and the tables SQLite keeps behind them are written by hand."""
    virtual: frozenset[str] = context.config.attributes.get("virtual_tables", frozenset())
    if kind != "table" or name is None:
        return True
    return name not in virtual and not any(
        name == table + shadow for table in virtual for shadow in _SHADOWS
    )


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,
    include_object=_is_ours,
)
context.run_migrations()
