"""`warmline move`: from SQLite to PostgreSQL and back, every row checked, and nothing half done."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import migrate
from storage import tables as t
from storage.copying import NotCopied
from storage.database import SqlDatabase
from storage.move import move
from tests.circle import Circle
from tests.databases import KEYS, KINDS
from tests.emptied import empty_database, lively, rows_of
from tests.processes import warmline

__all__ = ["lively"]

KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s"


@pytest.mark.parametrize("kind", KINDS)
def test_everything_arrives_on_either_database_and_back_again(
    kind: str, lively: SqlDatabase, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before = rows_of(lively.engine)
    with (
        empty_database(kind, request, tmp_path) as second,
        empty_database(lively.engine.dialect.name, request, tmp_path, "third") as third,
    ):
        moved = dict(move(lively.engine, second))
        assert moved == {name: len(rows) for name, rows in before.items()}
        assert sum(moved.values()) > 1000
        assert rows_of(second) == before
        assert dict(move(second, third)) == moved
        assert rows_of(third) == before
    assert rows_of(lively.engine) == before


def test_people_go_on_in_the_new_database(lively: SqlDatabase, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    kind = "postgresql" if lively.engine.dialect.name == "sqlite" else "sqlite"
    with empty_database(kind, request, tmp_path) as second:
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
    with empty_database("sqlite", request, tmp_path) as second:
        list(move(lively.engine, second))
        before = rows_of(second)
        with pytest.raises(NotCopied, match="not empty"):
            list(move(lively.engine, second))
        assert rows_of(second) == before
    with pytest.raises(NotCopied, match="has now"):
        list(move(lively.engine, lively.engine))


def test_stopped_in_the_middle_it_leaves_nothing_there(
    lively: SqlDatabase, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with empty_database(lively.engine.dialect.name, request, tmp_path) as second:
        steps = move(lively.engine, second)
        while next(steps)[0] != "member":
            pass
        steps.close()
        assert not any(rows_of(second).values())
        assert dict(move(lively.engine, second))["member"] > 20


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
    postgresql: Engine, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    env = {"WARMLINE_SECRET_KEYS": KEY}
    for words in (["migrate"], ["community", "create", "CIO Circle"]):
        assert warmline(words, env, tmp_path).returncode == 0
    with empty_database("postgresql", request, tmp_path) as second:
        url = second.url.set(drivername="postgresql").render_as_string(hide_password=False)
        done = warmline(["move", "--to", url], env, tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "vendor_alias" in done.stdout
        assert "set WARMLINE_DATABASE_URL" in done.stdout
        there = env | {"WARMLINE_DATABASE_URL": url}
        assert warmline(["community", "show", "CIO Circle"], there, tmp_path).returncode == 0
        again = warmline(["move", "--to", url], env, tmp_path)
        assert (again.returncode, "not empty" in again.stderr) == (1, True)
    for wrong in ("mysql://x/y", "postgresql://127.0.0.1:9/x"):
        nowhere = warmline(["move", "--to", wrong], env, tmp_path)
        assert (nowhere.returncode, nowhere.stderr.count("\n")) == (1, 1)
