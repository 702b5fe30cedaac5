"""Choosing one offer, and what its connector does then: forward the rep's page, or confirm a talk, or step back."""

from datetime import datetime

from bot.intro.brief import about
from bot.intro.buyers_card import to_buyer
from bot.intro.model import Intro, IntroKind, Offer, OfferStatus
from bot.intro.moving import CHANGED, GONE, PURPOSE, READABLE, clock, moved, step_ends
from bot.intro.others_card import no_more_offers, to_connector, without_connector
from bot.intro.states import Event, IntroState
from bot.intro.telling import gently
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Refused, Turn
from bot.views import Buttons, Card, Note, OpenPage, Paragraph, Quote

NO_PAGES = "This server has no web pages, so there is no link to forward. Ask a community manager, please."


def choose(turn: Turn, store: Store) -> Outcome:
    """`Choose this offer`: exactly one wins, and its connector is told; the others hear nothing."""
    offer = store.intros.offer(turn.arg)
    intro = store.intros.own(offer.intro_id, turn.member.id) if offer else None
    if offer is None or intro is None:
        raise Refused(GONE)
    if offer.status is not OfferStatus.STANDING:
        raise Refused("This offer is not there any more. Type decide to see the others.")
    ends = step_ends(turn.community, turn.now)
    after = moved(store, intro, Event.CHOOSE, offer_id=offer.id, stage_ends=ends)
    if not store.intros.turn_offer(offer.id, OfferStatus.STANDING, OfferStatus.CHOSEN):
        raise Refused(CHANGED)
    said = "Chosen. Your name stays hidden until you reveal it yourself."
    messages = (*to_buyer(store, after, intro), *to_connector(store, after, offer), *no_more_offers(store, intro))
    return Outcome(
        Note.say(said), gently(store, messages, turn.now, turn.member.id), clock(after, turn.community, turn.now)
    )


def link(turn: Turn, store: Store) -> Outcome:
    """`Get the link`: a fresh link of the rep's page with words to forward; an earlier one is void."""
    intro, offer = _mine(turn, store, IntroKind.REP)
    if not turn.pages:
        raise Refused(NO_PAGES)
    first = intro.face is IntroState.CHOSEN
    after = moved(store, intro, Event.INVITE, stage_ends=_ends(turn, intro) if first else intro.stage_ends)
    token = turn.new_id()
    store.links.give(PURPOSE, offer.id, token, after.stage_ends + READABLE)
    messages = (*(to_buyer(store, after, intro) if first else ()), *to_connector(store, after, offer, intro))
    return Outcome(
        _link_card(store, after, offer, f"{turn.pages}/{PURPOSE}/{token}"),
        gently(store, messages, turn.now, turn.member.id),
        clock(after, turn.community, turn.now) if first else (),
    )  # fmt: skip


def confirm(turn: Turn, store: Store) -> Outcome:
    """`Confirm`: the peer says yes to the talk a second time, and the buyer may reveal their name."""
    intro, offer = _mine(turn, store, IntroKind.REFERENCE)
    after = moved(store, intro, Event.CONFIRM, stage_ends=_ends(turn, intro))
    told = to_buyer(store, after, intro) if after.state is IntroState.AGREED else ()
    said = "Confirmed. You learn who it is if the buyer reveals their name."
    messages = (*told, *to_connector(store, after, offer, intro))
    return Outcome(
        Note.say(said), gently(store, messages, turn.now, turn.member.id), clock(after, turn.community, turn.now)
    )


def step_back(turn: Turn, store: Store) -> Outcome:
    """`Step back`: the buyer hears at the end of the step that it did not come about, as after silence."""
    intro, offer = _mine(turn, store)
    stepped_back(store, intro, offer)
    return Outcome(Note.say("You have stepped back. Nobody is told who or why."), without_connector(store, intro))


def stepped_back(store: Store, intro: Intro, offer: Offer) -> None:
    """The connector is out of it."""
    moved(store, intro, Event.STEP_BACK)
    if not store.intros.turn_offer(offer.id, OfferStatus.CHOSEN, OfferStatus.PASSED):
        raise Refused(CHANGED)


ROUTES = {
    "intro.choose": Route(choose, writes=True),
    "intro.link": Route(link, writes=True),
    "intro.confirm": Route(confirm, writes=True),
    "intro.step_back": Route(step_back, writes=True),
}


def _mine(turn: Turn, store: Store, kind: IntroKind | None = None) -> tuple[Intro, Offer]:
    found = store.intros.connected(turn.arg, turn.member.id)
    if found is None or (kind and found[0].kind is not kind):
        raise Refused(GONE)
    return found


def _ends(turn: Turn, intro: Intro) -> datetime:
    return max(intro.stage_ends, step_ends(turn.community, turn.now))


def _link_card(store: Store, intro: Intro, offer: Offer, url: str) -> Card:
    vendor = about(store, intro)
    words = (
        f"{offer.rep}, a CIO I know is looking at {vendor} and has written down what they need. Please read it here "
        f"and answer by {intro.stage_ends:%-d %B}: fit, no fit, or one question. {url}"
    )
    said = f"Forward this to {offer.rep} the way you usually write to each other. The link is for them alone."
    look = Buttons((OpenPage("Look at the page", url),))
    quiet = Paragraph(("It is shown only now. Press Get a new link for another; this one is then void.",), quiet=True)
    return Card("Ready to forward", (Paragraph((said,)), Quote(words, ("Ready wording",)), look, quiet))
