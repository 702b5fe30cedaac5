"""The end of an anonymous question: its asker alone can say what helped, and nothing is kept beside them."""

import pytest
from sqlalchemy import select

from bot.anonymous.shredding import AFTER
from bot.cards import card_to_json
from bot.turn import Request
from storage import tables as t
from tests.asking import home
from tests.begun import begin
from tests.circle import Circle, Person, note
from tests.test_anonymous import (
    QUESTION,
    card_of,
    many,
    publish_question,
    published,
    readers,
    sent,
    setting,
    tables_with,
)

__all__ = ["many", "published"]  # the fixtures

HELPFUL = "Two hours, then a person who knew."


def close_question(circle: Circle) -> None:
    """Alice asked under a handle, two answered, and the time is over."""
    begin(circle, publish_question)
    for name, words in (("User0", "Slow."), ("User1", HELPFUL)):
        person = circle.people[name]
        person.said = None
        person.presses("Answer")
        person.fills(answer=words)
    circle.clock.passes(days=9)
    circle.deliver()


@pytest.fixture
def closed(circle: Circle) -> list[Person]:
    begin(circle, close_question)
    return list(circle.people.values())


def says_what_helped(alice: Person) -> str:
    alice.presses("What helped?")
    chosen = next(o.value for o in alice.form.fields[0].options if HELPFUL[:10] in o.label)  # type: ignore[union-attr]
    return alice.fills(None, helpful=chosen)


def test_the_asker_alone_is_asked_what_helped(circle: Circle, closed: list[Person]) -> None:
    alice = closed[0]
    cards = {card_to_json(card) for card in map(card_of, readers(circle)) if card}
    assert len(cards) == 1
    assert "Whoever asked can press Read and say what helped" in cards.pop()
    assert "[What helped?]" in alice.presses("Read", on=QUESTION)
    for person in closed[1:5]:
        assert "[What helped?]" not in person.presses("Read", on=QUESTION)
    assert "Thank you. 1 answer marked as helpful; it shows within 10 minutes." in says_what_helped(alice)


def test_the_home_of_the_asker_alone_lists_it_until_it_is_said_or_forgotten(
    circle: Circle, closed: list[Person]
) -> None:
    assert all("Your questions that ended" not in home(person) for person in closed[1:])
    assert "Your questions that ended" in home(closed[0])
    says_what_helped(closed[0])
    circle.clock.passes(minutes=11)
    circle.deliver()
    assert "Your questions that ended" not in home(closed[0])


def test_what_helped_shows_after_the_delay_and_comes_first_from_then_on(circle: Circle, closed: list[Person]) -> None:
    setting(circle, "anonymous-delay", "3-10")
    home(closed[0])
    says_what_helped(closed[0])
    circle.clock.passes(minutes=2.9)
    circle.deliver()
    assert "helped the asker" not in closed[6].types("ask Okta")
    circle.clock.passes(minutes=7.2)
    circle.deliver()
    seen = closed[6].types("ask Okta")
    assert f"> {HELPFUL}" in seen
    assert "helped the asker" in seen


def test_nothing_that_it_leaves_names_the_asker(circle: Circle, closed: list[Person]) -> None:
    alice = closed[0]
    assert alice.member
    before = tables_with(circle, alice.member.id)
    home(alice)
    says_what_helped(alice)
    assert tables_with(circle, alice.member.id) == before
    with circle.database.reading() as transaction:
        rows = transaction.connection.execute(select(t.timer).where(t.timer.c.action == "ask.mark")).all()
    assert len(rows) == 1
    for trait in (alice.member.id, alice.sender.user, "Alice"):
        assert trait not in str(rows)
    assert "ask.summary" not in str(circle.post.calls)


def test_after_shredding_nobody_is_the_asker_any_more(circle: Circle, closed: list[Person]) -> None:
    alice = closed[0]
    alice.presses("Read", on=QUESTION)
    circle.clock.passes(days=AFTER.days + 1)
    circle.deliver()
    assert "[What helped?]" not in alice.presses("Read", on=QUESTION)
    assert "Your questions that ended" not in home(alice)
    again = Request(alice.sender, action="ask.helped", arg=alice._button("Read", QUESTION).arg)
    assert "Only the person who asked" in note(circle.bot.run(again))


def test_an_open_question_can_be_closed_from_its_own_card(circle: Circle, published: list[Person]) -> None:
    alice, bea = published[0], published[1]
    bea.presses("Answer")
    bea.fills(answer="Slow at first. " * 60)
    circle.deliver()
    seen = alice.presses("Read all", on=QUESTION)
    assert "This question is yours. Only you see these buttons." in seen
    assert "It closes within 10 minutes" in alice.presses("Close")
    assert "[Close]" not in bea.presses("Read all", on=QUESTION)


def test_keys_are_shredded_in_time_and_the_files_are_cleaned_once_a_day(
    circle: Circle, many: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        sent(many[n], f"{QUESTION} {n}")
    circle.clock.passes(minutes=11)
    circle.deliver()
    cleaned: list[int] = []
    forget = circle.database.forget

    def counted() -> bool:
        cleaned.append(1)
        return forget()

    monkeypatch.setattr(circle.database, "forget", counted)
    circle.clock.passes(days=9)
    circle.deliver()
    circle.clock.passes(days=AFTER.days)
    circle.deliver()
    with circle.database.reading() as transaction:
        assert transaction.connection.execute(select(t.vault_key)).all() == []
        timers = list(transaction.connection.scalars(select(t.timer.c.key)))
    assert "vault.clean" in timers
    assert cleaned == []
    circle.clock.passes(days=1)
    circle.deliver()
    assert cleaned == [1]
    with circle.database.reading() as transaction:
        assert "vault.clean" not in list(transaction.connection.scalars(select(t.timer.c.key)))
