"""`join`: from a stranger's first word to a member, or a no that says why."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.model import MemberStatus, PersonKind
from bot.turn import Request
from bot.views import Form, Invalid
from storage import tables as t
from tests.circle import Circle, Person, note
from tests.newcomers import FILLED, apply, newcomer
from tests.reading import read


@pytest.fixture
def mia(circle: Circle) -> Person:
    return circle.add("Mia", manager=True)


@pytest.fixture
def max_(circle: Circle) -> Person:
    return circle.add("Max", "teams", "tenant-1", manager=True)


@pytest.fixture
def nora(circle: Circle) -> Person:
    return newcomer(circle)


def audit(circle: Circle) -> list[tuple[str, str]]:
    with circle.database.reading() as transaction:
        found = transaction.store(circle.community).audit.newest(50)
    return sorted((entry.action, entry.detail) for entry in found)


def decides(circle: Circle, manager: Person, button: str, on: str = "Application", **values: str) -> str:
    """A manager presses a button on the application's card, fills what it opens, and what is due arrives."""
    circle.deliver()
    seen = manager.presses(button, on=on)
    seen = manager.fills(None, **values) if isinstance(manager.said, Form) else seen
    circle.deliver()
    return seen


def test_an_application_reaches_every_manager_and_one_of_them_admits(
    circle: Circle, mia: Person, max_: Person, nora: Person
) -> None:
    assert "Thank you" in apply(nora)
    circle.deliver()
    for manager in (mia, max_):
        assert "Nora Fjeldgren" in manager.cards[0]
        assert "Work e-mail: nora@brambleworth-mills.example" in manager.cards[0]
        assert "Conflict of interest: none" in manager.cards[0]
        assert "Please check" not in manager.cards[0]
    assert "is a member now" in decides(circle, max_, "Approve")
    for manager in (mia, max_):
        assert len(manager.cards) == 1
        assert "Admitted by Max on 2 March 2026" in manager.cards[0]
        assert "[Approve]" not in manager.cards[0]
    assert "You are a member of CIO Circle now" in nora.cards[0]
    assert "[Ask peers]" in nora.types("help")
    assert audit(circle) == [("people.approve", "")]


def test_a_teams_applicant_is_told_in_teams(circle: Circle, mia: Person) -> None:
    nils = newcomer(circle, "teams", "tenant-1", user="U-nils")
    apply(nils)
    decides(circle, mia, "Approve")
    assert "You are a member" in nils.cards[0]


def test_before_the_decision_nothing_works_and_one_line_says_where_it_stands(
    circle: Circle, mia: Person, nora: Person
) -> None:
    assert "Type join to ask to be admitted" in nora.types("help")
    apply(nora)
    for line in ("help", "ask anything", "nonsense", "join", "me"):
        assert "of 2 March 2026 is with the community managers" in nora.types(line), line
    for action in ("ask.post", "people", "people.approve", "eligibility.confirm", "account.changed"):
        view = circle.bot.run(Request(nora.sender, action=action, arg="x", key=action))
        assert "is with the community managers" in note(view)


def test_a_manager_asks_back_and_the_same_form_answers_with_everything_filled_in(
    circle: Circle, mia: Person, max_: Person, nora: Person
) -> None:
    apply(nora)
    decides(circle, mia, "Ask back", question="Which systems do you run?")
    assert "Asked back; waiting" in max_.cards[0]
    assert "have a question to you. Type join" in nora.types("help")
    nora.presses("Answer", on="Which systems do you run?")
    assert "Which systems do you run?" in read(nora.said)
    assert "Company: Brambleworth Mills" in read(nora.said)
    nora.fills(remark="Two mills, one SAP.", rules="accepted")
    circle.deliver()
    assert len(max_.cards) == 1
    assert "Two mills, one SAP. — Nora Fjeldgren" in max_.cards[0]
    assert "is a member now" in decides(circle, max_, "Approve")


def test_a_decline_says_why_and_when_one_may_ask_again(circle: Circle, mia: Person, max_: Person, nora: Person) -> None:
    apply(nora)
    decides(circle, mia, "Decline", reason="role", words="You run sales.")
    assert "Declined by Mia" in max_.cards[0]
    assert "your role is another one. You run sales." in nora.cards[0]
    assert "You can ask again from 1 April 2026 on" in nora.types("join")
    circle.clock.passes(days=31)
    nora.types("join")
    assert nora.form.fields[0].value == "Nora Fjeldgren"
    assert "Thank you" in nora.fills(rules="accepted")
    circle.deliver()
    assert len(mia.cards) == 2
    assert audit(circle) == [("people.decline", "role")]


