"""What members say of themselves: preferences, topics they take questions on, declared interests; one-time links."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String

from storage.tables.base import belongs, of_community, table
from storage.types import Id, Instant

preferences = table(
    "preferences",
    of_community(),
    Column("member_id", Id, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("quiet_from", Integer, nullable=False),  # minutes after midnight
    Column("quiet_until", Integer, nullable=False),
    Column("weekly_cap", Integer),  # empty: as the community has it
    Column("intros_a_month", Integer),  # empty: any number
    Column("digest", Boolean, nullable=False),
    PrimaryKeyConstraint("community_id", "member_id"),
    belongs("member_id", "member"),
)

topic = table(
    "topic",
    of_community(),
    Column("member_id", Id, nullable=False),
    Column("category", String, nullable=False),
    PrimaryKeyConstraint("community_id", "category", "member_id"),
    belongs("member_id", "member"),
    Index(None, "community_id", "member_id"),
)

conflict = table(
    "conflict",
    of_community(),
    Column("member_id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("kind", String, nullable=False),
    PrimaryKeyConstraint("community_id", "vendor_id", "member_id", "kind"),
    belongs("member_id", "member"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "member_id"),
)

once_link = table(
    "once_link",
    of_community(),
    Column("mac", String(64), nullable=False),
    Column("purpose", String, nullable=False),
    Column("subject", Id, nullable=False),  # whom or what the page is about
    Column("expires", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "mac"),
    Index(None, "mac"),
    Index(None, "expires"),
)
