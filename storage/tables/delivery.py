"""The outbox, the timers, and what keeps a repeat harmless."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, String, Text, text

from storage.tables.base import of_community, table
from storage.types import Id, Instant

message = table(
    "message",
    of_community(),
    Column("key", String, nullable=False),
    Column("card", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("posted_at", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "key"),
)

delivery = table(
    "delivery",
    of_community(),
    Column("key", String, nullable=False),
    Column("recipient", Id, nullable=False),  # an account's or a channel's id
    Column("beside", Id),  # a second account that reads it in one conversation with the recipient
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

hold = table(
    "hold",
    Column("platform", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("edits", Boolean, nullable=False),  # posting and editing are limited apart
    Column("until", Instant, nullable=False),
    PrimaryKeyConstraint("platform", "tenant", "edits"),
)

timer = table(
    "timer",
    of_community(),
    Column("key", String, nullable=False),
    Column("due", Instant, nullable=False),
    Column("action", String, nullable=False),
    Column("arg", String, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("community_id", "key"),
    Index(None, "due"),
)

seen = table(
    "seen",
    Column("mac", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)
