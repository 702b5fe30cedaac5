"""The decision by its date: yes, no, or not before another date; and afterwards how the rep behaved."""

from datetime import datetime
from typing import Any

from bot.conduct import nightly, recount
from bot.intro.brief import about
from bot.intro.buyers_card import to_buyer
from bot.intro.form import day_in
from bot.intro.meeting import own
from bot.intro.model import Intro, IntroKind, RepConduct
from bot.intro.moving import CHANGED, clock, morning, moved
from bot.intro.others_card import to_connector
from bot.intro.states import AFTER_REVEAL, DECIDED, Event
from bot.intro.telling import gently
from bot.intro.words import decision_words, told_words
from bot.ports import Store
from bot.route import Route
from bot.turn import Message, Outcome, Refused, Turn
from bot.views import DateField, Form, Invalid, Note, Option, SelectField

YES, NO = "yes", "no"
ANSWERS = (Option("Yes", YES), Option("No", NO))


def say_yes(turn: Turn, store: Store) -> Outcome:
    """`Yes`: peer and rep are told, each in one message."""
    return _decided(turn, store, Event.SAY_YES)


def say_no(turn: Turn, store: Store) -> Outcome:
    """`No`, in one tap: the peer gets ready words, the rep reads it on their page."""
    return _decided(turn, store, Event.SAY_NO)


def later_form(turn: Turn, store: Store) -> Outcome:
    """`Not before…`: until when it should rest."""
    intro = _after_reveal(turn, store)
    field = DateField("until", "Not before", hint="The peer and the rep are told the date. I ask you again then.")
    return Outcome(Form("Not before a date", "intro.send_later", (field,), turn.new_id(), intro.id, "Set it"))


def later(turn: Turn, store: Store) -> Outcome:
    """The date was sent: the introduction rests and wakes up on it."""
    intro, errors = _after_reveal(turn, store), dict[str, str]()
    day = day_in(turn, "until", errors)
    if day is None:
        raise Invalid(errors)
    after = moved(store, intro, Event.SAY_LATER, decide_by=day, stage_ends=morning(day))
    said = f"Noted: not before {day:%-d %B %Y}. {told_words(after)} I ask you again then."
    messages = gently(store, told(store, after, intro), turn.now, turn.member.id)
    return Outcome(Note.say(said), messages, clock(after, turn.community, turn.now))


def conduct_form(turn: Turn, store: Store) -> Outcome:
    """`Rate the rep's conduct`: two questions."""
    intro = _rated(turn, store)
    fields = (
        SelectField("kept", "Did the rep keep the terms?", ANSWERS, hint="No hand-off, no mailing, no recording."),
        SelectField("on_time", "Did the rep answer on time?", ANSWERS),
    )
    title = f"Conduct of {about(store, intro)}"
    return Outcome(Form(title, "intro.send_conduct", fields, turn.new_id(), intro.id, "Send"))


def conduct(turn: Turn, store: Store) -> Outcome:
    """The conduct was rated: it counts in the vendor's conduct figure, one vote a company and month."""
    intro = _rated(turn, store)
    values = {name: turn.text(name) for name in ("kept", "on_time")}
    wrong = {name: "Choose yes or no." for name, value in values.items() if value not in (YES, NO)}
    if wrong:
        raise Invalid(wrong)
    kept, on_time = (value == YES for value in values.values())
    rated = RepConduct(intro.id, turn.member.id, intro.vendor_id, kept, on_time, turn.now.date())
    if not store.intros.rate(rated):
        raise Refused("You have said this already.")
    recount(store, turn.community, intro.vendor_id, turn.now.date())
    return Outcome(
        Note.say("Thank you. It counts in the vendor's conduct, without your name."), timers=(nightly(turn),)
    )


ROUTES = {
    "intro.yes": Route(say_yes, writes=True),
    "intro.no": Route(say_no, writes=True),
    "intro.later": Route(later_form),
    "intro.send_later": Route(later, writes=True),
    "intro.conduct": Route(conduct_form),
    "intro.send_conduct": Route(conduct, writes=True),
}


def told(store: Store, after: Intro, was: Intro) -> tuple[Message, ...]:
    """Buyer and connector, each in one message; the rep reads it on their page."""
    offer = store.intros.offer(after.offer_id)
    return (*to_buyer(store, after, was), *(to_connector(store, after, offer, was) if offer else ()))


def decide_for(
    store: Store, intro: Intro, event: Event, now: datetime, **changes: Any
) -> tuple[Intro, tuple[Message, ...]]:
    """A decision that ends it."""
    after = moved(store, intro, event, ended_at=now, **changes)
    return after, told(store, after, intro)


def _decided(turn: Turn, store: Store, event: Event) -> Outcome:
    after, messages = decide_for(store, own(turn, store), event, turn.now)
    said = Note.say(f"{decision_words(after)} {told_words(after)}")
    timers = clock(after, turn.community, turn.now)
    return Outcome(said, gently(store, messages, turn.now, turn.member.id), timers)


def _after_reveal(turn: Turn, store: Store) -> Intro:
    intro = own(turn, store)
    if intro.state not in AFTER_REVEAL:
        raise Refused(CHANGED)
    return intro


def _rated(turn: Turn, store: Store) -> Intro:
    intro = own(turn, store)
    if intro.state not in DECIDED or intro.kind is not IntroKind.REP:
        raise Refused(CHANGED)
    return intro
