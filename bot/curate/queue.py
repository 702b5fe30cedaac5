"""`curate`: everything that waits for a community manager, the oldest first, and the ways to the rest of curation."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from bot.curate.reasons import REASONS
from bot.curate.reviews import approve
from bot.curate.reviews import decline as decline_one
from bot.model import ReviewStatus
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
READ = 100
AT_ONCE = 10
"""Reviews that one form decides about; a form's list holds no more."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits: since when, what it is, and the buttons that lead on."""

    since: datetime | None
    what: str
    buttons: tuple[Button, ...]


def curate(turn: Turn, store: Store) -> Outcome:
    """A manager looks at the queue."""
    return Outcome(Card("Curation", (*_listed(turn, waiting(store)), _rest(store))))


def waiting(store: Store) -> list[Item]:
    """The queue, the oldest first; what has no date (a proposed vendor) comes last."""
    items = [*_people(store), *_cases(store), *_reviews(store), *_pitches(store), *_vendors(store)]
    return sorted(items, key=lambda one: (one.since is None, one.since or datetime.max.replace(tzinfo=UTC)))


def cases(turn: Turn, store: Store) -> Outcome:
    """A manager looks at flags and appeals alone."""
    log = Buttons((Button("Integrity log", "curate.log"), Button("Curation", "curate")))
    return Outcome(Card("Cases", (*_listed(turn, list(_cases(store))), log)))


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


def _rest(store: Store) -> Buttons:
    """The other rooms; deciding several together needs several."""
    several = Button("Decide several", "curate.several", opens_form=True)
    return Buttons((
        *((several,) if len(store.reviews.waiting(2)) > 1 else ()),
        Button("People", "people"), Button("Vendors", "vendors"),
        Button("Settings", "curate.settings", opens_form=True),
        Button("Integrity log", "curate.log"), Button("Health", "curate.health"),
        Button("Open the desk", "curate.desk"), Button("Home", "home"),
    ))  # fmt: skip


def _listed(turn: Turn, items: list[Item]) -> Iterator[Block]:
    late = sum(1 for one in items if one.since and turn.now - one.since > SERVICE)
    if not items:
        yield Paragraph(("Nothing waits for you.",))
    else:
        behind = f", {late} for more than {SERVICE.days} days" if late else ""
        yield Heading(f"{count(len(items), 'decision')} waiting{behind}")
    for one in items[:SHOWN]:
        yield Paragraph((Bold(one.what), f" · {_age(one.since, turn.now)}"))
        yield Buttons(one.buttons)
    if len(items) > SHOWN:
        yield Paragraph((f"{len(items) - SHOWN} more, after these.",), quiet=True)


def _age(since: datetime | None, now: datetime) -> str:
    if since is None:
        return "proposed"
    days = (now - since).days
    waits = f"waits {count(days, 'day')}" if days > 0 else "since today"
    return f"{waits}, over the {SERVICE.days} we promise" if now - since > SERVICE else waits


def _people(store: Store) -> Iterator[Item]:
    for one in store.applications.waiting():
        yield Item(one.sent_at, f"Application: {one.name}, {one.company}", (Button("Open", "people.open", one.id),))


def _cases(store: Store) -> Iterator[Item]:
    for one in store.cases.waiting(READ):
        what = "Appeal about" if one.status is CaseStatus.APPEALED else "Flagged:"
        yield Item(one.opened_at, f"{what} {ONE[one.kind]}", (Button("Read", "case.read", one.id, Look.PRIMARY),))


def _reviews(store: Store) -> Iterator[Item]:
    for one in store.reviews.waiting(READ):
        if one.status is ReviewStatus.WAITING:
            written = datetime.combine(one.written_on, time(), UTC)
            read = Button("Read", "review.decide", one.id, Look.PRIMARY)
            yield Item(written, f"Review of {_vendor(store, one.vendor_id)}", (read,))


def _pitches(store: Store) -> Iterator[Item]:
    for one in store.door.waiting():
        yield Item(one.arrived_at, f"Pitch of {one.seller}", (Button("Read", "door.look", one.id, Look.PRIMARY),))


def _vendors(store: Store) -> Iterator[Item]:
    for one in store.vendors.proposed():
        yield Item(None, f"Vendor: {one.name}", (Button("Open", "vendors"),))


def _vendor(store: Store, vendor_id: str) -> str:
    vendor = store.vendors.get(vendor_id)
    return vendor.name if vendor else "a vendor"
