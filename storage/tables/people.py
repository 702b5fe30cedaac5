"""Communities, their workspaces and channels; members and their accounts."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Text, UniqueConstraint, text

from storage.tables.base import belongs, of_community, table
from storage.types import Id

community = table(
    "community",
    Column("id", Id, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("settings", Text, nullable=False, server_default="{}"),
    Column("audit_number", Integer, nullable=False, server_default="0"),  # entries of its audit trail
    Column("audit_seal", String(64), nullable=False, server_default=""),  # the last entry's seal
)

workspace = table(
    "workspace",
    Column("platform", String, nullable=False),
    Column("tenant", String, nullable=False),
    of_community(),
    Column("removed", Boolean, nullable=False, server_default=text("false")),  # the app was taken away there
    Column("name", String, nullable=False, server_default=""),  # as the platform calls it, once known
    PrimaryKeyConstraint("platform", "tenant"),
    Index(None, "community_id"),
)

member = table(
    "member",
    of_community(),
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

account = table(
    "account",
    of_community(),
    Column("id", Id, nullable=False),
    Column("member_id", Id),  # empty: an applicant, who can be answered and nothing else
    Column("platform", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("user", String, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("main", Boolean, nullable=False),
    Column("email_domain", String, nullable=False, server_default=""),  # the platform's e-mail when last seen
    Column("unread", Boolean, nullable=False, server_default=text("false")),  # its record has to be read anew
    PrimaryKeyConstraint("community_id", "id"),
    UniqueConstraint("platform", "tenant", "user"),
    belongs("member_id", "member"),
    Index(None, "community_id", "member_id"),
    Index("ix_account_unread", "platform", sqlite_where=text("unread"), postgresql_where=text("unread")),
)

channel = table(
    "channel",
    of_community(),
    Column("id", Id, nullable=False),
    Column("platform", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("address", Text, nullable=False),
    PrimaryKeyConstraint("community_id", "id"),
    UniqueConstraint("platform", "tenant", "address"),
)
