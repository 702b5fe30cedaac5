"""The managers' desk: who is signed in there, and what became of the files that were taken in."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String

from storage.tables.base import belongs, of_community, table
from storage.types import Id, Instant

desk_session = table(
    "desk_session",
    of_community(),
    Column("mac", String(64), nullable=False),
    Column("member_id", Id, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "mac"),
    belongs("member_id", "member"),
    Index(None, "mac"),
    Index(None, "community_id", "member_id"),
)

desk_import = table(
    "desk_import",
    of_community(),
    Column("id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("what", String, nullable=False),
    Column("state", String, nullable=False),
    Column("total", Integer, nullable=False, server_default="0"),  # rows of the file; 0 where nobody counted
    Column("taken", Integer, nullable=False),
    Column("refused", String, nullable=False),  # JSON: [[row, reason], …]
    Column("seen_at", Instant, nullable=False),  # when it last said how far it is
    PrimaryKeyConstraint("community_id", "id"),
    belongs("member_id", "member"),
    Index(None, "community_id", "member_id"),
    Index(None, "seen_at"),
)
