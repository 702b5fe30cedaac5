"""What the core needs for import and export: many rows at once, for operators, never for members."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.counting import Counted
from bot.model import Category, Lead, Member, Product, Review, Vendor
from bot.turn import Later


@dataclass(frozen=True, slots=True)
class MemberKept:
    """A member with (platform, tenant, user) of each account, and the vendors they take questions about."""

    member: Member
    accounts: tuple[tuple[str, str, str], ...]
    stack: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VendorKept:
    """A confirmed vendor with everything that leads to it."""

    name: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...]
    categories: tuple[str, ...]
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewKept:
    """A live review; ``product`` "" where it is about the vendor, ``email`` of its author "" where it is unnamed."""

    review: Review
    vendor: str
    product: str
    email: str


@dataclass(slots=True)
class Additions:
    """What rows of a file add to the catalogue.

    ``domains``: (domain, vendor id); ``shelves``: (vendor id, key of a category).
    """

    vendors: list[Vendor] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    aliases: list[Lead] = field(default_factory=list)
    domains: list[tuple[str, str]] = field(default_factory=list)
    shelves: list[tuple[str, str]] = field(default_factory=list)


class Exchange(Protocol):
    """Rows of one community, many at once."""

    def authors(self, emails: Collection[str]) -> dict[str, Member]:
        """Members by their work e-mail in lower case."""

    def reviews_by(self, wanted: Collection[tuple[Member, str, str]]) -> dict[tuple[str, str], list[Review]]:
        """Of each (member, vendor id, product id or ""): the member's own in any state, and those of their company.

        They are found by (member id, product or vendor id). Of the company's: what stands, and unnamed ones in any
        state.
        """

    def add_reviews(self, written: Sequence[tuple[Review, Member, Counted | None]]) -> bool:
        """Keeps new reviews and adds what each counts to the sums.

        False, and nothing kept, where a company has one already. Raises Overtaken where one of the vendors was merged
        since it was found.
        """

    def declared(self, member_ids: Collection[str]) -> set[tuple[str, str]]:
        """(member id, vendor id) wherever one of these members declared an interest in a vendor."""

    def arm_new(self, timers: Sequence[Later]) -> None:
        """Sets timers whose keys are new."""

    def add_category(self, category: Category) -> None:
        """Keeps a new category, unless there is one with its key."""

    def known_domains(self, domains: Collection[str]) -> set[str]:
        """Those of these domains that any vendor has, also one that managers refused."""

    def products_of(self, vendor_ids: Collection[str]) -> set[tuple[str, str]]:
        """(vendor id, key of a product's name) of all that these vendors sell or sold."""

    def shelves_of(self, vendor_ids: Collection[str]) -> set[tuple[str, str]]:
        """(vendor id, key of a category) wherever one of these vendors stands."""

    def add_to_catalogue(self, new: Additions) -> None:
        """Keeps what is not there yet."""

    def members(self) -> Iterator[MemberKept]:
        """Active members by e-mail."""

    def vendors(self) -> Iterator[VendorKept]:
        """Confirmed vendors by name."""

    def reviews(self) -> Iterator[ReviewKept]:
        """Live reviews by vendor and day; never who wrote an unnamed one."""
