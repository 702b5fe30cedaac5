"""Cold calls, wishes of contact, and what stands in figures that come from crowds of companies."""

from sqlalchemy import Column, Date, Index, Integer, PrimaryKeyConstraint, String, Text

from storage.tables.base import belongs, of_community, table
from storage.types import Id, Instant

cold_call = table(
    "cold_call",
    of_community(),
    Column("id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("company_key", String(64), nullable=False),  # keyed hash of the company at that time: one vote a month
    Column("month", String(7), nullable=False),  # YYYY-MM
    Column("channel", String, nullable=False),
    Column("tactics", String, nullable=False),
    Column("praise", String, nullable=False),
    Column("number_key", String(64), nullable=False),  # keyed hash of member and number; empty without one
    Column("note", Text, nullable=False),
    Column("called_at", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    belongs("member_id", "member"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "member_id", "called_at"),
    Index(None, "community_id", "vendor_id", "month"),
    Index(None, "community_id", "month"),
)

contact_wish = table(
    "contact_wish",
    of_community(),
    Column("member_id", Id, nullable=False),
    Column("channels", String, nullable=False),
    Column("days", String, nullable=False),
    Column("topics", Text, nullable=False),
    PrimaryKeyConstraint("community_id", "member_id"),
    belongs("member_id", "member"),
)

conduct_reply = table(
    "conduct_reply",
    of_community(),
    Column("vendor_id", Id, nullable=False),
    Column("reply", Text, nullable=False),
    Column("cure", Text, nullable=False),
    Column("said_on", Date, nullable=False),
    PrimaryKeyConstraint("community_id", "vendor_id"),
    belongs("vendor_id", "vendor"),
)

crowd_shown = table(
    "crowd_shown",
    of_community(),
    Column("kind", String, nullable=False),
    Column("vendor_id", Id, nullable=False),  # empty: of the whole community
    Column("company_key", String(64), nullable=False),
    Column("since", Integer, nullable=False),  # the number of the state that first held this
    Column("until", Integer),  # the number of the state that held it no more
    Column("version", Text, nullable=False),
    PrimaryKeyConstraint("community_id", "kind", "vendor_id", "company_key", "since"),
)
