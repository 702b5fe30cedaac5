"""Migrations: up, down, and exactly the tables of storage/tables.py, on both databases."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, bindparam, inspect, select, text

from storage import migrate
from storage.engine import open_engine
from storage.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path}/empty.db")
        yield engine
        engine.dispose()
        return
    server: Engine = request.getfixturevalue("postgresql")
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE empty"))
        engine = open_engine(server.url.set(database="empty"))
        yield engine
        engine.dispose()
        connection.execute(text("DROP DATABASE empty"))


def test_migrations_make_exactly_the_tables_of_the_code_and_go_down_to_nothing_and_up_again(empty: Engine) -> None:
    migrate.upgrade(empty)
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert migrate.current(empty) == migrate.newest()
    migrate.downgrade(empty, "base")
    assert inspect(empty).get_table_names() == ["alembic_version"]
    migrate.upgrade(empty)
    migrate.upgrade(empty)
    assert migrate.current(empty) == migrate.newest()


def test_every_record_is_keyed_by_its_community() -> None:
    installation_wide = {"community", "workspace", "hold", "seen", "platform_grant", "install_state", "kept_key"}
    for table in metadata.sorted_tables:
        if table.name not in installation_wide:
            assert next(iter(table.primary_key.columns)).name == "community_id", table.name
            for key in table.foreign_key_constraints:
                assert "community_id" in key.column_keys, f"{table.name} may point into another community"


def test_sqlite_runs_with_its_safety_switches_on(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/safe.db")
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "synchronous": 2, "busy_timeout": 5000}
    with engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    engine.dispose()
    assert found == wanted


def test_sqlite_goes_by_the_index_that_was_made_for_a_question(tmp_path: Path, sqlite_template: Path) -> None:
    """Without figures it would walk through the whole community instead (docs/decisions/0011)."""
    shutil.copy(sqlite_template, tmp_path / "planned.db")
    engine = open_engine(f"sqlite:///{tmp_path}/planned.db")
    passed_over = []
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for index in table.indexes:
                names = [column.name for column in index.columns]
                part = index.dialect_options["sqlite"]["where"]
                question = select(table).where(*(table.c[name] == bindparam("x") for name in names))
                asked = str((question if part is None else question.where(part)).compile(engine)).replace("?", ":x")
                rows = connection.execute(text(f"EXPLAIN QUERY PLAN {asked}"), {"x": None})
                plan = " ".join(row[3] for row in rows)
                if names[-1] not in plan.rpartition("(")[2]:
                    passed_over.append(f"{index.name}: {plan}")
    engine.dispose()
    assert passed_over == []
