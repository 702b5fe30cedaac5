"""`ask WORDS`: what peers have said already comes first, and one press goes on."""

import pytest
from sqlalchemy import select

from bot.turn import Request
from bot.views import Card, Form
from storage import tables as t
from tests.asking import answer, ask
from tests.begun import begin
from tests.circle import Circle, Person
from tests.reading import read
from tests.reviewing import NINE, peers, stock, wrote
from tests.test_reach import review


def answered(circle: Circle) -> None:
    """One question was answered; Dan was not asked."""
    alice, bea = circle.add("Alice"), circle.add("Bea", "teams", "tenant-1", uses=["Okta", "SAP"])
    ask(alice, "How good is Okta support at night?", "Okta")
    circle.deliver()
    answer(bea, "Slow at night, good by day.")
    circle.add("Dan")


@pytest.fixture
def dan(circle: Circle) -> Person:
    begin(circle, answered)
    return circle.people["Dan"]


def test_what_was_answered_before_comes_first(dan: Person) -> None:
    for line in ("ask Is Okta support awake at night?", "ask Okta", "ask okta night support"):
        seen = dan.types(line)
        assert "Already known" in seen
        assert "How good is Okta support at night?" in seen
        assert "Slow at night, good by day. — Bea, Bea Works" in seen
        assert "There is 1 answered question like yours. Your question is not sent yet." in seen


def test_where_nothing_fits_the_form_opens_at_once(dan: Person) -> None:
    for line in (
        "ask", "ask Which payroll system do you like?", "ask How are SAP prices developing?",
        "ask Okta licence audit advice?",
    ):  # fmt: skip
        dan.types(line)
        assert isinstance(dan.said, Form), line


def test_one_press_goes_on_with_everything_that_was_typed(dan: Person) -> None:
    dan.types("ask Is Okta support awake at night?")
    dan.presses("Ask anyway")
    values = {f.name: getattr(f, "value", None) for f in dan.form.fields}
    assert values["question"] == "Is Okta support awake at night?"
    assert values["vendor"].label == "Okta"  # type: ignore[union-attr]


def test_everything_that_was_said_can_be_read_by_any_member(circle: Circle, dan: Person) -> None:
    answer(circle.people["Bea"], "It got better in spring.", on="Okta support")
    dan.types("ask Okta")
    seen = dan.presses("Read")
    assert "Slow at night, good by day." in seen
    assert "It got better in spring." in seen
    assert "[Answer]" not in seen


def test_reviews_are_known_too(circle: Circle) -> None:
    circle.add("Bea", "teams", "tenant-1", uses=["SAP"])
    for _ in range(2):
        review(circle, "SAP", None)
    dan = circle.add("Dan")
    assert "There are 2 reviews of SAP. Your question is not sent yet." in dan.types("ask How is SAP at month end?")
    assert "[Ask anyway] [See SAP]" in dan.sees
    assert "SAP" in dan.presses("See SAP")


def test_what_is_known_begins_with_the_figure_where_enough_companies_stand_behind_it(circle: Circle) -> None:
    stock(circle, "Okta")
    dan, *others = peers(circle, 10)
    for person, (stars, again) in zip(others[:4], NINE, strict=False):
        wrote(circle, "Okta", [person], running=stars, buy_again=again == "yes")
    assert "would buy again" not in dan.types("ask How is Okta?")
    for person, (stars, again) in zip(others[4:], NINE[4:], strict=False):
        wrote(circle, "Okta", [person], running=stars, buy_again=again == "yes")
    circle.deliver()
    said = "Okta: 7 of 9 peers would buy again (plausibly 57–90 %, early evidence, 9 companies)."
    assert said in dan.types("ask How is Okta?")


def test_what_nobody_answered_is_not_known(circle: Circle) -> None:
    alice, _ = circle.add("Alice"), circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    ask(alice, "How good is Okta support at night?", "Okta")
    dan = circle.add("Dan")
    dan.types("ask Okta support at night")
    assert isinstance(dan.said, Form)
    assert "not here any more" in _reads(circle, dan)


def test_another_community_knows_nothing_of_it(circle: Circle, dan: Person) -> None:
    other = Circle(circle.database, "Other Circle", prefix="x")
    eve = other.add("Eve", uses=["Okta"])
    eve.types("ask Okta support at night")
    assert isinstance(eve.said, Form)
    assert "not here any more" in _reads(circle, eve)


def test_a_helpful_answer_comes_first(circle: Circle, dan: Person) -> None:
    alice = circle.people["Alice"]
    answer(circle.people["Bea"], "Pay for the premium desk.", on="Okta support")
    circle.clock.passes(days=8)
    circle.deliver()
    alice.presses("What helped?")
    options = {option.label: option.value for field in alice.form.fields for option in getattr(field, "options", ())}
    chosen = next(value for label, value in options.items() if "premium" in label)
    alice.fills(helpful=chosen)
    dan.types("ask Okta")
    assert isinstance(dan.said, Card)
    assert "Pay for the premium desk. — Bea, Bea Works · helped the asker" in dan.sees


def test_a_long_line_goes_to_the_form_whole(dan: Person) -> None:
    line = "Okta support at night? " + "and more " * 150
    dan.types(f"ask {line}")
    assert dan.form.fields[0].value == line.strip()


def _reads(circle: Circle, person: Person) -> str:
    """Tries to read the only question there is, as something known."""
    with circle.database.reading() as transaction:
        ask_id = transaction.connection.scalar(select(t.ask.c.id))
    return read(circle.bot.run(Request(person.sender, action="ask.known", arg=str(ask_id))))
