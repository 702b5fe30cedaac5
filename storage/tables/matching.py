"""What questions are about, where they are shown, and which answers helped."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint

from storage.tables.base import belongs, of_community, table
from storage.types import Id

ask_vendor = table(
    "ask_vendor",
    of_community(),
    Column("ask_id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    PrimaryKeyConstraint("community_id", "vendor_id", "ask_id"),
    belongs("ask_id", "ask"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "ask_id"),
)

ask_channel = table(
    "ask_channel",
    of_community(),
    Column("ask_id", Id, nullable=False),
    Column("channel_id", Id, nullable=False),
    PrimaryKeyConstraint("community_id", "ask_id", "channel_id"),
    belongs("ask_id", "ask"),
    belongs("channel_id", "channel"),
    Index(None, "community_id", "channel_id"),
)

answer_helped = table(
    "answer_helped",
    of_community(),
    Column("answer_id", Id, nullable=False),
    PrimaryKeyConstraint("community_id", "answer_id"),
    belongs("answer_id", "answer"),
)
