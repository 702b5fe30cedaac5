"""What lies in a database. Most tables are empty in most tests, and one question finds out which."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, Table

from storage.tables import metadata

ANY_ROWS = " UNION ALL ".join(
    f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM \"{table.name}\")"  # noqa: S608 (names of our own tables)
    for table in metadata.sorted_tables
)


def filled(connection: Connection) -> list[Table]:
    """The tables that are not empty, those first that others point to."""
    names = {row[0] for row in connection.exec_driver_sql(ANY_ROWS)}
    return [table for table in metadata.sorted_tables if table.name in names]


def rows_of(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table that has any, as text in one order."""
    with engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(table.select()))
            for table in filled(connection)
        }


def as_text(cells: Iterable[Any]) -> str:
    """A row to be searched: bytes as they are and in hexadecimal, everything else as text."""
    return " ".join(f"{v.decode('latin-1')} {v.hex()}" if isinstance(v, bytes) else str(v) for v in cells)
