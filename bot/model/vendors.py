"""The nouns of the catalogue: vendors, products, the names that lead to them, and what managers change."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class VendorStatus(StrEnum):
    """A proposed vendor is usable at once and listed for the managers; no name leads to a refused one any more."""

    CONFIRMED = "confirmed"
    PROPOSED = "proposed"
    MERGED = "merged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who sells."""

    id: str
    name: str
    status: VendorStatus = VendorStatus.CONFIRMED


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold; ``category`` by its key."""

    id: str
    vendor_id: str
    name: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the market; a heading has no parent."""

    key: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Ownership:
    """On this day the vendor, or its product if one is named, changed hands or name."""

    vendor_id: str
    product_id: str | None
    day: date
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class Lead:
    """A name that leads to a vendor, or to a product of that vendor.

    ``points``, 0 to 100: how sure a query is that gives exactly this key. ``everyday``: an ordinary word as well.
    """

    key: str
    name: str
    kind: str
    points: int
    popularity: int
    everyday: bool
    vendor_id: str
    product_id: str | None = None


@dataclass(frozen=True, slots=True)
class VendorChange:
    """What managers did to a vendor or product, to be undone for a while; ``said`` is how a manager reads it."""

    id: str
    what: str
    subject: str
    other: str
    said: str
    changed_at: datetime
    was: str = ""
    undone: bool = False
