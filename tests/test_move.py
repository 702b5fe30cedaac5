"""`warmline move`: from SQLite to PostgreSQL and back, every row checked, and nothing half done."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import migrate
from storage import tables as t
from storage.copying import NotCopied
from storage.database import SqlDatabase
from storage.move import move
from tests.by_hand import by_hand
from tests.circle import Circle
from tests.databases import KEYS, fresh
from tests.emptied import MANY, empty_database, installed
from tests.rows import rows_of

KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s"


def test_everything_arrives_on_either_database_and_back_again(
    lively: SqlDatabase, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """From each kind to the same one and to the other, where there are tables and where there are none."""
    before = rows_of(lively.engine)
    numbers = {name: len(rows) for name, rows in before.items()}
    assert (min(numbers.values()) >= 2, numbers["seen"] >= MANY) == (True, True)
    if lively.engine.dialect.name == "sqlite":
        made = [empty_database("sqlite", request, tmp_path), fresh("postgresql", request, tmp_path)]
    else:
        made = [fresh("postgresql", request, tmp_path), fresh("sqlite", request, tmp_path)]
    source = lively.engine
    with ExitStack() as kept:
        for one in made:
            target = kept.enter_context(one)
            assert dict(move(source, target)) == numbers
            assert rows_of(target) == before
            assert rows_of(source) == before
            source = target
    assert rows_of(lively.engine) == before


def test_people_go_on_in_the_new_database(lively: SqlDatabase, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    kind = "postgresql" if lively.engine.dialect.name == "sqlite" else "sqlite"
    with fresh(kind, request, tmp_path) as second:
        list(move(lively.engine, second))
        there = SqlDatabase(second, KEYS)
        with there.reading() as transaction:
            community = transaction.communities.named("CIO Circle")
            assert community is not None
            okta = transaction.store(community).vendors.named("Okta")
            assert okta is not None
        circle = Circle(there, "A New Circle", prefix="new-")
        ana = circle.add("Ana", uses=["Okta"])
        ana.types("vendor Okta")
        assert "Okta" in str(ana.said)


def test_a_place_with_anything_in_it_is_refused(
    lively: SqlDatabase, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with fresh("sqlite", request, tmp_path) as second:
        Circle(SqlDatabase(second, KEYS))
        before = rows_of(second)
        with pytest.raises(NotCopied, match="not empty"):
            list(move(lively.engine, second))
        assert rows_of(second) == before
    with pytest.raises(NotCopied, match="has now"):
        list(move(lively.engine, lively.engine))


def test_stopped_in_the_middle_it_leaves_nothing_there(
    lively: SqlDatabase, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with fresh(lively.engine.dialect.name, request, tmp_path) as second:
        steps = move(lively.engine, second)
        while next(steps)[0] != "member":
            pass
        steps.close()
        assert not any(rows_of(second).values())
        assert dict(move(lively.engine, second))["member"] == 4


def test_nobody_writes_behind_its_back(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """What came into the old database after its rows were read would be lost."""
    Circle(SqlDatabase(engine, KEYS))
    with empty_database("sqlite", request, tmp_path) as second:
        steps = move(engine, second)
        next(steps)
        with engine.connect() as other, pytest.raises(Exception, match="lock"):
            _be_brief(other)
            other.execute(t.seen.insert().values(mac="x", at=None))
        list(steps)


def _be_brief(connection: object) -> None:
    from sqlalchemy import Connection, text

    assert isinstance(connection, Connection)
    sqlite = connection.dialect.name == "sqlite"
    connection.execute(text("PRAGMA busy_timeout=100" if sqlite else "SET lock_timeout = 100"))


def test_tables_of_another_shape_are_refused(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with empty_database("sqlite", request, tmp_path) as second:
        with pytest.raises(NotCopied, match="warmline migrate"):
            list(move(second, engine))
        assert migrate.current(second) is None


def test_by_hand_a_start_on_sqlite_goes_on_in_postgresql(
    postgresql: Engine, sqlite_template: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    env, first = {"WARMLINE_SECRET_KEYS": KEY}, installed(sqlite_template, tmp_path / "first")
    with empty_database("postgresql", request, tmp_path) as second:
        url = second.url.set(drivername="postgresql").render_as_string(hide_password=False)
        done = by_hand(["move", "--to", url], env, first)
        assert (done.returncode, done.stderr) == (0, "")
        assert "vendor_alias" in done.stdout
        assert "set WARMLINE_DATABASE_URL" in done.stdout
        there = env | {"WARMLINE_DATABASE_URL": url}
        assert by_hand(["community", "show", "CIO Circle"], there, tmp_path).returncode == 0
        again = by_hand(["move", "--to", url], env, first)
        assert (again.returncode, "not empty" in again.stderr) == (1, True)
    for wrong in ("mysql://x/y", "postgresql://127.0.0.1:9/x"):
        nowhere = by_hand(["move", "--to", wrong], env, first)
        assert (nowhere.returncode, nowhere.stderr.count("\n")) == (1, 1)
