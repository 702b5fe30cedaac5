"""`coldcall NAME`: an unsolicited approach, logged in ten seconds. Only its member sees it."""

from collections.abc import Collection

from bot.calls.history import take_back
from bot.calls.number import LATELY, digits_of, ordinal
from bot.calls.replies import reply_to
from bot.conduct import nightly, recount
from bot.guard import Finding, Known, inspect, reasons, reword
from bot.model import Vendor
from bot.ports import Store
from bot.ports.calls import BETWEEN, Call
from bot.route import Route
from bot.settings import number_of
from bot.tactics import CHANNEL_OPTIONS, CHANNELS, PRAISE_OPTIONS, TACTIC_OPTIONS, Channel, Praise, Tactic
from bot.turn import Outcome, Turn
from bot.vendors import Meant, vendor_field, vendor_in, vendor_of
from bot.views import (
    Bold,
    Bullets,
    Button,
    Buttons,
    Card,
    Form,
    Invalid,
    ManyField,
    Note,
    Paragraph,
    Quote,
    SelectField,
    TextField,
)

MOST = 300
"""Characters of a note."""
PERSON = "person"
"""The guard's rule on people's names: elsewhere to be confirmed, here to be left out."""

Intro = tuple[Paragraph | Quote | Bullets, ...]
PRIVATE = "Only you see what you log. Others see counts alone, once {k} companies have logged calls."


def coldcall(turn: Turn, store: Store) -> Outcome:
    """`coldcall NAME` or `Log a cold call`: the form, with the vendor in it if one was named."""
    meant = vendor_of(store, turn.arg, "coldcall", opens_form=True) if turn.arg else None
    if isinstance(meant, Card):
        return Outcome(meant)
    private = Paragraph((PRIVATE.format(k=number_of(turn.community, "k")),), quiet=True)
    return Outcome(_form(turn, store, meant, "", (private,)))


def save(turn: Turn, store: Store) -> Outcome:
    """The form was sent: the call is kept, and the receipt says how often this was and what one may answer."""
    meant = vendor_in(turn, store)
    call, number = _call(turn, meant.vendor), _number(turn)
    if found := _findings(store, call.note, meant):
        return Outcome(_form(turn, store, meant, reword(call.note, found), _why(call.note, found)))
    known = len(store.calls.from_number(turn.member.id, number)) if number else 0
    store.calls.log(call, turn.member, number)
    recount(store, turn.community, meant.vendor.id, turn.now.date())
    times = store.calls.times(turn.member.id, meant.vendor.id, turn.now - LATELY)
    return Outcome(_receipt(turn, meant.vendor, call, times, known), meant.messages, (nightly(turn),))


def undo(turn: Turn, store: Store) -> Outcome:
    """`Undo`: the call was logged by mistake, and counts no more."""
    take_back(turn, store)
    return Outcome(Note.say("Taken back: this call is not in your list any more, and counts nowhere."))


ROUTES = {
    "coldcall": Route(coldcall),
    "coldcall.save": Route(save, writes=True),
    "coldcall.undo": Route(undo, writes=True),
}


def _form(turn: Turn, store: Store, meant: Meant | None, note: str, intro: Intro) -> Form:
    fields = (
        vendor_field(store, meant),
        SelectField("channel", "How", CHANNEL_OPTIONS, turn.text("channel") or Channel.PHONE.value),
        ManyField("tactics", "Tactics", TACTIC_OPTIONS, turn.several("tactics")),
        ManyField("praise", "Done well", PRAISE_OPTIONS, turn.several("praise"), "Praise counts as much as blame."),
        TextField("number", "Number", turn.text("number"), "Kept only as a fingerprint, to know it again.",
                  required=False, max_length=40),
        TextField("note", "Note", note, "What was said. No names of people.", required=False,
                  lines=True, max_length=MOST),
    )  # fmt: skip
    return Form("Log a cold call", "coldcall.save", fields, turn.new_id(), submit="Log", intro=intro)


def _call(turn: Turn, vendor: Vendor) -> Call:
    errors = {}
    if turn.text("channel") not in set(Channel):
        errors["channel"] = "Choose how they came."
    if len(turn.text("note")) > MOST:
        errors["note"] = f"At most {MOST} characters, please: this has {len(turn.text('note'))}."
    tactics, praise = _chosen(turn, "tactics", set(Tactic)), _chosen(turn, "praise", set(Praise))
    if tactics is None:
        errors["tactics"] = "Choose from the list."
    if praise is None:
        errors["praise"] = "Choose from the list."
    if errors:
        raise Invalid(errors)
    channel, note = Channel(turn.text("channel")), turn.text("note")
    return Call(turn.new_id(), turn.member.id, vendor.id, channel, tactics or "", praise or "", note, turn.now)


def _chosen(turn: Turn, name: str, known: Collection[str]) -> str | None:
    chosen = dict.fromkeys(turn.several(name))
    return BETWEEN.join(chosen) if all(one in known for one in chosen) else None


def _number(turn: Turn) -> str:
    typed = turn.text("number")
    digits = digits_of(typed)
    if typed and not digits:
        raise Invalid({"number": "Write the number with its area code, or leave it empty."})
    return digits


def _findings(store: Store, note: str, meant: Meant) -> tuple[Finding, ...]:
    """What may not be kept: what the guard stops anywhere, and names of people."""
    if not note:
        return ()
    named = {meant.vendor.name, *(vendor.name for vendor in store.vendors.named_in(note))}
    found = inspect(note, author=None, anonymous=False, known=Known(frozenset(named)))
    return tuple(one for one in found if one.stops or one.rule == PERSON)


def _why(note: str, found: tuple[Finding, ...]) -> Intro:
    said = Paragraph(("Please change this in your note; a suggestion stands below.",))
    return (said, reasons(found), Quote(note, ("As you wrote it",)))


def _receipt(turn: Turn, vendor: Vendor, call: Call, times: int, known: int) -> Card:
    number = (Paragraph((f"This number has called you before: {ordinal(known + 1).lower()} time.",)),) if known else ()
    return Card(
        f"Logged: {vendor.name}",
        (
            Paragraph((Bold(f"{ordinal(times)} time in 30 days."), f" {CHANNELS[call.channel]}, {turn.now:%-d %B}.")),
            *number,
            Quote(reply_to(turn.member, call.channel), ("A ready reply, to copy",)),
            Buttons((Button("My calls", "calls"), Button("Ready replies", "calls.replies"),
                     Button("Undo", "coldcall.undo", call.id))),
        ),
        f"Logged: {vendor.name}, {ordinal(times).lower()} time in 30 days",
    )  # fmt: skip
