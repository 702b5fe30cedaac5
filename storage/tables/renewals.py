"""Renewals: a member's private dates, and how they ended."""

from sqlalchemy import Column, Date, Index, PrimaryKeyConstraint, String

from storage.tables.base import belongs, of_community, table
from storage.types import Id

renewal = table(
    "renewal",
    of_community(),
    Column("id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("company_key", String(64), nullable=False),  # keyed hash of the company when it was noted
    Column("ends_on", Date, nullable=False),
    Column("notice_on", Date, nullable=False),
    Column("noted_on", Date, nullable=False),
    Column("ending", String, nullable=False),
    Column("why", String, nullable=False),
    Column("contact", String, nullable=False),
    Column("decided_on", Date),
    PrimaryKeyConstraint("community_id", "id"),
    belongs("member_id", "member"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "member_id"),
    Index(None, "community_id", "vendor_id"),
)
