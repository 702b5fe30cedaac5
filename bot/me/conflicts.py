"""The standing register of interests: declared once, shown on one's every word about that vendor."""

from dataclasses import replace

from bot.ask.card import redrawn
from bot.model import Conflict, ConflictKind
from bot.ports import Store
from bot.review.effect import settled
from bot.route import Route
from bot.signature import SAID_AS
from bot.turn import Later, Outcome, Redraw, Refused, Turn
from bot.vendors import vendor_field, vendor_in
from bot.views import Block, Bold, Button, Buttons, Card, Form, Invalid, ManyField, Option, Paragraph

LABELS: dict[ConflictKind, str] = {
    ConflictKind.EQUITY: "I or my family hold equity",
    ConflictKind.ADVISER: "I advise them",
    ConflictKind.REFERENCE: "We have a reference deal",
    ConflictKind.FORMER_EMPLOYER: "They employed me before",
    ConflictKind.RESELLER: "We resell them",
}


def register(turn: Turn, store: Store) -> Outcome:
    """`Conflicts`: what is declared, and how to change it."""
    return Outcome(_card(turn, store))


def form(turn: Turn, store: Store) -> Outcome:
    """Declaring an interest; with a vendor's id as the argument, what stands there is filled in."""
    vendor = store.vendors.get(turn.arg)
    kinds = tuple(
        one.kind.value for one in store.profiles.declared(turn.member.id) if vendor and _about(one, vendor.id)
    )
    fields = (
        vendor_field(store, vendor),
        ManyField(
            "kinds",
            "What is it?",
            tuple(Option(LABELS[kind], kind.value) for kind in ConflictKind),
            kinds,
            hint="Peers see it beside your every word about this vendor.",
            required=True,
        ),
    )
    return Outcome(Form("Declare an interest", "me.declare", fields, turn.new_id(), submit="Declare"))


def declare(turn: Turn, store: Store) -> Outcome:
    """The declaration was sent: from now on it stands beside the member's words, also those of before."""
    kinds = [kind for kind in ConflictKind if kind.value in turn.several("kinds")]
    none = {} if kinds else {"kinds": "Choose at least one. To take a declaration back, press Remove on the list."}
    try:
        meant = vendor_in(turn, store)
    except Invalid as problem:
        raise Invalid(problem.errors | none) from problem
    if none:
        raise Invalid(none)
    store.profiles.declare(turn.member.id, meant.vendor.id, kinds)
    declared = _declared(turn, store, meant.vendor.id)
    return replace(declared, messages=(*declared.messages, *meant.messages))


def remove(turn: Turn, store: Store) -> Outcome:
    """`Remove`: the interest is there no more."""
    if not any(_about(one, turn.arg) for one in store.profiles.declared(turn.member.id)):
        raise Refused("This declaration is not there any more.")
    store.profiles.declare(turn.member.id, turn.arg, ())
    return _declared(turn, store, turn.arg)


ROUTES = {
    "me.conflicts": Route(register, paused_too=True),
    "me.conflict": Route(form, paused_too=True),
    "me.declare": Route(declare, writes=True, paused_too=True),
    "me.undeclare": Route(remove, writes=True, paused_too=True),
}


def _declared(turn: Turn, store: Store, vendor_id: str) -> Outcome:
    """Cards show it at once, and the member's own reviews count anew: a declared interest counts nothing."""
    timers: list[Later] = []
    for mine in store.reviews.signed_by(turn.member.id, vendor_id):
        timers += settled(store, turn.community, mine, turn.member, turn.now)
    return Outcome(_card(turn, store), _redrawn(turn, store, vendor_id), tuple(timers))


def _card(turn: Turn, store: Store) -> Card:
    declared = store.profiles.declared(turn.member.id)
    blocks: list[Block] = [
        Paragraph(("Declared interests stand beside your words about that vendor, and count nothing in its scores.",))
    ]
    for vendor_id in dict.fromkeys(one.vendor_id for one in declared):
        blocks += _entry(store, vendor_id, [one for one in declared if one.vendor_id == vendor_id])
    if not declared:
        blocks.append(Paragraph(("You have not declared any.",), quiet=True))
    buttons = Buttons((Button("Declare", "me.conflict", opens_form=True), Button("My profile", "me")))
    return Card("Your conflicts of interest", (*blocks, buttons))


def _entry(store: Store, vendor_id: str, declared: list[Conflict]) -> tuple[Block, ...]:
    vendor = store.vendors.get(vendor_id)
    name = vendor.name if vendor else "a vendor"
    said = ", ".join(SAID_AS[one.kind].format(name) for one in declared)
    change = Button("Change", "me.conflict", vendor_id, opens_form=True)
    take_back = Button("Remove", "me.undeclare", vendor_id, confirm=f"Take back what you declared about {name}?")
    return (Paragraph((Bold(name), f": {said}")), Buttons((change, take_back)))


def _redrawn(turn: Turn, store: Store, vendor_id: str) -> tuple[Redraw, ...]:
    return tuple(redrawn(store, ask_id)[0] for ask_id in store.profiles.spoken_in(turn.member.id, vendor_id))


def _about(one: Conflict, vendor_id: str) -> bool:
    return one.vendor_id == vendor_id
