"""Who may stay: the yearly question, changes that the platforms tell, and workspaces that take the app away."""

from dataclasses import replace

import pytest

from bot.model import MemberStatus, PersonKind
from bot.turn import NoCommunity, Request, Sender
from bot.views import Note
from tests.circle import Circle, Person
from tests.newcomers import FILLED, apply, changed, newcomer, tells
from tests.reading import read


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.add("Alice")


@pytest.fixture
def mia(circle: Circle) -> Person:
    return circle.add("Mia", "teams", "tenant-1", manager=True)


def status(person: Person) -> MemberStatus:
    assert person.member
    with person.circle.database.reading() as transaction:
        return transaction.store(person.circle.community).members.get([person.member.id])[person.member.id].status


def nights(circle: Circle, days: float) -> None:
    """Days go by, and every night the sweep runs; the first one is armed by hand."""
    from bot.eligibility import first_sweep

    with circle.database.writing() as transaction:
        transaction.arm(circle.community, [first_sweep(circle.clock.now)])
    circle.clock.passes(days=days)
    circle.deliver()


def test_after_a_year_one_is_asked_once_and_yes_is_good_for_another(circle: Circle, alice: Person) -> None:
    nights(circle, 1)
    assert alice.cards == []
    nights(circle, 365)
    nights(circle, 1)
    assert len(alice.cards) == 1
    assert "Still CIO at Alice Works?" in alice.cards[0]
    assert "I ask again in a year" in alice.presses("Yes")
    nights(circle, 40)
    assert status(alice) is MemberStatus.ACTIVE
    nights(circle, 326)
    assert len(alice.cards) == 2


def test_a_month_of_silence_pauses_and_an_answer_goes_on(circle: Circle, alice: Person) -> None:
    nights(circle, 1)
    nights(circle, 366)
    nights(circle, 31)
    assert "is paused" in alice.types("help")
    assert "You did not answer for a month" in alice.cards[1]
    alice.presses("Yes", on="You did not answer")
    assert "[Ask peers]" in alice.types("help")
    nights(circle, 31)
    assert status(alice) is MemberStatus.ACTIVE


def test_somebody_paused_by_a_manager_cannot_say_yes_to_come_back(circle: Circle, alice: Person) -> None:
    nights(circle, 1)
    nights(circle, 366)
    assert alice.member
    with circle.database.writing() as transaction:
        roll = transaction.store(circle.community).roll
        assert roll.change(alice.member.id, MemberStatus.ACTIVE, MemberStatus.SUSPENDED, circle.clock())
    assert "still has to look" in alice.presses("Yes")
    assert status(alice) is MemberStatus.SUSPENDED


def test_the_sweep_arms_itself_once_however_often_it_is_armed(circle: Circle, alice: Person) -> None:
    for _ in range(3):
        nights(circle, 1)
    with circle.database.reading() as transaction:
        from storage import timers

        found = timers.due(transaction.connection, circle.clock.now.replace(year=2030), 10)
    assert [timer.action for timer in found] == ["eligibility.sweep"]


def test_new_details_at_the_same_company_are_kept_at_once(circle: Circle, alice: Person, mia: Person) -> None:
    alice.sender = changed(alice, "alice@alice.example")
    circle.bot.run(Request(alice.sender, line="help"))
    alice.said = circle.bot.run(Request(alice.sender, action="join.details"))
    alice.fills(None, **FILLED | {"company": "Alice Works", "email": "a.alice@alice.example", "name": "Alice"})
    assert "up to date" in read(alice.said)
    assert status(alice) is MemberStatus.ACTIVE
    circle.deliver()
    assert mia.cards == []


def test_another_company_pauses_until_a_manager_has_looked(circle: Circle, alice: Person, mia: Person) -> None:
    alice.sender = changed(alice, "alice@brambleworth-mills.example")
    alice.said = circle.bot.run(Request(alice.sender, action="join.details"))
    alice.fills(None, **FILLED | {"name": "Alice"})
    assert "is paused" in alice.types("help")
    circle.deliver()
    assert "A member's details changed" in mia.cards[0]
    mia.presses("Approve")
    assert "[Ask peers]" in alice.types("help")
    assert alice.member
    with circle.database.reading() as transaction:
        member = transaction.store(circle.community).members.get([alice.member.id])[alice.member.id]
    assert (member.company, member.email) == (FILLED["company"], FILLED["email"])


