"""Roster, swaps, leave; the service statistics and their frozen months."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of shifts and figures."""
    op.create_table(
        "tally_month",
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.Integer(), nullable=False),
        sa.Column("counted_to", sa.Integer(), nullable=False),
        sa.Column("compared_to", sa.Integer(), nullable=False),
        sa.Column("compared_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month"),
    )
    op.create_table(
        "leave_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Integer(), nullable=False),
        sa.Column("to_day", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "leave_request_open",
        "leave_request",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "roster_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("begins_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.Column("duty", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.Integer(), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["removed_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["set_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "roster_entry_day",
        "roster_entry",
        ["day"],
        unique=False,
        sqlite_where=sa.text("removed_at IS NULL"),
    )
    op.create_index("roster_entry_ends", "roster_entry", ["ends_at"], unique=False)
    op.create_index(
        "roster_entry_once",
        "roster_entry",
        ["staff_id", "day", "begins_at"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "tally_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("storefront_id", sa.Integer(), nullable=True),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["month"],
            ["tally_month.month"],
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["storefront_id"],
            ["storefront.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("day", "staff_id", "storefront_id", "shift", name="tally_cell_place"),
    )
    op.create_index("tally_cell_month", "tally_cell", ["month", "day"], unique=False)
    op.create_table(
        "tally_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("storefront_id", sa.Integer(), nullable=True),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("noted_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["month"],
            ["tally_month.month"],
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["storefront_id"],
            ["storefront.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("tally_correction_month", "tally_correction", ["month", "id"], unique=False)
    op.create_table(
        "roster_swap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("with_id", sa.Integer(), nullable=False),
        sa.Column("other_entry_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["roster_entry.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other_entry_id"],
            ["roster_entry.id"],
        ),
        sa.ForeignKeyConstraint(
            ["with_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "roster_swap_open",
        "roster_swap",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state IN ('asked', 'agreed')"),
    )
