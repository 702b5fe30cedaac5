"""Pre-moderation: a review that no manager has approved reaches no surface at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, event, select

from bot.model import ReviewStatus
from bot.routes import ROUTES
from bot.settings import changed
from bot.turn import Request
from bot.words import WORDS
from storage import tables as t
from storage.prepared import Prepared
from tests.circle import Circle, Person
from tests.reading import read
from tests.reviewing import peers, reviews, stock, wrote

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


def surfaces(circle: Circle, reader: Person) -> Iterator[str]:
    """Everything that a member can get to see: every word, every action with every id, and their cards."""
    for word in WORDS:
        if word not in ("link", "receipt"):
            yield from (reader.types(f"{word} {rest}") for rest in ("", "Okta", "Okta, SAP", SOUGHT))
    okta, me = circle.vendor("Okta"), reader.member.id if reader.member else ""
    with circle.database.reading() as transaction:
        visible = transaction.store(circle.community).reviews.visible(me, okta, 99)
    assert all(one.review.status is ReviewStatus.LIVE for one in visible)
    written = _all_reviews(circle)
    for action, route in ROUTES.items():
        if route.managers_only or route.writes:
            continue
        request = Request(reader.sender, action=action, arg=okta, query=SOUGHT)
        with asked(circle) as values:
            yield read(circle.bot.run(request))
        # Where the database is not asked for what was named, no other id could tell more.
        for arg in written if okta in "".join(values) else ():
            yield read(circle.bot.run(replace(request, arg=arg)))
    circle.deliver()
    yield from reader.cards


@contextmanager
def asked(circle: Circle) -> Iterator[list[str]]:
    """The values of every statement, those too that pass SQLAlchemy over."""
    values: list[str] = []
    everything = Prepared.all

    def by_sqlalchemy(_connection: Any, _cursor: Any, _statement: str, given: Any, *_: Any) -> None:
        values.append(repr(given))

    def by_the_driver(one: Prepared, at: Connection, given: Any) -> Any:
        values.append(repr(given))
        return everything(one, at, given)

    event.listen(circle.database.engine, "before_cursor_execute", by_sqlalchemy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "all", by_the_driver)
        yield values
    event.remove(circle.database.engine, "before_cursor_execute", by_sqlalchemy)


def is_seen(words: str, circle: Circle, reader: Person) -> bool:
    """Somewhere among all that; where it is, the rest is not looked at."""
    return any(words in seen for seen in surfaces(circle, reader))


def _all_reviews(circle: Circle) -> list[str]:
    with circle.database.reading() as transaction:
        return list(transaction.connection.execute(select(t.review.c.id)).scalars())


def test_what_waits_or_was_declined_edited_or_taken_down_reaches_no_surface(
    circle: Circle, mia: Person, alice: Person, bea: Person
) -> None:
    declined, edited, gone = (circle.add(name) for name in ("Cleo", "Dov", "Fay"))
    for person, words in ((declined, f"{CANARY}, says Cleo"), (edited, "Harmless words."), (gone, f"{CANARY}, too")):
        reviews(person, "Okta", pros=words)
    circle.deliver()
    mia.presses("Decline", on="says Cleo")
    mia.fills(reason="unclear", statement="Say which release.")
    mia.said = None
    for words in ("Harmless", "too"):
        mia.presses("Approve", on=words)
    reviews(edited, "Okta", pros=CANARY)
    takes_down(mia, "Okta")
    reviews(alice, "Okta", pros=CANARY)
    circle.deliver()
    with circle.database.reading() as transaction:
        standing = sorted(transaction.connection.execute(select(t.review.c.status)).scalars())
    assert standing == ["declined", "declined", "waiting", "waiting"]
    seen = "\n".join(surfaces(circle, bea))
    assert CANARY not in seen
    assert "Harmless words." not in seen
    assert "Nobody has written" in bea.types("vendor Okta")


def test_a_waiting_review_is_read_by_managers_and_an_approved_one_by_everybody(
    circle: Circle, mia: Person, alice: Person, bea: Person
) -> None:
    assert "before a community manager approves it" in reviews(alice, "Okta", pros=CANARY)
    circle.deliver()
    assert "Nobody has written" in bea.types("vendor Okta")
    assert CANARY in mia.cards[0]
    mia.presses("Approve")
    circle.deliver()
    assert is_seen(CANARY, circle, bea)
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
    mia.fills(reason="unclear", statement="Say which release.")
    circle.deliver()
    assert CANARY not in bea.types("vendor Okta")
    assert "Peers cannot follow it." in alice.cards[0]
    assert "Say which release." in alice.cards[0]
    alice.types("review Okta")
    assert "step" in alice.sees.lower()
    reviews(alice, "Okta", pros=f"{CANARY} in release 4")
    circle.deliver()
    mia.presses("Approve", on="release 4")
    assert is_seen(f"{CANARY} in release 4", circle, bea)


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
    told = writers[4].presses("Open")
    assert "declined the review of Okta that you wrote as" in told
    assert "No peer has read it." in told
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


def by_post(circle: Circle) -> None:
    """Reviews stand at once."""
    settings = tuple(pair for pair in circle.community.settings if pair[0] != "moderation")
    circle.community = replace(circle.community, settings=settings)
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)


def takes_down(manager: Person, vendor: str, **why: str) -> str:
    """From the freshest review's own line on the manager's card."""
    manager.types(f"vendor {vendor}")
    manager.presses("Read all")
    manager.presses("Take down")
    return manager.fills(None, **{"reason": "unclear"} | why)


def test_a_review_taken_down_reaches_nobody_and_can_be_put_back(
    circle: Circle, mia: Person, alice: Person, bea: Person
) -> None:
    by_post(circle)
    wrote(circle, "Okta", peers(circle, 5))
    circle.clock.passes(days=1)
    reviews(alice, "Okta", pros=CANARY)
    assert "6 companies" in bea.types("vendor Okta")
    assert "The author is told why" in takes_down(mia, "Okta", statement="Say which release.")
    circle.deliver()
    mia.said = None
    assert "5 companies" in bea.types("vendor Okta")
    assert CANARY not in bea.sees
    assert "took down your review" in alice.cards[-1]
    assert "Your review of Okta" in alice.cards[-1]
    assert "Peers cannot follow it. Say which release." in alice.cards[-1]
    mia.presses("Put back", on="was taken down")
    circle.deliver()
    assert is_seen(CANARY, circle, bea)
    assert "6 companies" in bea.types("vendor Okta")
    assert "stands again" in "\n".join(alice.cards)


def test_what_was_taken_down_is_read_by_a_manager_before_it_stands_again(
    circle: Circle, mia: Person, alice: Person, bea: Person
) -> None:
    by_post(circle)
    reviews(alice, "Okta", pros=CANARY)
    takes_down(mia, "Okta")
    circle.deliver()
    assert "before a community manager approves it" in reviews(alice, "Okta", pros=f"{CANARY} in release 4")
    assert CANARY not in bea.types("vendor Okta")
    circle.deliver()
    mia.said = None
    mia.presses("Approve", on="release 4")
    assert f"{CANARY} in release 4" in bea.types("vendor Okta")


def test_an_unnamed_review_is_taken_down_and_its_author_told_by_a_note(circle: Circle, mia: Person) -> None:
    by_post(circle)
    writers = peers(circle, 22)
    reviews(writers[4], "Okta", pros=CANARY, sign="unnamed")
    takes_down(mia, "Okta", reason="person")
    circle.deliver()
    assert "took down the review of Okta that you wrote as" in writers[4].presses("Open")
    assert CANARY not in writers[3].types("vendor Okta")
    writers[4].types("review Okta")
    assert "Step 1" in writers[4].sees


def test_only_managers_take_down_and_never_their_own(circle: Circle, mia: Person, alice: Person) -> None:
    by_post(circle)
    reviews(mia, "Okta")
    mia.types("vendor Okta")
    assert "[Take down]" not in mia.presses("Read all")
    reviews(alice, "Okta")
    assert "[Take down]" not in alice.types("vendor Okta")
    with circle.database.reading() as transaction:
        store = transaction.store(circle.community)
        (mine,) = store.reviews.signed_by(mia.member.id if mia.member else "", circle.vendor("Okta"))
    request = Request(mia.sender, action="review.taken_down", arg=mine.id, values={"reason": "price"}, key="own")
    assert "another community manager" in read(circle.bot.run(request))
