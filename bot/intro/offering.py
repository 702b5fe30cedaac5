"""Offering to introduce: the peers' side of a request, until the buyer chooses."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.anonymous.attribute import offered as attribute_of
from bot.checking import Written, checked, come_back, subject
from bot.intro.brief import VOUCHES, about, brief
from bot.intro.buyers_card import to_buyer
from bot.intro.form import MOST, SHORT
from bot.intro.model import Intro, IntroKind, Offer, OfferStatus, Vouch
from bot.intro.moving import CHANGED, GONE, clock, moved, tried
from bot.intro.reaching import with_capacity
from bot.intro.states import BEFORE_CHOICE, Event
from bot.intro.telling import gently
from bot.intro.words import NO_MORE_OFFERS, REQUEST_OVER
from bot.model import Role
from bot.ports import Store
from bot.route import Route
from bot.settings import number_of
from bot.signature import declaration
from bot.text import clean
from bot.turn import Message, Outcome, Refused, Turn
from bot.views import Button, Buttons, Card, Field, Form, Invalid, Note, Option, Paragraph, SelectField, TextField

GUARDED = ("why", "interest")
FULL = (
    "You have offered as many introductions this month as you said you would. To change the number, type me and press "
    "Preferences."
)


def read(turn: Turn, store: Store) -> Outcome:
    """A peer who was asked reads the whole brief, and why they were asked."""
    intro = _given(turn, store)
    if not intro.need:
        raise Refused(REQUEST_OVER)  # It ended so long ago that its words are gone.
    why = store.intros.reasons([intro.id], turn.member.id).get(intro.id, "")
    because = (Paragraph((f"Why you: {why}.",), quiet=True),) if why else ()
    remove = (Buttons((Button("Remove…", "intro.remove", intro.id, opens_form=True),)),) if _manages(turn) else ()
    return Outcome(Card(f"A peer asks about {about(store, intro)}", (*brief(store, intro), *because, *remove)))


def form(turn: Turn, store: Store) -> Outcome:
    """`Offer an introduction`: how well one knows it, one's own interest, and to whom."""
    intro = _open(turn, store)
    return Outcome(_form(turn, store, intro, {"interest": _declared(turn, store, intro)}))


def send(turn: Turn, store: Store) -> Outcome:
    """The offer was sent: the buyer sees vouch, interest and reason, and no name."""
    store.members.hold(turn.member.id)
    intro = _open(turn, store, subject(turn.arg))
    values = _values(turn, intro)
    texts = {name: values[name] for name in GUARDED}
    written, found = checked(turn, store, store.vendors.get(intro.vendor_id), Written(texts))
    if found is not None:
        return Outcome(come_back(_form(turn, store, intro, values), written, found))
    after = moved(store, intro, Event.OFFER, stage_ends=_time_to_choose(turn, intro))
    store.intros.add_offer(_offer(turn, store, intro, {**values, **written.texts}))
    said = (
        f"Thank you. The buyer sees your offer without your name. If they choose it, you hear by "
        f"{after.stage_ends:%-d %B}; otherwise you hear nothing more. To take it back, type decide."
    )
    messages = gently(store, to_buyer(store, after, intro), turn.now)
    return Outcome(Note.say(said), messages, clock(after, turn.community, turn.now))


def not_me(turn: Turn, store: Store) -> Outcome:
    """`Not me`: it leaves the peer's list, and nobody learns of it."""
    intro = _given(turn, store)
    store.intros.set_aside(intro.id, turn.member.id)
    return Outcome(Note.say("It is off your list, and nobody is told."))


def take_back(turn: Turn, store: Store) -> Outcome:
    """The peer takes a standing offer back: the buyer has one less to choose from, and no reason."""
    intro, offer = _given(turn, store), store.intros.offer_of(turn.arg, turn.member.id)
    if offer is None or offer.status is not OfferStatus.STANDING:
        raise Refused("This offer is not there any more.")
    return Outcome(Note.say("Taken back. Nobody is told who it was."), passed(store, intro, offer))


def passed(store: Store, intro: Intro, offer: Offer) -> tuple[Message, ...]:
    """A standing offer goes; a request that still chooses is shown without it."""
    after = tried(store, intro, Event.TAKE_BACK)
    if not store.intros.turn_offer(offer.id, OfferStatus.STANDING, OfferStatus.PASSED):
        raise Refused(CHANGED)
    if after is None:
        return ()
    empty = None if store.intros.offers(intro.id) else tried(store, after, Event.EMPTY)
    return to_buyer(store, empty or after, intro)


ROUTES = {
    "intro.read": Route(read),
    "intro.offer": Route(form),
    "intro.send_offer": Route(send, writes=True),
    "intro.not_me": Route(not_me, writes=True),
    "intro.take_back": Route(take_back, writes=True),
}


def _manages(turn: Turn) -> bool:
    return turn.member.role is Role.MANAGER


