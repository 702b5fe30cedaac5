"""Questions, whom they went to, and answers."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Text

from storage.tables.base import belongs, of_community, table
from storage.types import Id, Instant

ask = table(
    "ask",
    of_community(),
    Column("id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("question", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    belongs("member_id", "member"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "member_id", "status"),
)

ask_peer = table(
    "ask_peer",
    of_community(),
    Column("ask_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    PrimaryKeyConstraint("community_id", "ask_id", "member_id"),
    belongs("ask_id", "ask"),
    belongs("member_id", "member"),
    Index(None, "community_id", "member_id"),
)

answer = table(
    "answer",
    of_community(),
    Column("id", Id, nullable=False),
    Column("ask_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("text", Text, nullable=False),
    Column("answered_at", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    belongs("ask_id", "ask"),
    belongs("member_id", "member"),
    Index(None, "community_id", "ask_id"),
)
