"""`vendors`: what managers do with vendors and their names, and how each change is taken back for 30 days."""

from datetime import timedelta

from bot import conduct
from bot.model import Lead, Product, Vendor, VendorChange, VendorStatus
from bot.names import key_of
from bot.ports import Store
from bot.renewals import pulse
from bot.resolve import NAME
from bot.review.nightly import recount_moved
from bot.route import Route
from bot.turn import Outcome, Redraw, Refused, Turn
from bot.vendors import MOST, proposed_card, refusal, vendor_field, vendor_in
from bot.views import (
    Block,
    Button,
    Buttons,
    Card,
    Choices,
    Form,
    Heading,
    Invalid,
    Look,
    Note,
    Option,
    Paragraph,
    TextField,
    TypeAheadField,
)

UNDO_FOR = timedelta(days=30)
SHOWN = 6


def vendors_card(turn: Turn, store: Store) -> Outcome:
    """A manager looks after the vendors: what was proposed, what was changed, which names members' picks left."""
    return Outcome(_card(turn, store))


def confirm(turn: Turn, store: Store) -> Outcome:
    """A proposed vendor is one."""
    vendor = _vendor(store, turn.arg)
    if not store.curating.confirm(vendor.id):
        raise Refused(f"{vendor.name} is confirmed already.")
    return Outcome(Note.say(f"{vendor.name} is confirmed."), _redrawn(store, vendor.id))


def refuse(turn: Turn, store: Store) -> Outcome:
    """A proposed vendor is none: it is found no more, and what was asked about it keeps its words and the name."""
    vendor = _vendor(store, turn.arg)
    if store.reviews.visible(turn.member.id, vendor.id, 1):
        raise Refused(f"Peers have reviewed {vendor.name}. Merge it into the right vendor instead.")
    change = _change(turn, "refuse", vendor.id, "", f"{vendor.name} was refused", vendor.name)
    if not store.curating.refuse(change):
        raise Refused("Another community manager has decided about it already.")
    return Outcome(_done(store, change), _redrawn(store, vendor.id))


def merge_form(turn: Turn, store: Store) -> Outcome:
    """Two vendors are one: which goes into which."""
    fields = (
        vendor_field(store, _vendor(store, turn.arg) if turn.arg else None, name="gone", label="Merge"),
        vendor_field(store, name="kept", label="Into", hint="This name stays; the other leads to it."),
    )
    return _form(turn, "Merge vendors", "vendors.send_merge", fields, "Merge")


def send_merge(turn: Turn, store: Store) -> Outcome:
    """Everything about the one belongs to the other from now on."""
    gone, kept = vendor_in(turn, store, "gone").vendor, vendor_in(turn, store, "kept").vendor
    if gone.id == kept.id:
        raise Invalid({"kept": "Choose another vendor than the one that goes."})
    change = _change(turn, "merge", gone.id, kept.id, f"{gone.name} went into {kept.name}")
    if not store.curating.merge(change):
        raise Refused("One of the two is merged already. Open Vendors again.")
    _recount(turn, store, gone.id, kept.id)
    merged = Vendor(gone.id, gone.name, VendorStatus.MERGED)
    return Outcome(_done(store, change), (Redraw(f"vendors.proposed:{gone.id}", proposed_card(merged)),))


def rename_form(turn: Turn, store: Store) -> Outcome:
    """A vendor has another name."""
    vendor = _vendor(store, turn.arg) if turn.arg else None
    fields = (vendor_field(store, vendor), TextField("name", "New name", max_length=MOST))
    return _form(turn, "Rename a vendor", "vendors.send_rename", fields, "Rename")


def send_rename(turn: Turn, store: Store) -> Outcome:
    """The new name is shown everywhere, the old one still leads there."""
    vendor, name = vendor_in(turn, store).vendor, _new_name(turn, store, "name")
    change = _change(turn, "rename", vendor.id, "", f"{vendor.name} is called {name} now", vendor.name)
    if not store.curating.rename(change, name):
        raise Refused("Somebody renamed it at the same moment. Open Vendors again.")
    return Outcome(_done(store, change), _redrawn(store, vendor.id))


def move_form(turn: Turn, store: Store) -> Outcome:
    """A product is another vendor's."""
    product = TypeAheadField("product", "Product", "vendors.products", placeholder="Type a name")
    fields = (product, vendor_field(store, label="Belongs to"))
    return _form(turn, "Move a product", "vendors.send_move", fields, "Move")


def products(turn: Turn, store: Store) -> Outcome:
    """Type-ahead of products alone."""
    leads = [one for one in store.names.beginning(key_of(turn.query) or "a", 60) if one.product_id]
    found = store.vendors.products({one.product_id or "" for one in leads})
    return Outcome(Choices(tuple(Option(one.name, one.id) for one in found.values())[:15]))


