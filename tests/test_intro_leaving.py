"""Leaving and erasing in every state of an introduction: nothing is left over, and nobody's name comes out."""

import pytest
from sqlalchemy import select

from adapters.pages.rep import take
from bot.intro.rep import RepAnswer
from bot.settings import changed
from storage import tables as t
from tests.begun import begin
from tests.circle import Circle, Person
from tests.intro_steps import NEED, WHY, alice, asks, bea, introduced, linked, page, presses, rep_says, token_of
from tests.introducing import filled, intros

__all__ = ["alice", "bea", "introduced", "linked"]  # the fixtures

STEPS = ("open", "offered", "chosen", "invited", "asked", "agreed", "introduced", "later", "decided")
"""Where an introduction can stand: a buyer has one at each of them, with a vendor of its own."""


def one_at_each_step(circle: Circle) -> list[str]:
    """Alice has an introduction at each step, all through Bea; Carl was asked too. The tokens of the rep's pages."""
    circle.bot._pages = "https://warmline.example"
    circle.community = changed(circle.community, "weekly-cap", "100")
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)
    vendors = [vendor_at(step) for step in STEPS]
    alice, bea = circle.add("Alice"), circle.add("Bea", "teams", "tenant-1", uses=vendors)
    circle.add("Carl", uses=vendors)
    return go_as_far_as_each_step(alice, bea)


def vendor_at(step: str) -> str:
    return f"{step.title()} Systems"


def go_as_far_as_each_step(alice: Person, bea: Person) -> list[str]:
    """Each goes on side by side with the others, so that what is due arrives for all of them at once."""
    deliver, tokens = alice.circle.deliver, dict[str, str]()
    for vendor in beyond("open"):
        alice.types(f"intro {vendor}")
        assert "Asked 2 peers" in alice.fills(need=NEED)
    deliver()
    for vendor in beyond("offered"):
        press(bea, "Offer an introduction", vendor)
        bea.fills(vouch="use", why=WHY, rep="Robin Vance")
    deliver()
    for vendor in beyond("chosen"):
        press(alice, "Choose this offer", vendor)
    deliver()
    for vendor in beyond("invited"):
        press(bea, "Get the link", vendor)
        tokens[vendor] = token_of(bea)
    deliver()
    rep_says(alice.circle, tokens[vendor_at("asked")], RepAnswer.QUESTION, "How many people?")
    for vendor in beyond("agreed"):
        assert take(alice.circle.database, tokens[vendor], filled(RepAnswer.FIT, "", True), alice.circle.clock())
    deliver()
    for vendor in beyond("introduced"):
        press(alice, "Reveal my name", vendor)
    deliver()
    press(alice, "Not before…", vendor_at("later"))
    alice.fills(until="2026-06-15")
    press(alice, "Yes", vendor_at("decided"))
    deliver()
    return [*tokens.values()]


def beyond(step: str) -> list[str]:
    """The vendors whose introductions come as far as a step."""
    return [vendor_at(one) for one in STEPS[STEPS.index(step) :]]


def press(person: Person, label: str, vendor: str) -> None:
    """Presses on the card about a vendor."""
    person.said = None
    person.presses(label, vendor)


@pytest.fixture
def tokens(circle: Circle) -> list[str]:
    found = begin(circle, one_at_each_step)
    states = {intro.state for intro in intros(circle)}
    assert states == {"yes" if step == "decided" else step for step in STEPS}
    return found


def leaves(person: Person, label: str) -> None:
    """Leaves, or erases everything."""
    person.types("me")
    person.presses(label)
    if label == "Erase":
        person.presses("Erase everything")
    person.circle.deliver()


@pytest.mark.parametrize("label", ["Leave", "Erase"])
def test_a_buyer_who_goes_is_named_nowhere_wherever_their_introductions_stand(
    circle: Circle, tokens: list[str], alice: Person, bea: Person, label: str
) -> None:
    leaves(alice, label)
    circle.clock.passes(days=120)
    circle.deliver()
    bea.said = None
    assert "Alice" not in bea.sees
    assert len(tokens) == len(STEPS[3:])
    assert "Alice" not in repr([page(circle, token) for token in tokens])
    with circle.database.reading() as transaction:
        rows = transaction.connection.execute(t.intro.select()).all()
        kept = str([transaction.connection.execute(table.select()).all() for table in t.metadata.sorted_tables])
    if label == "Erase":
        assert rows == []
        assert NEED not in kept
    else:
        assert len(rows) == len(STEPS)
        assert all(row.ended_at is not None for row in rows)


@pytest.mark.parametrize("label", ["Leave", "Erase"])
def test_a_connector_who_goes_is_named_nowhere_wherever_their_introductions_stand(
    circle: Circle, tokens: list[str], alice: Person, bea: Person, label: str
) -> None:
    leaves(bea, label)
    alice.said = None
    assert "Bea" not in alice.sees
    for days in (120, 10):
        circle.clock.passes(days=days)
        circle.deliver()
    assert "Bea" not in alice.sees
    with circle.database.reading() as transaction:
        live = transaction.connection.execute(select(t.intro.c.id).where(t.intro.c.ended_at.is_(None))).all()
        kept = str([transaction.connection.execute(table.select()).all() for table in t.metadata.sorted_tables])
    assert live == []
    if label == "Erase":
        assert WHY not in kept
        assert "Robin Vance" not in kept


def test_a_buyer_whose_connector_left_can_still_decide(
    circle: Circle, introduced: str, alice: Person, bea: Person
) -> None:
    leaves(bea, "Erase")
    assert "Introduced by: A former member" in alice.sees
    assert "It is a yes" in presses(alice, "Yes")


def test_no_card_of_peers_changes_in_the_moment_in_which_a_buyer_leaves(
    circle: Circle, alice: Person, bea: Person
) -> None:
    """The cards on which the leaver's name goes change then: one that changes with them would tell whose it was."""
    asks(alice)
    leaves(alice, "Leave")
    assert "[Offer an introduction]" in "".join(bea.cards)
    assert "takes no more offers" in bea.presses("Offer an introduction")
    circle.clock.passes(days=8)
    circle.deliver()
    assert "This request is over" in "".join(bea.cards)


def test_a_buyer_who_leaves_before_the_reveal_looks_like_a_lapse(
    circle: Circle, linked: str, alice: Person, bea: Person
) -> None:
    leaves(alice, "Leave")
    assert "did not come about" not in bea.sees
    circle.clock.passes(days=7.1)
    circle.deliver()
    assert "did not come about" in bea.sees
