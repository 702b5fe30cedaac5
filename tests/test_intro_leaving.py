"""Leaving and erasing in every state of an introduction: nothing is left over, and nobody's name comes out."""

import pytest
from sqlalchemy import select

from bot.intro.rep import RepAnswer
from storage import tables as t
from tests.circle import Circle, Person
from tests.intro_steps import (
    NEED,
    WHY,
    asks,
    offers,
    page,
    presses,
    rep_says,
    to_the_introduction,
    to_the_link,
    token_of,
)

STEPS = ("open", "offered", "chosen", "invited", "asked", "agreed", "introduced", "later", "decided")


@pytest.fixture
def alice(circle: Circle) -> Person:
    circle.bot._pages = "https://warmline.example"
    return circle.add("Alice", "slack")


@pytest.fixture
def bea(circle: Circle) -> Person:
    return circle.add("Bea", "teams", "tenant-1", uses=["Okta"])


def goes_to(step: str, alice: Person, bea: Person) -> str:
    """As far as a step; the token of the rep's page, "" before there is one."""
    token, at = "", STEPS.index(step)
    asks(alice)
    if at >= 1:
        offers(bea)
    if at >= 2:
        presses(alice, "Choose this offer")
    if at >= 3:
        presses(bea, "Get the link")
        token = token_of(bea)
    if step == "asked":
        rep_says(alice.circle, token, RepAnswer.QUESTION, "How many people?")
    if at >= 5:
        rep_says(alice.circle, token, RepAnswer.FIT)
    if at >= 6:
        presses(alice, "Reveal my name")
    if step == "later":
        presses(alice, "Not before…")
        alice.fills(until="2026-06-15")
        alice.circle.deliver()
    if step == "decided":
        presses(alice, "Yes")
    return token


def leaves(person: Person, label: str) -> None:
    """Leaves, or erases everything."""
    person.types("me")
    person.presses(label)
    if label == "Erase":
        person.presses("Erase everything")
    person.circle.deliver()


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("label", ["Leave", "Erase"])
def test_a_buyer_who_goes_is_named_nowhere(circle: Circle, alice: Person, bea: Person, step: str, label: str) -> None:
    token = goes_to(step, alice, bea)
    leaves(alice, label)
    circle.clock.passes(days=120)
    circle.deliver()
    bea.said = None
    assert "Alice" not in bea.sees
    view = page(circle, token) if token else None
    assert "Alice" not in repr(view)
    with circle.database.reading() as transaction:
        rows = transaction.connection.execute(t.intro.select()).all()
        kept = str([transaction.connection.execute(table.select()).all() for table in t.metadata.sorted_tables])
    if label == "Erase":
        assert rows == []
        assert NEED not in kept
    else:
        assert all(row.ended_at is not None for row in rows)


@pytest.mark.parametrize("step", STEPS[1:])
@pytest.mark.parametrize("label", ["Leave", "Erase"])
def test_a_connector_who_goes_is_named_nowhere(
    circle: Circle, alice: Person, bea: Person, step: str, label: str
) -> None:
    circle.add("Carl", uses=["Okta"])
    goes_to(step, alice, bea)
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


def test_a_buyer_whose_connector_left_can_still_decide(circle: Circle, alice: Person, bea: Person) -> None:
    to_the_introduction(alice, bea)
    leaves(bea, "Erase")
    assert "Introduced by: A former member" in alice.sees
    assert "It is a yes" in presses(alice, "Yes")


def test_no_card_of_peers_changes_in_the_moment_in_which_a_buyer_leaves(
    circle: Circle, alice: Person, bea: Person
) -> None:
    """The cards on which the leaver's name goes change then: one that changes with them would tell whose it was."""
    goes_to("open", alice, bea)
    leaves(alice, "Leave")
    assert "[Offer an introduction]" in "".join(bea.cards)
    assert "takes no more offers" in bea.presses("Offer an introduction")
    circle.clock.passes(days=8)
    circle.deliver()
    assert "This request is over" in "".join(bea.cards)


def test_a_buyer_who_leaves_before_the_reveal_looks_like_a_lapse(circle: Circle, alice: Person, bea: Person) -> None:
    to_the_link(alice, bea)
    leaves(alice, "Leave")
    assert "did not come about" not in bea.sees
    circle.clock.passes(days=7.1)
    circle.deliver()
    assert "did not come about" in bea.sees
