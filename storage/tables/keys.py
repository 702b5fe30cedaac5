"""A key of this database's own, sealed under the master keys."""

from sqlalchemy import Column, String, Text

from storage.tables.base import table

kept_key = table(
    "kept_key",
    Column("purpose", String, primary_key=True),
    Column("sealed", Text, nullable=False),
)
