"""Shift handover and its sealed pages; problems and ideas."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the notebooks."""
    op.create_table(
        "handover_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("next_shift", sa.String(), nullable=False),
        sa.Column("boundary_at", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.Integer(), nullable=True),
        sa.Column("sealed_at", sa.Integer(), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reviewed_by"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("boundary_at", name="handover_page_boundary"),
    )
    op.create_index("handover_page_day", "handover_page", ["day", "id"], unique=False)
    op.create_index(
        "handover_page_unread",
        "handover_page",
        ["id"],
        unique=False,
        sqlite_where=sa.text("reviewed_at IS NULL"),
    )
    op.create_index(
        "handover_page_unsealed",
        "handover_page",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state <> 'sealed'"),
    )
    op.create_table(
        "handover_seal",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"],
            ["handover_page.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("handover_seal_page", "handover_seal", ["page_id", "number"], unique=False)
    op.create_table(
        "handover_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("figures", sa.String(), nullable=False),
        sa.Column("signed_at", sa.Integer(), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["giver_id"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["page_id"],
            ["handover_page.id"],
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("page_id", "giver_id", name="handover_section_giver"),
    )
    op.create_table(
        "handover_taker",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.Boolean(), nullable=False),
        sa.Column("allowed_by", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["allowed_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["page_id"],
            ["handover_page.id"],
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("page_id", "staff_id"),
    )
    op.create_table(
        "handover_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("redacted_at", sa.Integer(), nullable=True),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["number"],
            ["handover_seal.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", "key", name="handover_text_key"),
    )
    op.create_table(
        "handover_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("situation", sa.String(), nullable=False),
        sa.Column("next_action", sa.String(), nullable=False),
        sa.Column("if_then", sa.String(), nullable=False),
        sa.Column("for_staff_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.Column("redacted_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["for_staff_id"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["handover_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["shop_order.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "handover_item_closed",
        "handover_item",
        ["closed_at"],
        unique=False,
        sqlite_where=sa.text("state <> 'open'"),
    )
    op.create_index(
        "handover_item_conversation", "handover_item", ["conversation_id"], unique=False
    )
    op.create_index(
        "handover_item_open",
        "handover_item",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_index("handover_item_order", "handover_item", ["order_id"], unique=False)
    op.create_index(
        "handover_item_source",
        "handover_item",
        ["source"],
        unique=True,
        sqlite_where=sa.text("state = 'open' AND source <> ''"),
    )
    op.create_table(
        "problem_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.Integer(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.Integer(), nullable=True),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["shop_order.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["reply.id"],
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("problem_note_at", "problem_note", ["at", "id"], unique=False)
    op.create_index(
        "problem_note_open",
        "problem_note",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state <> 'settled'"),
    )
    op.create_table(
        "handover_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["handover_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["handover_section.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("section_id", "source", name="handover_draft_source"),
    )
    op.create_table(
        "handover_entry",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("acked_by", sa.Integer(), nullable=True),
        sa.Column("acked_at", sa.Integer(), nullable=True),
        sa.Column("said_by", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.Integer(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acked_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["handover_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["page_id"],
            ["handover_page.id"],
        ),
        sa.ForeignKeyConstraint(
            ["said_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["handover_section.id"],
        ),
        sa.PrimaryKeyConstraint("page_id", "item_id"),
    )
    op.create_index("handover_entry_item", "handover_entry", ["item_id", "page_id"], unique=False)
    op.create_table(
        "handover_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["handover_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["page_id"],
            ["handover_page.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("handover_event_item", "handover_event", ["item_id", "id"], unique=False)
    op.create_table(
        "handover_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.Integer(), nullable=True),
        sa.Column("redacted_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["handover_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["page_id"],
            ["handover_page.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("handover_remark_page", "handover_remark", ["page_id", "id"], unique=False)
    op.create_index(
        "handover_remark_unanswered",
        "handover_remark",
        ["id"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NULL AND kind IN ('question', 'ask_back')"),
    )
    # Characters, pairs and triples of what sealed pages say, and of their pinyin initials. The
    # texts themselves stand in handover_text, and its row tells whose they are.
    op.execute(
        "CREATE VIRTUAL TABLE handover_search USING fts5 (words, content = '', detail = 'none',"
        " tokenize = 'unicode61 remove_diacritics 0')"
    )
