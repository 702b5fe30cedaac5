"""The vendor, or the product of it, that somebody means."""

from dataclasses import dataclass

from bot.model import Product, Review, Vendor
from bot.names import key_of
from bot.ports import Store
from bot.turn import Message, Refused
from bot.views import Option

GONE = "This vendor is not here any more. Type its name."


@dataclass(frozen=True, slots=True)
class Meant:
    """The vendor that somebody means, and its product if they named one. ``messages`` go into the turn's outcome."""

    vendor: Vendor
    product: Product | None = None
    messages: tuple[Message, ...] = ()

    @property
    def id(self) -> str:
        """The product's, or the vendor's: what buttons carry."""
        return self.product.id if self.product else self.vendor.id

    @property
    def product_id(self) -> str:
        """ "" where the vendor itself is meant."""
        return self.product.id if self.product else ""

    @property
    def name(self) -> str:
        """ "Azure (Microsoft)", or the vendor's name."""
        return _product_label(self.product, self.vendor) if self.product else self.vendor.name

    @property
    def option(self) -> Option:
        """As the entry of a field."""
        return Option(self.name, self.id)


def by_id(store: Store, some_id: str, missing: str = GONE) -> Meant:
    """The vendor or product that a button of ours carries; ``missing``: what to say where it is here no more."""
    meant = known(store, some_id)
    if meant is None:
        raise Refused(missing)
    return meant


def written_about(store: Store, review: Review) -> Meant | None:
    """What a review is about; None where it is here no more."""
    return known(store, review.product_id or review.vendor_id)


def known(store: Store, some_id: str) -> Meant | None:
    """The vendor or product of that id; None where it is here no more."""
    vendor = store.vendors.get(some_id)
    if vendor:
        return Meant(vendor)
    product = store.vendors.product(some_id)
    owner = store.vendors.get(product.vendor_id) if product else None
    return Meant(owner, product) if owner else None


def meant_by(store: Store, vendor_id: str, product_id: str | None) -> Meant:
    """What a name leads to."""
    vendor = store.vendors.get(vendor_id)
    if vendor is None:
        raise LookupError("a name leads to a vendor that is not there")
    return Meant(vendor, store.vendors.product(product_id) if product_id else None)


def all_meant(store: Store, targets: list[tuple[str, str | None]]) -> list[Meant]:
    """What these names lead to, in their order, in two reads; what is here no more is left out."""
    vendors = store.vendors.all_of({vendor_id for vendor_id, _ in targets})
    products = store.vendors.products({product_id for _, product_id in targets if product_id})
    return [
        Meant(vendors[vendor_id], products.get(product_id or ""))
        for vendor_id, product_id in targets
        if vendor_id in vendors
    ]


def _product_label(product: Product, vendor: Vendor) -> str:
    within = key_of(product.name).startswith(key_of(vendor.name))
    return product.name if within else f"{product.name} ({vendor.name})"
