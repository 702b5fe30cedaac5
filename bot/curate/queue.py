"""`curate`: everything that waits for a community manager, the oldest first, and the ways to the rest of curation."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from bot.curate.reasons import REASONS
from bot.curate.reviews import approve
from bot.curate.reviews import decline as decline_one
from bot.model import UnmaskStatus
from bot.parts import Part, part_of
from bot.ports import Store
from bot.ports.cases import ONE, CaseStatus
from bot.route import Route
from bot.text import count, shorten
from bot.turn import Later, Message, Outcome, Refused, Turn
from bot.views import (
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Invalid,
    Look,
    ManyField,
    Note,
    Option,
    Paragraph,
    SelectField,
    TextField,
)

SERVICE = timedelta(days=3)
"""Whoever waits for a decision is promised one within this time."""
SHOWN = 8
READ = 2_000
"""More of one kind are not listed at once."""
AT_ONCE = 10
"""Reviews that one form decides about; a form's list holds no more."""
KINDS = ("Applications", "Flags and appeals", "Reviews", "Pitches", "Break-glass", "Vendors")


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits: its kind, since when, what it is, and the buttons that lead on."""

    kind: str
    since: datetime | None
    what: str
    buttons: tuple[Button, ...]


def curate(turn: Turn, store: Store) -> Outcome:
    """A manager looks at the queue, or at one kind of what waits in it."""
    items, part = waiting(store, turn.member.id), part_of(turn.arg, SHOWN)
    said = (*_heading(turn, items), *_kinds(items, part), *_listed(turn, _narrowed(items, part), part, "curate"))
    return Outcome(Card("Curation", (*said, _rest(items))))


def waiting(store: Store, manager: str) -> list[Item]:
    """The manager's queue, the oldest first; what has no date (a proposed vendor) comes last."""
    rooms = (_people, _cases, _reviews, _pitches, _vendors)
    items = [*(one for room in rooms for one in room(store)), *_glasses(store, manager)]
    return sorted(items, key=lambda one: (one.since is None, one.since or datetime.max.replace(tzinfo=UTC)))


def cases(turn: Turn, store: Store) -> Outcome:
    """A manager looks at flags and appeals alone."""
    items, part = list(_cases(store)), part_of(turn.arg, SHOWN)
    log = Buttons((Button("Integrity log", "curate.log"), Button("Curation", "curate")))
    return Outcome(Card("Cases", (*_heading(turn, items), *_listed(turn, items, part, "curate.cases"), log)))


def several_form(turn: Turn, store: Store) -> Outcome:
    """`Decide several`: tick reviews that wait, and approve or decline them together."""
    found = store.reviews.waiting(AT_ONCE)
    if not found:
        raise Refused("No review waits. Type curate to see what does.")
    options = tuple(Option(shorten(f"{_vendor(store, one.vendor_id)}: {one.pros}", 70), one.id) for one in found)
    fields = (
        ManyField("reviews", "Reviews", options, required=True),
        SelectField("decision", "Decision", (Option("Approve", "approve"), Option("Decline", "decline")), "approve"),
        SelectField(
            "reason", "Reason, if you decline",
            tuple(Option(text, code) for code, text in REASONS.items()), required=False,
        ),
        TextField("statement", "To the authors", lines=True, required=False, max_length=600),
    )  # fmt: skip
    return Outcome(Form("Decide several", "curate.decide", fields, turn.new_id(), submit="Decide"))


def decide_several(turn: Turn, store: Store) -> Outcome:
    """The form was sent: one decision for each ticked review; what another manager decided meanwhile is named."""
    wanted, decline = turn.several("reviews")[:AT_ONCE], turn.text("decision") == "decline"
    if not wanted:
        raise Invalid({"reviews": "Tick at least one review."})
    if decline and turn.text("reason") not in REASONS:
        raise Invalid({"reason": "Choose the reason that fits best."})
    messages: list[Message] = []
    timers: list[Later] = []
    passed = 0
    for one in wanted:
        try:
            outcome = (decline_one if decline else approve)(replace(turn, arg=one), store)
        except Refused:
            passed += 1
            continue
        messages += outcome.messages
        timers += outcome.timers
    done = "declined" if decline else "approved"
    left = f" {count(passed, 'was', 'were')} decided by somebody else meanwhile, or yours." if passed else ""
    said = f"{count(len(wanted) - passed, 'review')} {done}. The authors are told.{left}"
    return Outcome(Note.say(said), tuple(messages), tuple(timers))


ROUTES = {
    "curate": Route(curate, managers_only=True),
    "curate.cases": Route(cases, managers_only=True),
    "curate.several": Route(several_form, managers_only=True),
    "curate.decide": Route(decide_several, writes=True, managers_only=True),
}


