"""What the starter catalogue holds: categories, vendors, products, other names, changes of ownership."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AliasKind(StrEnum):
    """Why people say it: ``short`` drops words of the name, ``brand`` names a part or an edition."""

    ABBREVIATION = "abbreviation"
    TICKER = "ticker"
    FORMER = "former"
    NICKNAME = "nickname"
    SHORT = "short"
    TRANSLATION = "translation"
    BRAND = "brand"


class Change(StrEnum):
    """What happened to the owner. ``renamed`` alone leaves the owner as it was."""

    ACQUIRED = "acquired"
    MERGED = "merged"
    TAKEN_PRIVATE = "taken private"
    SPUN_OFF = "spun off"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf; a heading has no parent, and only what stands under a heading holds vendors."""

    key: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class CatalogueVendor:
    """Domains as registered, lower case; country by ISO 3166 or empty; popularity 1 to 100 orders type-ahead.

    ``everyday``: the name is an ordinary word too ("Box"), so running text that holds it need not mean the vendor.
    ``aliases`` lead to this vendor alone; those that may mean others are in ``Catalogue.aliases`` only.
    """

    key: str
    name: str
    domains: tuple[str, ...]
    categories: tuple[str, ...]
    country: str
    popularity: int
    everyday: bool
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueProduct:
    """What a vendor sells; ``everyday`` and ``aliases`` as with vendors."""

    key: str
    name: str
    vendor: str
    category: str
    everyday: bool
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueAlias:
    """Another name for the vendor or product with the key ``target``; ``until`` is when it stopped being official.

    ``ambiguous``: it may mean something else as well, so it is offered and never linked silently.
    """

    alias: str
    kind: AliasKind
    target: str
    ambiguous: bool
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class OwnershipChange:
    """On this day the vendor or product ``key`` changed hands or name; ``by`` is the other party in plain words."""

    key: str
    date: date
    what: Change
    by: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it, in the order of the files."""

    categories: tuple[Category, ...]
    vendors: tuple[CatalogueVendor, ...]
    products: tuple[CatalogueProduct, ...]
    aliases: tuple[CatalogueAlias, ...]
    ownership: tuple[OwnershipChange, ...]
