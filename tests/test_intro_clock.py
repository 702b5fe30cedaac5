"""The clocks of an introduction in virtual time, and that a decline, a lapse and silence look the same."""

from collections.abc import Callable

import pytest

from bot.intro.rep import RepAnswer
from bot.views import Invalid
from tests.begun import once_more
from tests.circle import Circle, Person, later
from tests.intro_steps import (
    alice,
    asks,
    bea,
    go_to_the_link,
    introduced,
    linked,
    offers,
    page,
    presses,
    rep_says,
    token_of,
)

__all__ = ["alice", "bea", "introduced", "linked"]  # the fixtures

NO = "This introduction did not come about."


def test_an_open_request_reminds_once_and_lapses_after_its_days(circle: Circle, alice: Person, bea: Person) -> None:
    carl = circle.add("Carl", uses=["Okta"])
    asks(alice)
    presses(carl, "Not me")
    later(circle, days=1.9)
    assert len(bea.cards) == 1
    later(circle, days=0.2)
    assert "A peer still looks for a way in" in bea.sees
    assert "A peer still looks" not in carl.sees
    later(circle, days=4.8)
    assert NO not in alice.sees
    later(circle, days=0.2)
    assert NO in alice.sees
    assert "This request is over" in bea.sees
    assert "This request is over" in carl.sees
    calls = len(circle.post.calls)
    later(circle, days=90)
    assert len(circle.post.calls) == calls


def test_the_buyer_is_reminded_of_offers(circle: Circle, alice: Person, bea: Person) -> None:
    asks(alice)
    offers(bea)
    later(circle, days=2.1)
    assert "Offers wait for your choice" in alice.sees


def test_a_late_offer_leaves_time_to_choose(circle: Circle, alice: Person, bea: Person) -> None:
    asks(alice)
    later(circle, days=6.5)
    offers(bea)
    later(circle, days=1)
    assert "This request is over" in bea.sees
    assert "Chosen" in presses(alice, "Choose this offer")


def nothing(_circle: Circle, _bea: Person, _token: str) -> None:
    """Nobody does anything."""


def the_rep_says_no(circle: Circle, _bea: Person, token: str) -> None:
    rep_says(circle, token, RepAnswer.NO_FIT)


def the_connector_steps_back(_circle: Circle, bea: Person, _token: str) -> None:
    presses(bea, "Step back")


Deed = Callable[[Circle, Person, str], None]


def what_the_buyer_sees(circle: Circle, deed: Deed) -> list[tuple[list[str], str, int]]:
    """Their cards, their list and how often they are written to, hour by hour."""
    token = once_more(circle, go_to_the_link)
    alice, bea = circle.people["Alice"], circle.people["Bea"]
    later(circle, hours=1)
    deed(circle, bea, token)
    seen = []
    for hours in (0, 1, 23, 24, 48, 70, 0.9, 0.2, 24):
        later(circle, hours=hours)
        calls = sum(user == alice.sender.user for _, user, _ in circle.post.calls)
        seen.append((alice.cards, alice.types("decide"), calls))
    return seen


def test_a_decline_a_lapse_and_silence_look_the_same_to_the_buyer(circle: Circle) -> None:
    deeds: tuple[Deed, ...] = (nothing, the_rep_says_no, the_connector_steps_back)
    seen = [what_the_buyer_sees(circle, deed) for deed in deeds]
    assert [[lists for _, lists, _ in one][-1] for one in seen] == [seen[0][-1][1]] * 3
    told = [[NO in "".join(cards) for cards, _, _ in one] for one in seen]
    assert told == [[False] * 7 + [True] * 2] * 3
    assert [[calls for _, _, calls in one] for one in seen] == [[calls for _, _, calls in seen[0]]] * 3


def test_the_connector_cannot_tell_a_withdrawal_from_silence(circle: Circle) -> None:
    seen = []
    for withdraws in (False, True):
        once_more(circle, go_to_the_link)
        bea = circle.people["Bea"]
        later(circle, hours=1)
        if withdraws:
            presses(circle.people["Alice"], "Withdraw")
        lines = []
        for hours in (0, 24, 142.9, 0.2):
            later(circle, hours=hours)
            lines.append((NO in bea.sees, "You make an introduction" in bea.types("decide"), len(bea.cards)))
        seen.append(lines)
    assert seen[0] == seen[1]
    assert seen[0][-1][0]