def send_move(turn: Turn, store: Store) -> Outcome:
    """The product and all that is said about it follow."""
    product = store.vendors.product(turn.text("product"))
    if product is None:
        raise Invalid({"product": "Choose the product from the list: type the first letters of its name."})
    vendor = vendor_in(turn, store).vendor
    change = _change(turn, "move", product.id, vendor.id, f"{product.name} belongs to {vendor.name} now")
    if any(key_of(one.name) == key_of(product.name) for one in store.vendors.products_of(vendor.id)):
        raise Refused(f"{vendor.name} has a product with the name {product.name} already.")
    if not store.curating.move_product(change):
        raise Refused("It belongs there already.")
    _recount(turn, store, product.vendor_id, vendor.id)
    return Outcome(_done(store, change))


def split_form(turn: Turn, store: Store) -> Outcome:
    """One vendor is two."""
    fields = (
        vendor_field(store, label="Split"),
        TextField("name", "Name of the new vendor", max_length=MOST),
        TextField("products", "Products that go with it", lines=True, required=False, hint="One a line."),
        TextField("names", "Other names that go with it", lines=True, required=False, hint="One a line."),
    )
    return _form(turn, "Split a vendor", "vendors.send_split", fields, "Split")


def send_split(turn: Turn, store: Store) -> Outcome:
    """The new vendor takes its products and names, and all that is said about those products."""
    vendor, name = vendor_in(turn, store).vendor, _new_name(turn, store, "name")
    gone, keys = _named_products(turn, store, vendor), _named_aliases(turn, store, vendor)
    new = Vendor(turn.new_id(), name)
    store.vendors.add(new)
    change = _change(turn, "split", new.id, vendor.id, f"{name} was split from {vendor.name}")
    store.curating.split(change, [one.id for one in gone], keys)
    _recount(turn, store, new.id, vendor.id)
    return Outcome(_done(store, change))


def undo(turn: Turn, store: Store) -> Outcome:
    """A change is taken back; what came since stays where it is."""
    since = turn.now - UNDO_FOR
    change = next((one for one in store.curating.changes(since) if one.id == turn.arg), None)
    before = _concerned(store, change) if change else ()
    if change is None or not store.curating.undo(change.id, since):
        raise Refused("This cannot be undone any more: it is over 30 days old, undone, or a later change builds on it.")
    _recount(turn, store, *before, *_concerned(store, change))
    return Outcome(_card(turn, store))


def forget(turn: Turn, store: Store) -> Outcome:
    """A name that a member's pick left is dropped."""
    if not store.names.forget(turn.arg):
        raise Refused("This name is gone already.")
    return Outcome(_card(turn, store))


ROUTES = {
    "vendors": Route(vendors_card, managers_only=True),
    "vendors.confirm": Route(confirm, writes=True, managers_only=True),
    "vendors.refuse": Route(refuse, writes=True, managers_only=True),
    "vendors.merge": Route(merge_form, managers_only=True),
    "vendors.send_merge": Route(send_merge, writes=True, managers_only=True),
    "vendors.rename": Route(rename_form, managers_only=True),
    "vendors.send_rename": Route(send_rename, writes=True, managers_only=True),
    "vendors.move": Route(move_form, managers_only=True),
    "vendors.products": Route(products, managers_only=True),
    "vendors.send_move": Route(send_move, writes=True, managers_only=True),
    "vendors.split": Route(split_form, managers_only=True),
    "vendors.send_split": Route(send_split, writes=True, managers_only=True),
    "vendors.undo": Route(undo, writes=True, managers_only=True),
    "vendors.forget": Route(forget, writes=True, managers_only=True),
}


def _card(turn: Turn, store: Store) -> Card:
    actions = Buttons((
        Button("Merge", "vendors.merge", opens_form=True),
        Button("Rename", "vendors.rename", opens_form=True),
        Button("Move a product", "vendors.move", opens_form=True),
        Button("Split", "vendors.split", opens_form=True),
        Button("Curation", "curate"),
    ))  # fmt: skip
    blocks = [*_waiting(store), *_changed(turn, store), *_picked(store)]
    return Card("Vendors", (*(blocks or [Paragraph(("Nothing waits for you.",))]), actions))


def _waiting(store: Store) -> list[Block]:
    waiting = store.vendors.proposed()
    blocks: list[Block] = [Heading(f"Proposed ({len(waiting)})")] if waiting else []
    for one in waiting[:SHOWN]:
        confirm_it = Button("Confirm", "vendors.confirm", one.id, Look.PRIMARY)
        blocks += [
            Paragraph((one.name,)),
            Buttons((confirm_it, Button("Merge", "vendors.merge", one.id, opens_form=True), refusal(one))),
        ]
    return blocks


