"""`calls`: one's own private history of cold calls, by vendor and by number."""

from datetime import timedelta

from bot.calls.circle import trend
from bot.calls.number import LATELY, digits_of
from bot.conduct import ALONE, recount
from bot.door.words import is_open
from bot.model import Role
from bot.ports import Store
from bot.ports.calls import BETWEEN, Call, Caller
from bot.route import Route
from bot.tactics import CHANNELS, PRAISE, TACTICS, Praise, Tactic
from bot.text import count, shorten
from bot.turn import Outcome, Refused, Turn
from bot.vendors import vendor_of
from bot.views import (
    Block,
    Bold,
    Bullets,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Invalid,
    Look,
    Note,
    Paragraph,
    Spans,
    TextField,
)

CALLERS = 6
NAMED = 3
"""Callers with a button of their own: more would push the rest of the card off a phone's screen."""
OTHERS = "For any other one, type calls and its name."
LAST = 5
NOT_A_NUMBER = "Write the number with its area code."


def calls(turn: Turn, store: Store) -> Outcome:
    """`calls` shows who called; `calls NAME` one vendor's calls, `calls NUMBER` those from a number."""
    if not turn.arg:
        return Outcome(_card(turn, store))
    if digits_of(turn.arg) and not any(sign.isalpha() for sign in turn.arg):
        return Outcome(_from_number(turn, store, digits_of(turn.arg)))
    meant = vendor_of(store, turn.arg, "calls")
    if isinstance(meant, Card):
        return Outcome(meant)
    return Outcome(_of_vendor(turn, store, meant.vendor.id, meant.vendor.name))


def number_form(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`Look up a number`: has it called me before?"""
    field = TextField("number", "Number", hint="It is compared by its fingerprint and not kept.", max_length=40)
    return Outcome(Form("Who was that?", "calls.who", (field,), turn.new_id(), submit="Look up"))


def who(turn: Turn, store: Store) -> Outcome:
    """The number was sent."""
    digits = digits_of(turn.text("number"))
    if not digits:
        raise Invalid({"number": NOT_A_NUMBER})
    return Outcome(_from_number(turn, store, digits))


def remove(turn: Turn, store: Store) -> Outcome:
    """`Remove` beside a call: it is one less, and the list is shown again."""
    vendor = store.vendors.get(take_back(turn, store).vendor_id)
    if vendor is None:
        return Outcome(_card(turn, store))
    return Outcome(_of_vendor(turn, store, vendor.id, vendor.name))


ROUTES = {
    "calls": Route(calls),
    "calls.number": Route(number_form),
    "calls.who": Route(who),
    "calls.remove": Route(remove, writes=True),
}


def take_back(turn: Turn, store: Store) -> Call:
    """The call of the turn's argument is gone and counts nowhere; Refused where it is not the member's own."""
    call = store.calls.get(turn.arg, turn.member.id)
    if call is None or not store.calls.remove(call.id, turn.member.id):
        raise Refused("This call is not in your list any more. Type calls to see what is.")
    recount(store, turn.community, call.vendor_id, turn.now.date())
    return call


def _card(turn: Turn, store: Store) -> Card:
    callers = store.calls.callers(turn.member.id, turn.now - LATELY, CALLERS)
    door = (Button("At the door", "door"),) if is_open(turn.community) or turn.member.role is Role.MANAGER else ()
    return Card(
        "Cold calls",
        (
            Heading("Who called you"),
            *_callers(callers, turn),
            Buttons((
                Button("Log a cold call", "coldcall", "", Look.PRIMARY, opens_form=True),
                Button("Look up a number", "calls.number", opens_form=True),
                Button("Ready replies", "calls.replies"),
                Button("This community", "calls.circle"),
                *door,
            )),
            *trend(turn, store),
            Paragraph((f"Only you see who called you. {ALONE}",), quiet=True),
        ),
    )  # fmt: skip


def _callers(callers: list[Caller], turn: Turn) -> tuple[Block, ...]:
    if not callers:
        return (Paragraph(("Nobody yet, as far as you have logged. The next one takes ten seconds.",)),)
    lines: tuple[Spans, ...] = tuple((Bold(one.vendor), f" · {_often(one, turn)}") for one in callers)
    named = tuple(Button(one.vendor, "calls", one.vendor_id) for one in callers[:NAMED])
    typed = (Paragraph((OTHERS,), quiet=True),) if len(callers) > NAMED else ()
    return (Bullets(lines), Buttons(named), *typed)


def _often(one: Caller, turn: Turn) -> str:
    last = _day(one, turn)
    if one.times == 1:
        return f"once, {last}"
    lately = f"{count(one.lately, 'time')} in 30 days" if one.lately else f"{one.times} times"
    in_all = f", {one.times} in all" if 0 < one.lately < one.times else ""
    return f"{lately}{in_all}, the last one {last}"


def _day(one: Caller, turn: Turn) -> str:
    days = (turn.now.date() - one.last.date()).days
    return {0: "today", 1: "yesterday"}.get(days, f"on {one.last:%-d %B %Y}")


def _of_vendor(turn: Turn, store: Store, vendor_id: str, name: str) -> Card:
    newest = store.calls.of_vendor(turn.member.id, vendor_id, LAST)
    log = Button("Log a cold call", "coldcall", vendor_id, Look.PRIMARY, opens_form=True)
    buttons = Buttons((log, Button("Vendor", "vendor", vendor_id), Button("My calls", "calls")))
    if not newest:
        return Card(f"Calls from {name}", (Paragraph((f"You have logged no call from {name}.",)), buttons))
    lately = store.calls.times(turn.member.id, vendor_id, turn.now - LATELY)
    year = store.calls.times(turn.member.id, vendor_id, turn.now - timedelta(days=365))
    often = count(lately, "time") if lately else "None"
    said = Paragraph((Bold(f"{often} in 30 days"), f", {year or 'none'} in a year."))
    shown = [block for call in newest for block in _call(call)]
    return Card(f"Calls from {name}", (said, *shown, buttons))


def _call(call: Call) -> tuple[Block, ...]:
    how = [TACTICS[Tactic(code)] for code in call.tactics.split(BETWEEN) if code]
    well = [PRAISE[Praise(code)] for code in call.praise.split(BETWEEN) if code]
    said = f" · {', '.join([*how, *well])}" if how or well else ""
    note = (Paragraph((shorten(call.note, 300),), quiet=True),) if call.note else ()
    line = Paragraph((Bold(f"{call.called_at:%-d %B %Y}"), f" · {CHANNELS[call.channel]}{said}"))
    return (line, *note, Buttons((Button("Remove", "calls.remove", call.id),)))


def _from_number(turn: Turn, store: Store, digits: str) -> Note:
    found = store.calls.from_number(turn.member.id, digits)
    if not found:
        return Note.say("This number is not among the calls you logged.")
    names = store.vendors.all_of({call.vendor_id for call in found})
    lines = [f"{names[c.vendor_id].name}, {c.called_at:%-d %B %Y}" for c in found if c.vendor_id in names]
    often = {1: "once", 2: "twice"}.get(len(found), f"{len(found)} times")
    return Note((Bold(f"This number called you {often}"), f": {'; '.join(lines[:LAST])}."))
