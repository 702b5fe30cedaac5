"""Vendors, the names that lead to them, and who uses them."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, UniqueConstraint

from storage.tables.base import belongs, of_community, table
from storage.types import Id, Key

vendor = table(
    "vendor",
    of_community(),
    Column("id", Id, nullable=False),
    Column("name", String, nullable=False),
    Column("key", Key, nullable=False),
    Column("status", String, nullable=False),
    Column("popularity", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("community_id", "id"),
    UniqueConstraint("community_id", "key"),
)

vendor_alias = table(
    "vendor_alias",
    of_community(),
    Column("key", Key, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("kind", String, nullable=False),
    PrimaryKeyConstraint("community_id", "key", "vendor_id"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "vendor_id"),
)

stack = table(
    "stack",
    of_community(),
    Column("member_id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("opted_in", Boolean, nullable=False),
    PrimaryKeyConstraint("community_id", "vendor_id", "member_id"),
    belongs("member_id", "member"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "member_id"),
)
