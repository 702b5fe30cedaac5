"""A member's three answers to a pitch: a yes that shows what it shows, a no, and a day before which it is no use."""

from datetime import date, timedelta

from bot.door.listing import GONE, after
from bot.ports import Store
from bot.ports.door import Pitch, PitchAnswer, PitchStatus, Said
from bot.route import Route
from bot.signature import signed
from bot.text import mark
from bot.turn import Outcome, Refused, Turn
from bot.views import Bold, DateField, Form, Invalid, Note, Paragraph, Quote, TextField

MOST = 200
FAR = timedelta(days=730)


def yes(turn: Turn, store: Store) -> Outcome:
    """`Yes, tell me more`: what the vendor's page will show, before anything is shown."""
    return Outcome(_form(turn, _open(turn.arg, store), turn.member.email))


def send_yes(turn: Turn, store: Store) -> Outcome:
    """The form was sent: what was seen in it goes to the vendor's page; another contact is shown once more first."""
    pitch_id, _, seen = turn.arg.partition("|")
    pitch, contact = _open(pitch_id, store), turn.text("contact")
    if not contact or len(contact) > MOST:
        raise Invalid({"contact": f"Say how they may reach you, with at most {MOST} characters."})
    if seen != mark(contact):
        return Outcome(_form(turn, pitch, contact))
    _say(turn, store, pitch, Said.YES, contact)
    said = (
        f"The page of {pitch.seller} shows your name and contact now. You can take that back under calls, At the door."
    )
    return Outcome(Note.say(said))


def no(turn: Turn, store: Store) -> Outcome:
    """`No`: the pitch leaves the member's list, and nobody is told."""
    pitch = _open(turn.arg, store)
    _say(turn, store, pitch, Said.NO)
    return Outcome(after(turn, store, pitch))


def later(turn: Turn, store: Store) -> Outcome:
    """`Not before…`: which day?"""
    pitch = _open(turn.arg, store)
    field = DateField("until", "Not before", (turn.now.date() + timedelta(days=90)).isoformat())
    said = (
        f"If nobody says yes by {pitch.ends_on:%-d %B}, the page of {pitch.seller} names this day instead of a no, "
        "without saying who or how many."
    )
    intro = (Paragraph((said,)),)
    return Outcome(Form("Not before", "door.send_later", (field,), turn.new_id(), pitch.id, "Send", intro))


def send_later(turn: Turn, store: Store) -> Outcome:
    """The form was sent: the pitch leaves the member's list."""
    pitch = _open(turn.arg, store)
    _say(turn, store, pitch, Said.LATER, until=_day(turn, pitch))
    return Outcome(Note.say(f"Kept. By {pitch.ends_on:%-d %B} their page says so, if nobody says yes before."))


ROUTES = {
    "door.yes": Route(yes),
    "door.send_yes": Route(send_yes, writes=True),
    "door.no": Route(no, writes=True),
    "door.later": Route(later),
    "door.send_later": Route(send_later, writes=True),
}


def _open(pitch_id: str, store: Store) -> Pitch:
    pitch = store.door.get(pitch_id)
    if pitch is None or pitch.status is not PitchStatus.OPEN:
        raise Refused(GONE)
    return pitch


def _say(turn: Turn, store: Store, pitch: Pitch, said: Said, contact: str = "", until: date | None = None) -> None:
    if not store.door.say(PitchAnswer(pitch.id, turn.member.id, said, contact, until, turn.now.date())):
        raise Refused("You have answered this pitch. Under calls, At the door, you can take that back.")


def _form(turn: Turn, pitch: Pitch, contact: str) -> Form:
    field = TextField("contact", "Your contact", contact, max_length=MOST)
    intro = (
        Paragraph((f"The page of {pitch.seller} will show this, and nothing else about you:",)),
        Quote(contact, (Bold(signed(turn.member)),)),
        Paragraph(("If you change the contact, you see it here once more before it is shown.",), quiet=True),
    )
    arg = f"{pitch.id}|{mark(contact)}"
    return Form("Yes, tell me more", "door.send_yes", (field,), turn.new_id(), arg, "Show this", intro)


def _day(turn: Turn, pitch: Pitch) -> date:
    try:
        day = date.fromisoformat(turn.text("until"))
    except ValueError:
        day = pitch.ends_on
    if not pitch.ends_on < day <= turn.now.date() + FAR:
        raise Invalid({"until": f"Choose a day after {pitch.ends_on:%-d %B %Y}, within two years."})
    return day
