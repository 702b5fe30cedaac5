"""Introductions: the requests, whom they went to, the offers, and how reps behaved afterwards."""

from sqlalchemy import Boolean, Column, Date, Index, PrimaryKeyConstraint, String, Text, text

from storage.tables.base import belongs, of_community, table
from storage.types import Id, Instant

IS_LIVE = text("ended_at IS NULL")

intro = table(
    "intro",
    of_community(),
    Column("id", Id, nullable=False),
    Column("member_id", Id, nullable=False),  # the buyer: shown to nobody before the reveal
    Column("vendor_id", Id, nullable=False),
    Column("kind", String, nullable=False),
    Column("need", Text, nullable=False),
    Column("process", Text, nullable=False),
    Column("decider", Text, nullable=False),
    Column("timeline", Text, nullable=False),
    Column("urgency", String, nullable=False),
    Column("budget", String, nullable=False),
    Column("decide_by", Date, nullable=False),
    Column("contact", Text, nullable=False),
    Column("attribute", String, nullable=False),
    Column("state", String, nullable=False),
    Column("face", String, nullable=False),  # what the others see after a hidden end; else the same
    Column("opened_at", Instant, nullable=False),
    Column("open_until", Instant, nullable=False),
    Column("stage_ends", Instant, nullable=False),
    Column("ended_at", Instant),  # empty while it is live
    Column("offer_id", Id, nullable=False),  # the chosen offer, or ""
    Column("rep_said", String, nullable=False),
    Column("question", Text, nullable=False),  # the rep's words
    Column("reply", Text, nullable=False),
    Column("by_silence", Boolean, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    belongs("member_id", "member"),
    belongs("vendor_id", "vendor"),
    Index("ix_intro_buyer", "community_id", "member_id"),
    Index(
        "uq_intro_one_live",
        "community_id",
        "member_id",
        "vendor_id",
        "kind",
        unique=True,
        sqlite_where=IS_LIVE,
        postgresql_where=IS_LIVE,
    ),
)

intro_peer = table(
    "intro_peer",
    of_community(),
    Column("intro_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("reason", Text, nullable=False),  # why this member was chosen, as they are told
    Column("set_aside", Boolean, nullable=False, server_default=text("false")),
    PrimaryKeyConstraint("community_id", "intro_id", "member_id"),
    belongs("intro_id", "intro"),
    belongs("member_id", "member"),
    Index(None, "community_id", "member_id"),
)

intro_offer = table(
    "intro_offer",
    of_community(),
    Column("id", Id, nullable=False),
    Column("intro_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),  # the connector
    Column("vouch", String, nullable=False),
    Column("interest", Text, nullable=False),
    Column("rep", Text, nullable=False),  # the vendor's one named person
    Column("why", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("attribute", String, nullable=False),
    Column("status", String, nullable=False),
    Column("offered_at", Instant, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    belongs("intro_id", "intro"),
    belongs("member_id", "member"),
    Index(None, "community_id", "intro_id"),
    Index(None, "community_id", "member_id", "offered_at"),
)

intro_conduct = table(
    "intro_conduct",
    of_community(),
    Column("intro_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("vendor_id", Id, nullable=False),
    Column("kept_terms", Boolean, nullable=False),
    Column("on_time", Boolean, nullable=False),
    Column("rated_on", Date, nullable=False),
    PrimaryKeyConstraint("community_id", "intro_id"),
    belongs("intro_id", "intro"),
    belongs("member_id", "member"),
    belongs("vendor_id", "vendor"),
    Index(None, "community_id", "vendor_id"),
)
