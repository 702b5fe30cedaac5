"""Introductions when several press at the same instant: one wins, the others are told so, and nothing is double."""

import os
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.app import new_id
from bot.intro.model import Budget, Intro, IntroKind, Offer, OfferStatus, Urgency, Vouch
from bot.intro.states import IntroState
from bot.turn import Request
from tests.circle import Circle, Person
from tests.introducing import BRIEF, all_offers, intros
from tests.reading import read

ROUNDS = int(os.environ.get("WARMLINE_PROOF_ROUNDS", "4"))
"""Rounds on each database; `make proofs` takes 1,000."""
AT_ONCE = 8
pytestmark = pytest.mark.timeout(max(120, ROUNDS))


def at_the_same_instant(deeds: list[Callable[[], str]]) -> list[str]:
    """Each deed in a thread of its own, all let go at once; what each was told."""
    told, start = [""] * len(deeds), threading.Barrier(len(deeds))

    def run(at: int, deed: Callable[[], str]) -> None:
        start.wait()
        told[at] = deed()

    threads = [threading.Thread(target=run, args=(at, deed)) for at, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def press(person: Person, action: str, arg: str, **values: str) -> Callable[[], str]:
    """A press that waits to be let go."""
    request = Request(person.sender, action=action, arg=arg, values=values, key=new_id())
    return lambda: read(person.circle.bot.run(request))


def request_with_offers(circle: Circle, buyer: Person, peers: list[Person]) -> list[str]:
    """A request to which every peer has offered; the offers' ids."""
    assert buyer.member
    now, vendor = circle.clock(), circle.vendor("Okta")
    until = now + timedelta(days=7)
    intro = Intro(
        new_id(), buyer.member.id, vendor, IntroKind.REP, BRIEF["need"], "", "", "", Urgency.NORMAL, Budget.NONE,
        now.date() + timedelta(days=30), "Mornings.", "", IntroState.OFFERED, IntroState.OFFERED, now, until, until,
    )  # fmt: skip
    offers = [
        Offer(new_id(), intro.id, one.member.id, Vouch.USE, "", "Jan Sample", "Listens.", "By chat.", "",
              OfferStatus.STANDING, now)
        for one in peers if one.member
    ]  # fmt: skip
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        assert store.intros.add(intro, {"": [offer.member_id for offer in offers]})
        for offer in offers:
            store.intros.add_offer(offer)
    return [offer.id for offer in offers]


@pytest.fixture
def peers(circle: Circle) -> list[Person]:
    """Eight peers who know the vendor."""
    return [circle.add(f"Peer{number}", uses=["Okta"]) for number in range(AT_ONCE)]


def test_exactly_one_offer_is_chosen_by_eight_simultaneous_presses(circle: Circle, peers: list[Person]) -> None:
    for number in range(ROUNDS):
        buyer = circle.add(f"Buyer{number}")
        offers = request_with_offers(circle, buyer, peers)
        told = at_the_same_instant([press(buyer, "intro.choose", offer) for offer in offers])
        (intro,) = intros(circle, buyer)
        chosen = [offer for offer in all_offers(circle, intro.id) if offer.status is OfferStatus.CHOSEN]
        assert len(chosen) == 1, told
        assert (intro.state, intro.offer_id) == (IntroState.CHOSEN, chosen[0].id)
        assert len(set(told)) == 2, told
        circle.clock.passes(days=40)


def test_the_same_request_sent_eight_times_at_once_is_one_request(circle: Circle, peers: list[Person]) -> None:
    vendor, day = circle.vendor("Okta"), (circle.clock().date() + timedelta(days=30)).isoformat()
    for number in range(max(1, ROUNDS // 4)):
        buyer = circle.add(f"Asker{number}")
        sent = {**BRIEF, "vendor": vendor, "kind": "rep", "decide_by": day}
        told = at_the_same_instant([press(buyer, "intro.send", "", **sent) for _ in range(AT_ONCE)])
        assert len(intros(circle, buyer)) == 1, told


def test_a_choice_and_a_withdrawal_at_the_same_instant_do_not_both_go_through_by_halves(
    circle: Circle, peers: list[Person]
) -> None:
    for number in range(ROUNDS):
        buyer = circle.add(f"Changer{number}")
        offers = request_with_offers(circle, buyer, peers[:4])
        intro_id = intros(circle, buyer)[0].id
        deeds = [press(buyer, "intro.choose", offer) for offer in offers]
        told = at_the_same_instant([*deeds, *(press(buyer, "intro.withdraw", intro_id) for _ in range(4))])
        (intro,) = intros(circle, buyer)
        chosen = [offer.id for offer in all_offers(circle, intro_id) if offer.status is OfferStatus.CHOSEN]
        assert chosen == ([intro.offer_id] if intro.offer_id else [])
        # Whoever was overtaken by another press reads that, and nothing of theirs is kept.
        withdrawn = sum("Withdrawn" in one for one in told[4:])
        assert intro.state is (IntroState.WITHDRAWN if withdrawn else IntroState.CHOSEN), told
        circle.clock.passes(days=40)
