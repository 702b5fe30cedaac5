"""Very many rows into one table."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Table

from storage.engine import by_the_driver

MANY = 200
"""From so many rows on the driver gets them itself: SQLAlchemy would look at each row on its own."""
AT_ONCE = 20_000
"""Rows of one statement: one that takes too long is ended by the database."""


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts new rows that all name the same columns. Nothing at all where there are none."""
    if not rows:
        return
    if len(rows) < MANY:
        connection.execute(table.insert(), rows)
        return
    names, dialect = list(rows[0]), connection.dialect
    to_driver = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    columns = ", ".join(dialect.identifier_preparer.quote(name) for name in names)
    where = f"{dialect.identifier_preparer.quote(table.name)} ({columns})"
    write = _copy if dialect.name == "postgresql" else _insert
    for first in range(0, len(rows), AT_ONCE):
        plain = ([_plain(row[name]) for name in names] for row in rows[first : first + AT_ONCE])
        values = (tuple(read(one) if read else one for read, one in zip(to_driver, row, strict=True)) for row in plain)
        write(connection, where, values)


def _copy(connection: Connection, where: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """COPY: PostgreSQL takes a statement for many rows as slowly as single ones."""
    driver: Any = connection.connection.driver_connection
    with (
        by_the_driver(connection, f"COPY {where} FROM STDIN") as statement,
        driver.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _insert(connection: Connection, where: str, rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * (where.count(",") + 1))
    connection.exec_driver_sql(f"INSERT INTO {where} VALUES ({marks})", list(rows))  # noqa: S608 - our own tables


def _plain(value: Any) -> Any:
    """The driver would write an Enum by its name."""
    return value.value if isinstance(value, Enum) else value