@pytest.mark.parametrize("kind", [k for k in PersonKind if k is not PersonKind.PERSON])
def test_a_member_who_becomes_a_guest_is_paused_within_one_event(
    circle: Circle, alice: Person, mia: Person, kind: PersonKind
) -> None:
    tells(circle, changed(alice, "", kind), "account.changed")
    assert "is paused" in alice.types("help")
    circle.deliver()
    assert "Alice, Alice Works, is paused" in mia.cards[0]


def test_another_e_mail_domain_pauses_and_the_same_one_does_not(circle: Circle, alice: Person, mia: Person) -> None:
    for email in ("alice@alice.example", "a.a@mail.alice.example", ""):
        tells(circle, changed(alice, email), "account.changed")
        assert status(alice) is MemberStatus.ACTIVE
    circle.deliver()
    assert mia.cards == []
    tells(circle, changed(alice, "alice@elsewhere.example"), "account.changed")
    assert "is paused" in alice.types("help")
    circle.deliver()
    assert "[My details changed]" in alice.cards[0]
    mia.presses("Resume")
    mia.fills(reason="verified")
    tells(circle, changed(alice, "alice@elsewhere.example"), "account.changed")
    assert status(alice) is MemberStatus.ACTIVE


def test_an_address_that_an_import_did_not_know_pauses_nobody(circle: Circle, alice: Person, mia: Person) -> None:
    for email in ("alice@alice-holding.example", "a.alice@alice-holding.example"):
        tells(circle, changed(alice, email), "account.changed")
        assert status(alice) is MemberStatus.ACTIVE
    tells(circle, changed(alice, "alice@elsewhere.example"), "account.changed")
    assert status(alice) is MemberStatus.SUSPENDED


def test_news_of_a_stranger_or_an_applicant_does_nothing(circle: Circle, mia: Person) -> None:
    nora = newcomer(circle)
    apply(nora)
    tells(circle, changed(nora, "x@elsewhere.example"), "account.changed")
    tells(circle, circle.stranger().sender, "account.changed")
    tells(circle, Sender("slack", "T404", "U"), "workspace.removed")
    tells(circle, mia.sender, "no.such.news")
    assert status(mia) is MemberStatus.ACTIVE


def test_no_person_can_run_news(circle: Circle, alice: Person, mia: Person) -> None:
    for person in (alice, mia, circle.stranger()):
        for action in ("account.changed", "workspace.removed", "account.removed", "eligibility.sweep"):
            view = circle.bot.run(Request(person.sender, action=action, key=action))
            assert isinstance(view, Note)
    assert status(alice) is MemberStatus.ACTIVE
    assert "[Ask peers]" in alice.types("help")


def test_a_removed_workspace_gets_nothing_and_has_no_members(circle: Circle, alice: Person, mia: Person) -> None:
    bea = circle.add("Bea", "slack", "T2", uses=["Okta"])
    carl = circle.add("Carl", "teams", "tenant-1", uses=["Okta"])
    mia.types("ask")
    mia.fills(question="Before?", vendor=circle.vendor("Okta"))
    tells(circle, Sender("slack", "T2", ""), "workspace.removed")
    mia.types("ask")
    mia.fills(question="After?", vendor=circle.vendor("Okta"))
    circle.deliver()
    assert bea.cards == []
    assert len(carl.cards) == 2
    with pytest.raises(NoCommunity):
        bea.types("help")
    tells(circle, Sender("slack", "T2", ""), "workspace.restored")
    circle.deliver()
    assert ["After?" in card for card in bea.cards] == [True]
    assert "[Ask peers]" in bea.types("help")


def test_what_waited_too_long_for_a_workspace_is_not_sent(circle: Circle, mia: Person) -> None:
    bea = circle.add("Bea", "slack", "T2", uses=["Okta"])
    tells(circle, Sender("slack", "T2", ""), "workspace.removed")
    mia.types("ask")
    mia.fills(question="Old?", vendor=circle.vendor("Okta"))
    circle.clock.passes(days=8)
    tells(circle, Sender("slack", "T2", ""), "workspace.restored")
    circle.deliver()
    assert not any("A question about Okta" in card for card in bea.cards)


def test_who_takes_the_app_away_has_no_address_until_it_is_back(circle: Circle, mia: Person) -> None:
    tells(circle, replace(mia.sender, address=""), "account.removed")
    with circle.database.reading() as transaction:
        account = transaction.store(circle.community).roll.account("teams", "tenant-1", mia.sender.user)
        assert account
        assert account.address == ""
    mia.types("hi")
    with circle.database.reading() as transaction:
        account = transaction.store(circle.community).roll.account("teams", "tenant-1", mia.sender.user)
        assert account
        assert account.address == mia.sender.address