def test_two_managers_who_press_at_once_decide_once(circle: Circle, mia: Person, max_: Person, nora: Person) -> None:
    apply(nora)
    circle.deliver()
    mia.presses("Decline")
    max_.presses("Approve")
    assert "Admitted by Max" in mia.fills(reason="role")
    circle.deliver()
    assert ["You are a member" in card for card in nora.cards] == [True]


def test_a_doubtful_address_needs_two_different_managers(circle: Circle, mia: Person, max_: Person) -> None:
    doubtful = (
        ("nora.fjeldgren@gmail.com", "gmail.com is a free mail provider"),
        ("nora@siemens.com", "siemens.com belongs to Siemens"),
        ("nora@uk.deloitte.com", "belongs to Deloitte"),
    )
    for at, (email, why) in enumerate(doubtful):
        nora = newcomer(circle, email=email, user=f"U-nora-{at}")
        apply(nora, email=email)
        circle.deliver()
        assert why in mia.cards[at]
        assert "Two managers have to agree" in mia.cards[at]
        assert "when a second manager agrees" in decides(circle, mia, "Approve", on=why)
        assert "Mia agrees. A second manager" in max_.cards[at]
        assert "You agree already" in decides(circle, mia, "Approve", on=why)
        assert nora.cards == []
    assert "is a member now" in decides(circle, max_, "Approve", on=why)
    assert "Admitted by Max and Mia" in mia.cards[at]
    assert audit(circle) == [*[("people.agree", "")] * 3, ("people.approve", "")]


def test_people_of_vendors_are_refused_without_an_insult_and_nothing_is_kept(circle: Circle, mia: Person) -> None:
    refused = (
        ("nora@okta.com", "nora@okta.com"), ("nora@mail.okta.com", "nora@brambleworth-mills.example"),
        ("nora@brambleworth-mills.example", "nora@salesforce.com"), ("nora@0kta.com", ""), ("nora@okta-sales.com", ""),
    )  # fmt: skip
    for at, (typed, at_platform) in enumerate(refused, 1):
        seen = apply(newcomer(circle, email=at_platform, user=f"U-nora-{at}"), email=typed)
        assert "is for people who buy and run IT" in seen
        assert "If this is a mistake, ask one of its community managers" in seen
        assert audit(circle) == at * [("join.refused", "vendor domain")]
    circle.deliver()
    assert mia.cards == []
    with circle.database.reading() as transaction:
        assert transaction.connection.execute(select(t.application.c.id)).all() == []


def test_who_is_no_person_of_the_workspace_is_refused_before_and_after_the_form(
    circle: Circle, mia: Person, nora: Person
) -> None:
    assert nora.sender.profile
    nora.types("join")
    form = nora.form
    for kind, why in (
        (PersonKind.GUEST, "guest accounts cannot join"), (PersonKind.OUTSIDER, "from another organisation"),
        (PersonKind.BOT, "only people can join"), (PersonKind.GONE, "deactivated"),
        (PersonKind.UNCONFIRMED, "not confirmed yet"),
    ):  # fmt: skip
        nora.sender = replace(nora.sender, profile=replace(nora.sender.profile, kind=kind))
        assert why in nora.types("join")
        assert why in nora.fills(form, **FILLED)
    circle.deliver()
    assert mia.cards == []


def test_whom_the_platform_could_not_name_keeps_the_form(circle: Circle, nora: Person) -> None:
    nora.sender = replace(nora.sender, profile=None)
    assert "Nothing is lost" in apply(nora)
    assert isinstance(nora.said, Invalid)


def test_a_form_that_cannot_be_taken_says_what_to_do(circle: Circle, nora: Person) -> None:
    cases: tuple[tuple[dict[str, str], set[str]], ...] = (
        ({"name": ""}, {"name"}), ({"email": "nora"}, {"email"}), ({"email": "nora+x@brambleworth.example"}, {"email"}),
        ({"rules": ""}, {"rules"}), ({"industry": "Wizardry"}, {"industry"}), ({"company": "x" * 201}, {"company"}),
        ({"conflict": "", "size": ""}, {"conflict", "size"}),
    )  # fmt: skip
    for changes, wrong in cases:
        apply(nora, **changes)
        assert isinstance(nora.said, Invalid)
        assert set(nora.said.errors) == wrong


def test_the_rules_with_the_antitrust_text_stand_in_the_form(nora: Person) -> None:
    seen = nora.types("join")
    assert "No prices, discounts, bids or budgets" in seen
    assert "Each member decides alone" in seen


