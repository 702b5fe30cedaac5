"""Vendors from a file: new ones, and more names, domains, products and categories for those that are known.

A chunk of rows is looked up at once, gone through row by row, and what is new in it is kept at once.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.imports.rows import Row, Taken, cleaned, fits, listed, read_all
from bot.model import Category, Lead, Product, Vendor, VendorStatus
from bot.names import key_of, registrable, words_of
from bot.ports import Store
from bot.ports.exchange import Additions
from bot.resolve import ALIAS, ALIAS_POINTS, NAME
from bot.turn import Refused

VENDOR_COLUMNS = ("vendor", "domain", "aliases", "categories", "products")
VENDOR_REQUIRED = ("vendor",)
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}")


def take_vendors(rows: Iterable[tuple[int, Row]], store: Store, new_id: Callable[[], str]) -> list[Taken]:
    """Takes vendors with everything that leads to them, one verdict a row."""
    read = read_all(rows, _parse)
    chunk = _Chunk(store, new_id, [row for _, row in read if isinstance(row, _VendorRow)])
    taken = []
    for number, row in read:
        try:
            chunk.take(row)
        except Refused as refused:
            taken.append(Taken(number, refused.text))
        else:
            taken.append(Taken(number))
    store.exchange.add_to_catalogue(chunk.new)
    return taken


@dataclass(frozen=True, slots=True)
class _VendorRow:
    """A row that reads well."""

    name: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...]
    categories: tuple[str, ...]
    products: tuple[str, ...]

    @property
    def hosts(self) -> set[str]:
        """Its domains as they are written and as they were registered: the catalogue holds some below those."""
        return {*self.domains, *map(registrable, self.domains)}


class _Chunk:
    """Rows of one transaction: what is known of all that they name, and what they add."""

    def __init__(self, store: Store, new_id: Callable[[], str], rows: list[_VendorRow]) -> None:
        self.new = Additions()
        self._store = store
        self._new_id = new_id
        self._shelf_keys = {key_of(name): c.key for c in store.vendors.categories() for name in (c.name, c.key)}
        self._leads: dict[str, list[Lead]] = defaultdict(list)
        for lead in store.names.exactly({key_of(text) for row in rows for text in (row.name, *row.aliases)}):
            self._leads[lead.key].append(lead)
        self._owners = store.names.behind({host for row in rows for host in row.hosts})
        self._domains = store.exchange.known_domains({host for row in rows for host in row.hosts})
        meant = {found for row in rows for found in self._behind(row.name)}
        self._vendors = store.vendors.all_of(meant)
        self._products = store.exchange.products_of(self._vendors)
        self._shelves = store.exchange.shelves_of(self._vendors)

    def take(self, row: _VendorRow | Refused) -> None:
        """Notes what a row adds; Refused where it cannot be taken, and then it adds nothing."""
        if isinstance(row, Refused):
            raise row
        vendor = self._named(row.name)
        held = {host: self._owners[host] for host in row.hosts if host in self._owners}
        for host, owner in held.items():
            if vendor is None or owner != vendor.id:
                raise Refused(f"the domain {host} belongs to another vendor already")
        if vendor is None:
            vendor = self._add(row.name)
        elif vendor.status is VendorStatus.PROPOSED:
            self._store.curating.confirm(vendor.id)
        self._add_aliases(vendor, row.aliases)
        self._add_products(vendor, row.products)
        self._place(vendor, {registrable(domain) for domain in row.domains if domain not in held}, row.categories)

    def _behind(self, name: str) -> set[str]:
        """Ids of the vendors of this name, or else alias; a product's name is no vendor's."""
        leads = [one for one in self._leads[key_of(name)] if one.product_id is None]
        return {one.vendor_id for one in leads if one.kind == NAME} or {
            one.vendor_id for one in leads if one.kind == ALIAS
        }

    def _named(self, name: str) -> Vendor | None:
        found = self._behind(name)
        return self._vendors.get(found.pop()) if len(found) == 1 else None

    def _add(self, name: str) -> Vendor:
        if any(one.kind == NAME for one in self._leads[key_of(name)]):
            raise Refused(f"There is a vendor with the name {name} already.")
        vendor = Vendor(self._new_id(), name)
        self._vendors[vendor.id] = vendor
        self._leads[key_of(name)].append(Lead(key_of(name), name, NAME, 100, 0, False, vendor.id))
        self.new.vendors.append(vendor)
        return vendor

    def _add_aliases(self, vendor: Vendor, aliases: Iterable[str]) -> None:
        for alias in aliases:
            key = key_of(alias)
            same = (one.vendor_id == vendor.id and one.product_id is None for one in self._leads[key])
            if key != key_of(vendor.name) and not any(same):
                lead = Lead(key, alias, ALIAS, ALIAS_POINTS, 0, False, vendor.id)
                self._leads[key].append(lead)
                self.new.aliases.append(lead)

    def _add_products(self, vendor: Vendor, products: Iterable[str]) -> None:
        for name in products:
            if (vendor.id, key_of(name)) not in self._products:
                self._products.add((vendor.id, key_of(name)))
                self.new.products.append(Product(self._new_id(), vendor.id, name))

    def _place(self, vendor: Vendor, domains: set[str], categories: Iterable[str]) -> None:
        for domain in sorted(domains - self._domains):
            self._domains.add(domain)
            self._owners[domain] = vendor.id
            self.new.domains.append((domain, vendor.id))
        for shelf in (self._shelf(name) for name in categories):
            if (vendor.id, shelf) not in self._shelves:
                self._shelves.add((vendor.id, shelf))
                self.new.shelves.append((vendor.id, shelf))

    def _shelf(self, name: str) -> str:
        """The key of a category by its name; an unknown one becomes the community's own."""
        if key_of(name) not in self._shelf_keys:
            category = Category("-".join(words_of(name)), name)
            self._store.exchange.add_category(category)
            self._shelf_keys[key_of(name)] = self._shelf_keys[key_of(category.key)] = category.key
        return self._shelf_keys[key_of(name)]


def _parse(row: Row) -> _VendorRow:
    cells = cleaned(row, VENDOR_COLUMNS, VENDOR_REQUIRED)
    fits(cells, ("vendor",))
    if not key_of(cells["vendor"]):
        raise Refused("vendor needs letters or digits")
    names = {column: tuple(listed(cells[column])) for column in ("aliases", "categories", "products")}
    for column, texts in names.items():
        if any(len(text) > 200 or not key_of(text) for text in texts):
            raise Refused(f"{column} holds a name without letters and digits, or one of more than 200 characters")
    return _VendorRow(cells["vendor"], tuple(_domain(text) for text in listed(cells["domain"])), **names)


def _domain(text: str) -> str:
    lowered = text.lower()
    if not _DOMAIN.fullmatch(lowered):
        raise Refused(f"“{text}” is no domain, as in example.com")
    return lowered
