"""`intro`: from the brief to the decision, as everybody who takes part presses and reads it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.app import new_id
from bot.intro.rep import RepAnswer
from bot.turn import Request
from bot.views import Buttons, Invalid, OpenPage
from storage import tables as t
from tests.circle import Circle, Person
from tests.intro_steps import (
    NEED,
    WHY,
    alice,
    asks,
    bea,
    introduced,
    linked,
    offers,
    page,
    presses,
    rep_says,
    to_the_introduction,
    token_of,
)
from tests.introducing import does
from tests.reading import read

__all__ = ["alice", "bea", "introduced", "linked"]  # the fixtures


@pytest.fixture
def carl(circle: Circle) -> Person:
    return circle.add("Carl", "slack", "T2", uses=["Okta"])


def test_the_whole_way_from_the_brief_to_a_yes(circle: Circle, alice: Person, bea: Person, carl: Person) -> None:
    assert "Asked 2 peers from 2 companies who know Okta, without your name" in asks(alice)
    for peer in (bea, carl):
        assert NEED in peer.sees
        assert "Alice" not in peer.sees
    assert "Thank you" in offers(bea)
    assert WHY in alice.sees
    assert "Use it · no own interest" in alice.sees
    assert "Bea" not in alice.sees
    assert "Robin" not in alice.sees
    assert "Chosen" in presses(alice, "Choose this offer")
    assert "Your offer was chosen" in bea.sees
    assert "Alice" not in bea.sees
    presses(bea, "Get the link")
    assert "Robin Vance, a CIO I know is looking at Okta" in bea.sees
    token = token_of(bea)
    view = page(circle, token)
    assert view
    assert (view.vendor, view.rep, view.need) == ("Okta", "Robin Vance", NEED)
    assert (view.buyer, view.contact, view.decision) == ("", "", "")
    assert "Alice" not in repr(view)
    rep_says(circle, token, RepAnswer.FIT)
    assert "The rep says it fits" in alice.sees
    assert "You are introduced" in presses(alice, "Reveal my name")
    assert "Introduced by: Bea, Bea Works" in alice.sees
    assert "Rep: Robin Vance" in alice.sees
    assert "The buyer is Alice, Alice Works. Their name is revealed to you and to Robin Vance." in bea.sees
    assert "Alice" not in carl.sees
    shown = page(circle, token)
    assert shown
    assert (shown.buyer, shown.contact) == ("Alice, Alice Works", "alice@alice.example")
    assert "Good" in presses(alice, "We have met")
    assert "It is a yes." in presses(alice, "Yes")
    assert "It is a yes." in bea.sees
    decided = page(circle, token)
    assert decided
    assert decided.decision == "yes"


def test_a_reference_talk_needs_no_rep(circle: Circle, alice: Person, bea: Person) -> None:
    asks(alice, kind="reference")
    assert "to talk with a peer who has lived with Okta" in bea.sees
    offers(bea)
    presses(alice, "Choose this offer")
    assert "Confirmed" in presses(bea, "Confirm")
    assert "The peer says yes to a talk" in alice.sees
    presses(alice, "Reveal my name")
    assert "You talk with: Bea, Bea Works" in alice.sees
    assert "Reach them: bea@bea.example" in alice.sees
    assert "The buyer is Alice, Alice Works." in bea.sees
    assert "with thanks" in presses(alice, "No")


def test_the_rep_asks_once_and_the_buyer_answers_without_a_name(
    circle: Circle, linked: str, alice: Person, bea: Person
) -> None:
    rep_says(circle, linked, RepAnswer.QUESTION, "How many people log in on one day?")
    assert "How many people log in on one day?" in alice.sees
    assert "How many people" not in bea.sees
    presses(alice, "Answer the question")
    assert "please change this" in alice.fills(reply="Call us at Alice Works, we pay $5 a head.").lower()
    assert "Sent" in alice.fills(reply="About four thousand.")
    view = page(circle, linked)
    assert view
    assert view.reply == "About four thousand."
    assert view.may_answer
    assert not view.may_ask


def test_the_guard_keeps_the_buyer_out_of_the_brief(circle: Circle, alice: Person, bea: Person) -> None:
    asks(alice, need="We at Alice Works need single sign-on for $30,000.")
    form = alice.form
    assert form.title == "Please change this first"
    assert "Alice Works" in read(alice.said)
    alice.fills(form, wording="suggestion")
    circle.deliver()
    assert "Alice" not in bea.sees
    assert "30,000" not in bea.sees
    assert "A peer asks" in bea.sees


@pytest.mark.parametrize(("field", "value"), [
    ("need", ""), ("decide_by", "2026-03-02"), ("decide_by", "soon"), ("contact", ""), ("kind", "other"),
    ("need", "x" * 601),
])  # fmt: skip
def test_a_form_that_cannot_be_taken_says_what_to_do(alice: Person, bea: Person, field: str, value: str) -> None:
    asks(alice, **{field: value})
    assert isinstance(alice.said, Invalid)
    assert set(alice.said.errors) == {field}


def test_one_live_introduction_for_each_kind(circle: Circle, alice: Person, bea: Person) -> None:
    asks(alice)
    assert "You have one of these going on with Okta" in asks(alice)
    assert "Asked 1 peer" in asks(alice, kind="reference")
    presses(alice, "Withdraw", on="Introduction to Okta")
    assert "Asked 1 peer" in asks(alice)


def test_nobody_is_asked_who_works_for_the_buyers_company(circle: Circle, alice: Person, bea: Person) -> None:
    dan = circle.add("Dan", uses=["Okta"])
    assert dan.member
    with circle.database.writing() as transaction:
        transaction.store(circle.community).members.save(replace(dan.member, company="ALICE WORKS"))
    assert "Asked 1 peer" in asks(alice)
    assert dan.cards == []


def test_a_name_that_fits_several_vendors_asks_which(alice: Person, bea: Person) -> None:
    assert "I don't know “Zzyzx”" in alice.types("intro Zzyzx")
    alice.types("intro")
    assert alice.form.title == "Ask for an introduction"


def test_other_peoples_introductions_are_not_there(
    circle: Circle, introduced: str, alice: Person, bea: Person, carl: Person
) -> None:
    eve = circle.add("Eve")
    intro_id = next(
        b.arg for card in circle.post.shown["slack", alice.sender.user].values() for block in card.blocks
        if isinstance(block, Buttons) for b in block.buttons if not isinstance(b, OpenPage) and b.label == "Yes"
    )  # fmt: skip
    for person in (eve, carl, bea):
        for action in ("intro.show", "intro.yes", "intro.no", "intro.reveal", "intro.withdraw", "intro.later"):
            view = circle.bot.run(Request(person.sender, action=action, arg=intro_id, key=new_id()))
            assert "not here any more" in read(view), action
    for action in ("intro.made", "intro.link", "intro.step_back", "intro.confirm"):
        assert "not here any more" in read(circle.bot.run(Request(carl.sender, action=action, arg=intro_id)))


def test_the_capacity_of_a_month_holds_silently(circle: Circle, alice: Person, bea: Person, carl: Person) -> None:
    bea.types("me")
    bea.presses("Preferences")
    bea.fills(intros_a_month="1")
    asks(alice)
    dora = circle.add("Dora")
    asks(dora)
    offers(bea)
    bea.types("decide")
    bea.presses("Offer an introduction")
    assert "as many introductions this month as you said" in read(bea.said)
    fay = circle.add("Fay")
    assert "Asked 1 peer" in asks(fay)
    circle.clock.passes(days=31)
    assert "Asked 2 peers" in asks(circle.add("Gil"))


def test_requests_count_in_the_weekly_number(circle: Circle, alice: Person, bea: Person) -> None:
    for number in range(5):
        assert "Asked 1 peer" in asks(circle.add(f"Asker{number}"))
    assert "could ask no peers" in asks(alice)


def test_decide_lists_what_waits_the_oldest_first_and_home_shows_the_same(
    circle: Circle, alice: Person, bea: Person
) -> None:
    circle.add("Sam", uses=["SAP"])
    asks(alice)
    circle.clock.passes(hours=1)
    asks(alice, "SAP", need="A ledger that closes in a day.")
    offers(bea)
    seen = alice.types("decide")
    assert seen.index("Offers to choose from") < seen.index("Going on") < seen.index("A ledger that closes")
    assert "Offers to choose from" in alice.types("home")
    assert "You have offered" in bea.types("decide")
    assert "Nothing at the moment" in read(bea.said)
    alice.types("decide")
    assert WHY in alice.presses("Open")


def test_the_link_is_made_anew_and_the_old_one_is_void(circle: Circle, linked: str, alice: Person, bea: Person) -> None:
    presses(bea, "Get a new link")
    fresh = token_of(bea)
    assert page(circle, linked) is None
    assert page(circle, fresh)
    circle.clock.passes(days=60)
    assert page(circle, fresh) is None


def test_the_token_is_in_no_row(circle: Circle, linked: str, alice: Person, bea: Person) -> None:
    with circle.database.reading() as transaction:
        for table in t.metadata.sorted_tables:
            assert linked not in str(transaction.connection.execute(table.select()).all()), table.name


def test_conduct_is_rated_once_and_kept_by_vendor(circle: Circle, introduced: str, alice: Person, bea: Person) -> None:
    presses(alice, "No")
    presses(alice, "Rate the rep's conduct")
    assert "Thank you" in alice.fills(kept="no", on_time="yes")
    presses(alice, "Rate the rep's conduct")
    assert "already" in alice.fills(kept="yes", on_time="yes")
    with circle.database.reading() as transaction:
        votes = transaction.store(circle.community).conduct.votes(circle.vendor("Okta"), "2026-01")
    assert [(vote.month, vote.praises, vote.blames) for vote in votes] == [("2026-03", 0, 1)]


def test_how_the_buyer_answers_vendors_is_told_in_words(
    circle: Circle, introduced: str, alice: Person, bea: Person
) -> None:
    presses(alice, "Yes")
    closures = []
    for _ in range(2):
        with circle.database.writing() as transaction:  # One more that she decided in time.
            decided = transaction.connection.execute(select(t.intro)).mappings().first()
            assert decided
            transaction.connection.execute(t.intro.insert().values(dict(decided) | {"id": new_id()}))
        view = page(circle, introduced)
        assert view
        closures.append(view.closure)
    assert "Too early" in closures[0]
    assert "nearly always" in closures[1]


def test_the_peer_who_offers_may_not_name_the_rep(circle: Circle, alice: Person, bea: Person) -> None:
    asks(alice)
    offers(bea, why="Ask for Vance, who listens.")
    assert isinstance(bea.said, Invalid)
    assert "the rep's name" in bea.said.errors["why"]


def test_a_server_without_pages_says_so(circle: Circle, alice: Person, bea: Person) -> None:
    circle.bot._pages = ""
    asks(alice)
    offers(bea)
    presses(alice, "Choose this offer")
    assert "no web pages" in presses(bea, "Get the link")


def test_a_manager_removes_a_request_without_learning_whose_it_is(
    circle: Circle, alice: Person, bea: Person, carl: Person
) -> None:
    mia = circle.add("Mia", uses=["Okta"], manager=True)
    asks(alice)
    mia.types("decide")
    mia.presses("Read")
    mia.presses("Remove…")
    assert "Removed" in mia.fills(reason="misuse")
    circle.deliver()
    assert "Alice" not in mia.sees
    assert "no request for an introduction" in alice.sees
    assert NEED not in bea.sees
    assert "This request is over" in bea.sees


def test_a_removal_after_the_reveal_takes_the_brief_off_every_card(circle: Circle, alice: Person, bea: Person) -> None:
    mia = circle.add("Mia", manager=True)
    to_the_introduction(alice, bea)
    for day in ("2026-06-15", "2026-07-15"):
        presses(alice, "Not before…")
        alice.fills(until=day)
        circle.deliver()
    bea.said = None
    assert NEED in bea.sees
    with circle.database.reading() as transaction:
        intro_id = transaction.connection.scalars(select(t.intro.c.id)).one()
    does(mia, "intro.take_down", intro_id, reason="misuse")
    circle.deliver()
    assert NEED not in bea.sees
    assert "Alice" not in bea.sees


def test_the_card_that_two_have_together_leaves_the_brief_to_their_own_cards(circle: Circle, alice: Person) -> None:
    nora, mia = circle.add("Nora", uses=["Okta"]), circle.add("Mia", manager=True)
    to_the_introduction(alice, nora)
    shown = circle.post.shown["slack", "U-Alice+U-Nora"]
    assert "You two are introduced" in read(shown["ref1"])
    assert NEED not in read(shown["ref1"])
    assert NEED in nora.sees
    with circle.database.reading() as transaction:
        intro_id = transaction.connection.scalars(select(t.intro.c.id)).one()
    does(mia, "intro.take_down", intro_id, reason="misuse")
    circle.deliver()
    assert "did not come about" in read(shown["ref1"])