@pytest.mark.parametrize("ends", ["Withdraw", "Step back", ""])
def test_the_rep_cannot_tell_a_withdrawal_by_how_long_the_page_lives(
    circle: Circle, linked: str, alice: Person, bea: Person, ends: str
) -> None:
    later(circle, days=1)
    if ends:
        presses(bea if ends == "Step back" else alice, ends)
    later(circle, days=6.1)
    later(circle, days=13.8)
    assert page(circle, linked)
    later(circle, days=0.3)
    assert page(circle, linked) is None


def test_after_a_withdrawal_connector_and_rep_go_on_unaware(circle: Circle, alice: Person, bea: Person) -> None:
    asks(alice)
    offers(bea)
    presses(alice, "Choose this offer")
    presses(alice, "Withdraw")
    assert "Ready to forward" in presses(bea, "Get the link")
    token = token_of(bea)
    rep_says(circle, token, RepAnswer.FIT)
    view = page(circle, token)
    assert view
    assert "The buyer decides whether to reveal" in view.said
    assert "The rep says it fits" not in alice.sees
    later(circle, days=8)
    assert NO in bea.sees
    ended = page(circle, token)
    assert ended
    assert ended.decision == "over"


def test_a_reveal_after_the_connector_stepped_back_shows_nothing(
    circle: Circle, linked: str, alice: Person, bea: Person
) -> None:
    rep_says(circle, linked, RepAnswer.FIT)
    presses(bea, "Step back")
    assert "did not come about" in presses(alice, "Reveal my name")
    assert "Alice" not in bea.sees
    view = page(circle, linked)
    assert view
    assert view.buyer == ""


def test_the_date_is_reminded_and_silence_is_a_courteous_no(
    circle: Circle, introduced: str, alice: Person, bea: Person
) -> None:
    later(circle, days=29.9)
    assert "Today is your decision date" not in alice.sees
    later(circle, days=0.2)
    assert "Today is your decision date" in alice.sees
    later(circle, days=0.8)
    assert "courteous" in alice.sees
    assert "It is a no" not in bea.sees
    before = len(bea.cards)
    later(circle, days=0.3)
    assert "It is a no, with thanks." in alice.sees
    assert "It is a no, with thanks." in bea.sees
    assert len(bea.cards) == before + 1
    view = page(circle, introduced)
    assert view
    assert (view.decision, view.contact) == ("no", "")


def test_not_before_rests_and_wakes_up_on_its_date(circle: Circle, introduced: str, alice: Person, bea: Person) -> None:
    presses(alice, "Not before…")
    assert "not before 15 June 2026" in alice.fills(until="2026-06-15")
    circle.deliver()
    assert "Not before 15 June 2026." in bea.sees
    view = page(circle, introduced)
    assert view
    assert (view.decision, str(view.until)) == ("not before", "2026-06-15")
    cards = len(alice.cards)
    later(circle, days=100)
    assert len(alice.cards) == cards
    later(circle, days=5.1)
    assert len(alice.cards) == cards + 1
    assert "It is a yes." in presses(alice, "Yes", on="by 21 June 2026")
    assert "It is a yes." in bea.sees


def test_a_rep_page_reads_on_for_two_weeks_after_the_end(
    circle: Circle, introduced: str, alice: Person, bea: Person
) -> None:
    presses(alice, "No")
    later(circle, days=13.9)
    assert page(circle, introduced)
    later(circle, days=0.2)
    assert page(circle, introduced) is None


def test_a_rep_who_asks_keeps_the_terms_box_and_the_question(
    circle: Circle, linked: str, alice: Person, bea: Person
) -> None:
    for question, accepted, wrong in (
        ("", True, "question"),
        ("Why?", False, "accepted"),
        ("Is $5 fine?", True, "question"),
    ):
        with pytest.raises(Invalid) as problem:
            rep_says(circle, linked, RepAnswer.QUESTION, question, accepted)
        assert wrong in problem.value.errors
    rep_says(circle, linked, RepAnswer.NO_FIT, accepted=False)
    view = page(circle, linked)
    assert view
    assert view.answered == "No fit"
