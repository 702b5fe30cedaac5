"""Questions, whom they went to, and answers."""

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, String, Text, text

from storage.tables.base import belongs, of_community, table
from storage.types import Id, Instant

ask = table(
    "ask",
    of_community(),
    Column("id", Id, nullable=False),
    Column("member_id", Id),  # empty where it was asked anonymously: the vault alone knows
    Column("vendor_id", Id),  # empty: about no one vendor
    Column("question", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("handle", String, nullable=False, server_default=""),
    Column("attribute", String, nullable=False, server_default=""),
    PrimaryKeyConstraint("community_id", "id"),
    belongs("member_id", "member"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "member_id", "status"),
    Index(None, "community_id", "asked_at"),
)

ask_peer = table(
    "ask_peer",
    of_community(),
    Column("ask_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),  # why this member was chosen, as they are told
    Column("set_aside", Boolean, nullable=False, server_default=text("false")),
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
    Column("member_id", Id),  # none where it was answered anonymously
    Column("text", Text, nullable=False),
    Column("answered_at", Instant, nullable=False),
    Column("handle", String, nullable=False, server_default=""),
    Column("attribute", String, nullable=False, server_default=""),
    PrimaryKeyConstraint("community_id", "id"),
    belongs("ask_id", "ask"),
    belongs("member_id", "member"),
    Index(None, "community_id", "ask_id"),
    Index(None, "community_id", "member_id"),
)
