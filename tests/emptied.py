"""Databases that are filled and compared: one with rows in every table, empty ones of either kind, and their rows."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Engine, LargeBinary, insert, text

from adapters import operate
from storage import copying, migrate
from storage import tables as t
from storage.database import SqlDatabase
from storage.engine import open_engine
from storage.kept_keys import keep_hash_key
from storage.types import Instant
from tests.circle import Circle
from tests.databases import KEYS, KINDS, quickened
from tests.rows import filled
from tests.town import well_known

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BATCH = 20
MANY = 2 * BATCH + 10
"""Rows of the longest table: it is read and written in three pieces, as the tests with ``lively`` make those."""
ODD = "Zoë’s “nights” 🌙, \\N 'x';\ttab\r\nline"
KINDS_OF_VALUES: dict[type, tuple[object, object]] = {
    bool: (False, True), int: (0, 2**31 - 1), float: (-1e-300, 0.1 + 0.2), bytes: (b"", bytes(range(256))),
    date: (date(1, 1, 1), date(2026, 2, 28)),
    datetime: (datetime(1969, 12, 31, 23, 59, 59, 999_000, UTC), NOW + timedelta(milliseconds=1)),
}  # fmt: skip


@contextmanager
def empty_database(kind: str, request: pytest.FixtureRequest, folder: Path, name: str = "second") -> Iterator[Engine]:
    """A database without any table. Where tables may be there, ``fresh`` of tests/databases.py is cheaper."""
    if kind == "sqlite":
        engine = quickened(open_engine(f"sqlite:///{folder}/{name}.db"))
        yield engine
        engine.dispose()
        return
    server: Engine = request.getfixturevalue("postgresql")
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        engine = quickened(open_engine(server.url.set(database=name)))
        try:
            yield engine
        finally:
            engine.dispose()
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def installed(template: Path, folder: Path) -> Path:
    """A folder as `warmline migrate` and `community create "CIO Circle"` leave it, but for most of the catalogue."""
    data = folder / "data"
    data.mkdir(parents=True)
    shutil.copy(_with_a_community(template), data / "warmline.db")
    return folder


@cache
def _with_a_community(template: Path) -> Path:
    file = template.with_name("installed.db")
    shutil.copy(template, file)
    engine = quickened(open_engine(f"sqlite:///{file}"))
    operate.create_community(SqlDatabase(engine, keep_hash_key(engine, KEYS)), "CIO Circle", [], well_known())
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def lively_sqlite(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[SqlDatabase]:
    """Two rows in each table, beside a circle with a draft, a sealed link and a token. Made once."""
    file = tmp_path_factory.mktemp("lively") / "lively.db"
    shutil.copy(sqlite_template, file)
    database = SqlDatabase(quickened(open_engine(f"sqlite:///{file}")), KEYS)
    circle = Circle(database)
    alice = circle.add("Alice", uses=["Okta"])
    circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    alice.types("ask How are the nights? 🌙")
    assert alice.member is not None
    with database.writing() as transaction:
        transaction.store(circle.community).reviews.keep_draft(
            alice.member.id, circle.vendor("Okta"), {"pros": "Unfinished"}, NOW.date()
        )
        transaction.grants.save("slack", "T1", '{"token": "xoxb-canary"}')
        transaction.connection.execute(t.seen.insert(), [{"mac": f"event {n}", "at": NOW} for n in range(MANY)])
        _fill(transaction.connection)
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session")
def lively_postgresql(postgresql: Engine, lively_sqlite: SqlDatabase) -> Iterator[SqlDatabase]:
    """The same rows in a PostgreSQL database of their own, beside the one that tests empty."""
    with postgresql.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE lively"))
    engine = open_engine(postgresql.url.set(database="lively"))
    migrate.upgrade(engine)
    with quickened(engine).begin() as there, lively_sqlite.engine.connect() as here:
        there.execute(
            text("SET LOCAL session_replication_role = replica")
        )  # In any order, though rows point in circles.
        for table in filled(here):
            there.execute(table.insert(), [dict(row) for row in here.execute(table.select()).mappings()])
    yield SqlDatabase(engine, KEYS)
    engine.dispose()


@pytest.fixture(params=KINDS)
def lively(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> SqlDatabase:
    """Each kind of them. They are built once: a test leaves in them what it found. Alice has the thread “thread”."""
    monkeypatch.setattr(copying, "BATCH", BATCH)
    database: SqlDatabase = request.getfixturevalue(f"lively_{request.param}")
    with database.writing() as transaction:
        community = transaction.communities.named("CIO Circle")
        assert community
        store = transaction.store(community)
        alice = store.members.by_email("alice@alice.example")
        assert alice
        # Sealed in each test, so that the witness knows whom to look for; she keeps the handle of the first time.
        store.vault.seal("thread", alice.id)
    return database


def _fill(connection: Connection) -> None:
    """Into each table one row with as little as it takes, and one with as much."""
    made: dict[tuple[str, int], dict[str, Any]] = {}
    for number in (0, 1):
        for table in t.metadata.sorted_tables:
            row = made[table.name, number] = {column.name: _value(column, number) for column in table.columns}
            for key in table.foreign_key_constraints:
                parent = made[key.referred_table.name, number]
                row |= {one.parent.name: parent[one.column.name] for one in key.elements}
            connection.execute(insert(table), row)


def _value(column: Column[Any], number: int) -> object:
    spoken: dict[type, type] = {LargeBinary: bytes, Instant: datetime}
    kind = spoken.get(type(column.type)) or column.type.python_type
    if kind is not str:
        return None if column.nullable and not number else KINDS_OF_VALUES[kind][number]
    if not number and not column.primary_key:
        return None if column.nullable else ""
    length = getattr(column.type, "length", None)
    return f"{number}{column.table.name}.{column.name} {ODD}"[:length]
