"""All tables. Column names equal the field names of bot/model.py; every record's key begins with its community.

Rows have no row ids where SQLite allows it, so that the file does not tell in which order they came.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem

from storage.types import Id, Instant, Key

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, sqlite_with_rowid=False)


def _of_community() -> Column[str]:
    return Column("community_id", Id, ForeignKey("community.id", ondelete="CASCADE"), nullable=False)


def _belongs(column: str, target: str) -> ForeignKeyConstraint:
    """A reference inside one community: a foreign key over (community_id, id) cannot point into another."""
    return ForeignKeyConstraint(
        ["community_id", column], [f"{target}.community_id", f"{target}.id"], ondelete="CASCADE"
    )


community = _table(
    "community",
    Column("id", Id, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("settings", Text, nullable=False, server_default="{}"),
)

workspace = _table(
    "workspace",
    Column("platform", String, nullable=False),
    Column("tenant", String, nullable=False),
    _of_community(),
    PrimaryKeyConstraint("platform", "tenant"),
    Index(None, "community_id"),
)

member = _table(
    "member",
    _of_community(),
    Column("id", Id, nullable=False),
    Column("name", String, nullable=False),
    Column("company", String, nullable=False),
    Column("email", String, nullable=False),
    Column("title", String, nullable=False, server_default=""),
    Column("industry", String, nullable=False, server_default=""),
    Column("size", String, nullable=False, server_default=""),
    Column("region", String, nullable=False, server_default=""),
    Column("role", String, nullable=False, server_default="member"),
    Column("status", String, nullable=False, server_default="active"),
    PrimaryKeyConstraint("community_id", "id"),
    UniqueConstraint("community_id", "email"),
)

account = _table(
    "account",
    _of_community(),
    Column("id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("platform", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("user", String, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("main", Boolean, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    UniqueConstraint("platform", "tenant", "user"),
    _belongs("member_id", "member"),
    Index(None, "community_id", "member_id"),
)

channel = _table(
    "channel",
    _of_community(),
    Column("id", Id, nullable=False),
    Column("platform", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("address", Text, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    UniqueConstraint("platform", "tenant", "address"),
)

vendor = _table(
    "vendor",
    _of_community(),
    Column("id", Id, nullable=False),
    Column("name", String, nullable=False),
    Column("key", Key, nullable=False),
    Column("status", String, nullable=False),
    Column("popularity", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("community_id", "id"),
    UniqueConstraint("community_id", "key"),
)

vendor_alias = _table(
    "vendor_alias",
    _of_community(),
    Column("key", Key, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("kind", String, nullable=False),
    PrimaryKeyConstraint("community_id", "key", "vendor_id"),
    _belongs("vendor_id", "vendor"),
    Index(None, "community_id", "vendor_id"),
)

stack = _table(
    "stack",
    _of_community(),
    Column("member_id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("opted_in", Boolean, nullable=False),
    PrimaryKeyConstraint("community_id", "vendor_id", "member_id"),
    _belongs("member_id", "member"),
    _belongs("vendor_id", "vendor"),
    Index(None, "community_id", "member_id"),
)

ask = _table(
    "ask",
    _of_community(),
    Column("id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("question", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    _belongs("member_id", "member"),
    _belongs("vendor_id", "vendor"),
    Index(None, "community_id", "member_id", "status"),
)

ask_peer = _table(
    "ask_peer",
    _of_community(),
    Column("ask_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    PrimaryKeyConstraint("community_id", "ask_id", "member_id"),
    _belongs("ask_id", "ask"),
    _belongs("member_id", "member"),
    Index(None, "community_id", "member_id"),
)

answer = _table(
    "answer",
    _of_community(),
    Column("id", Id, nullable=False),
    Column("ask_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("text", Text, nullable=False),
    Column("answered_at", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    _belongs("ask_id", "ask"),
    _belongs("member_id", "member"),
    Index(None, "community_id", "ask_id"),
)

message = _table(
    "message",
    _of_community(),
    Column("key", String, nullable=False),
    Column("card", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("posted_at", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "key"),
)

delivery = _table(
    "delivery",
    _of_community(),
    Column("key", String, nullable=False),
    Column("recipient", Id, nullable=False),  # an account's or a channel's id
    Column("platform", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("ref", Text, nullable=False, server_default=""),  # what edits the card shown; empty: never shown
    Column("edits", Boolean, nullable=False, server_default=text("false")),  # the next call edits a card shown before
    Column("due", Instant),  # nothing to do while empty; while leased, when the lease ends
    Column("lease", Id),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("closed", String, nullable=False, server_default=""),  # why it was given up
    PrimaryKeyConstraint("community_id", "key", "recipient"),
    ForeignKeyConstraint(["community_id", "key"], ["message.community_id", "message.key"], ondelete="CASCADE"),
    Index(
        "ix_delivery_due",
        "platform",
        "tenant",
        "edits",
        "due",
        postgresql_where=text("due IS NOT NULL"),
        sqlite_where=text("due IS NOT NULL"),
    ),
    Index(
        "ix_delivery_lease", "lease", postgresql_where=text("lease IS NOT NULL"), sqlite_where=text("lease IS NOT NULL")
    ),
    Index("ix_delivery_recipient", "recipient", "closed"),
)

hold = _table(
    "hold",
    Column("platform", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("edits", Boolean, nullable=False),  # posting and editing are limited apart
    Column("until", Instant, nullable=False),
    PrimaryKeyConstraint("platform", "tenant", "edits"),
)

timer = _table(
    "timer",
    _of_community(),
    Column("key", String, nullable=False),
    Column("due", Instant, nullable=False),
    Column("action", String, nullable=False),
    Column("arg", String, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("community_id", "key"),
    Index(None, "due"),
)

seen = _table(
    "seen",
    Column("mac", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)

grant = _table(
    "platform_grant",
    Column("platform", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("sealed", Text, nullable=False),
    PrimaryKeyConstraint("platform", "tenant"),
)

install_state = _table(
    "install_state",
    Column("mac", String(64), primary_key=True),
    Column("expires", Instant, nullable=False),
)
