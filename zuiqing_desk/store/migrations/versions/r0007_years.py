"""Old talk found by its words; how each person wants their desk; indexes of large stores."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the search index of lines, what people prefer, and the indexes of large stores."""
    op.create_table(
        "preference",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("staff_id", "key"),
    )
    op.create_table(
        "line_index",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("earliest", sa.Integer(), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "line_staff",
        "line",
        ["staff_id", "id"],
        unique=False,
        sqlite_where=sa.text("staff_id IS NOT NULL"),
    )
    # The queue, and each one's part of it, in order and counted from the index alone.
    op.drop_index("conversation_queue", "conversation")
    op.drop_index("conversation_assignee", "conversation")
    place = ["band", "urgency", "id", "state", "round_started_at"]
    for name, columns in (
        ("conversation_queue", place),
        ("conversation_hands", ["assignee_id", *place]),
    ):
        op.create_index(
            name,
            "conversation",
            columns,
            unique=False,
            sqlite_where=sa.text("state <> 'closed' AND last_seq > 0"),
        )
    # What lines say, in pieces; the texts themselves stand in line, and its id is the row.
    op.execute(
        "CREATE VIRTUAL TABLE line_search USING fts5 (words, content = '', columnsize = 0,"
        " detail = 'none', tokenize = 'unicode61 remove_diacritics 0')"
    )
    # Who fills it joins its parts, a few pages each time: left to itself, it does so at one go.
    for setting, value in (("automerge", 0), ("usermerge", 6), ("crisismerge", 500)):
        op.execute(f"INSERT INTO line_search (line_search, rank) VALUES ('{setting}', {value})")
