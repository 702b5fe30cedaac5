"""Who gets a question: reasons, opt-ins, the weekly number, quiet hours, and very many at once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from bot.app import new_id
from bot.ask.reaching import CHUNK
from storage import tables as t
from tests.asking import answer, ask, home, knows, opts_out, prefers
from tests.circle import Circle, Person


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.add("Alice")


@pytest.fixture
def bea(circle: Circle) -> Person:
    return circle.add("Bea", "teams", "tenant-1", uses=["Okta", "SAP"])


def test_everybody_chosen_reads_at_home_why(circle: Circle, alice: Person, bea: Person) -> None:
    knows(bea, industry="Automotive")
    ask(alice, "Any manufacturer with Okta here?", "Okta")
    assert "Why you: You use Okta; manufacturing." in home(bea)
    circle.deliver()
    assert "Why you" not in "".join(bea.cards + alice.cards)


def test_a_vendor_that_only_the_words_name_is_enough(circle: Circle, alice: Person, bea: Person) -> None:
    carl = circle.add("Carl", uses=["Okta"])
    assert "Asked 1 peer from 1 company who know SAP" in ask(alice, "How do you run SAP at month end?")
    circle.deliver()
    assert "A question about SAP" in bea.cards[0]
    assert carl.cards == []


def test_who_answered_the_like_is_asked_again_without_any_vendor(circle: Circle, alice: Person, bea: Person) -> None:
    mia = circle.add("Mia", manager=True)
    ask(alice, "Who trained the night shift of a service desk?")
    circle.deliver()
    answer(mia, "We did, with two weeks of shadowing.")
    dan = circle.add("Dan")
    assert "Asked 1 peer" in ask(dan, "How did you train a service desk for the night shift?")
    circle.deliver()
    assert "Why you: You answered a question like this" in home(mia)
    assert bea.cards == []


def test_nobody_gets_a_question_they_opted_out_of(circle: Circle, alice: Person, bea: Person) -> None:
    carl = circle.add("Carl", uses=["Okta"])
    opts_out(carl, "Okta")
    assert "Asked 1 peer" in ask(alice, "How is support?", "Okta")
    circle.deliver()
    assert carl.cards == []
    assert len(bea.cards) == 1


def test_who_follows_a_category_gets_its_questions(circle: Circle, alice: Person) -> None:
    carl, dan = circle.add("Carl"), circle.add("Dan", uses=["Okta"])
    assert carl.member
    own = {"community_id": circle.community.id}
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        transaction.connection.execute(insert(t.category).values(**own, key="iam", name="Identity", parent=""))
        values = own | {"vendor_id": circle.vendor("Okta"), "category": "iam"}
        transaction.connection.execute(insert(t.vendor_category).values(values))
        assert store.profiles.follow(carl.member.id, "iam")
    assert "Asked 2 peers" in ask(alice, "How is support?", "Okta")
    assert "Why you: You take questions on Identity." in home(carl)
    assert "Why you: You use Okta." in home(dan)


def test_a_signed_review_is_a_reason_and_an_unnamed_one_never(circle: Circle, alice: Person, bea: Person) -> None:
    carl, dan = circle.add("Carl"), circle.add("Dan")
    assert carl.member
    assert dan.member
    for author in (carl.member.id, None):
        review(circle, "SAP", author)
    assert "Asked 2 peers" in ask(alice, "How is SAP at month end?", "SAP")
    assert "Why you: You reviewed SAP." in home(carl)
    assert "Nothing at the moment" in home(dan)


def review(circle: Circle, vendor: str, author: str | None) -> None:
    """A live review, signed or unnamed."""
    values: dict[str, object] = dict.fromkeys(
        ("pros", "cons", "advice", "since", "scope", "interest", "handle", "attribute"), ""
    )
    day = circle.clock().date()
    values |= {"relationship": "using", "source": "own"}
    values |= {"id": new_id(), "company_key": new_id(), "status": "live", "buy_again": True, "written_on": day}
    values |= {"heard_on": day, "vendor_id": circle.vendor(vendor), "member_id": author}
    with circle.database.writing() as transaction:
        transaction.connection.execute(insert(t.review).values(community_id=circle.community.id, **values))


def test_a_member_gets_no_more_than_their_number_a_week(circle: Circle, alice: Person, bea: Person) -> None:
    prefers(bea, weekly_cap=2)
    carl = circle.add("Carl", uses=["Okta"])
    for number in range(7):
        assert ("Asked" in ask(alice, f"Question {number}?", "Okta")) == (number < 5)
    circle.deliver()
    assert len(bea.cards) == 2
    assert len(carl.cards) == 5
    circle.clock.passes(days=7, minutes=1)
    ask(alice, "A week later?", "Okta")
    circle.deliver()
    assert "A week later?" in bea.sees


def test_a_card_waits_for_the_end_of_quiet_hours_and_carries_what_was_said_meanwhile(
    circle: Circle, alice: Person, bea: Person
) -> None:
    prefers(bea, time_zone="Asia/Tokyo")
    carl = circle.add("Carl", uses=["Okta"])
    circle.clock.now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # 21:00 in Tokyo
    ask(alice, "How is support?", "Okta")
    circle.deliver()
    assert bea.cards == []
    answer(carl, "Good by day.")
    assert bea.cards == []
    circle.clock.passes(hours=9, minutes=59)
    circle.deliver()
    assert bea.cards == []
    circle.clock.passes(minutes=1)
    circle.deliver()
    assert "Good by day." in bea.cards[0]
    assert circle.post.calls.count(("teams", bea.sender.user, "new")) == 1


def test_only_active_members_are_asked(circle: Circle, alice: Person, bea: Person) -> None:
    from bot.model import MemberStatus

    knows(bea, status=MemberStatus.SUSPENDED)
    assert "I could ask no peers who know Okta" in ask(alice, "Anyone?", "Okta")


def crowd(circle: Circle, count: int, workspaces: int) -> None:
    """Members who all use Okta, spread over workspaces of both platforms."""
    own: dict[str, object] = {"community_id": circle.community.id}
    okta = circle.vendor("Okta")
    people = [(new_id(), new_id(), n) for n in range(count)]
    with circle.database.writing() as transaction:
        for n in range(workspaces):
            transaction.communities.join(circle.community.id, "slack" if n % 2 else "teams", f"W{n}")
        run = transaction.connection.execute
        run(insert(t.member), [own | {"id": m, "name": f"P{n}", "company": f"C{n}", "email": f"p{n}@c{n}.example"}
                               for m, _, n in people])  # fmt: skip
        run(insert(t.account), [
            own | {"id": a, "member_id": m, "platform": "slack" if n % workspaces % 2 else "teams",
                   "tenant": f"W{n % workspaces}", "user": f"U{n}", "address": f"chat{n}", "main": True}
            for m, a, n in people
        ])  # fmt: skip
        run(insert(t.stack), [own | {"member_id": m, "vendor_id": okta, "opted_in": True} for m, _, _ in people])
        transaction.look_over()


def test_a_question_to_very_many_is_taken_at_once_and_reaches_all(circle: Circle, alice: Person, bea: Person) -> None:
    """More than one timer gives to. Ten thousand, and how long it takes, are the bench's."""
    crowd(circle, CHUNK + 299, 50)
    alice.types("ask")
    assert f"Asked {CHUNK + 300} peers" in alice.fills(question="How is support?", vendor=circle.vendor("Okta"))
    assert deliveries(circle) <= 300, "the turn itself must not address everybody"
    for _ in range(4):
        ring_due(circle)
    assert deliveries(circle) == CHUNK + 301


def deliveries(circle: Circle) -> int:
    from sqlalchemy import func, select

    with circle.database.reading() as transaction:
        return transaction.connection.scalar(select(func.count()).select_from(t.delivery)) or 0


def ring_due(circle: Circle) -> None:
    from storage import timers

    with circle.database.reading() as transaction:
        found = timers.due(transaction.connection, circle.clock(), 10)
    for timer in found:
        circle.bot.ring(timer)
