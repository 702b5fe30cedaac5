"""Very many rows at once fail as single ones do, and in the core's word."""

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError

from bot.app import new_id
from bot.imports import take_vendors
from bot.ports.documents import Kind
from bot.turn import Overtaken, Unavailable
from storage import tables as t
from storage.bulk import MANY, insert_all
from storage.database import SqlDatabase
from storage.engine import LONG, translated
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


@pytest.mark.parametrize("values", [2, LONG + 1])
def test_a_long_list_can_be_read_in_pieces(circle: Circle, engine: Engine, values: int) -> None:
    asked = select(t.community.c.name).where(t.community.c.id.in_([circle.community.id] * values))
    with engine.connect() as connection:
        assert connection.execute(asked, execution_options={"yield_per": 2}).scalars().all() == ["CIO Circle"]


@pytest.mark.parametrize(("values", "kept"), [(2, 1), (LONG + 1, 0)])
def test_a_long_list_is_planned_for_its_own_values_each_time(engine: Engine, values: int, kept: int) -> None:
    """A plan kept for any values compares each row with each of them: 2,000 names took 2 s instead of 0.02."""
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite plans by written figures")
    member, here = t.member.c, f"asked_for_{values}"
    asked = select(member.id.label(here)).where(
        member.community_id == "c", member.id.in_([str(n) for n in range(values)])
    )
    with engine.connect() as connection:
        for _ in range(12):
            connection.execute(asked).all()
        plans = connection.execute(text("SELECT statement FROM pg_prepared_statements")).scalars()
        assert len([one for one in plans if here in one]) == kept


def test_names_of_one_load_lie_together(circle: Circle, engine: Engine) -> None:
    """Or each gram of each name would jump about in the table, and the more slowly the larger that is."""
    rows = [(n, {"vendor": f"Sample {n}", "aliases": f"S{n}"}) for n in range(9)]
    with circle.database.writing() as transaction:
        take_vendors(rows, transaction.store(circle.community), new_id)
    with engine.connect() as connection:
        numbers = sorted(connection.execute(select(t.vendor_alias.c.number)).scalars())
    assert numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    assert len(numbers) == 9 * 3  # the name, its tail, the alias
