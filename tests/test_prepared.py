"""Queries that the driver runs itself tell and fail as those that SQLAlchemy runs."""

from typing import Any

import pytest
from sqlalchemy import BindParameter, Select, bindparam, literal_column, select
from sqlalchemy.exc import ProgrammingError

from bot.model import MemberStatus
from bot.turn import Unavailable
from storage import tables as t
from storage.prepared import Prepared
from tests.asking import ask
from tests.circle import Circle

OURS: BindParameter[str] = bindparam("ours")
SECRET = "Words that no log may show"


def _queries() -> dict[str, Select[Any]]:
    q, m, w = t.ask.c, t.member.c, t.workspace.c
    active = m.community_id == OURS, m.status == MemberStatus.ACTIVE
    return {
        "moments": select(q.asked_at, q.question, q.closes_at).where(q.community_id == OURS),
        "yes and no": select(w.tenant, w.removed).where(w.community_id == OURS).order_by(w.tenant),
        "a state in its text": select(m.name, m.status).where(*active).order_by(m.name),
        "a value in two places": select(m.name).where(m.community_id == OURS, m.community_id == OURS).order_by(m.name),
        "nothing": select(m.name).where(m.community_id == OURS, m.status == MemberStatus.LEFT),
    }


@pytest.mark.parametrize("name", _queries())
def test_the_driver_gives_what_sqlalchemy_gives(circle: Circle, name: str) -> None:
    circle.add("Bo", uses=["Okta"])
    ask(circle.add("Ada"), "How did you move?", "Okta")
    query, values = _queries()[name], {"ours": circle.community.id}
    prepared = Prepared(query)
    with circle.database.reading() as transaction:
        expected = [list(row) for row in transaction.connection.execute(query, values)]
        assert prepared.all(transaction.connection, values) == expected
        assert prepared.first(transaction.connection, values) == (expected[0] if expected else None)
        assert bool(expected) is (name != "nothing")


def test_each_transaction_reads_what_was_committed_before_it(circle: Circle) -> None:
    names = Prepared(select(t.member.c.name).where(t.member.c.community_id == OURS).order_by(t.member.c.name))

    def members() -> list[str]:
        with circle.database.reading() as transaction:
            return [row[0] for row in names.all(transaction.connection, {"ours": circle.community.id})]

    circle.add("Ada")
    assert members() == ["Ada"]
    circle.add("Bo")
    assert members() == ["Ada", "Bo"]


def test_a_failure_of_the_driver_gets_its_usual_name_and_tells_no_values(circle: Circle) -> None:
    wrong = Prepared(select(literal_column("nowhere")).where(literal_column("'a'") == bindparam("said")))
    # SQLite has one word for this and for a database that is away; PostgreSQL tells them apart.
    expected = Unavailable if circle.database.engine.dialect.name == "sqlite" else ProgrammingError
    with pytest.raises(expected) as told, circle.database.reading() as transaction:
        wrong.all(transaction.connection, {"said": SECRET})
    assert SECRET not in f"{told.value} {told.value.__cause__}"
