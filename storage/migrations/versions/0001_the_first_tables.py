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
        sa.Column("audit_number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("audit_seal", sa.String(length=64), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("name", name=op.f("uq_community_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "doc_term",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("term", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("doc", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "term", "kind", "doc", name=op.f("pk_doc_term")),
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
        "kept_key",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", name=op.f("pk_kept_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "platform_grant",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("renewed_by", sa.BigInteger(), nullable=True),
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
        "vendor_gram",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("gram", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("alias", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "gram", "alias", name=op.f("pk_vendor_gram")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("people", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_audit_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "number", name=op.f("pk_audit")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "category",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_category_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "key", name=op.f("pk_category")),
        sqlite_with_rowid=False,
    )
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
        "crowd_shown",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("company_key", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("version", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_crowd_shown_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "kind", "vendor_id", "company_key", "since", name=op.f("pk_crowd_shown")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_document_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "kind", "id", name=op.f("pk_document")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_document_community_id_number")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_document_community_id_vendor_id"), "document", ["community_id", "vendor_id"], unique=False)
    op.create_table(
        "handle_drawn",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_handle_drawn_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "handle", name=op.f("pk_handle_drawn")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "link_try",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_link_try_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "mac", "hour", name=op.f("pk_link_try")),
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
        "once_link",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_once_link_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "mac", name=op.f("pk_once_link")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_once_link_expires"), "once_link", ["expires"], unique=False)
    op.create_index(op.f("ix_once_link_mac"), "once_link", ["mac"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("text_id", sa.String(length=32), nullable=False),
        sa.Column("prefix", sa.String(length=4), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_receipt_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "text_id", name=op.f("pk_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_receipt_community_id_prefix"), "receipt", ["community_id", "prefix"], unique=False)
    op.create_table(
        "receipt_try",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_receipt_try_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "mac", name=op.f("pk_receipt_try")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_prior",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("one", sa.Float(), nullable=False),
        sa.Column("two", sa.Float(), nullable=False),
        sa.Column("three", sa.Float(), nullable=False),
        sa.Column("four", sa.Float(), nullable=False),
        sa.Column("five", sa.Float(), nullable=False),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("taught_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_review_prior_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "category", name=op.f("pk_review_prior")),
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
        "unmask_case",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("thread_id", sa.String(length=32), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("first", sa.String(length=32), nullable=False),
        sa.Column("second", sa.String(length=32), server_default="", nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=True),
        sa.Column("first_saw", sa.Boolean(), nullable=False),
        sa.Column("second_saw", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_unmask_case_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_unmask_case")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vault_key",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("thread_id", sa.String(length=32), nullable=False),
        sa.Column("master", sa.String(length=16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vault_key_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "thread_id", name=op.f("pk_vault_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vault_link",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("thread_id", sa.String(length=32), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vault_link_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "thread_id", "handle", name=op.f("pk_vault_link")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vault_notice",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("master", sa.String(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vault_notice_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_vault_notice")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vault_strike",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vault_strike_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_vault_strike")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_vault_strike_community_id_mac"), "vault_strike", ["community_id", "mac"], unique=False)
    op.create_table(
        "vault_waiting",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("thread_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vault_waiting_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_vault_waiting")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vendor",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("popularity", sa.Integer(), server_default="0", nullable=False),
        sa.Column("everyday", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("merged_into", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vendor_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_vendor")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_vendor_community_id_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_vendor_community_id_merged_into"),
        "vendor",
        ["community_id", "merged_into"],
        unique=False,
        postgresql_where=sa.text("merged_into IS NOT NULL"),
        sqlite_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_index(op.f("ix_vendor_community_id_popularity"), "vendor", ["community_id", "popularity"], unique=False)
    op.create_table(
        "vendor_change",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("other", sa.String(length=32), server_default="", nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("was", sa.String(), server_default="", nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("undone", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vendor_change_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_vendor_change")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_vendor_change_community_id_changed_at"), "vendor_change", ["community_id", "changed_at"], unique=False
    )
    op.create_table(
        "workspace",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("removed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
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
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("email_domain", sa.String(), server_default="", nullable=False),
        sa.Column("unread", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
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
    op.create_index(
        "ix_account_unread",
        "account",
        ["platform"],
        unique=False,
        sqlite_where=sa.text("unread"),
        postgresql_where=sa.text("unread"),
    )
    op.create_table(
        "ask",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("vendor_id", sa.String(length=32), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("handle", sa.String(), server_default="", nullable=False),
        sa.Column("attribute", sa.String(), server_default="", nullable=False),
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
    op.create_index(op.f("ix_ask_community_id_asked_at"), "ask", ["community_id", "asked_at"], unique=False)
    op.create_index(
        op.f("ix_ask_community_id_member_id_status"), "ask", ["community_id", "member_id", "status"], unique=False
    )
    op.create_table(
        "cold_call",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("company_key", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("tactics", sa.String(), nullable=False),
        sa.Column("praise", sa.String(), nullable=False),
        sa.Column("number_key", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_cold_call_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_cold_call_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_cold_call_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_cold_call")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_cold_call_community_id_member_id_called_at"),
        "cold_call",
        ["community_id", "member_id", "called_at"],
        unique=False,
    )
    op.create_index(op.f("ix_cold_call_community_id_month"), "cold_call", ["community_id", "month"], unique=False)
    op.create_index(
        op.f("ix_cold_call_community_id_vendor_id_month"),
        "cold_call",
        ["community_id", "vendor_id", "month"],
        unique=False,
    )
    op.create_table(
        "conduct_reply",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("cure", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_conduct_reply_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_conduct_reply_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "vendor_id", name=op.f("pk_conduct_reply")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "confirmation",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("lapsed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_confirmation_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_confirmation_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "member_id", name=op.f("pk_confirmation")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_confirmation_community_id_confirmed_at"),
        "confirmation",
        ["community_id", "confirmed_at"],
        unique=False,
    )
    op.create_table(
        "conflict",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_conflict_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_conflict_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_conflict_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "vendor_id", "member_id", "kind", name=op.f("pk_conflict")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_conflict_community_id_member_id"), "conflict", ["community_id", "member_id"], unique=False)
    op.create_table(
        "contact_wish",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("channels", sa.String(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_contact_wish_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_contact_wish_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "member_id", name=op.f("pk_contact_wish")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "curation_case",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text_id", sa.String(length=32), nullable=False),
        sa.Column("thread_id", sa.String(length=32), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("second_by", sa.String(length=32), nullable=True),
        sa.Column("appealed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_curation_case_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_curation_case_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_curation_case")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_curation_case_community_id_status_opened_at"),
        "curation_case",
        ["community_id", "status", "opened_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_curation_case_community_id_text_id"), "curation_case", ["community_id", "text_id"], unique=False
    )
    op.create_table(
        "delivery",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("beside", sa.String(length=32), nullable=True),
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
        "desk_import",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("refused", sa.String(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_desk_import_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_desk_import_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_desk_import")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_desk_import_community_id_member_id"), "desk_import", ["community_id", "member_id"], unique=False
    )
    op.create_index(op.f("ix_desk_import_seen_at"), "desk_import", ["seen_at"], unique=False)
    op.create_table(
        "desk_session",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_desk_session_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_desk_session_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "mac", name=op.f("pk_desk_session")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_desk_session_community_id_member_id"), "desk_session", ["community_id", "member_id"], unique=False
    )
    op.create_index(op.f("ix_desk_session_mac"), "desk_session", ["mac"], unique=False)
    op.create_table(
        "intro",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("decider", sa.Text(), nullable=False),
        sa.Column("timeline", sa.Text(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("budget", sa.String(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("face", sa.String(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("open_until", sa.BigInteger(), nullable=False),
        sa.Column("stage_ends", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("offer_id", sa.String(length=32), nullable=False),
        sa.Column("rep_said", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("by_silence", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_intro_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_intro_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_intro_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_intro")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_intro_buyer", "intro", ["community_id", "member_id"], unique=False)
    op.create_index(
        "uq_intro_one_live",
        "intro",
        ["community_id", "member_id", "vendor_id", "kind"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "link_code",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_link_code_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_link_code_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "mac", name=op.f("pk_link_code")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_link_code_community_id_member_id"), "link_code", ["community_id", "member_id"], unique=False
    )
    op.create_table(
        "pitch",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=True),
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("work_email", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("sizes", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("has_references", sa.Boolean(), nullable=False),
        sa.Column("price_model", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("arrived_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_pitch_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_pitch_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_pitch")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_pitch_community_id_arrived_at"), "pitch", ["community_id", "arrived_at"], unique=False)
    op.create_index(op.f("ix_pitch_community_id_status"), "pitch", ["community_id", "status"], unique=False)
    op.create_index(
        "uq_pitch_one_place",
        "pitch",
        ["community_id", "domain", "category"],
        unique=True,
        sqlite_where=sa.text("holds"),
        postgresql_where=sa.text("holds"),
    )
    op.create_table(
        "preferences",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("weekly_cap", sa.Integer(), nullable=True),
        sa.Column("intros_a_month", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_preferences_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_preferences_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "member_id", name=op.f("pk_preferences")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "product",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("category", sa.String(), server_default="", nullable=False),
        sa.Column("everyday", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("merged_into", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_product_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_product_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_product")),
        sa.UniqueConstraint("community_id", "vendor_id", "key", name=op.f("uq_product_community_id_vendor_id_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_product_community_id_merged_into"),
        "product",
        ["community_id", "merged_into"],
        unique=False,
        postgresql_where=sa.text("merged_into IS NOT NULL"),
        sqlite_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_table(
        "renewal",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("company_key", sa.String(length=64), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_renewal_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_renewal_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_renewal_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_renewal")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_renewal_community_id_member_id"), "renewal", ["community_id", "member_id"], unique=False)
    op.create_index(op.f("ix_renewal_community_id_vendor_id"), "renewal", ["community_id", "vendor_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("product_id", sa.String(length=32), server_default="", nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("company_key", sa.String(length=64), nullable=False),
        sa.Column("vendor_key", sa.String(length=64), server_default="", nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("buy_again", sa.Boolean(), nullable=False),
        sa.Column("buying", sa.Integer(), nullable=True),
        sa.Column("deploying", sa.Integer(), nullable=True),
        sa.Column("running", sa.Integer(), nullable=True),
        sa.Column("support", sa.Integer(), nullable=True),
        sa.Column("leaving", sa.Integer(), nullable=True),
        sa.Column("price_predictability", sa.Integer(), nullable=True),
        sa.Column("pros", sa.Text(), nullable=False),
        sa.Column("cons", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("relationship", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("months_live", sa.Integer(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("interest", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("worth", sa.Text(), server_default="", nullable=False),
        sa.Column("counted", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_review_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_review_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_review_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_review")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_review_age", "review", ["community_id", "heard_on"], unique=False)
    op.create_index("ix_review_company", "review", ["community_id", "vendor_key"], unique=False)
    op.create_index(
        "ix_review_freshest", "review", ["community_id", "vendor_id", "status", "heard_on", "id"], unique=False
    )
    op.create_index("ix_review_member", "review", ["community_id", "member_id", "vendor_id"], unique=False)
    op.create_index(
        "ix_review_past",
        "review",
        ["community_id", "company_key"],
        unique=False,
        sqlite_where=sa.text("status NOT IN ('live', 'waiting')"),
        postgresql_where=sa.text("status NOT IN ('live', 'waiting')"),
    )
    op.create_index(
        "ix_review_product",
        "review",
        ["community_id", "product_id", "status", "heard_on", "id"],
        unique=False,
        sqlite_where=sa.text("product_id != ''"),
        postgresql_where=sa.text("product_id != ''"),
    )
    op.create_index(
        "uq_review_one_each",
        "review",
        ["community_id", "company_key"],
        unique=True,
        sqlite_where=sa.text("status IN ('live', 'waiting')"),
        postgresql_where=sa.text("status IN ('live', 'waiting')"),
    )
    op.create_table(
        "review_count",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("product_id", sa.String(length=32), server_default="", nullable=False),
        sa.Column("slice", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_review_count_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_review_count_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "vendor_id", "product_id", "slice", "kind", name=op.f("pk_review_count")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_draft",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("owner_key", sa.String(length=64), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("product_id", sa.String(length=32), server_default="", nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_review_draft_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_review_draft_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "owner_key", "vendor_id", "product_id", name=op.f("pk_review_draft")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_review_draft_community_id_kept_on"), "review_draft", ["community_id", "kept_on"], unique=False
    )
    op.create_table(
        "review_shown",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("company_key", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_review_shown_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_review_shown_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "vendor_id", "measure", "company_key", "since", name=op.f("pk_review_shown")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_sum",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("product_id", sa.String(length=32), server_default="", nullable=False),
        sa.Column("slice", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("one", sa.Float(), nullable=False),
        sa.Column("two", sa.Float(), nullable=False),
        sa.Column("three", sa.Float(), nullable=False),
        sa.Column("four", sa.Float(), nullable=False),
        sa.Column("five", sa.Float(), nullable=False),
        sa.Column("squares", sa.Float(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_review_sum_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_review_sum_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "vendor_id", "product_id", "slice", "measure", name=op.f("pk_review_sum")
        ),
        sqlite_with_rowid=False,
    )
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
        "topic",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_topic_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_topic_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "category", "member_id", name=op.f("pk_topic")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_topic_community_id_member_id"), "topic", ["community_id", "member_id"], unique=False)
    op.create_table(
        "vendor_category",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_vendor_category_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vendor_category_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "vendor_id", "category", name=op.f("pk_vendor_category")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_vendor_category_community_id_category"), "vendor_category", ["community_id", "category"], unique=False
    )
    op.create_table(
        "vendor_domain",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("domain", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_vendor_domain_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vendor_domain_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "domain", name=op.f("pk_vendor_domain")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_vendor_domain_community_id_vendor_id"), "vendor_domain", ["community_id", "vendor_id"], unique=False
    )
    op.create_table(
        "vendor_move",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("change_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "change_id"],
            ["vendor_change.community_id", "vendor_change.id"],
            name=op.f("fk_vendor_move_vendor_change"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vendor_move_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "change_id", "number", name=op.f("pk_vendor_move")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answer",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("ask_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.Column("handle", sa.String(), server_default="", nullable=False),
        sa.Column("attribute", sa.String(), server_default="", nullable=False),
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
    op.create_index(op.f("ix_answer_community_id_member_id"), "answer", ["community_id", "member_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("conflict", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.Column("two", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("first_by", sa.String(length=32), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["account.community_id", "account.id"],
            name=op.f("fk_application_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_application_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_application_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_application")),
        sa.UniqueConstraint("community_id", "account_id", name=op.f("uq_application_community_id_account_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_application_community_id_status"), "application", ["community_id", "status"], unique=False)
    op.create_table(
        "ask_channel",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("ask_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "ask_id"],
            ["ask.community_id", "ask.id"],
            name=op.f("fk_ask_channel_ask"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "channel_id"],
            ["channel.community_id", "channel.id"],
            name=op.f("fk_ask_channel_channel"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_ask_channel_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "ask_id", "channel_id", name=op.f("pk_ask_channel")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_ask_channel_community_id_channel_id"), "ask_channel", ["community_id", "channel_id"], unique=False
    )
    op.create_table(
        "ask_peer",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("ask_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("set_aside", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
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
    op.create_table(
        "ask_vendor",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("ask_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "ask_id"],
            ["ask.community_id", "ask.id"],
            name=op.f("fk_ask_vendor_ask"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_ask_vendor_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_ask_vendor_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "vendor_id", "ask_id", name=op.f("pk_ask_vendor")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ask_vendor_community_id_ask_id"), "ask_vendor", ["community_id", "ask_id"], unique=False)
    op.create_table(
        "case_text",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "case_id"],
            ["curation_case.community_id", "curation_case.id"],
            name=op.f("fk_case_text_curation_case"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_case_text_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "case_id", name=op.f("pk_case_text")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "flag",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "case_id"],
            ["curation_case.community_id", "curation_case.id"],
            name=op.f("fk_flag_curation_case"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_flag_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_flag_community"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community_id", "case_id", "member_id", name=op.f("pk_flag")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "intro_conduct",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("intro_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("kept_terms", sa.Boolean(), nullable=False),
        sa.Column("on_time", sa.Boolean(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "intro_id"],
            ["intro.community_id", "intro.id"],
            name=op.f("fk_intro_conduct_intro"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_intro_conduct_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_intro_conduct_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_intro_conduct_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "intro_id", name=op.f("pk_intro_conduct")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_intro_conduct_community_id_vendor_id"), "intro_conduct", ["community_id", "vendor_id"], unique=False
    )
    op.create_table(
        "intro_offer",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("intro_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("vouch", sa.String(), nullable=False),
        sa.Column("interest", sa.Text(), nullable=False),
        sa.Column("rep", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "intro_id"],
            ["intro.community_id", "intro.id"],
            name=op.f("fk_intro_offer_intro"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_intro_offer_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_intro_offer_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_intro_offer")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_intro_offer_community_id_intro_id"), "intro_offer", ["community_id", "intro_id"], unique=False
    )
    op.create_index(
        op.f("ix_intro_offer_community_id_member_id_offered_at"),
        "intro_offer",
        ["community_id", "member_id", "offered_at"],
        unique=False,
    )
    op.create_table(
        "intro_peer",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("intro_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_aside", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "intro_id"],
            ["intro.community_id", "intro.id"],
            name=op.f("fk_intro_peer_intro"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_intro_peer_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_intro_peer_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "intro_id", "member_id", name=op.f("pk_intro_peer")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_intro_peer_community_id_member_id"), "intro_peer", ["community_id", "member_id"], unique=False
    )
    op.create_table(
        "ownership",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("product_id", sa.String(length=32), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "product_id"],
            ["product.community_id", "product.id"],
            name=op.f("fk_ownership_product"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_ownership_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_ownership_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_ownership")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_ownership_community_id_vendor_id"), "ownership", ["community_id", "vendor_id"], unique=False
    )
    op.create_table(
        "pitch_answer",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("pitch_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["member.community_id", "member.id"],
            name=op.f("fk_pitch_answer_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "pitch_id"],
            ["pitch.community_id", "pitch.id"],
            name=op.f("fk_pitch_answer_pitch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_pitch_answer_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "pitch_id", "member_id", name=op.f("pk_pitch_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_pitch_answer_community_id_member_id"), "pitch_answer", ["community_id", "member_id"], unique=False
    )
    op.create_table(
        "review_history",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "review_id"],
            ["review.community_id", "review.id"],
            name=op.f("fk_review_history_review"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_review_history_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "review_id", "number", name=op.f("pk_review_history")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vendor_alias",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("vendor_id", sa.String(length=32), nullable=False),
        sa.Column("product_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("popularity", sa.Integer(), nullable=False),
        sa.Column("everyday", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "product_id"],
            ["product.community_id", "product.id"],
            name=op.f("fk_vendor_alias_product"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "vendor_id"],
            ["vendor.community_id", "vendor.id"],
            name=op.f("fk_vendor_alias_vendor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_vendor_alias_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "key", "id", name=op.f("pk_vendor_alias")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_vendor_alias_community_id_number")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_vendor_alias_community_id_product_id"),
        "vendor_alias",
        ["community_id", "product_id"],
        unique=False,
        postgresql_where=sa.text("product_id IS NOT NULL"),
        sqlite_where=sa.text("product_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_vendor_alias_community_id_vendor_id"), "vendor_alias", ["community_id", "vendor_id"], unique=False
    )
    op.create_table(
        "answer_helped",
        sa.Column("community_id", sa.String(length=32), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "answer_id"],
            ["answer.community_id", "answer.id"],
            name=op.f("fk_answer_helped_answer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_answer_helped_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "answer_id", name=op.f("pk_answer_helped")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("answer_helped")
    op.drop_index(op.f("ix_vendor_alias_community_id_vendor_id"), table_name="vendor_alias")
    op.drop_index(
        op.f("ix_vendor_alias_community_id_product_id"),
        table_name="vendor_alias",
        postgresql_where=sa.text("product_id IS NOT NULL"),
        sqlite_where=sa.text("product_id IS NOT NULL"),
    )
    op.drop_table("vendor_alias")
    op.drop_table("review_history")
    op.drop_index(op.f("ix_pitch_answer_community_id_member_id"), table_name="pitch_answer")
    op.drop_table("pitch_answer")
    op.drop_index(op.f("ix_ownership_community_id_vendor_id"), table_name="ownership")
    op.drop_table("ownership")
    op.drop_index(op.f("ix_intro_peer_community_id_member_id"), table_name="intro_peer")
    op.drop_table("intro_peer")
    op.drop_index(op.f("ix_intro_offer_community_id_member_id_offered_at"), table_name="intro_offer")
    op.drop_index(op.f("ix_intro_offer_community_id_intro_id"), table_name="intro_offer")
    op.drop_table("intro_offer")
    op.drop_index(op.f("ix_intro_conduct_community_id_vendor_id"), table_name="intro_conduct")
    op.drop_table("intro_conduct")
    op.drop_table("flag")
    op.drop_table("case_text")
    op.drop_index(op.f("ix_ask_vendor_community_id_ask_id"), table_name="ask_vendor")
    op.drop_table("ask_vendor")
    op.drop_index(op.f("ix_ask_peer_community_id_member_id"), table_name="ask_peer")
    op.drop_table("ask_peer")
    op.drop_index(op.f("ix_ask_channel_community_id_channel_id"), table_name="ask_channel")
    op.drop_table("ask_channel")
    op.drop_index(op.f("ix_application_community_id_status"), table_name="application")
    op.drop_table("application")
    op.drop_index(op.f("ix_answer_community_id_member_id"), table_name="answer")
    op.drop_index(op.f("ix_answer_community_id_ask_id"), table_name="answer")
    op.drop_table("answer")
    op.drop_table("vendor_move")
    op.drop_index(op.f("ix_vendor_domain_community_id_vendor_id"), table_name="vendor_domain")
    op.drop_table("vendor_domain")
    op.drop_index(op.f("ix_vendor_category_community_id_category"), table_name="vendor_category")
    op.drop_table("vendor_category")
    op.drop_index(op.f("ix_topic_community_id_member_id"), table_name="topic")
    op.drop_table("topic")
    op.drop_index(op.f("ix_stack_community_id_member_id"), table_name="stack")
    op.drop_table("stack")
    op.drop_table("review_sum")
    op.drop_table("review_shown")
    op.drop_index(op.f("ix_review_draft_community_id_kept_on"), table_name="review_draft")
    op.drop_table("review_draft")
    op.drop_table("review_count")
    op.drop_index(
        "uq_review_one_each",
        table_name="review",
        sqlite_where=sa.text("status IN ('live', 'waiting')"),
        postgresql_where=sa.text("status IN ('live', 'waiting')"),
    )
    op.drop_index(
        "ix_review_product",
        table_name="review",
        sqlite_where=sa.text("product_id != ''"),
        postgresql_where=sa.text("product_id != ''"),
    )
    op.drop_index(
        "ix_review_past",
        table_name="review",
        sqlite_where=sa.text("status NOT IN ('live', 'waiting')"),
        postgresql_where=sa.text("status NOT IN ('live', 'waiting')"),
    )
    op.drop_index("ix_review_member", table_name="review")
    op.drop_index("ix_review_freshest", table_name="review")
    op.drop_index("ix_review_company", table_name="review")
    op.drop_index("ix_review_age", table_name="review")
    op.drop_table("review")
    op.drop_index(op.f("ix_renewal_community_id_vendor_id"), table_name="renewal")
    op.drop_index(op.f("ix_renewal_community_id_member_id"), table_name="renewal")
    op.drop_table("renewal")
    op.drop_index(
        op.f("ix_product_community_id_merged_into"),
        table_name="product",
        postgresql_where=sa.text("merged_into IS NOT NULL"),
        sqlite_where=sa.text("merged_into IS NOT NULL"),
    )
    op.drop_table("product")
    op.drop_table("preferences")
    op.drop_index(
        "uq_pitch_one_place", table_name="pitch", sqlite_where=sa.text("holds"), postgresql_where=sa.text("holds")
    )
    op.drop_index(op.f("ix_pitch_community_id_status"), table_name="pitch")
    op.drop_index(op.f("ix_pitch_community_id_arrived_at"), table_name="pitch")
    op.drop_table("pitch")
    op.drop_index(op.f("ix_link_code_community_id_member_id"), table_name="link_code")
    op.drop_table("link_code")
    op.drop_index(
        "uq_intro_one_live",
        table_name="intro",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_intro_buyer", table_name="intro")
    op.drop_table("intro")
    op.drop_index(op.f("ix_desk_session_mac"), table_name="desk_session")
    op.drop_index(op.f("ix_desk_session_community_id_member_id"), table_name="desk_session")
    op.drop_table("desk_session")
    op.drop_index(op.f("ix_desk_import_seen_at"), table_name="desk_import")
    op.drop_index(op.f("ix_desk_import_community_id_member_id"), table_name="desk_import")
    op.drop_table("desk_import")
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
    op.drop_index(op.f("ix_curation_case_community_id_text_id"), table_name="curation_case")
    op.drop_index(op.f("ix_curation_case_community_id_status_opened_at"), table_name="curation_case")
    op.drop_table("curation_case")
    op.drop_table("contact_wish")
    op.drop_index(op.f("ix_conflict_community_id_member_id"), table_name="conflict")
    op.drop_table("conflict")
    op.drop_index(op.f("ix_confirmation_community_id_confirmed_at"), table_name="confirmation")
    op.drop_table("confirmation")
    op.drop_table("conduct_reply")
    op.drop_index(op.f("ix_cold_call_community_id_vendor_id_month"), table_name="cold_call")
    op.drop_index(op.f("ix_cold_call_community_id_month"), table_name="cold_call")
    op.drop_index(op.f("ix_cold_call_community_id_member_id_called_at"), table_name="cold_call")
    op.drop_table("cold_call")
    op.drop_index(op.f("ix_ask_community_id_member_id_status"), table_name="ask")
    op.drop_index(op.f("ix_ask_community_id_asked_at"), table_name="ask")
    op.drop_table("ask")
    op.drop_index(
        "ix_account_unread", table_name="account", sqlite_where=sa.text("unread"), postgresql_where=sa.text("unread")
    )
    op.drop_index(op.f("ix_account_community_id_member_id"), table_name="account")
    op.drop_table("account")
    op.drop_index(op.f("ix_workspace_community_id"), table_name="workspace")
    op.drop_table("workspace")
    op.drop_index(op.f("ix_vendor_change_community_id_changed_at"), table_name="vendor_change")
    op.drop_table("vendor_change")
    op.drop_index(op.f("ix_vendor_community_id_popularity"), table_name="vendor")
    op.drop_index(
        op.f("ix_vendor_community_id_merged_into"),
        table_name="vendor",
        postgresql_where=sa.text("merged_into IS NOT NULL"),
        sqlite_where=sa.text("merged_into IS NOT NULL"),
    )
    op.drop_table("vendor")
    op.drop_table("vault_waiting")
    op.drop_index(op.f("ix_vault_strike_community_id_mac"), table_name="vault_strike")
    op.drop_table("vault_strike")
    op.drop_table("vault_notice")
    op.drop_table("vault_link")
    op.drop_table("vault_key")
    op.drop_table("unmask_case")
    op.drop_index(op.f("ix_timer_due"), table_name="timer")
    op.drop_table("timer")
    op.drop_table("review_prior")
    op.drop_table("receipt_try")
    op.drop_index(op.f("ix_receipt_community_id_prefix"), table_name="receipt")
    op.drop_table("receipt")
    op.drop_index(op.f("ix_once_link_mac"), table_name="once_link")
    op.drop_index(op.f("ix_once_link_expires"), table_name="once_link")
    op.drop_table("once_link")
    op.drop_table("message")
    op.drop_table("member")
    op.drop_table("link_try")
    op.drop_table("handle_drawn")
    op.drop_index(op.f("ix_document_community_id_vendor_id"), table_name="document")
    op.drop_table("document")
    op.drop_table("crowd_shown")
    op.drop_table("channel")
    op.drop_table("category")
    op.drop_table("audit")
    op.drop_table("vendor_gram")
    op.drop_index(op.f("ix_seen_at"), table_name="seen")
    op.drop_table("seen")
    op.drop_table("platform_grant")
    op.drop_table("kept_key")
    op.drop_table("install_state")
    op.drop_table("hold")
    op.drop_table("doc_term")
    op.drop_table("community")
