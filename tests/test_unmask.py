"""Managers and anonymous authors: removing by handle, and break-glass with two managers and 72 hours."""

import pytest
from sqlalchemy import select

from storage import tables as t
from tests.begun import begin
from tests.circle import Circle, Person
from tests.reading import read
from tests.test_anonymous import QUESTION, add_many, card_of, many, sent

__all__ = ["many"]


def ask_among_managers(circle: Circle) -> None:
    """Three managers, all of them users of Okta, and a question that Alice asked under a handle."""
    begin(circle, add_many)
    for name in ("Mia", "Max", "Moe"):
        circle.add(name, uses=["Okta"], manager=True)
    sent(circle.people["Alice"])
    circle.clock.passes(minutes=11)
    circle.deliver()


def break_glass(circle: Circle) -> None:
    """Mia wants to know who asked, and Max has agreed."""
    begin(circle, ask_among_managers)
    assert "Another manager has to agree" in propose(circle.people["Mia"])
    circle.deliver()
    assert "A private note" not in circle.people["Alice"].sees
    assert "The author is told now" in circle.people["Max"].presses("Agree", on="Break glass")
    circle.deliver()


def principals(circle: Circle) -> list[Person]:
    return [circle.people[name] for name in ("Alice", "Mia", "Max", "Moe")]


@pytest.fixture
def asked(circle: Circle) -> list[Person]:
    begin(circle, ask_among_managers)
    return principals(circle)


@pytest.fixture
def agreed(circle: Circle) -> list[Person]:
    begin(circle, break_glass)
    return principals(circle)


def reads(person: Person) -> str:
    """A manager reads the question; people press on the answer that only they see."""
    from bot.turn import Request

    shown = person.circle.post.shown[(person.sender.platform, person.sender.user)]
    button = next(
        b for card in shown.values() if QUESTION in read(card)
        for block in card.blocks for b in getattr(block, "buttons", ()) if b.label == "Answer"
    )  # fmt: skip
    person.said = person.circle.bot.run(Request(person.sender, action="ask.read", arg=button.arg))
    return read(person.said)


def past_shredding(circle: Circle) -> None:
    """The question closes after its seven days, and its links are shredded 30 days later."""
    for days in (8, 31):
        circle.clock.passes(days=days)
        circle.deliver()


def propose(person: Person) -> str:
    reads(person)
    person.presses("Break glass…")
    return person.fills(reason="threat")


def test_a_manager_removes_by_handle_and_the_author_is_told_in_private(circle: Circle, asked: list[Person]) -> None:
    alice, mia = asked[0], asked[1]
    seen = reads(mia)
    assert "Alice" not in seen
    mia.presses("Remove…")
    assert "Taken down" in mia.fills(reason="person", statement="Please leave the name out")
    circle.deliver()
    assert card_of(mia) is None
    assert "A private note for you" in alice.sees
    told = alice.presses("Open", on="A private note")
    assert "names or describes a person. Please leave the name out" in told
    assert "A private note" not in mia.sees
    circle.clock.passes(days=1.1)
    circle.deliver()
    with circle.database.reading() as transaction:
        assert transaction.connection.execute(select(t.message).where(t.message.c.key.like("note:%"))).all() == []
        assert transaction.connection.execute(select(t.delivery).where(t.delivery.c.key.like("note:%"))).all() == []
    circle.clock.passes(days=30)
    circle.deliver()
    assert "not here any more" in alice.presses("Open", on="A private note")


def test_three_removed_texts_end_writing_under_a_handle_for_a_year(circle: Circle, many: list[Person]) -> None:
    alice, mia = many[0], circle.add("Mia", uses=["Okta"], manager=True)
    for _ in range(3):
        sent(alice)
        circle.clock.passes(minutes=11)
        circle.deliver()
        reads(mia)
        mia.presses("Remove…")
        mia.fills(reason="tone")
        circle.deliver()
    alice.types("ask")
    assert "removed 3 anonymous texts" in str(alice.form.fields[2])
    circle.clock.passes(days=366)
    alice.types("ask")
    assert "removed 3" not in str(alice.form.fields[2])


