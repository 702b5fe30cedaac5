"""Very many rows into one table."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Table

MANY = 200
"""From so many rows on PostgreSQL gets them by COPY: it takes a statement for each as slowly as single ones."""
AT_ONCE = 20_000
"""Rows of one COPY: a statement that takes too long is ended by the database."""


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts new rows that all name the same columns. Nothing at all where there are none."""
    if not rows:
        return
    if connection.dialect.name != "postgresql" or len(rows) < MANY:
        connection.execute(table.insert(), rows)
        return
    names, dialect = list(rows[0]), connection.dialect
    to_driver = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    columns = ", ".join(dialect.identifier_preparer.quote(name) for name in names)
    where = dialect.identifier_preparer.quote(table.name)
    driver: Any = connection.connection.driver_connection
    for first in range(0, len(rows), AT_ONCE):
        with driver.cursor() as cursor, cursor.copy(f"COPY {where} ({columns}) FROM STDIN") as copy:
            for row in rows[first : first + AT_ONCE]:
                values = (_plain(row[name]) for name in names)
                copy.write_row([read(one) if read else one for read, one in zip(to_driver, values, strict=True)])


def _plain(value: Any) -> Any:
    """The driver would write an Enum by its name."""
    return value.value if isinstance(value, Enum) else value
