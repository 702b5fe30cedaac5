"""Column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Dialect, String
from sqlalchemy.types import TypeDecorator

Id = String(32)
"""A random 128-bit id in hexadecimal: it shows neither order nor time."""

Key = String().with_variant(String(collation="C"), "postgresql")
"""Text that is searched by prefix range, ordered by code point on both databases."""


class Instant(TypeDecorator[datetime]):
    """A moment, kept as whole milliseconds since 1970 UTC, so that both databases compare and sort it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 (its signature)
        """Aware datetimes only: a naive one would silently mean the machine's own zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return round(value.timestamp() * 1000)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Back as UTC."""
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)
