"""Vendors with their domains, aliases, categories and products from a file. An import adds; it takes nothing away."""

import re
from collections.abc import Callable, Iterable, Iterator

from bot.imports.rows import Row, Taken, cleaned, fits, listed
from bot.model import Category, Lead, Product, Vendor, VendorStatus
from bot.names import key_of, registrable, words_of
from bot.ports import Store
from bot.resolve import ALIAS, ALIAS_POINTS, NAME
from bot.turn import Refused

VENDOR_COLUMNS = ("vendor", "domain", "aliases", "categories", "products")
VENDOR_REQUIRED = ("vendor",)
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}")


def take_vendors(rows: Iterable[tuple[int, Row]], store: Store, new_id: Callable[[], str]) -> Iterator[Taken]:
    """Takes vendors as confirmed ones, one verdict a row."""
    shelves = {key_of(name): c.key for c in store.vendors.categories() for name in (c.name, c.key)}
    for number, row in rows:
        try:
            _take(cleaned(row, VENDOR_COLUMNS, VENDOR_REQUIRED), store, shelves, new_id)
        except Refused as refused:
            yield Taken(number, refused.text)
        else:
            yield Taken(number)


def _take(cells: Row, store: Store, shelves: dict[str, str], new_id: Callable[[], str]) -> None:
    fits(cells, ("vendor",))
    domains = [_domain(text) for text in listed(cells["domain"])]
    names = {column: listed(cells[column]) for column in ("aliases", "categories", "products")}
    for column, texts in names.items():
        if any(len(text) > 200 or not key_of(text) for text in texts):
            raise Refused(f"{column} holds a name without letters and digits, or one of more than 200 characters")
    if not key_of(cells["vendor"]):
        raise Refused("vendor needs letters or digits")
    vendor = _named(store, cells["vendor"])
    held = store.names.behind({*domains, *map(registrable, domains)})
    for domain, owner in held.items():
        if vendor is None or owner != vendor.id:
            raise Refused(f"the domain {domain} belongs to another vendor already")
    if vendor is None:
        vendor = Vendor(new_id(), cells["vendor"])
        store.vendors.add(vendor)
    elif vendor.status is VendorStatus.PROPOSED:
        store.curating.confirm(vendor.id)
    _add_aliases(store, vendor, names["aliases"])
    _add_products(store, vendor, names["products"], new_id)
    # The catalogue holds some names below a registered one; those are known as they are.
    new = {registrable(domain) for domain in domains if domain not in held}
    store.exchange.place(vendor.id, new, [_shelf(store, shelves, name) for name in names["categories"]])


def _named(store: Store, name: str) -> Vendor | None:
    """The vendor of this name or alias; a product's name is no vendor's."""
    leads = [one for one in store.names.exactly({key_of(name)}) if one.product_id is None]
    found = {one.vendor_id for one in leads if one.kind == NAME} or {
        one.vendor_id for one in leads if one.kind == ALIAS
    }
    return store.vendors.get(found.pop()) if len(found) == 1 else None


def _domain(text: str) -> str:
    lowered = text.lower()
    if not _DOMAIN.fullmatch(lowered):
        raise Refused(f"“{text}” is no domain, as in example.com")
    return lowered


def _add_aliases(store: Store, vendor: Vendor, aliases: Iterable[str]) -> None:
    for alias in aliases:
        if key_of(alias) != key_of(vendor.name):
            store.names.remember(Lead(key_of(alias), alias, ALIAS, ALIAS_POINTS, 0, False, vendor.id))


def _add_products(store: Store, vendor: Vendor, products: Iterable[str], new_id: Callable[[], str]) -> None:
    known = {key_of(product.name) for product in store.vendors.products_of(vendor.id)}
    for name in products:
        if key_of(name) not in known:
            store.vendors.add_product(Product(new_id(), vendor.id, name))
            known.add(key_of(name))


def _shelf(store: Store, shelves: dict[str, str], name: str) -> str:
    """The key of a category by its name; an unknown one becomes the community's own."""
    if key_of(name) not in shelves:
        category = Category("-".join(words_of(name)), name)
        store.exchange.add_category(category)
        shelves[key_of(name)] = shelves[key_of(category.key)] = category.key
    return shelves[key_of(name)]
