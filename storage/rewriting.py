"""Rewrites PostgreSQL's tables, so that what was deleted is in none of their files any more.

A plain VACUUM only marks the room as free: the bytes stay there, in indexes too, until something is written over them.
"""

import time

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from storage import tables as t

PATIENCE = 5.0
"""Seconds that older transactions are waited for."""
PAUSE = 0.05
LARGE = 256 * 1024 * 1024
"""Bytes of a table with its long values: so many are rewritten in about the five seconds for which a turn waits (see
docs/operating.md)."""

NOW_ID = text("SELECT pg_current_xact_id()::xid::text")
# What a transaction could still see is copied along, so that all have to be younger than the deletion.
# A replica that is asked about its readers, and a transaction that was only prepared, hold rows as well.
OLDER = text("""
    SELECT count(*) FROM (
        SELECT backend_xmin AS sees FROM pg_stat_activity
        WHERE (datname = current_database() OR backend_type = 'walsender') AND pid <> pg_backend_pid()
        UNION ALL SELECT xmin FROM pg_replication_slots
        UNION ALL SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()
    ) AS others WHERE age(sees) > age(CAST(:now AS xid))
""")
# A vacuum in between may have given back all of a table, but never anything of its indexes: those begin with one block.
WRITTEN = text("""
    SELECT c.relname, pg_table_size(c.oid) AS size FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND (
        pg_relation_size(c.oid) > 0 OR pg_relation_size(c.reltoastrelid) > 0 OR EXISTS (
            SELECT FROM pg_index i
            WHERE i.indrelid = c.oid AND pg_relation_size(i.indexrelid) > current_setting('block_size')::int
        )
    )
""")


def rewrite(engine: Engine) -> bool:
    """Every table that has rows or had some; False where somebody still sees what was before, or holds a table.

    In a large table the room is only freed, for the next rows to be written over what was there.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # A table is closed while it is rewritten, which takes longer than a turn's statement may.
        connection.execute(text("SET statement_timeout = 0"))
        try:
            return _older_are_gone(connection) and _rewritten(connection)
        except OperationalError:
            return False
        finally:
            connection.execute(text("RESET statement_timeout"))


def _older_are_gone(connection: Connection) -> bool:
    now, end = connection.scalar(NOW_ID), time.monotonic() + PATIENCE
    while connection.scalar(OLDER, {"now": now}):
        if time.monotonic() > end:
            return False
        time.sleep(PAUSE)
    return True


def _rewritten(connection: Connection) -> bool:
    for name, size in connection.execute(WRITTEN).all():
        if name in t.metadata.tables:
            how = "ANALYZE" if size > LARGE else "FULL, ANALYZE"
            connection.execute(text(f'VACUUM ({how}) "{name}"'))
    # What the planner notes of a column are values out of it; PostgreSQL leaves this to the database's owner.
    connection.execute(text("VACUUM FULL pg_catalog.pg_statistic"))
    return True
