"""What waits for somebody: their own introductions and those they make or could make, the oldest first."""

from dataclasses import dataclass
from datetime import datetime

from bot.intro.brief import about
from bot.intro.buyers_card import buyers_card, seen_by_buyer
from bot.intro.meeting import own
from bot.intro.model import Intro, IntroKind, Offer, OfferStatus
from bot.intro.moving import GONE
from bot.intro.others_card import connectors_card
from bot.intro.states import AFTER_REVEAL, ENDED, IntroState
from bot.model import Member
from bot.ports import Store
from bot.route import Route
from bot.text import shorten
from bot.turn import Outcome, Refused, Turn
from bot.views import Block, Bold, Button, Buttons, Card, Heading, Look, Paragraph, Quote

S = IntroState
SHOWN = 8
WORDS = 200
ASKS_BUYER = {
    S.OFFERED: "Offers to choose from",
    S.ASKED: "The rep has a question",
    S.AGREED: "Reveal your name, or withdraw",
    S.INTRODUCED: "Your decision",
    S.MET: "Your decision",
}
GOES_ON = {
    S.OPEN: "Waits for offers",
    S.CHOSEN: "An offer is chosen",
    S.INVITED: "An offer is chosen",
    S.LATER: "Rests until its date",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list; ``since`` orders it."""

    since: datetime
    what: str
    intro: Intro
    buttons: tuple[Button, ...]


def decide(turn: Turn, store: Store) -> Outcome:
    """`decide`: what waits for me first, then what goes on without me."""
    waiting, going_on = items(store, turn.member, turn.now)
    blocks: list[Block] = [Heading("Waiting for you"), *drawn(store, waiting)]
    if not waiting:
        blocks.append(Paragraph(("Nothing at the moment.",), quiet=True))
    if going_on:
        blocks += [Heading("Going on"), *drawn(store, going_on)]
    begin = Buttons((Button("Request intro", "intro", "", opens_form=True), Button("Home", "home")))
    return Outcome(Card("Your introductions", (*blocks, begin)))


def show(turn: Turn, store: Store) -> Outcome:
    """The buyer opens one of theirs."""
    return Outcome(buyers_card(store, own(turn, store)))


def made(turn: Turn, store: Store) -> Outcome:
    """The connector opens one that they make."""
    found = store.intros.connected(turn.arg, turn.member.id)
    if found is None:
        raise Refused(GONE)
    return Outcome(connectors_card(store, *found))


ROUTES = {"decide": Route(decide), "intro.show": Route(show), "intro.made": Route(made)}


def items(store: Store, member: Member, now: datetime) -> tuple[list[Item], list[Item]]:
    """What waits for the member, and what goes on; each the oldest first."""
    waiting: list[Item] = []
    going_on: list[Item] = []
    for intro in store.intros.live_of(member.id):
        seen = seen_by_buyer(intro)
        (waiting if seen in ASKS_BUYER else going_on).append(_own(intro, seen))
    waiting += [_request(intro) for intro in store.intros.requests_for(member.id, now)]
    for intro, offer in store.intros.to_connect(member.id):
        if found := _made(intro, offer, now):
            (waiting if found[0] else going_on).append(found[1])
    return _sorted(waiting), _sorted(going_on)


def drawn(store: Store, found: list[Item]) -> list[Block]:
    """The list as blocks."""
    blocks: list[Block] = []
    for item in found[:SHOWN]:
        by = (Bold(item.what), f" · {about(store, item.intro)}")
        blocks += [Quote(shorten(item.intro.need, WORDS), by), Buttons(item.buttons)]
    more = len(found) - SHOWN
    return [*blocks, Paragraph((f"And {more} more, once these are done.",), quiet=True)] if more > 0 else blocks


def _own(intro: Intro, seen: IntroState) -> Item:
    label = ASKS_BUYER.get(seen) or GOES_ON.get(seen, "Goes on")
    look = Look.PRIMARY if seen in ASKS_BUYER else Look.PLAIN
    return Item(intro.opened_at, label, intro, (Button("Open", "intro.show", intro.id, look),))


def _request(intro: Intro) -> Item:
    offer = Button("Offer an introduction", "intro.offer", intro.id, Look.PRIMARY, opens_form=True)
    buttons = (offer, Button("Read", "intro.read", intro.id), Button("Not me", "intro.not_me", intro.id))
    what = "A peer asks for an introduction" if intro.kind is IntroKind.REP else "A peer asks for a reference talk"
    return Item(intro.opened_at, what, intro, buttons)


def _made(intro: Intro, offer: Offer, now: datetime) -> tuple[bool, Item] | None:
    """An introduction that the member makes: whether it waits for them, and its line; None once it is over."""
    if offer.status is OfferStatus.STANDING:
        # Not chosen, withdrawn and lapsed are one and the same until the request's end.
        back = Button("Take back my offer", "intro.take_back", intro.id)
        goes_on = now < intro.open_until and intro.need  # empty where it ended so long ago that its words are gone
        return (False, Item(offer.offered_at, "You have offered", intro, (back,))) if goes_on else None
    seen = intro.outward
    if seen in ENDED:
        return None
    waits = seen is S.CHOSEN
    what = "Your offer was chosen" if waits else "You make an introduction"
    if seen in AFTER_REVEAL:
        what = "You have introduced"
    look = Look.PRIMARY if waits else Look.PLAIN
    return waits, Item(offer.offered_at, what, intro, (Button("Open", "intro.made", intro.id, look),))


def _sorted(found: list[Item]) -> list[Item]:
    return sorted(found, key=lambda item: (item.since, item.intro.id))
