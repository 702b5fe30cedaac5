"""Opens the database: SQLite with its safety switches on, or PostgreSQL with time limits."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.turn import Overtaken, Unavailable

OPTIONS = {"preserve_rowcount": True}
"""SQLAlchemy forgets the row count of an INSERT … SELECT unless asked to keep it; ours says who won."""

BUSY_MS = 5_000
CHECKPOINTS = 3
"""Tries to empty the log, each of which waits BUSY_MS for readers."""
STATEMENT_MS = 15_000
STATEMENTS = 2_000
"""Compiled statements that are kept, a few KiB each; there are some 1,500 different ones."""
LONG = 100
"""More values in one statement than this are a list."""
DAMAGED = {"SQLITE_NOTADB", "SQLITE_CORRUPT"}
COLLIDED = {"40001", "40P01", "23505", "23503", "55P03", "SQLITE_BUSY"}
"""The databases' words for two turns at once: no order of the two, a deadlock, the same key, a row that has just gone,
and one that held for too long what the other needs."""


def open_engine(url: str | URL) -> Engine:
    """An engine whose exceptions never carry a member's words (``hide_parameters``)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    return _postgresql(parsed)


def for_writing(engine: Engine) -> Engine:
    """The same database for turns that change something."""
    writers = engine.execution_options(writing=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(writers, "begin")
        def _at_once(connection: Connection) -> None:
            # A reader that writes later would fail as locked, so a writer says so at once.
            with by_the_driver(connection, "BEGIN IMMEDIATE") as statement:
                connection.connection.cursor().execute(statement)

    return writers


def for_reading(engine: Engine) -> Connection:
    """A connection for a turn that changes nothing.

    PostgreSQL shows each statement what is committed by then, in a transaction or without: begin and end would be two
    more calls to the server, and tell it nothing.
    """
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        connection.execution_options(isolation_level="AUTOCOMMIT")
    return connection


def look_over(connection: Connection, tables: Sequence[Table]) -> None:
    """PostgreSQL plans by statistics, which it would take up to a minute to renew by itself.

    Without names it would look over its own catalogue as well, and that takes it far longer than small tables.
    """
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{one.name}"' for one in tables)
        connection.execute(text(f"ANALYZE {names}"))


@contextmanager
def by_the_driver(connection: Connection, statement: str) -> Iterator[str]:
    """For what SQLAlchemy is passed over: a driver's error gets the name that it would have got from it."""
    raised: Any = connection.dialect.loaded_dbapi.Error
    try:
        yield statement
    except raised as error:
        raise named(connection, statement, error) from error


def named(connection: Connection, statement: str, error: Exception) -> Exception:
    """That name for one error; nothing of it tells what the statement was given."""
    dialect = connection.dialect
    raised: Any = dialect.loaded_dbapi.Error
    return DBAPIError.instance(statement, None, error, raised, hide_parameters=True, dialect=dialect)


def truncate(engine: Engine) -> bool:
    """Rewrites a SQLite file without free space and empties its write-ahead log; False while readers hold that log."""
    pooled = engine.raw_connection()
    cursor = pooled.cursor()
    try:
        cursor.execute("VACUUM")
        return any(_emptied(cursor) for _ in range(CHECKPOINTS))
    except sqlite3.OperationalError:
        return False
    finally:
        pooled.close()


def _emptied(cursor: Any) -> bool:
    busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url, hide_parameters=True, query_cache_size=STATEMENTS,
        execution_options=OPTIONS, pool_size=8, max_overflow=24, pool_use_lifo=True,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
    )  # fmt: skip

    @event.listens_for(engine, "do_connect")
    def _private(*_: Any) -> None:
        # SQLite would make the file as the umask says, and its log and shared memory like the file.
        with suppress(OSError):
            Path(url.database or "").touch(0o600, exist_ok=False)

    @event.listens_for(engine, "connect")
    def _switches(connection: Any, _record: Any) -> None:
        # The driver's own implicit transactions would begin too late for BEGIN IMMEDIATE.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "trusted_schema=OFF",
            f"busy_timeout={BUSY_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    # Not by an event of the engine: with one, SQLAlchemy announces every statement of every reader to nobody.
    engine.dialect.do_begin = _begin  # type: ignore[assignment, method-assign]
    return engine


def _begin(connection: Any) -> None:
    """Begins a transaction for a reader; a writer's has begun."""
    if not connection.in_transaction:
        connection.execute("BEGIN")


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        query_cache_size=STATEMENTS,
        execution_options=OPTIONS,
        pool_size=8,
        max_overflow=24,
        pool_timeout=2,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 2,
            "options": f"-c statement_timeout={STATEMENT_MS} -c lock_timeout={BUSY_MS} -c timezone=UTC",
        },
    )
    engine.dialect.do_execute = _execute  # type: ignore[assignment, method-assign]
    return engine


def _execute(cursor: Any, statement: str, parameters: Any, _context: Any = None) -> None:
    """Executes; a list is planned for its own values each time.

    From the eleventh time on, PostgreSQL would use one plan for any values, and compare a row with each of them.
    """
    values = parameters.values() if isinstance(parameters, dict) else parameters
    is_listed = len(values) > LONG or any(type(value) is list for value in values)
    if is_listed and not hasattr(cursor, "itersize"):  # What is read in pieces by the server's cursor is never kept.
        cursor.execute(statement, parameters, prepare=False)
    else:
        cursor.execute(statement, parameters)


@contextmanager
def translated() -> Iterator[None]:
    """The database's own failures in the core's word; what was asked of it is never part of the text."""
    try:
        yield
    except (OperationalError, InterfaceError, IntegrityError) as error:
        breaks_a_rule = isinstance(error, IntegrityError)
        if _collided(error):
            raise Overtaken(error if breaks_a_rule else None) from error
        if breaks_a_rule:
            raise
        raise Unavailable from error
    except PoolTimeout as error:
        raise Unavailable from error
    except DatabaseError as error:
        # Its other subclasses are faults of ours; only this says that the file is damaged, or no database at all.
        if getattr(error.orig, "sqlite_errorname", "") not in DAMAGED:
            raise
        raise Unavailable from error


def _collided(error: DBAPIError) -> bool:
    """On SQLite, where turns wait in line, only another program can be in the way; the same key is a bug, and flies."""
    return not COLLIDED.isdisjoint(getattr(error.orig, name, None) for name in ("sqlstate", "sqlite_errorname"))
