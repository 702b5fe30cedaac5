"""The front door: what vendors' people left there, and what members said to it."""

from sqlalchemy import Boolean, Column, Date, Index, PrimaryKeyConstraint, String, Text, text

from storage.tables.base import belongs, of_community, table
from storage.types import Id, Instant

HOLDS = text("holds")

pitch = table(
    "pitch",
    of_community(),
    Column("id", Id, nullable=False),
    Column("vendor_id", Id),  # empty: not in the catalogue
    Column("seller", String, nullable=False),  # as its sender typed it
    Column("person", String, nullable=False),
    Column("work_email", String, nullable=False),  # unproven, and so nobody's identity
    Column("domain", String, nullable=False),
    Column("category", String, nullable=False),
    Column("problem", Text, nullable=False),
    Column("sizes", String, nullable=False),
    Column("industry", String, nullable=False),
    Column("has_references", Boolean, nullable=False),
    Column("price_model", String, nullable=False),
    Column("status", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("opened_at", Instant),
    Column("ends_on", Date, nullable=False),
    Column("holds", Boolean, nullable=False),  # the one place of its domain in the category
    PrimaryKeyConstraint("community_id", "id"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "status"),
    Index(None, "community_id", "arrived_at"),
    Index(
        "uq_pitch_one_place",
        "community_id",
        "domain",
        "category",
        unique=True,
        sqlite_where=HOLDS,
        postgresql_where=HOLDS,
    ),
)

pitch_answer = table(
    "pitch_answer",
    of_community(),
    Column("pitch_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("said", String, nullable=False),
    Column("contact", Text, nullable=False),
    Column("until", Date),
    Column("said_on", Date, nullable=False),
    PrimaryKeyConstraint("community_id", "pitch_id", "member_id"),
    belongs("pitch_id", "pitch"),
    belongs("member_id", "member"),
    Index(None, "community_id", "member_id"),
)