def test_a_company_with_a_vendors_name_and_another_address_at_the_platform_are_pointed_out(
    circle: Circle, mia: Person
) -> None:
    nora = newcomer(circle, email="nora@elsewhere-mills.example")
    apply(nora, company="Okta, Inc.")
    circle.deliver()
    assert "Okta is the name of a vendor" in mia.cards[0]
    assert "an e-mail address at elsewhere-mills.example" in mia.cards[0]
    assert "Two managers have to agree" in mia.cards[0]


def test_nobody_becomes_another_member_by_typing_their_address(circle: Circle, mia: Person, nora: Person) -> None:
    circle.add("Bea")
    apply(nora, email="bea@bea.example")
    circle.deliver()
    assert "A member has this e-mail address already" in mia.cards[0]
    assert "A member has this e-mail address already" in decides(circle, mia, "Approve")
    assert "is with the community managers" in nora.types("help")


def test_who_left_can_come_back_as_the_same_member(circle: Circle, mia: Person) -> None:
    bea = circle.add("Bea")
    assert bea.member
    with circle.database.writing() as transaction:
        members = transaction.store(circle.community).members
        members.save(replace(bea.member, status=MemberStatus.LEFT))
    bea.sender = replace(bea.sender, profile=newcomer(circle).sender.profile)
    bea.types("join")
    assert bea.form.fields[2].value == "Bea Works"
    bea.fills(None, **FILLED | {"email": "bea@bea.example"})
    decides(circle, mia, "Approve")
    with circle.database.reading() as transaction:
        again = transaction.store(circle.community).members.by_email("bea@bea.example")
    assert again
    assert (again.id, again.status, again.title) == (bea.member.id, MemberStatus.ACTIVE, "CIO")


def test_only_managers_decide(circle: Circle, mia: Person, nora: Person) -> None:
    alice = circle.add("Alice")
    apply(nora)
    with circle.database.reading() as transaction:
        [waiting] = transaction.store(circle.community).applications.waiting()
    for action in ("people", "people.open", "people.approve", "people.send_decline", "people.send_suspend"):
        view = circle.bot.run(Request(alice.sender, action=action, arg=waiting.id, values={"reason": "role"}))
        assert "Only the community managers" in note(view)


def test_another_communitys_manager_finds_nothing(circle: Circle, nora: Person) -> None:
    theirs = Circle(circle.database, "Other Circle", prefix="x")
    eve = theirs.add("Eve", manager=True)
    apply(nora)
    with circle.database.reading() as transaction:
        [waiting] = transaction.store(circle.community).applications.waiting()
    for action in ("people.open", "people.approve", "people.decline", "people.ask_back"):
        view = theirs.bot.run(Request(eve.sender, action=action, arg=waiting.id))
        assert "not here any more" in note(view)


def test_people_lists_who_waits_and_finds_members(circle: Circle, mia: Person, nora: Person) -> None:
    alice = circle.add("Alice")
    apply(nora)
    circle.clock.passes(days=3)
    mia.types("help")
    mia.presses("My questions")
    mia.presses("Curate")
    seen = mia.presses("People")
    assert "1 application waiting" in seen
    assert "3 days" in seen
    assert "Work e-mail" in mia.presses("Open")
    mia.said = circle.bot.run(Request(mia.sender, action="people"))
    mia.presses("Find a member")
    assert "Alice, member, Alice Works" in mia.fills(words="alice w")
    mia.presses("Suspend", on="Alice Works")
    with_herself = circle.bot.run(Request(mia.sender, action="people.found", values={"words": "mia w"}))
    assert "[Suspend]" not in read(with_herself)
    assert "is suspended" in mia.fills(reason="conduct")
    circle.deliver()
    assert "Reason: broke the rules" in alice.cards[0]
    assert "is paused" in alice.types("help")
    mia.said = circle.bot.run(Request(mia.sender, action="people.found", values={"words": "alice"}))
    mia.presses("Resume", on="Alice Works")
    assert "is a member again" in mia.fills(reason="settled")
    assert "[Ask peers]" in alice.types("help")
    assert ("people.suspend", "conduct") in audit(circle)
    assert ("people.resume", "settled") in audit(circle)


def test_what_was_declined_is_forgotten_after_a_month(circle: Circle, mia: Person, nora: Person) -> None:
    apply(nora)
    decides(circle, mia, "Decline", reason="unknown")
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        store.applications.forget_decided(circle.clock.now)
        assert store.applications.by_sender("slack", "T1", "U-nora") is not None
        circle.clock.passes(days=31)
        store.applications.forget_decided(circle.clock.now)
        assert store.applications.by_sender("slack", "T1", "U-nora") is None
    assert "You are not a member of CIO Circle yet" in nora.types("help")
