"""A thread whose answer is flagged, taken down and appealed, and a question under a handle that is taken down."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.turn import Request
from bot.views import SelectField
from storage import tables as t
from tests.asking import answer, ask
from tests.begun import begin
from tests.circle import Circle, Person
from tests.reviewing import crowd


@dataclass(frozen=True)
class Thread:
    """Alice asked, Bea answered; Mia and Max are managers."""

    circle: Circle
    alice: Person
    bea: Person
    mia: Person
    max_: Person


def of(circle: Circle) -> Thread:
    return Thread(circle, *(circle.people[name] for name in ("Alice", "Bea", "Mia", "Max")))


def ask_and_answer(circle: Circle) -> None:
    circle.add("Mia", manager=True, uses=("Okta",))
    circle.add("Max", "teams", "tenant-1", manager=True, uses=("Okta",))
    alice, bea = circle.add("Alice", uses=("Okta",)), circle.add("Bea", "teams", "tenant-1", uses=("Okta",))
    ask(alice, "How do the nights go?", "Okta")
    circle.deliver()
    answer(bea, "The migration team never answered us.")


def flag_it(circle: Circle) -> None:
    begin(circle, ask_and_answer)
    flags(circle.people["Alice"])


def take_it_down(circle: Circle) -> None:
    begin(circle, flag_it)
    takes_down(circle.people["Mia"])


def appeal(circle: Circle) -> None:
    begin(circle, take_it_down)
    bea = circle.people["Bea"]
    bea.presses("Appeal", on="took down your answer")
    assert "It names or describes a person" not in bea.fills(appeal="He is a public person.")
    circle.deliver()


def flags(person: Person, reason: str = "accusation", words: str = "", text: str = "Bea") -> str:
    """Reads the question and flags one of its texts."""
    circle = person.circle
    with circle.database.reading() as transaction:
        ask_id = transaction.connection.execute(select(t.ask.c.id)).scalar_one()
    person.said = circle.bot.run(Request(person.sender, action="ask.read", arg=ask_id))
    person.presses("Flag…")
    which = person.form.fields[0]
    assert isinstance(which, SelectField)
    chosen = next(one.value for one in which.options if text in one.label)
    said = person.fills(text=chosen, reason=reason, words=words)
    circle.deliver()
    return said


def takes_down(manager: Person, statement: str = "") -> str:
    """Takes the flagged answer down."""
    manager.presses("Take down", on="A flagged answer")
    said = manager.fills(reason="person", statement=statement)
    manager.circle.deliver()
    return said


def with_crowd(circle: Circle) -> None:
    """Twenty who use it, and a manager."""
    circle.add("Vera", manager=True, uses=("Okta",))
    crowd(circle, [f"Peer{n}" for n in range(20)], "Okta")


def takes_down_under_a_handle(circle: Circle) -> None:
    """A question that somebody asked anonymously is flagged and taken down."""
    begin(circle, with_crowd)
    author, manager = circle.people["Peer3"], circle.people["Vera"]
    author.types("ask")
    author.fills(question="Has anybody left them?", vendor=circle.vendor("Okta"), ask_as="anonymous")
    author.fills()
    circle.clock.passes(minutes=30)
    circle.deliver()
    with circle.database.reading() as transaction:
        asked = transaction.connection.execute(select(t.ask.c.id)).scalar_one()
    manager.said = circle.bot.run(Request(manager.sender, action="ask.remove", arg=asked))
    manager.fills(reason="tone")
    circle.deliver()
