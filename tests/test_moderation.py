"""Pre-moderation: a review that no manager has approved reaches no surface at all."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model import ReviewStatus
from bot.routes import ROUTES
from bot.settings import changed
from bot.turn import Request
from bot.words import WORDS
from tests.circle import Circle, Person
from tests.reading import read
from tests.reviewing import peers, reviews, stock

CANARY, SOUGHT = "It hums below deck", "hums"


@pytest.fixture
def mia(circle: Circle) -> Person:
    """A manager of a community that reads reviews first."""
    stock(circle, "Okta", "SAP")
    circle.community = changed(circle.community, "moderation", "pre")
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)
    return circle.add("Mia", manager=True)


@pytest.fixture
def alice(circle: Circle, mia: Person) -> Person:
    return circle.add("Alice", "teams", "tenant-1")


@pytest.fixture
def bea(circle: Circle, mia: Person) -> Person:
    return circle.add("Bea")


def surfaces(circle: Circle, reader: Person) -> str:
    """Everything that a member can get to see: every word, every action with every id, and their cards."""
    seen = [reader.types(f"{word} {rest}") for word in WORDS for rest in ("", "Okta", "Okta, SAP", SOUGHT)
            if word not in ("link", "receipt")]  # fmt: skip
    okta, me = circle.vendor("Okta"), reader.member.id if reader.member else ""
    with circle.database.reading() as transaction:
        visible = transaction.store(circle.community).reviews.visible(me, okta, 99)
    assert all(one.review.status is ReviewStatus.LIVE for one in visible)
    pressed = (
        Request(reader.sender, action=action, arg=arg, query=SOUGHT)
        for action, route in ROUTES.items()
        for arg in (okta, *(row.id for row in _all_reviews(circle)))
        if not route.managers_only and not route.writes
    )
    seen.extend(read(circle.bot.run(request)) for request in pressed)
    circle.deliver()
    return "\n".join([*seen, *reader.cards])


def _all_reviews(circle: Circle) -> list[Any]:
    from sqlalchemy import select

    from storage import tables as t

    with circle.database.reading() as transaction:
        return list(transaction.connection.execute(select(t.review.c.id)))


def test_a_waiting_review_reaches_no_surface_and_an_approved_one_does(
    circle: Circle, mia: Person, alice: Person, bea: Person
) -> None:
    assert "before a community manager approves it" in reviews(alice, "Okta", pros=CANARY)
    circle.deliver()
    assert CANARY not in surfaces(circle, bea)
    assert "Nobody has written" in bea.types("vendor Okta")
    assert CANARY in mia.cards[0]
    mia.presses("Approve")
    circle.deliver()
    assert CANARY in surfaces(circle, bea)
    assert CANARY not in mia.cards[0]
    assert "approved by Mia" in mia.cards[0]
    assert "was approved" in alice.sees
    assert "1 company has written" in bea.types("vendor Okta")


def test_a_declined_review_reaches_nobody_and_its_author_is_told_why(
    circle: Circle, mia: Person, alice: Person, bea: Person
) -> None:
    reviews(alice, "Okta", pros=CANARY)
    circle.deliver()
    mia.presses("Decline")
    mia.fills(reason="unclear", words="Say which release.")
    circle.deliver()
    assert CANARY not in surfaces(circle, bea)
    assert "Peers could not follow it." in alice.cards[0]
    assert "Say which release." in alice.cards[0]
    alice.types("review Okta")
    assert "step" in alice.sees.lower()
    reviews(alice, "Okta", pros=f"{CANARY} in release 4")
    circle.deliver()
    mia.presses("Approve", on="release 4")
    assert f"{CANARY} in release 4" in surfaces(circle, bea)


def test_an_edit_of_an_approved_review_waits_again(circle: Circle, mia: Person, alice: Person, bea: Person) -> None:
    reviews(alice, "Okta", pros="Harmless.")
    circle.deliver()
    mia.presses("Approve")
    reviews(alice, "Okta", pros=CANARY)
    seen = surfaces(circle, bea)
    assert CANARY not in seen
    assert "Harmless." not in seen


def test_two_managers_at_once_decide_one_time(circle: Circle, mia: Person, alice: Person) -> None:
    max_ = circle.add("Max", manager=True)
    reviews(alice, "Okta")
    circle.deliver()
    mia.presses("Decline")
    max_.presses("Approve")
    assert "has decided already" in mia.fills(reason="unclear")
    circle.deliver()
    assert "approved by Max" in mia.cards[0]


def test_no_manager_decides_about_their_own_review(circle: Circle, mia: Person) -> None:
    reviews(mia, "Okta")
    circle.deliver()
    assert "another community manager has to decide" in mia.presses("Approve")


def test_managers_decide_about_an_unnamed_review_without_seeing_its_author(circle: Circle, mia: Person) -> None:
    writers = peers(circle, 22)
    reviews(writers[4], "Okta", pros=CANARY, sign="unnamed")
    circle.deliver()
    assert "(unnamed)" in mia.cards[0]
    assert "Eli" not in mia.cards[0]
    mia.presses("Decline")
    mia.fills(reason="price")
    circle.deliver()
    assert "private note" in writers[4].cards[0]
    assert "was declined" in writers[4].presses("Open")
    assert all(not person.cards for person in writers if person is not writers[4])


def test_a_withdrawn_one_leaves_the_managers_card(circle: Circle, mia: Person, alice: Person) -> None:
    reviews(alice, "Okta", pros=CANARY)
    circle.deliver()
    alice.types("review Okta")
    alice.presses("Withdraw")
    circle.deliver()
    assert CANARY not in mia.cards[0]
    assert "withdrew" in mia.cards[0]


def test_post_moderation_shows_a_review_at_once(circle: Circle, mia: Person, alice: Person, bea: Person) -> None:
    settings = tuple(pair for pair in circle.community.settings if pair[0] != "moderation")
    circle.community = replace(circle.community, settings=settings)
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)
    reviews(alice, "Okta", pros=CANARY)
    assert CANARY in bea.types("vendor Okta")