def _changed(turn: Turn, store: Store) -> list[Block]:
    changes = store.curating.changes(turn.now - UNDO_FOR)
    blocks: list[Block] = [Heading("Changed in the last 30 days")] if changes else []
    for one in changes[:SHOWN]:
        said = Paragraph((f"{one.said} ({one.changed_at:%-d %B})",))
        blocks += [said, Buttons((Button("Undo", "vendors.undo", one.id, confirm="Take this change back?"),))]
    return blocks


def _picked(store: Store) -> list[Block]:
    picked = store.names.picked()
    vendors = store.vendors.all_of({one.vendor_id for one in picked})
    blocks: list[Block] = [Heading("Names that members use")] if picked else []
    for one in picked[:SHOWN]:
        said = Paragraph((f"“{one.name}” means {_name(vendors, one)}",))
        blocks += [said, Buttons((Button("Remove", "vendors.forget", one.key),))]
    return blocks


def _name(vendors: dict[str, Vendor], lead: Lead) -> str:
    return vendors[lead.vendor_id].name if lead.vendor_id in vendors else "a vendor"


def _form(turn: Turn, title: str, action: str, fields: tuple[TextField | TypeAheadField, ...], submit: str) -> Outcome:
    said = Paragraph(("Everything about it follows. You can undo this for 30 days.",), quiet=True)
    return Outcome(Form(title, action, fields, turn.new_id(), "", submit, (said,)))


def _change(turn: Turn, what: str, subject: str, other: str, said: str, was: str = "") -> VendorChange:
    return VendorChange(turn.new_id(), what, subject, other, said, turn.now, was)


def _concerned(store: Store, change: VendorChange) -> tuple[str, ...]:
    """The vendors whose reviews a change moves; where it moves a product, the one that has it now."""
    product = store.vendors.product(change.subject)
    return (product.vendor_id if product else change.subject, change.other)


def _recount(turn: Turn, store: Store, *vendor_ids: str) -> None:
    recount_moved(store, turn.community, vendor_ids, turn.now.date())
    for vendor_id in vendor_ids:
        conduct.recount(store, turn.community, vendor_id, turn.now.date())
        pulse.recount(store, turn.community, vendor_id, turn.now.date())


def _done(store: Store, change: VendorChange) -> Card:
    store.curating.forget_before(change.changed_at - UNDO_FOR)
    button = Button("Undo", "vendors.undo", change.id, confirm="Take this change back?")
    said = Paragraph((f"{change.said}. You can undo this for 30 days.",))
    return Card("Done", (said, Buttons((button, Button("Vendors", "vendors")))))


def _redrawn(store: Store, vendor_id: str) -> tuple[Redraw, ...]:
    vendor = _vendor(store, vendor_id)
    return (Redraw(f"vendors.proposed:{vendor_id}", proposed_card(vendor)),)


def _vendor(store: Store, vendor_id: str) -> Vendor:
    vendor = store.vendors.get(vendor_id)
    if vendor is None:
        raise Refused("This vendor is not here any more. Open Vendors again.")
    return vendor


def _new_name(turn: Turn, store: Store, field: str) -> str:
    name = turn.text(field)
    if not key_of(name) or len(name) > MOST:
        raise Invalid({field: f"Write the name, with at most {MOST} characters."})
    taken = [one for one in store.names.exactly({key_of(name)}) if one.kind == NAME and one.points == 100]
    own = turn.text("vendor")
    if any(one.vendor_id != own for one in taken):
        raise Invalid({field: f"There is a vendor with the name {name} already. Merge the two instead."})
    return name


def _named_products(turn: Turn, store: Store, vendor: Vendor) -> list[Product]:
    own = {key_of(one.name): one for one in store.vendors.products_of(vendor.id)}
    wanted = [line.strip() for line in turn.text("products").splitlines() if line.strip()]
    if unknown := [one for one in wanted if key_of(one) not in own]:
        raise Invalid({"products": f"{vendor.name} has no product with the name {unknown[0]}."})
    return [own[key_of(one)] for one in wanted]


def _named_aliases(turn: Turn, store: Store, vendor: Vendor) -> list[str]:
    wanted = {key_of(line): line for line in turn.text("names").splitlines() if key_of(line)}
    own = {one.key for one in store.names.exactly(wanted.keys()) if one.vendor_id == vendor.id and not one.product_id}
    if unknown := [line for key, line in wanted.items() if key not in own]:
        raise Invalid({"names": f"{unknown[0]} does not lead to {vendor.name}."})
    return sorted(own)
