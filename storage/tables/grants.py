"""What platforms granted us, sealed, and one-time states of an installation."""

from sqlalchemy import Column, PrimaryKeyConstraint, String, Text

from storage.tables.base import table
from storage.types import Instant

grant = table(
    "platform_grant",
    Column("platform", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("renewed_by", Instant),  # until when somebody has the right to exchange it for a fresh one
    PrimaryKeyConstraint("platform", "tenant"),
)

install_state = table(
    "install_state",
    Column("mac", String(64), primary_key=True),
    Column("expires", Instant, nullable=False),
)
