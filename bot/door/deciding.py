"""Managers: a pitch that the guard doubts waits for one, and any open one can be refused."""

from bot.door.leaving import doubts
from bot.door.words import facts, shelf
from bot.guard import reasons
from bot.ports import Store
from bot.ports.door import Pitch, PitchStatus
from bot.route import Route
from bot.trail import audit
from bot.turn import Outcome, Refused, Turn
from bot.views import (
    Button,
    Buttons,
    Card,
    Facts,
    Form,
    Invalid,
    Look,
    Note,
    Option,
    Quote,
    SelectField,
)

REASONS = {
    "price": "it speaks of amounts, discounts or terms of a contract",
    "person": "it names people who have not agreed to it",
    "claim": "it speaks ill of others, or claims what members cannot check",
    "category": "it does not belong in this category",
    "unfit": "it is not for the CIOs of this community",
}
DECIDED = "This pitch is decided already, or its time is over. Type curate to see what waits."


def look(turn: Turn, store: Store) -> Outcome:
    """`Read` in the queue: the pitch, and what the guard found in it."""
    pitch = store.door.get(turn.arg)
    if pitch is None or pitch.status is not PitchStatus.WAITING:
        raise Refused(DECIDED)
    found = doubts(store, pitch.problem, pitch.seller, pitch.person, pitch.vendor_id)
    why = (reasons(found),) if found else ()
    buttons = Buttons((
        Button("Approve", "door.approve", pitch.id, Look.PRIMARY),
        Button("Refuse", "door.refuse", pitch.id, Look.DANGER, opens_form=True),
    ))  # fmt: skip
    quote = Quote(pitch.problem, (f"{pitch.person}, {pitch.work_email}",))
    title = f"Pitch of {pitch.seller}: {shelf(store, pitch.category)}"
    return Outcome(Card(title, (quote, *why, Facts(facts(pitch)), buttons)))


def approve(turn: Turn, store: Store) -> Outcome:
    """`Approve`: members see it from now on; its date stays."""
    if not store.door.decide(turn.arg, PitchStatus.OPEN, turn.now):
        raise Refused(DECIDED)
    audit(turn, store, "door.approve", turn.arg)
    return Outcome(Note.say("Approved. Members who want to hear of its category find it in their next digest."))


def refuse(turn: Turn, store: Store) -> Outcome:
    """`Refuse`: why?"""
    pitch = _undecided(turn, store)
    reasons = tuple(Option(f"{text[:1].upper()}{text[1:]}", code) for code, text in REASONS.items())
    field = SelectField("reason", "Reason", reasons, hint="The vendor reads it on the page of the pitch.")
    return Outcome(Form("Refuse this pitch", "door.refused", (field,), turn.new_id(), pitch.id, "Refuse"))


def refused(turn: Turn, store: Store) -> Outcome:
    """The form was sent: no member sees it any more, and its page says why."""
    reason = turn.text("reason")
    if reason not in REASONS:
        raise Invalid({"reason": "Choose the reason that fits best."})
    if not store.door.decide(turn.arg, PitchStatus.REFUSED, turn.now, reason):
        raise Refused(DECIDED)
    audit(turn, store, "door.refuse", turn.arg, reason)
    return Outcome(Note.say("Refused. The vendor reads the reason on the page of the pitch."))


ROUTES = {
    "door.look": Route(look, managers_only=True),
    "door.approve": Route(approve, writes=True, managers_only=True),
    "door.refuse": Route(refuse, managers_only=True),
    "door.refused": Route(refused, writes=True, managers_only=True),
}


def _undecided(turn: Turn, store: Store) -> Pitch:
    pitch = store.door.get(turn.arg)
    if pitch is None or pitch.status not in (PitchStatus.WAITING, PitchStatus.OPEN):
        raise Refused(DECIDED)
    return pitch
