"""The weekly digest: one message on Monday morning where one is, and nothing in it tells who wrote anonymously."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.digest import first_digest, next_digest
from tests.asking import answer, ask, prefers
from tests.circle import Circle, Person
from tests.reviewing import crowd, reviews, stock

SUNDAY = datetime(2026, 3, 8, 17, 0, tzinfo=UTC)


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.add("Alice", uses=("Okta",))


@pytest.fixture
def bea(circle: Circle) -> Person:
    return circle.add("Bea", "teams", "tenant-1", uses=("Okta",))


def until(circle: Circle, moment: datetime) -> None:
    """The week goes by; the first digest is armed as a new community does it."""
    with circle.database.writing() as transaction:
        transaction.arm(circle.community, [first_digest(circle.clock.now)])
    circle.clock.now = SUNDAY + timedelta(minutes=1)
    circle.deliver()
    circle.clock.now = moment
    circle.deliver()


def digests(person: Person) -> list[str]:
    return [card for card in person.cards if "Your week in" in card]


@pytest.mark.parametrize(("now", "then"), [
    (datetime(2026, 3, 2, 9, tzinfo=UTC), SUNDAY), (SUNDAY - timedelta(seconds=1), SUNDAY),
    (SUNDAY, SUNDAY + timedelta(days=7)),
])  # fmt: skip
def test_it_is_written_on_sundays(now: datetime, then: datetime) -> None:
    assert next_digest(now) == then


def test_it_comes_once_on_monday_at_eight_where_one_is(circle: Circle, bea: Person) -> None:
    zones = ("Pacific/Auckland", "Europe/Berlin", "", "America/Los_Angeles")
    readers = crowd(circle, [f"Reader{n}" for n in range(4)], "Okta")
    for reader, zone in zip(readers, zones, strict=True):
        prefers(reader, time_zone=zone)
    ask(bea, "Does the log-in survive a merger?", "Okta")
    circle.deliver()
    until(circle, SUNDAY + timedelta(minutes=2))
    for reader, zone in zip(readers, zones, strict=True):
        morning = datetime(2026, 3, 9, 8, 0, tzinfo=ZoneInfo(zone or "UTC")).astimezone(UTC)
        circle.clock.now = morning - timedelta(minutes=1)
        circle.deliver()
        assert digests(reader) == []
        circle.clock.now = morning
        circle.deliver()
        assert len(digests(reader)) == 1
        assert "1 question waits for your answer." in digests(reader)[0]
    circle.clock.passes(days=3)
    circle.deliver()
    assert [len(digests(reader)) for reader in readers] == [1] * 4


def test_it_tells_of_answers_to_ones_own_questions_and_of_signed_reviews_of_what_one_uses(
    circle: Circle, alice: Person, bea: Person
) -> None:
    circle.clock.passes(days=1)
    ask(alice, "Does the log-in survive a merger?", "Okta")
    circle.deliver()
    answer(bea, "It did for us, twice over.")
    reviews(bea, "Okta")
    until(circle, SUNDAY + timedelta(hours=15))
    told = digests(alice)[0]
    assert "Does the log-in survive a merger?" in told
    assert "1 new answer" in told
    assert "New reviews of what you use\n[Okta]" in told
    assert "Bea" not in told
    assert digests(bea) == []


def test_a_week_without_news_brings_no_message(circle: Circle, alice: Person) -> None:
    until(circle, SUNDAY + timedelta(days=1))
    assert digests(alice) == []


def test_who_wants_none_gets_none(circle: Circle, alice: Person, bea: Person) -> None:
    prefers(alice, digest=False)
    ask(bea, "Does the log-in survive a merger?", "Okta")
    circle.deliver()
    until(circle, SUNDAY + timedelta(days=1))
    assert digests(alice) == []


def test_an_anonymous_asker_reads_the_same_digest_as_everybody_else(circle: Circle) -> None:
    stock(circle, "Okta")
    people = crowd(circle, [f"Peer{n}" for n in range(20)], "Okta")
    asker = people[7]
    asker.types("ask")
    asker.fills(question="Has anybody left them?", vendor=circle.vendor("Okta"), ask_as="anonymous")
    asker.fills()
    circle.clock.passes(minutes=30)
    circle.deliver()
    until(circle, SUNDAY + timedelta(days=1))
    assert {card for person in people for card in digests(person)} == set(digests(asker))
    assert len(digests(asker)) == 1


def test_a_question_that_ends_before_it_is_read_does_not_wait(circle: Circle, alice: Person, bea: Person) -> None:
    circle.clock.now -= timedelta(hours=8)
    ask(bea, "Does the log-in survive a merger?", "Okta")
    circle.deliver()
    until(circle, SUNDAY + timedelta(hours=15))
    assert digests(alice) == []


def test_members_beyond_one_turn_get_theirs_too(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.digest.AT_ONCE", 3)
    stock(circle, "Okta")
    people = crowd(circle, [f"Peer{n}" for n in range(7)], "Okta")
    ask(people[0], "Does the log-in survive a merger?", "Okta")
    circle.deliver()
    until(circle, SUNDAY + timedelta(minutes=10))
    until_monday = SUNDAY + timedelta(hours=15)
    circle.clock.now = until_monday
    circle.deliver()
    assert [len(digests(person)) for person in people[1:]] == [1] * 6
