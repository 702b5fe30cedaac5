"""Very many rows at once fail as single ones do, and in the core's word."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from bot.ports.documents import Kind
from bot.turn import Overtaken, Unavailable
from storage import tables as t
from storage.bulk import MANY, insert_all
from storage.database import SqlDatabase
from storage.engine import translated
from tests.circle import Circle


def terms(circle: Circle, number: int) -> list[dict[str, object]]:
    ours = circle.community.id
    return [
        {"community_id": ours, "kind": Kind.ASK, "term": f"w{n}", "doc": 1, "weight": 1} for n in range(number)
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, MANY])
def test_rows_that_another_turn_has_written_first_overtake_a_turn(circle: Circle, engine: Engine, number: int) -> None:
    rows = terms(circle, number)
    with circle.database.writing() as transaction:
        insert_all(transaction.connection, t.doc_term, rows)
    wrong = IntegrityError if engine.dialect.name == "sqlite" else Overtaken
    with pytest.raises(wrong) as told, circle.database.writing() as transaction:
        insert_all(transaction.connection, t.doc_term, rows)
    assert "w0" not in str(told.value)


@pytest.mark.parametrize("number", [1, MANY])
def test_a_table_that_is_held_too_long_makes_the_database_away(
    circle: Circle, engine: Engine, database: SqlDatabase, number: int
) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer, who waits before the turn begins")
    with engine.connect() as other:
        other.execute(text("LOCK TABLE doc_term"))
        with pytest.raises(Unavailable), translated(), database.writing() as transaction:
            transaction.connection.execute(text("SET LOCAL lock_timeout = 50"))
            insert_all(transaction.connection, t.doc_term, terms(circle, number))
