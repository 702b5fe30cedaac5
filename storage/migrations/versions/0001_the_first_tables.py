"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first tables."""
    op.create_table(
        "community",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("settings", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("name", name=op.f("uq_community_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hold",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("edits", sa.Boolean(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "edits", name=op.f("pk_hold")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "install_state",
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mac", name=op.f("pk_install_state")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "platform_grant",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", name=op.f("pk_platform_grant")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seen",
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mac", name=op.f("pk_seen")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_seen_at"), "seen", ["at"], unique=False)
    op.create_table(
        "channel",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_channel_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_channel")),
        sa.UniqueConstraint("platform", "tenant", "address", name=op.f("uq_channel_platform_tenant_address")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "member",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("industry", sa.String(), server_default="", nullable=False),
        sa.Column("size", sa.String(), server_default="", nullable=False),
        sa.Column("region", sa.String(), server_default="", nullable=False),
        sa.Column("role", sa.String(), server_default="member", nullable=False),
        sa.Column("status", sa.String(), server_default="active", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_member_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_member")),
        sa.UniqueConstraint("community_id", "email", name=op.f("uq_member_community_id_email")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "message",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_message_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "key", name=op.f("pk_message")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "timer",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("arg", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_timer_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "key", name=op.f("pk_timer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_timer_due"), "timer", ["due"], unique=False)
    op.create_table(
        "vendor",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("popularity", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vendor_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_vendor")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_vendor_community_id_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workspace",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_workspace_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("platform", "tenant", name=op.f("pk_workspace")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_workspace_community_id"), "workspace", ["community_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_account_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_account_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("platform", "tenant", "user", name=op.f("uq_account_platform_tenant_user")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_account_community_id_member_id"), "account", ["community_id", "member_id"], unique=False)
    op.create_table(
        "ask",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_ask_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_ask_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_ask_community"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_ask")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_ask_community_id_member_id_status"), "ask", ["community_id", "member_id", "status"], unique=False
    )
    op.create_table(
        "delivery",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("ref", sa.Text(), server_default="", nullable=False),
        sa.Column("edits", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("closed", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "key"],
            ["message.community_id", "message.key"],
            name=op.f("fk_delivery_message"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_delivery_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "key", "recipient", name=op.f("pk_delivery")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["platform", "tenant", "edits", "due"],
        unique=False,
        postgresql_where=sa.text("due IS NOT NULL"),
        sqlite_where=sa.text("due IS NOT NULL"),
    )
    op.create_index(
        "ix_delivery_lease",
        "delivery",
        ["lease"],
        unique=False,
        postgresql_where=sa.text("lease IS NOT NULL"),
        sqlite_where=sa.text("lease IS NOT NULL"),
    )
    op.create_index("ix_delivery_recipient", "delivery", ["recipient", "closed"], unique=False)
    op.create_table(
        "stack",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("opted_in", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_stack_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_stack_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_stack_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "vendor_id", "member_id", name=op.f("pk_stack")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_stack_community_id_member_id"), "stack", ["community_id", "member_id"], unique=False)
    op.create_table(
        "vendor_alias",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_vendor_alias_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vendor_alias_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "key", "vendor_id", name=op.f("pk_vendor_alias")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_vendor_alias_community_id_vendor_id"), "vendor_alias", ["community_id", "vendor_id"], unique=False
    )
    op.create_table(
        "answer",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("ask_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "ask_id"], ["ask.community_id", "ask.id"], name=op.f("fk_answer_ask"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_answer_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_answer_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_answer_community_id_ask_id"), "answer", ["community_id", "ask_id"], unique=False)
    op.create_table(
        "ask_peer",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("ask_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "ask_id"], ["ask.community_id", "ask.id"], name=op.f("fk_ask_peer_ask"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_ask_peer_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_ask_peer_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "ask_id", "member_id", name=op.f("pk_ask_peer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ask_peer_community_id_member_id"), "ask_peer", ["community_id", "member_id"], unique=False)


def downgrade() -> None:
    """Takes it back."""
    op.drop_index(op.f("ix_ask_peer_community_id_member_id"), table_name="ask_peer")
    op.drop_table("ask_peer")
    op.drop_index(op.f("ix_answer_community_id_ask_id"), table_name="answer")
    op.drop_table("answer")
    op.drop_index(op.f("ix_vendor_alias_community_id_vendor_id"), table_name="vendor_alias")
    op.drop_table("vendor_alias")
    op.drop_index(op.f("ix_stack_community_id_member_id"), table_name="stack")
    op.drop_table("stack")
    op.drop_index("ix_delivery_recipient", table_name="delivery")
    op.drop_index(
        "ix_delivery_lease",
        table_name="delivery",
        postgresql_where=sa.text("lease IS NOT NULL"),
        sqlite_where=sa.text("lease IS NOT NULL"),
    )
    op.drop_index(
        "ix_delivery_due",
        table_name="delivery",
        postgresql_where=sa.text("due IS NOT NULL"),
        sqlite_where=sa.text("due IS NOT NULL"),
    )
    op.drop_table("delivery")
    op.drop_index(op.f("ix_ask_community_id_member_id_status"), table_name="ask")
    op.drop_table("ask")
    op.drop_index(op.f("ix_account_community_id_member_id"), table_name="account")
    op.drop_table("account")
    op.drop_index(op.f("ix_workspace_community_id"), table_name="workspace")
    op.drop_table("workspace")
    op.drop_table("vendor")
    op.drop_index(op.f("ix_timer_due"), table_name="timer")
    op.drop_table("timer")
    op.drop_table("message")
    op.drop_table("member")
    op.drop_table("channel")
    op.drop_index(op.f("ix_seen_at"), table_name="seen")
    op.drop_table("seen")
    op.drop_table("platform_grant")
    op.drop_table("install_state")
    op.drop_table("hold")
    op.drop_table("community")
