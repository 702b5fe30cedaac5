"""From one database to another, of the same kind or not: every table, in one transaction, checked row by row."""

from collections.abc import Generator

from sqlalchemy import Connection, Engine, text

from storage import migrate
from storage.copying import NotCopied, filling, in_order, lines, make_ready, put, refuse_unless_current
from storage.engine import for_writing, translated


def move(source: Engine, target: Engine) -> Generator[tuple[str, int], None, None]:
    """Table by table with its rows. The source keeps everything; until the end the target has nothing.

    Meanwhile nobody writes to the source: what came in after the copy would be lost without a word.
    """
    if source.url == target.url:
        raise NotCopied("That is the database that Warmline has now. Name the new one after --to.")
    refuse_unless_current(source)
    make_ready(target, migrate.newest())
    writers = for_writing(source)
    with translated(), writers.connect() as reading, reading.begin() as held:
        try:
            _keep_others_out(reading)
            with filling(target, in_order()) as writing:
                for table in in_order():
                    yield table.name, put(writing, table, lines(reading, table)).rows
        finally:
            held.rollback()


def _keep_others_out(source: Connection) -> None:
    """On SQLite the transaction is the only writer by itself."""
    if source.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in in_order())
        source.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))
