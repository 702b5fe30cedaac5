"""The witness of the whole suite proves itself: what it must catch is caught, and what is allowed is not."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.app import new_id
from bot.turn import Request, Send
from bot.views import Card, Note, Paragraph
from storage import tables as t
from storage.database import SqlDatabase
from tests.circle import Circle, Person
from tests.oracle import forms_of
from tests.test_anonymous import QUESTION, card_of, published, readers
from tests.witness import WITNESS

__all__ = ["published"]  # the fixture
pytestmark = pytest.mark.names_authors


@pytest.fixture
def alice(published: list[Person]) -> Iterator[Person]:
    """She has asked under a handle, and everybody reads it."""
    yield published[0]
    WITNESS.begin()


def handle_of(alice: Person) -> str:
    with alice.circle.database.reading() as transaction:
        assert alice.member
        (handle,) = transaction.store(alice.circle.community).vault.handles(alice.member.id).values()
    return handle


def test_a_question_under_a_handle_is_no_leak(alice: Person, engine: Engine, tmp_path: Path) -> None:
    assert len(readers(alice.circle, QUESTION)) > 5
    assert len(WITNESS.seen) > 10
    assert WITNESS.leaks(engine, tmp_path) == []


def test_a_card_with_handle_and_name_is_caught_in_each_form(alice: Person) -> None:
    assert alice.member
    peer = next(one.member.id for one in readers(alice.circle) if one is not alice and one.member)
    for form, name in forms_of(alice.member.company).items():
        WITNESS.seen.clear()
        card = Card("A question", (Paragraph((f"{handle_of(alice)} asks. {name}",)),))
        with alice.circle.database.writing() as transaction:
            transaction.post(alice.circle.community, [Send(f"planted {form}", card, (peer,))], alice.circle.clock())
        alice.circle.deliver()
        leaks = {leak.partition(" for ")[0] for leak in WITNESS.leaks(None, None)}
        assert leaks == {"a row of message", "a card"}, form


def test_the_author_may_read_both(alice: Person, engine: Engine) -> None:
    assert alice.member
    card = Card("Yours", (Paragraph((f"{handle_of(alice)} is {alice.member.name}",)),))
    WITNESS.passed("an answer", card, alice.sender.user)
    assert WITNESS.leaks(None, None) == []
    WITNESS.passed("an answer", card, "U-somebody")
    assert len(WITNESS.leaks(None, None)) == 1


def test_an_answer_that_names_is_caught(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert alice.member
    reader = next(one for one in readers(alice.circle) if one is not alice)
    shown = card_of(reader)
    named = Note.say(f"{QUESTION} asks {alice.member.name}")
    monkeypatch.setattr(type(reader.circle.bot), "_turn", lambda *_: _Answered(named))
    assert shown
    reader.circle.bot.run(Request(reader.sender, line="help"))
    (leak,) = WITNESS.leaks(None, None)
    assert leak.startswith("an answer for ")


class _Answered:
    """An outcome with nothing but a reply."""

    def __init__(self, reply: Note) -> None:
        self.reply, self.messages, self.timers = reply, (), ()


def test_a_row_a_line_of_the_log_an_exception_and_an_exported_line_are_caught(
    alice: Person, engine: Engine, tmp_path: Path
) -> None:
    assert alice.member
    timer = {"community_id": alice.circle.community.id, "key": new_id(), "due": alice.circle.clock(), "action": "x"}
    arg = f"{handle_of(alice)} {alice.member.id}"
    with engine.begin() as connection:
        connection.execute(t.timer.insert().values(timer | {"arg": arg, "attempts": 0}))
    logging.getLogger("warmline.somewhere").debug("pressed by %s", alice.sender.user)
    WITNESS.passed("an exception", f"no place for {arg}")
    (tmp_path / "reviews.json").write_text(json.dumps({"by": handle_of(alice), "email": alice.member.email}))
    leaks = WITNESS.leaks(engine, tmp_path)
    assert sorted(leak.partition(" for ")[0] for leak in leaks) == [
        "a line of reviews.json", "a row of timer", "an exception", "log",
    ]  # fmt: skip


def test_who_never_wrote_under_a_handle_is_nobodys_canary(database: SqlDatabase) -> None:
    circle = Circle(database)
    bea = circle.add("Bea", uses=["Okta"])
    bea.types("ask How is support at night?")
    assert WITNESS.seen == []
