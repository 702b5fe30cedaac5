"""Which tables have any rows: most of them are empty in most tests, and one question finds that out."""

from sqlalchemy import Connection

from storage.tables import metadata

ANY_ROWS = " UNION ALL ".join(
    f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM \"{table.name}\")"  # noqa: S608 (names of our own tables)
    for table in metadata.sorted_tables
)


def filled(connection: Connection) -> set[str]:
    """The names of the tables that are not empty."""
    return {row[0] for row in connection.exec_driver_sql(ANY_ROWS)}
