"""What the core needs to know of vendors, of the names that lead to them, and of what managers do to them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Category, Lead, Ownership, Product, Vendor, VendorChange


class Vendors(Protocol):
    """Vendors and products of one community. What was merged leads to where it went."""

    def get(self, vendor_id: str) -> Vendor | None:
        """The vendor, or None where there is none in this community."""

    def all_of(self, ids: Collection[str]) -> dict[str, Vendor]:
        """Vendors by id; merged ones and another community's are left out."""

    def names_of(self, ids: Collection[str]) -> dict[str, str]:
        """Names of vendors and products by id, of merged ones too; any other id is left out."""

    def product(self, product_id: str) -> Product | None:
        """The product, or None where there is none in this community."""

    def products(self, ids: Collection[str]) -> dict[str, Product]:
        """Products by id."""

    def products_of(self, vendor_id: str) -> list[Product]:
        """What the vendor sells, by name."""

    def named(self, name: str) -> Vendor | None:
        """The one vendor that exactly this name, alias or product leads to."""

    def add(
        self, vendor: Vendor, aliases: Iterable[str] = (), popularity: int = 0, domains: Iterable[str] = ()
    ) -> None:
        """Keeps a vendor under its name and aliases; popularity (0 to 100) only orders.

        Raises Refused where the name belongs to another vendor already.
        """

    def add_product(self, product: Product, aliases: Iterable[str] = ()) -> None:
        """Keeps a product under its name and aliases."""

    def named_in(self, text: str) -> list[Vendor]:
        """Vendors named in running text, themselves or by a product; the longest name first."""

    def starting_with(self, typed: str, limit: int) -> list[Vendor]:
        """Type-ahead: names or words of names that begin so, the best known first."""

    def proposed(self) -> list[Vendor]:
        """Vendors that wait for a manager's word, by name."""

    def categories(self) -> list[Category]:
        """The community's shelves, by name."""

    def categories_of(self, vendor_id: str) -> list[str]:
        """Keys of the categories that the vendor stands in."""

    def in_category(self, key: str) -> list[Vendor]:
        """Vendors of a category, the best known first."""

    def ownership_of(self, vendor_id: str) -> list[Ownership]:
        """Changes of ownership of the vendor and its products, the newest first."""


class Names(Protocol):
    """The names that lead to vendors and products of one community."""

    def exactly(self, keys: Collection[str]) -> list[Lead]:
        """Every lead with one of these keys."""

    def behind(self, domains: Collection[str]) -> dict[str, str]:
        """Vendor ids by registrable domain."""

    def alike(self, grams: Collection[str]) -> list[Lead]:
        """The leads that share most of these grams, at most 250."""

    def beginning(self, prefix: str, limit: int) -> list[Lead]:
        """Leads whose key begins so, one for each vendor or product, the best known first."""

    def remember(self, lead: Lead) -> bool:
        """Keeps a name; False when the same key leads to the same vendor or product already."""

    def picked(self) -> list[Lead]:
        """The names that members' picks left, by name."""

    def forget(self, key: str) -> bool:
        """Drops what members' picks left for a key; False when there is nothing."""


class Curating(Protocol):
    """What managers do to vendors: everything that points to one follows, and each change can be undone."""

    def confirm(self, vendor_id: str) -> bool:
        """Proposed → confirmed; False when somebody else was first."""

    def merge(self, change: VendorChange) -> bool:
        """All records of vendor ``subject`` move to vendor ``other``; False when either is merged already."""

    def refuse(self, change: VendorChange) -> bool:
        """Proposed → refused: no name leads to vendor ``subject`` any more; False when it is proposed no longer."""

    def rename(self, change: VendorChange, name: str) -> bool:
        """Vendor ``subject`` gets the name and keeps its old one as an alias; False when it is no longer ``was``."""

    def move_product(self, change: VendorChange) -> bool:
        """Product ``subject`` and all its records move to vendor ``other``; False when it is there already."""

    def split(self, change: VendorChange, products: Sequence[str], keys: Sequence[str]) -> bool:
        """Products (ids) and other names (keys) of vendor ``other`` move to vendor ``subject``."""

    def changes(self, since: datetime) -> list[VendorChange]:
        """Changes since then that stand, the newest first."""

    def forget_before(self, day: datetime) -> None:
        """What can no longer be undone need not be remembered."""

    def undo(self, change_id: str, since: datetime) -> bool:
        """Takes a change back; False when it is too old, undone, or a later change built on it."""
