"""`receipt CODE`: an anonymous text can be taken back at any time, by its code alone."""

import hashlib

import pytest
from sqlalchemy import select

from bot.views import Form
from storage import receipts
from storage import tables as t
from storage.receipts import TRIES
from tests.circle import Circle, Person
from tests.codes import REAL_COST
from tests.reading import read
from tests.test_anonymous import QUESTION, accepted, card_of, code_in, many, published, readers

__all__ = ["accepted", "many", "published"]


def code_of(asker: Person) -> str:
    """What the asker was told when the question was accepted; nothing else has been said to them since."""
    return code_in(read(asker.said))


def test_a_text_is_taken_back_before_anybody_saw_it(circle: Circle, accepted: list[Person]) -> None:
    code = code_of(accepted[0])
    assert "before anybody saw it" in accepted[0].types(f"receipt {code}")
    circle.clock.passes(minutes=11)
    circle.deliver()
    assert readers(circle) == []


def test_a_question_is_taken_back_even_after_its_link_is_shredded(circle: Circle, published: list[Person]) -> None:
    code = code_of(published[0])
    circle.clock.passes(days=8)
    circle.deliver()
    assert "Closed" in read(card_of(published[1]))
    circle.clock.passes(days=31)
    circle.deliver()
    with circle.database.reading() as transaction:
        assert transaction.connection.execute(select(t.vault_key)).all() == []
        assert transaction.connection.execute(select(t.vault_link)).all() == []
    assert "Taken back" in published[0].types(f"receipt {code.replace(' ', '')}")
    circle.deliver()
    assert readers(circle) == []
    with circle.database.reading() as transaction:
        assert QUESTION not in str(transaction.connection.execute(select(t.ask)).all())
        assert QUESTION not in str(transaction.connection.execute(select(t.message)).all())
    assert "No text goes with this code" in published[0].types(f"receipt {code}")


def test_an_answer_is_taken_back_from_every_card(circle: Circle, many: list[Person]) -> None:
    many[0].types("ask")
    many[0].fills(question="Named?", vendor=circle.vendor("Okta"))
    circle.deliver()
    many[1].presses("Answer", on="Named?")
    many[1].fills(answer="Regretted words.", answer_as="anonymous")
    code = code_in(many[1].fills())
    circle.clock.passes(minutes=11)
    circle.deliver()
    assert "Regretted words." in read(card_of(many[0], "Named?"))
    many[1].types("receipt")
    assert isinstance(many[1].said, Form)
    assert "No text goes with this code" in many[1].fills(code="1234")
    assert "Receipt code: 1234" in read(many[1].said)
    assert "Taken back" in many[1].fills(code=code)
    circle.deliver()
    assert "Regretted words." not in read(card_of(many[0], "Named?"))


def test_a_wrong_code_takes_nothing(circle: Circle, published: list[Person]) -> None:
    before = readers(circle)
    assert before
    for wrong in ("1", "0000 0000 0000 0000", "hello", "١٢٣٤ ١٢٣٤ ١٢٣٤ ١٢٣٤"):
        assert "No text goes with this code" in published[2].types(f"receipt {wrong}"), wrong
        circle.deliver()
        assert readers(circle) == before, wrong


def test_tries_are_counted_by_the_hour_and_name_nobody(circle: Circle, published: list[Person]) -> None:
    code = code_of(published[0])
    for _ in range(TRIES):
        assert "No text goes" in published[0].types("receipt 1111 2222 3333 4444")
    assert "last try" in published[0].types(f"receipt {code}")
    with circle.database.reading() as transaction:
        kept = str(transaction.connection.execute(select(t.receipt_try)).all())
    assert published[0].member
    assert published[0].member.id not in kept
    circle.clock.passes(hours=1)
    assert "Taken back" in published[0].types(f"receipt {code}")


def test_a_code_lies_nowhere_in_clear(circle: Circle, published: list[Person]) -> None:
    code = code_of(published[0]).replace(" ", "")
    with circle.database.reading() as transaction:
        for table in t.metadata.sorted_tables:
            assert code not in str(transaction.connection.execute(select(table)).all()), table.name


def test_a_code_is_hashed_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "COST", REAL_COST)
    salt = bytes(range(16))
    slow = hashlib.scrypt(b"1234", salt=salt, n=2**14, r=8, p=1, dklen=32)
    assert receipts.slow_hash("1234", salt) == slow
