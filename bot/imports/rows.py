"""What all imports share: the header line, a row's verdict, cells, and vendors by any spelling."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.model import Product, Vendor, VendorStatus
from bot.names import key_of
from bot.ports import Store
from bot.text import clean
from bot.turn import Refused
from bot.vendors import Meant, resolve

Row = Mapping[str, str]
Read = TypeVar("Read")

MOST = 200
"""Characters of a name, a title or a company."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one row; ``number`` as a spreadsheet counts it (the header is row 1). No reason: it was taken."""

    number: int
    reason: str = ""


def check_columns(columns: Iterable[str], known: tuple[str, ...], required: tuple[str, ...]) -> None:
    """Refused when the header line names a column that is not known, twice the same, or lacks a needed one."""
    given = list(columns)
    if len(given) == 1 and given[0] not in known and (odd := _odd(given[0])):
        raise Refused(odd)
    if unknown := [c for c in given if c not in known]:
        raise Refused(f"unknown column {', '.join(map(repr, unknown))}; known are {', '.join(known)}")
    if missing := [c for c in required if c not in given]:
        raise Refused(f"column {', '.join(map(repr, missing))} is missing")
    if len(set(given)) < len(given):
        raise Refused("a column stands there twice")


def cleaned(row: Row, columns: tuple[str, ...], required: tuple[str, ...]) -> dict[str, str]:
    """All cells of the row; Refused where a needed one is empty."""
    cells = {column: clean(row.get(column) or "") for column in columns}
    for column in required:
        if not cells[column]:
            raise Refused(f"{column} is empty")
    return cells


def read_all(rows: Iterable[tuple[int, Row]], parse: Callable[[Row], Read]) -> list[tuple[int, Read | Refused]]:
    """Each row as it reads, or what is wrong with it."""
    return [(number, _read(row, parse)) for number, row in rows]


def fits(cells: Row, columns: Iterable[str], most: int = MOST) -> None:
    """Refused where a cell is too long."""
    for column in columns:
        if len(cells[column]) > most:
            raise Refused(f"{column} has more than {most} characters")


def listed(cell: str) -> list[str]:
    """The parts of a list inside a cell."""
    return [part.strip() for part in cell.split(";") if part.strip()]


class Vendors:
    """Vendors that a chunk of rows names: each spelling is looked up once.

    ``known``: what earlier chunks found, by spelling; what this one finds is added.
    """

    def __init__(self, store: Store, new_id: Callable[[], str], known: dict[str, Vendor] | None = None) -> None:
        self._store = store
        self._new_id = new_id
        self._known = {} if known is None else known
        self._unknown: set[str] = set()
        self._products: dict[tuple[str, str], Product | None] = {}

    def find(self, name: str) -> Vendor | None:
        """The vendor that the name clearly means."""
        if name not in self._known and name not in self._unknown:
            found = self._store.vendors.named(name) or self._resolved(name)
            if found:
                self._known[name] = found
            else:
                self._unknown.add(name)
        return self._known.get(name)

    def find_or_propose(self, name: str) -> Vendor:
        """The same; an unknown one is proposed by being named."""
        vendor = self.find(name)
        if vendor is None:
            vendor = self._known[name] = Vendor(self._new_id(), name, VendorStatus.PROPOSED)
            self._store.vendors.add(vendor)
            # Another spelling that meant nobody before may mean this one.
            self._unknown.clear()
        return vendor

    def meant(self, vendor: Vendor, product: str) -> Meant:
        """The vendor's product of this name; the vendor itself where it sells none that is called so."""
        if not product:
            return Meant(vendor)
        place = vendor.id, product
        if place not in self._products:
            self._products[place] = self._product(vendor, product)
        return Meant(vendor, self._products[place])

    def _product(self, vendor: Vendor, name: str) -> Product | None:
        known = {key_of(one.name): one for one in self._store.vendors.products_of(vendor.id)}
        clear = resolve(self._store, name).clear
        alias = clear.product_id if clear and clear.vendor_id == vendor.id else None
        return known.get(key_of(name)) or (self._store.vendors.product(alias) if alias else None)

    def _resolved(self, name: str) -> Vendor | None:
        clear = resolve(self._store, name).clear
        return self._store.vendors.get(clear.vendor_id) if clear else None


def _read(row: Row, parse: Callable[[Row], Read]) -> Read | Refused:
    try:
        return parse(row)
    except Refused as refused:
        return refused


def _odd(header: str) -> str:
    """What a file is that is one column to us: a spreadsheet's own file, or cells parted by another sign."""
    if header.startswith("PK"):
        return "this is a spreadsheet's own file; save it as CSV UTF-8 and try again"
    if ";" in header or "\t" in header:
        return "the columns are separated by semicolons or tabs; save the file with commas and try again"
    return ""
