"""Databases that are filled and compared: a second, empty one of either kind, and what lies in one row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from adapters import importing, operate
from playground.cast import demo_cast, members_rows
from playground.cast_reviews import reviews_rows
from storage import tables as t
from storage.database import SqlDatabase
from storage.engine import open_engine
from tests.circle import Circle
from tests.town import well_known

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@contextmanager
def empty_database(kind: str, request: pytest.FixtureRequest, folder: Path, name: str = "second") -> Iterator[Engine]:
    """A database without any table."""
    if kind == "sqlite":
        engine = open_engine(f"sqlite:///{folder}/{name}.db")
        yield engine
        engine.dispose()
        return
    server: Engine = request.getfixturevalue("postgresql")
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        engine = open_engine(server.url.set(database=name))
        try:
            yield engine
        finally:
            engine.dispose()
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def rows_of(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, as text in one order."""
    with engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(table.select()))
            for table in t.metadata.sorted_tables
        }


@pytest.fixture
def lively(database: SqlDatabase, tmp_path: Path) -> SqlDatabase:
    """The demo's members and reviews, beside a circle with a question, a sealed link, waiting cards and a token."""
    cast = demo_cast()
    operate.create_community(database, "CIO Circle", [(w.platform, w.id) for w in cast.workspaces], well_known())
    for what, rows in (("members", members_rows(cast)), ("reviews", reviews_rows(cast, NOW.date()))):
        operate.write_csv(tmp_path / f"{what}.csv", rows)
        list(importing.import_file(database, what, "CIO Circle", tmp_path / f"{what}.csv"))
    circle = Circle(database, "Harbour Circle")
    alice = circle.add("Alice", uses=["Okta"])
    circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    alice.types("ask How are the nights? 🌙")
    assert alice.member is not None
    with database.writing() as transaction:
        store = transaction.store(circle.community)
        store.vault.seal("thread", alice.member.id)
        store.reviews.keep_draft(alice.member.id, circle.vendor("Okta"), {"pros": "Unfinished"}, NOW.date())
        transaction.grants.save("slack", "T1", '{"token": "xoxb-canary"}')
        transaction.first_time("event", NOW)
    return database