def _rest(items: list[Item]) -> Buttons:
    """The other rooms; deciding several together needs several."""
    several = Button("Decide several", "curate.several", opens_form=True)
    return Buttons((
        *((several,) if sum(one.kind == "Reviews" for one in items) > 1 else ()),
        Button("People", "people"), Button("Vendors", "vendors"),
        Button("Settings", "curate.settings", opens_form=True),
        Button("Integrity log", "curate.log"), Button("Health", "curate.health"),
        Button("Open the desk", "curate.desk"), Button("Home", "home"),
    ))  # fmt: skip


def _heading(turn: Turn, items: list[Item]) -> Iterator[Block]:
    late = sum(1 for one in items if one.since and turn.now - one.since > SERVICE)
    if not items:
        yield Paragraph(("Nothing waits for you.",))
        return
    behind = f", {late} for more than {SERVICE.days} days" if late else ""
    yield Heading(f"{count(len(items), 'decision')} waiting{behind}")


def _kinds(items: list[Item], part: Part) -> Iterator[Block]:
    """A long queue can be narrowed to one kind; one that is narrowed says so, however short it has become."""
    numbers = Counter(one.kind for one in items)
    if (len(items) <= part.size and part.only not in numbers) or len(numbers) < 2:
        return
    chosen = tuple(
        Button(f"{kind} ({numbers[kind]})", "curate", part.begin(kind).arg)
        for kind in KINDS
        if numbers[kind] and kind != part.only
    )
    everything = (Button(f"Everything ({len(items)})", "curate", part.begin().arg),) if part.only in numbers else ()
    yield Buttons((*everything, *chosen))
    if part.only in numbers:
        yield Heading(f"{part.only}: {numbers[part.only]}")


def _narrowed(items: list[Item], part: Part) -> list[Item]:
    """The kind's items; everything once the last one of a kind is decided."""
    return [one for one in items if one.kind == part.only] or items


def _listed(turn: Turn, items: list[Item], part: Part, action: str) -> Iterator[Block]:
    for one in part.of(items):
        yield Paragraph((Bold(one.what), f" · {_age(one.since, turn.now)}" if one.since else ""))
        yield Buttons(one.buttons)
    yield from part.around(action, len(items))


def _age(since: datetime, now: datetime) -> str:
    days = (now - since).days
    waits = f"waits {count(days, 'day')}" if days > 0 else "since today"
    return f"{waits}, over the {SERVICE.days} we promise" if now - since > SERVICE else waits


def _people(store: Store) -> Iterator[Item]:
    for one in store.applications.waiting():
        opened = Button("Open", "people.open", one.id)
        yield Item("Applications", one.sent_at, f"Application: {one.name}, {one.company}", (opened,))


def _cases(store: Store) -> Iterator[Item]:
    for one in store.cases.waiting(READ):
        what = "Appeal about" if one.status is CaseStatus.APPEALED else "Flagged:"
        read = Button("Read", "case.read", one.id, Look.PRIMARY)
        since = datetime.combine(one.appealed_on, time(), UTC) if one.appealed_on else one.opened_at
        yield Item("Flags and appeals", since, f"{what} {ONE[one.kind]}", (read,))


def _reviews(store: Store) -> Iterator[Item]:
    found = store.reviews.waiting(READ)
    vendors = store.vendors.all_of({one.vendor_id for one in found})
    for one in found:
        written = datetime.combine(one.written_on, time(), UTC)
        read = Button("Read", "review.decide", one.id, Look.PRIMARY)
        name = vendors[one.vendor_id].name if one.vendor_id in vendors else _vendor(store, one.vendor_id)
        yield Item("Reviews", written, f"Review of {name}", (read,))


def _pitches(store: Store) -> Iterator[Item]:
    for one in store.door.waiting():
        read = Button("Read", "door.look", one.id, Look.PRIMARY)
        yield Item("Pitches", one.arrived_at, f"Pitch of {one.seller}", (read,))


def _glasses(store: Store, manager: str) -> Iterator[Item]:
    for one in store.unmasking.waiting_for(manager):
        state = "waits for a second manager" if one.status is UnmaskStatus.PROPOSED else "you can see the name"
        read = Button("Read", "unmask.read", one.id, Look.PRIMARY)
        yield Item("Break-glass", None, f"Break-glass about {one.handle}: {state}", (read,))


def _vendors(store: Store) -> Iterator[Item]:
    for one in store.vendors.proposed():
        confirm = Button("Confirm", "vendors.confirm", one.id)
        merge = Button("Merge", "vendors.merge", one.id, opens_form=True)
        yield Item("Vendors", None, f"Proposed vendor: {one.name}", (confirm, merge, Button("All", "vendors")))


def _vendor(store: Store, vendor_id: str) -> str:
    vendor = store.vendors.get(vendor_id)
    return vendor.name if vendor else "a vendor"
