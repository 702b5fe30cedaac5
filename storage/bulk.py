"""Very many rows into one table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, Table

from storage.engine import by_the_driver

MANY = 200
"""From so many rows on the driver gets them itself: SQLAlchemy would look at each row on its own."""
AT_ONCE = 20_000
"""Rows of one statement: one that takes too long is ended by the database."""

Readers: TypeAlias = list[tuple[int, Callable[[Any], Any]]]
"""What makes a value the driver's own, by the place of its column."""


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts new rows that all name the same columns, two at least. Nothing at all where there are none."""
    if rows:
        names = list(rows[0])
        insert_rows(connection, table, names, [*map(itemgetter(*names), rows)])


def insert_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The same of plain rows in the order of the columns' names: for a million of them it takes half the time."""
    if len(rows) < MANY:
        if rows:
            connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])
        return
    dialect = connection.dialect
    columns = ", ".join(dialect.identifier_preparer.quote(name) for name in names)
    where = f"{dialect.identifier_preparer.quote(table.name)} ({columns})"
    to_driver = [(at, read) for at, name in enumerate(names) if (read := _processor(table, name, dialect))]
    write = _copy if dialect.name == "postgresql" else _insert
    for first in range(0, len(rows), AT_ONCE):
        write(connection, where, _values(to_driver, rows[first : first + AT_ONCE]))


def _processor(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any] | None:
    return table.c[name].type.dialect_impl(dialect).bind_processor(dialect)


def _values(to_driver: Readers, rows: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """Each row as its driver takes it."""
    return (_value(to_driver, row) for row in rows) if to_driver else rows


def _value(to_driver: Readers, row: Sequence[Any]) -> Sequence[Any]:
    values = list(row)
    for at, read in to_driver:
        values[at] = read(values[at])
    return values


def _copy(connection: Connection, where: str, rows: Iterable[Sequence[Any]]) -> None:
    """COPY: PostgreSQL takes a statement for many rows as slowly as single ones."""
    driver: Any = connection.connection.driver_connection
    with (
        by_the_driver(connection, f"COPY {where} FROM STDIN") as statement,
        driver.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _insert(connection: Connection, where: str, rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * (where.count(",") + 1))
    values = [tuple(row) for row in rows]
    connection.exec_driver_sql(f"INSERT INTO {where} VALUES ({marks})", values)  # noqa: S608 - our own tables
