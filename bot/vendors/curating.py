"""`vendors`: what managers do with vendors and their names, and how each change is taken back for 30 days."""

from bot.ports import Store
from bot.resolve import PICK
from bot.route import Route
from bot.text import count
from bot.trail import audit
from bot.turn import Message, Outcome, Refused, Turn
from bot.vendors import changing, lists
from bot.vendors.changes import UNDO_FOR, change_of, concerned, done, recount, redrawn, vendor_here
from bot.vendors.lists import come_back
from bot.views import Form, Invalid, ManyField, Note, Option

AT_ONCE = 10
"""Vendors that one form confirms; a form's list holds no more."""


def confirm(turn: Turn, store: Store) -> Outcome:
    """A proposed vendor is one."""
    vendor = vendor_here(store, turn.arg)
    if not store.curating.confirm(vendor.id):
        raise Refused(f"{vendor.name} is confirmed already.")
    audit(turn, store, "vendors.confirm", vendor.id)
    return Outcome(Note.say(f"{vendor.name} is confirmed."), redrawn(store, vendor.id))


def several_form(turn: Turn, store: Store) -> Outcome:
    """`Confirm several`: tick proposed vendors that are ones."""
    found = store.vendors.proposed()[:AT_ONCE]
    if not found:
        raise Refused("No proposed vendor waits.")
    fields = (ManyField("vendors", "Vendors", tuple(Option(one.name, one.id) for one in found), required=True),)
    return Outcome(Form("Confirm several", "vendors.confirm_several", fields, turn.new_id(), submit="Confirm"))


def confirm_several(turn: Turn, store: Store) -> Outcome:
    """The form was sent: every ticked vendor is one."""
    wanted = turn.several("vendors")[:AT_ONCE]
    if not wanted:
        raise Invalid({"vendors": "Tick at least one vendor."})
    confirmed = [one for one in wanted if store.vendors.get(one) and store.curating.confirm(one)]
    for one in confirmed:
        audit(turn, store, "vendors.confirm", one)
    messages: list[Message] = [message for one in confirmed for message in redrawn(store, one)]
    passed = len(wanted) - len(confirmed)
    left = f" {count(passed, 'was', 'were')} decided by somebody else meanwhile." if passed else ""
    return Outcome(Note.say(f"{count(len(confirmed), 'vendor')} confirmed.{left}"), tuple(messages))


def refuse(turn: Turn, store: Store) -> Outcome:
    """A proposed vendor is none: it is found no more, and what was asked about it keeps its words and the name."""
    vendor = vendor_here(store, turn.arg)
    if store.reviews.visible(turn.member.id, vendor.id, 1):
        raise Refused(f"Peers have reviewed {vendor.name}. Merge it into the right vendor instead.")
    change = change_of(turn, "refuse", vendor.id, "", f"{vendor.name} was refused", vendor.name)
    if not store.curating.refuse(change):
        raise Refused("Another community manager has decided about it already.")
    return Outcome(done(turn, store, change), redrawn(store, vendor.id))


def undo(turn: Turn, store: Store) -> Outcome:
    """A change is taken back; what came since stays where it is."""
    change_id, _, where = turn.arg.partition("|")
    since = turn.now - UNDO_FOR
    change = next((one for one in store.curating.changes(since) if one.id == change_id), None)
    before = concerned(store, change) if change else ()
    if change is None or not store.curating.undo(change.id, since):
        raise Refused("This cannot be undone any more: it is over 30 days old, undone, or a later change builds on it.")
    audit(turn, store, "vendors.undo", change.subject, change.what)
    recount(turn, store, *before, *concerned(store, change))
    return come_back(turn, store, where)


def forget(turn: Turn, store: Store) -> Outcome:
    """A name that a member's pick left is dropped."""
    key, _, where = turn.arg.partition("|")
    meant = {one.vendor_id for one in store.names.exactly({key}) if one.kind == PICK}
    if not store.names.forget(key):
        raise Refused("This name is gone already.")
    for vendor_id in sorted(meant):
        # The name is a member's own word: it does not go into a trail that is kept.
        audit(turn, store, "vendors.forget", vendor_id)
    return come_back(turn, store, where)


ROUTES = (
    changing.ROUTES
    | lists.ROUTES
    | {
        "vendors.confirm": Route(confirm, writes=True, managers_only=True),
        "vendors.several": Route(several_form, managers_only=True),
        "vendors.confirm_several": Route(confirm_several, writes=True, managers_only=True),
        "vendors.refuse": Route(refuse, writes=True, managers_only=True),
        "vendors.undo": Route(undo, writes=True, managers_only=True),
        "vendors.forget": Route(forget, writes=True, managers_only=True),
    }
)
