"""Who asks to be admitted, who has to be confirmed when, codes that join accounts, and the audit trail."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Text, UniqueConstraint, text

from storage.tables.base import belongs, of_community, table
from storage.types import Id, Instant

application = table(
    "application",
    of_community(),
    Column("id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("member_id", Id),  # the member who has to be verified anew; who was admitted
    Column("name", String, nullable=False),
    Column("title", String, nullable=False),
    Column("company", String, nullable=False),
    Column("email", String, nullable=False),
    Column("industry", String, nullable=False),
    Column("size", String, nullable=False),
    Column("region", String, nullable=False),
    Column("conflict", Text, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("checks", Text, nullable=False),
    Column("two", Boolean, nullable=False),
    Column("remark", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("first_by", Id),  # a manager; no foreign key, so that a decision outlives who took it
    Column("decided_by", Id),
    Column("decided_at", Instant),
    PrimaryKeyConstraint("community_id", "id"),
    UniqueConstraint("community_id", "account_id"),
    belongs("account_id", "account"),
    belongs("member_id", "member"),
    Index(None, "community_id", "status"),
)

confirmation = table(
    "confirmation",
    of_community(),
    Column("member_id", Id, nullable=False),
    Column("confirmed_at", Instant, nullable=False),
    Column("asked_at", Instant),  # empty: not asked since
    Column("lapsed", Boolean, nullable=False, server_default=text("false")),  # suspended because nobody answered
    PrimaryKeyConstraint("community_id", "member_id"),
    belongs("member_id", "member"),
    Index(None, "community_id", "confirmed_at"),
)

link_code = table(
    "link_code",
    of_community(),
    Column("mac", String(64), nullable=False),
    Column("member_id", Id, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("used", Boolean, nullable=False, server_default=text("false")),
    PrimaryKeyConstraint("community_id", "mac"),
    belongs("member_id", "member"),
    Index(None, "community_id", "member_id"),
)

link_try = table(
    "link_try",
    of_community(),
    Column("mac", String(64), nullable=False),  # of the sender
    Column("hour", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    PrimaryKeyConstraint("community_id", "mac", "hour"),
)

audit = table(
    "audit",
    of_community(),
    Column("number", Integer, nullable=False),  # 1, 2, 3 … without a gap
    Column("id", Id, nullable=False),
    Column("day", String(10), nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("people", String(64), nullable=False),  # keyed hash of actor and subject, which an erasure replaces
    Column("seal", String(64), nullable=False),  # keyed hash of this entry and the seal before it
    PrimaryKeyConstraint("community_id", "number"),
)