def test_only_managers_remove_or_break_glass(circle: Circle, asked: list[Person]) -> None:
    from bot.turn import Request

    for action in ("ask.remove", "ask.take_down", "unmask", "unmask.propose", "unmask.agree", "unmask.show"):
        view = circle.bot.run(Request(asked[0].sender, action=action, arg="x"))
        assert "Only the community managers" in read(view)


def test_break_glass_takes_two_managers_72_hours_and_shows_the_name_once_to_each(
    circle: Circle, asked: list[Person]
) -> None:
    alice, mia, max_, moe = asked
    assert "Another manager has to agree" in propose(mia)
    circle.deliver()
    assert "A private note" not in alice.sees
    assert "waits for a second manager" in moe.types("curate")
    assert QUESTION not in "".join(one for one in moe.cards if "Break glass" in one)
    case = moe.presses("Read", on="Curation")
    assert "Proposed by: Mia" in case
    assert f"> {QUESTION} — " in case
    assert "manager other than the one" in mia.presses("Agree", on="Break glass")
    assert "The author is told now" in max_.presses("Agree", on="Break glass")
    circle.deliver()
    told = alice.presses("Open", on="A private note")
    assert "Two community managers want to know" in told
    assert "threat" in told
    circle.clock.passes(hours=71.9)
    circle.deliver()
    assert "Show the name" not in mia.sees
    circle.clock.passes(hours=0.2)
    circle.deliver()
    assert [sum("The 72 hours are over" in one for one in person.cards) for person in (mia, max_, moe)] == [1, 1, 0]
    assert "The name can be read" in max_.presses("Open", on="72 hours are over")
    assert "you can see the name" in mia.types("curate")
    assert "Nothing waits" in moe.types("curate")
    assert "is not yours to open" in moe.presses("Show the name", on="Break glass")
    for manager in (mia, max_):
        assert "is Alice, Alice Works" in manager.presses("Show the name", on="Break glass")
        assert "you have seen it" in manager.presses("Show the name", on="Break glass")
        assert "Nothing waits" in manager.types("curate")
    circle.deliver()
    assert alice.sees.count("A private note") == 3
    for manager in (mia, max_, moe):
        assert "Both managers have looked. The case is over." in manager.sees
        assert "Show the name" not in manager.sees
    with circle.database.reading() as transaction:
        trail = {row.action for row in transaction.connection.execute(select(t.audit))}
        kept = str(transaction.connection.execute(select(t.message)).all())
    assert {"unmask.propose", "unmask.agree", "unmask.show"} <= trail
    assert "Alice" not in kept


@pytest.mark.parametrize("who", [1, 2])
def test_either_manager_calls_it_off(circle: Circle, agreed: list[Person], who: int) -> None:
    alice, mia, _, moe = agreed
    assert "Only the two managers" in moe.presses("Call off", on="Break glass")
    assert "Called off" in agreed[who].presses("Call off", on="Break glass")
    circle.clock.passes(hours=73)
    circle.deliver()
    assert "Show the name" not in mia.sees
    assert "Called off" in mia.sees
    assert "was called off" in alice.presses("Open", on="A private note")


def test_after_shredding_no_glass_can_be_broken(circle: Circle, asked: list[Person]) -> None:
    mia, max_ = asked[1], asked[2]
    propose(mia)
    circle.deliver()
    past_shredding(circle)
    assert "shredded" in max_.presses("Agree", on="Break glass")


def test_a_case_that_was_agreed_shows_nothing_once_the_link_is_shredded(circle: Circle, agreed: list[Person]) -> None:
    mia = agreed[1]
    past_shredding(circle)
    assert "shredded" in mia.presses("Show the name", on="Break glass")


def test_where_nobody_wrote_under_a_handle_there_is_no_glass_to_break(circle: Circle) -> None:
    alice, mia = circle.add("Alice"), circle.add("Mia", uses=["Okta"], manager=True)
    alice.types(f"ask {QUESTION}")
    alice.fills(vendor=circle.vendor("Okta"))
    circle.deliver()
    seen = reads(mia)
    assert "[Remove…]" in seen
    assert "Break glass" not in seen
