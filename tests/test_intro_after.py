"""After an introduction: what peers see once it is chosen or withdrawn, and when its words are emptied."""

import json

import pytest
from sqlalchemy import select

from bot.settings import changed
from bot.turn import Request
from storage import tables as t
from tests.circle import Circle, Person, later
from tests.intro_steps import NEED, WHY, alice, asks, bea, introduced, offers, page, presses, to_the_link
from tests.introducing import all_offers, intros

__all__ = ["alice", "bea", "introduced"]  # the fixtures

OVER = "This request is over. Thank you for looking at it."
BUTTON = "[Offer an introduction]"


@pytest.fixture
def carl(circle: Circle) -> Person:
    return circle.add("Carl", uses=["Okta"])


def kept(circle: Circle) -> str:
    """Everything that the tables of introductions and the outbox hold."""
    tables = t.intro, t.intro_offer, t.message
    with circle.database.reading() as transaction:
        rows = [row for table in tables for row in transaction.connection.execute(select(table))]
    return json.dumps([str(row) for row in rows], ensure_ascii=False)


def test_a_choice_takes_the_buttons_off_the_peers_card(alice: Person, bea: Person, carl: Person) -> None:
    asks(alice)
    offers(bea)
    assert BUTTON in carl.sees
    presses(alice, "Choose this offer")
    for person in (bea, carl):
        assert OVER in person.sees
        assert BUTTON not in person.sees


def test_a_withdrawal_before_a_choice_reads_like_a_choice(alice: Person, bea: Person, carl: Person) -> None:
    asks(alice)
    offers(bea)
    presses(alice, "Choose this offer")
    chosen = carl.sees
    presses(alice, "Withdraw")
    assert carl.sees == chosen


def test_who_was_not_chosen_reads_the_same_after_a_withdrawal(alice: Person, bea: Person, carl: Person) -> None:
    asks(alice)
    offers(bea)
    presses(alice, "Withdraw")
    for person in (bea, carl):
        assert OVER in person.sees
        assert BUTTON not in person.sees


def test_thirty_days_after_a_decision_nothing_written_is_left(
    circle: Circle, introduced: str, alice: Person, bea: Person
) -> None:
    presses(alice, "Yes")
    later(circle, days=29)
    assert NEED in kept(circle)
    later(circle, days=1.1)
    held = kept(circle)
    assert not [words for words in (NEED, WHY, "Robin Vance") if words in held]
    (intro,) = intros(circle)
    assert (intro.state, intro.need, intro.contact) == ("yes", "", "")
    assert {(one.rep, one.why, one.contact) for one in all_offers(circle)} == {("", "", "")}
    assert "It is a yes." in alice.sees
    assert "The rep reads the same on their page." in bea.sees
    assert page(circle, introduced) is None


def test_a_lapse_and_a_removal_are_emptied_too_and_nobody_is_told(circle: Circle, alice: Person, bea: Person) -> None:
    mia = circle.add("Mia", manager=True, uses=["Okta"])
    to_the_link(alice, bea)
    later(circle, days=8)
    calls = len(circle.post.calls)
    later(circle, days=31)
    assert NEED not in kept(circle)
    assert len(circle.post.calls) == calls
    asks(alice)
    mia.types("decide")
    mia.presses("Read")
    mia.presses("Remove…")
    mia.fills(reason="misuse")
    circle.deliver()
    later(circle, days=31)
    assert {(one.need, one.contact) for one in intros(circle)} == {("", "")}


def test_a_rest_leaves_the_brief_on_no_card_once_it_is_over(
    circle: Circle, introduced: str, alice: Person, bea: Person
) -> None:
    presses(alice, "Not before…")
    alice.fills(until=f"{circle.clock().date().replace(month=circle.clock().month + 2):%Y-%m-%d}")
    circle.deliver()
    assert "Not before" in bea.sees
    later(circle, days=70)
    assert "Please bring them together" in bea.sees
    presses(alice, "No")
    later(circle, days=31)
    assert NEED not in kept(circle)


def test_the_words_of_a_live_introduction_stay(circle: Circle, alice: Person, bea: Person) -> None:
    asks(alice)
    (intro,) = intros(circle)
    with circle.database.writing() as transaction:
        assert not transaction.store(circle.community).intros.empty(intro.id)
    assert intros(circle)[0].need == NEED


def test_an_offer_to_what_is_emptied_is_listed_no_more(circle: Circle, alice: Person, bea: Person) -> None:
    """Where a community gives peers longer to offer than words are kept."""
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(changed(circle.community, "intro-expire-days", "60"))
    mia = circle.add("Mia", manager=True)
    asks(alice)
    offers(bea)
    with circle.database.reading() as transaction:
        intro_id = transaction.connection.execute(select(t.intro.c.id)).scalar_one()
    circle.bot.run(Request(mia.sender, action="intro.take_down", arg=intro_id, values={"reason": "other"}, key="k"))
    circle.clock.passes(days=31)
    circle.deliver()
    assert "You have offered" not in bea.types("decide")
    bea.said = circle.bot.run(Request(bea.sender, action="intro.read", arg=intro_id))
    assert OVER in bea.sees
    assert "Urgency" not in bea.sees


def test_who_leaves_leaves_words_for_thirty_days_alone(
    circle: Circle, introduced: str, alice: Person, bea: Person
) -> None:
    alice.types("me")
    alice.presses("Leave")
    circle.deliver()
    later(circle, days=31)
    assert NEED not in kept(circle)
