"""Managers merge, rename and split vendors, and move products."""

from bot.model import Product, Vendor, VendorStatus
from bot.names import key_of
from bot.ports import Store
from bot.resolve import NAME
from bot.route import Route
from bot.turn import Outcome, Redraw, Refused, Turn
from bot.vendors.changes import change_of, done, recount, redrawn, vendor_here
from bot.vendors.field import vendor_field, vendor_in
from bot.vendors.naming import MOST
from bot.vendors.proposing import proposed_card
from bot.views import Choices, Form, Invalid, Option, Paragraph, TextField, TypeAheadField


def merge_form(turn: Turn, store: Store) -> Outcome:
    """Two vendors are one: which goes into which."""
    fields = (
        vendor_field(store, vendor_here(store, turn.arg) if turn.arg else None, name="gone", label="Merge"),
        vendor_field(store, name="kept", label="Into", hint="This name stays; the other leads to it."),
    )
    return _form(turn, "Merge vendors", "vendors.send_merge", fields, "Merge")


def send_merge(turn: Turn, store: Store) -> Outcome:
    """Everything about the one belongs to the other from now on."""
    gone, kept = vendor_in(turn, store, "gone").vendor, vendor_in(turn, store, "kept").vendor
    if gone.id == kept.id:
        raise Invalid({"kept": "Choose another vendor than the one that goes."})
    change = change_of(turn, "merge", gone.id, kept.id, f"{gone.name} went into {kept.name}")
    if not store.curating.merge(change):
        raise Refused("One of the two is merged already. Open Vendors again.")
    recount(turn, store, gone.id, kept.id)
    merged = Vendor(gone.id, gone.name, VendorStatus.MERGED)
    return Outcome(done(turn, store, change), (Redraw(f"vendors.proposed:{gone.id}", proposed_card(merged)),))


def rename_form(turn: Turn, store: Store) -> Outcome:
    """A vendor has another name."""
    vendor = vendor_here(store, turn.arg) if turn.arg else None
    fields = (vendor_field(store, vendor), TextField("name", "New name", max_length=MOST))
    return _form(turn, "Rename a vendor", "vendors.send_rename", fields, "Rename")


def send_rename(turn: Turn, store: Store) -> Outcome:
    """The new name is shown everywhere, the old one still leads there."""
    vendor, name = vendor_in(turn, store).vendor, _new_name(turn, store, "name")
    change = change_of(turn, "rename", vendor.id, "", f"{vendor.name} is called {name} now", vendor.name)
    if not store.curating.rename(change, name):
        raise Refused("Somebody renamed it at the same moment. Open Vendors again.")
    return Outcome(done(turn, store, change), redrawn(store, vendor.id))


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
    change = change_of(turn, "move", product.id, vendor.id, f"{product.name} belongs to {vendor.name} now")
    if any(key_of(one.name) == key_of(product.name) for one in store.vendors.products_of(vendor.id)):
        raise Refused(f"{vendor.name} has a product with the name {product.name} already.")
    if not store.curating.move_product(change):
        raise Refused("It belongs there already.")
    recount(turn, store, product.vendor_id, vendor.id)
    return Outcome(done(turn, store, change))


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
    change = change_of(turn, "split", new.id, vendor.id, f"{name} was split from {vendor.name}")
    store.curating.split(change, [one.id for one in gone], keys)
    recount(turn, store, new.id, vendor.id)
    return Outcome(done(turn, store, change))


ROUTES = {
    "vendors.merge": Route(merge_form, managers_only=True),
    "vendors.send_merge": Route(send_merge, writes=True, managers_only=True),
    "vendors.rename": Route(rename_form, managers_only=True),
    "vendors.send_rename": Route(send_rename, writes=True, managers_only=True),
    "vendors.move": Route(move_form, managers_only=True),
    "vendors.products": Route(products, managers_only=True),
    "vendors.send_move": Route(send_move, writes=True, managers_only=True),
    "vendors.split": Route(split_form, managers_only=True),
    "vendors.send_split": Route(send_split, writes=True, managers_only=True),
}


def _form(turn: Turn, title: str, action: str, fields: tuple[TextField | TypeAheadField, ...], submit: str) -> Outcome:
    said = Paragraph(("Everything about it follows. You can undo this for 30 days.",), quiet=True)
    return Outcome(Form(title, action, fields, turn.new_id(), "", submit, (said,)))


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
