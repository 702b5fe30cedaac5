"""Flags, and the cases in which managers decide about a text."""

from sqlalchemy import Column, Date, Index, PrimaryKeyConstraint, String, Text

from storage.tables.base import belongs, of_community, table
from storage.types import Id, Instant

curation_case = table(
    "curation_case",
    of_community(),
    Column("id", Id, nullable=False),
    Column("kind", String, nullable=False),
    Column("text_id", Id, nullable=False),
    Column("thread_id", Id, nullable=False),
    Column("handle", String, nullable=False),
    Column("member_id", Id),  # the author of a signed text
    Column("status", String, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("reason", String, nullable=False),
    Column("statement", Text, nullable=False),
    Column("decided_by", Id),
    Column("decided_at", Instant),
    Column("appeal", Text, nullable=False),
    Column("second_by", Id),
    Column("appealed_on", Date),  # a day: the hour could tell of an author under a handle
    PrimaryKeyConstraint("community_id", "id"),
    belongs("member_id", "member"),
    Index(None, "community_id", "text_id"),
    Index(None, "community_id", "status", "opened_at"),
)

case_text = table(  # what was taken down, until the case is over
    "case_text",
    of_community(),
    Column("case_id", Id, nullable=False),
    Column("sealed", Text, nullable=False),
    PrimaryKeyConstraint("community_id", "case_id"),
    belongs("case_id", "curation_case"),
)

flag = table(
    "flag",
    of_community(),
    Column("case_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("reason", String, nullable=False),
    Column("words", Text, nullable=False),
    PrimaryKeyConstraint("community_id", "case_id", "member_id"),
    belongs("case_id", "curation_case"),
    belongs("member_id", "member"),
)
