"""What the vault keeps: sealed links, thread keys, handles once drawn, waiting texts, receipts and opened cases.

No table here names a member in clear but `unmask_case`, which names the two managers who ask. None carries a moment
that tells when its author was at work.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
)

from storage.tables.base import of_community, table
from storage.types import Id, Instant

vault_key = table(
    "vault_key",
    of_community(),
    Column("thread_id", Id, nullable=False),
    Column("master", String(16), nullable=False),  # which master key wraps it
    Column("wrapped", LargeBinary, nullable=False),
    PrimaryKeyConstraint("community_id", "thread_id"),
)

vault_link = table(
    "vault_link",
    of_community(),
    Column("thread_id", Id, nullable=False),
    Column("handle", String, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("community_id", "thread_id", "handle"),
)

handle_drawn = table(
    "handle_drawn",
    of_community(),
    Column("handle", String, nullable=False),
    PrimaryKeyConstraint("community_id", "handle"),
)

vault_waiting = table(
    "vault_waiting",
    of_community(),
    Column("id", Id, nullable=False),
    Column("thread_id", Id, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
)

vault_notice = table(
    "vault_notice",
    of_community(),
    Column("id", Id, nullable=False),
    Column("master", String(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
)

vault_strike = table(
    "vault_strike",
    of_community(),
    Column("id", Id, nullable=False),
    Column("mac", String(64), nullable=False),
    Column("day", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    Index(None, "community_id", "mac"),
)

receipt = table(
    "receipt",
    of_community(),
    Column("text_id", Id, nullable=False),
    Column("prefix", String(4), nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("community_id", "text_id"),
    Index(None, "community_id", "prefix"),
)

receipt_try = table(
    "receipt_try",
    of_community(),
    Column("mac", String(64), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("until", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "mac"),
)

unmask_case = table(
    "unmask_case",
    of_community(),
    Column("id", Id, nullable=False),
    Column("thread_id", Id, nullable=False),
    Column("handle", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("status", String, nullable=False),
    Column("first", Id, nullable=False),
    Column("second", Id, nullable=False, server_default=""),
    Column("opens_at", Instant),  # 72 hours after the second manager agreed
    Column("first_saw", Boolean, nullable=False),
    Column("second_saw", Boolean, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
)
