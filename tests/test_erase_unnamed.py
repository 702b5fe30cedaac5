"""Erasing oneself with an unnamed review: it withers by itself, and whoever comes back begins anew."""

import pytest
from sqlalchemy import Engine, select

from bot.me.withering import WITHIN
from storage import tables as t
from tests.begun import begin
from tests.circle import Circle, Person
from tests.erasing import erase, raw_files
from tests.newcomers import apply, newcomer
from tests.reviewing import peers, reviews, stock

WORDS = "The persimmon console never sleeps."


def publish_review(circle: Circle) -> None:
    peers(circle, 24)
    stock(circle, "Okta")
    assert "under “" in reviews(circle.people["Hana"], "Okta", pros=WORDS, sign="unnamed")
    circle.clock.passes(days=1)
    circle.deliver()


@pytest.fixture
def hana(circle: Circle) -> Person:
    """One of many, who wrote an unnamed review of Okta that everybody reads by now."""
    begin(circle, publish_review)
    return circle.people["Hana"]


def withered(circle: Circle) -> None:
    """All random moments have passed, and the night after."""
    circle.clock.passes(days=WITHIN.days + 1)
    circle.deliver()
    circle.clock.passes(days=1)
    circle.deliver()


def comes_back(circle: Circle, hana: Person) -> Person:
    """The same account, admitted once more under the same name and company."""
    mia = circle.people.get("Mia") or circle.add("Mia", manager=True)
    again = newcomer(circle, email="hana@hana.example", user=hana.sender.user, platform=hana.sender.platform,
                     tenant=hana.sender.tenant)  # fmt: skip
    apply(again, name="Hana", company="Hana Works", email="hana@hana.example")
    circle.deliver()
    mia.presses("Approve", on="Application")
    with circle.database.reading() as transaction:
        again.member = transaction.store(circle.community).members.by_email("hana@hana.example")
    circle.people["Hana"] = again
    return again


def wither_and_come_back(circle: Circle) -> set[str]:
    """She erased herself, all is withered, and she is a member again; the handles that were drawn before."""
    begin(circle, publish_review)
    with circle.database.reading() as transaction:
        before = set(transaction.connection.scalars(select(t.handle_drawn.c.handle)))
    hana = circle.people["Hana"]
    erase(hana)
    withered(circle)
    assert comes_back(circle, hana).member
    return before


def test_it_stands_until_its_own_moment_and_is_gone_from_the_files_then(
    circle: Circle, engine: Engine, hana: Person
) -> None:
    reader = circle.people["Ada"]
    erase(hana)
    circle.deliver()
    assert WORDS in reader.types("vendor Okta")
    with engine.connect() as connection:
        assert connection.execute(select(t.vault_link)).all() == []
    withered(circle)
    engine.dispose()
    assert WORDS not in reader.types("vendor Okta")
    files = raw_files(engine)
    assert b"persimmon" not in files
    assert b"hana@hana.example" not in files
    with engine.connect() as connection:
        assert not any(connection.scalars(select(t.review_sum.c.reviews)))


def test_whoever_comes_back_has_nothing_of_before(circle: Circle) -> None:
    begin(circle, wither_and_come_back)
    again = circle.people["Hana"]
    assert "review" not in again.types("me").partition("Kept about you")[2].splitlines()[1]
    assert "stands under your name" in reviews(again, "Okta", pros="Anew, and signed.")
    assert "Anew, and signed." in circle.people["Ada"].types("vendor Okta")


def test_whoever_comes_back_sooner_waits_for_it_to_wither_and_is_told_no_more_than_a_colleague(
    circle: Circle, hana: Person
) -> None:
    erase(hana)
    circle.deliver()
    again = comes_back(circle, hana)
    assert "one review counts for each company" in again.types("review Okta")
    withered(circle)
    assert "stands under your name" in reviews(again, "Okta", pros="Anew, and signed.")


def test_an_unnamed_review_can_be_written_anew_under_another_handle(circle: Circle) -> None:
    before = begin(circle, wither_and_come_back)
    said = reviews(circle.people["Hana"], "Okta", pros="Anew, unnamed.", sign="unnamed")
    assert "under “" in said
    assert before
    assert not any(handle in said for handle in before)