def _given(turn: Turn, store: Store, intro_id: str = "") -> Intro:
    intro = store.intros.given(intro_id or turn.arg, turn.member.id)
    if intro is None:
        raise Refused(GONE)
    return intro


def _open(turn: Turn, store: Store, intro_id: str = "") -> Intro:
    """The request, if this peer may still offer; a withdrawn one says what a taken one says."""
    intro = _given(turn, store, intro_id)
    if intro.state not in BEFORE_CHOICE or turn.now >= intro.open_until:
        raise Refused(NO_MORE_OFFERS)
    if store.intros.offer_of(intro.id, turn.member.id):
        raise Refused("You have offered already. To take it back, type decide.")
    if not with_capacity(store, [turn.member.id], turn.now):
        raise Refused(FULL)
    return intro


def _form(turn: Turn, store: Store, intro: Intro, values: Mapping[str, str]) -> Form:
    vouches = tuple(Option(label, vouch) for vouch, label in VOUCHES.items())
    interest = TextField("interest", "Own interest", values.get("interest", ""),
                         "Shares, adviser, reference deal… Leave it empty if you have none.", required=False,
                         max_length=SHORT)  # fmt: skip
    fields: tuple[Field, ...] = (
        SelectField("vouch", "How well do you know it?", vouches, values.get("vouch", "")),
        *_by_kind(intro, values),
        interest,
        TextField("contact", "Your contact", values.get("contact", turn.member.email),
                  "The buyer gets it only when you are introduced.", max_length=SHORT),
    )  # fmt: skip
    hidden = "your name, your company or the rep's" if intro.kind is IntroKind.REP else "your name and company"
    said = Paragraph((f"The buyer sees your offer without {hidden}.",), quiet=True)
    title = f"Offer: {about(store, intro)}"
    return Form(title, "intro.send_offer", fields, turn.new_id(), intro.id, "Offer", (said, brief(store, intro)[0]))


def _by_kind(intro: Intro, values: Mapping[str, str]) -> tuple[Field, ...]:
    why = values.get("why", "")
    if intro.kind is IntroKind.REFERENCE:
        hint = "What you lived through that answers this brief. No names."
        return (TextField("why", "What I can tell", why, hint, lines=True, max_length=MOST),)
    return (
        TextField("rep", "The rep's name", values.get("rep", ""), "One person. Shown to nobody before the reveal.",
                  max_length=SHORT),
        TextField("why", "Why this rep", why, "What makes them worth the buyer's time. No names.", lines=True,
                  max_length=MOST),
    )  # fmt: skip


def _values(turn: Turn, intro: Intro) -> dict[str, str]:
    """What was typed; Invalid says what is missing."""
    values = {name: turn.text(name) for name in ("vouch", "rep", "why", "interest", "contact")}
    errors = {} if values["vouch"] in VOUCHES else {"vouch": "Choose one: it is what the buyer looks at first."}
    if intro.kind is IntroKind.REP and not values["rep"]:
        errors["rep"] = "Name the one person you would introduce."
    if not values["why"]:
        errors["why"] = "Say in a sentence why."
    if not values["contact"]:
        errors["contact"] = "Say how the buyer may reach you once you are introduced."
    for name in ("rep", "why", "interest", "contact"):
        most = MOST if name == "why" else SHORT
        if len(values[name]) > most:
            errors[name] = f"This has {len(values[name])} characters; {most} is the most. Please shorten it."
    if told := _tells_the_rep(values["rep"], values["why"]):
        errors["why"] = f"“{told}” is the rep's name: the buyer learns it only at the reveal. Please leave it out."
    if errors:
        raise Invalid(errors)
    return values


def _tells_the_rep(rep: str, why: str) -> str:
    words = set(clean(why).casefold().replace(",", " ").replace(".", " ").split())
    return next((part for part in rep.split() if len(part) > 2 and part.casefold() in words), "")


def _declared(turn: Turn, store: Store, intro: Intro) -> str:
    kinds = store.profiles.conflicts([turn.member.id], intro.vendor_id).get(turn.member.id, ())
    return declaration(kinds, about(store, intro)).partition(": ")[2]


def _offer(turn: Turn, store: Store, intro: Intro, values: Mapping[str, str]) -> Offer:
    attribute = attribute_of(store, turn.community, turn.member, "", "")
    return Offer(
        turn.new_id(), intro.id, turn.member.id, Vouch(values["vouch"]), values["interest"], values["rep"],
        values["why"], values["contact"], attribute, OfferStatus.STANDING, turn.now,
    )  # fmt: skip


def _time_to_choose(turn: Turn, intro: Intro) -> datetime:
    """The buyer has at least the days of a reminder for the newest offer."""
    return max(intro.stage_ends, turn.now + timedelta(days=number_of(turn.community, "intro-remind-days")))
