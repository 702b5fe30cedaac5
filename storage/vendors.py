"""Vendors and products of a community."""

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, select

from bot.model import Category, Ownership, Product, Vendor, VendorStatus
from bot.names import key_of, runs_of_words
from bot.ports.documents import Kind
from bot.resolve import ALIAS, ALIAS_POINTS, NAME, SOFT, TAIL, mentions
from bot.turn import Refused
from storage import tables as t
from storage.indexing import touch
from storage.prepared import Prepared
from storage.rows import all_of, columns_of, first_in, values_of
from storage.vendor_names import SqlNames, insert_leads, lead, leads_of_product, leads_of_vendor

MOST_MERGES = 20

v = t.vendor.c
p = t.product.c


class SqlVendors:
    """Vendors and products of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id
        self._names = SqlNames(connection, community_id)

    @cached_property
    def _ours(self) -> ColumnElement[bool]:
        return v.community_id == self._community_id

    def get(self, vendor_id: str) -> Vendor | None:
        """The vendor; where it was merged, the one that it went into."""
        for _ in range(MOST_MERGES):
            row = BY_ID.first(self._connection, {"ours": self._community_id, "wanted": vendor_id})
            if row is None:
                return None
            *_, merged_into = row
            if merged_into is None:
                return first_in(Vendor, row)
            vendor_id = merged_into
        return None

    def all_of(self, ids: Collection[str]) -> dict[str, Vendor]:
        """Vendors by id."""
        if not ids:
            return {}
        query = self._live().where(v.id.in_(ids))
        return {one.id: one for one in all_of(Vendor, self._connection.execute(query))}

    def names_of(self, ids: Collection[str]) -> dict[str, str]:
        """Names of vendors and products by id, of merged ones too."""
        vendors = select(v.id, v.name).where(self._ours, v.id.in_(ids))
        products = select(p.id, p.name).where(p.community_id == self._community_id, p.id.in_(ids))
        return {row.id: row.name for row in self._connection.execute(vendors.union_all(products))}

    def product(self, product_id: str) -> Product | None:
        """The product; where it was merged, the one that it went into."""
        for _ in range(MOST_MERGES):
            query = select(*columns_of(Product, t.product), p.merged_into)
            row = self._connection.execute(
                query.where(p.community_id == self._community_id, p.id == product_id)
            ).first()
            if row is None or row.merged_into is None:
                return Product(row.id, row.vendor_id, row.name, row.category) if row else None
            product_id = row.merged_into
        return None

    def products(self, ids: Collection[str]) -> dict[str, Product]:
        """Products by id."""
        query = self._products().where(p.id.in_(ids))
        return {one.id: one for one in all_of(Product, self._connection.execute(query))}

    def products_of(self, vendor_id: str) -> list[Product]:
        """What the vendor sells, by name."""
        query = self._products().where(p.vendor_id == vendor_id).order_by(p.name)
        return all_of(Product, self._connection.execute(query))

    def named(self, name: str) -> Vendor | None:
        """The vendor that exactly this name, alias or product leads to, if it is only one."""
        leads = [one for one in self._names.exactly({key_of(name)}) if one.kind not in (TAIL, SOFT)]
        own = {one.vendor_id for one in leads if one.kind == NAME} or {one.vendor_id for one in leads}
        return self.get(own.pop()) if len(own) == 1 else None

    def named_in(self, text: str) -> list[Vendor]:
        """Vendors named in running text, themselves or by a product; the longest name first."""
        found = mentions(text, self._names.exactly(runs_of_words(text)))
        vendors = self.all_of({one.vendor_id for one in found})
        return list(dict.fromkeys(vendors[one.vendor_id] for one in found if one.vendor_id in vendors))

    def starting_with(self, typed: str, limit: int) -> list[Vendor]:
        """Type-ahead over names and the words inside them, the best known first."""
        prefix = key_of(typed)
        if not prefix:
            query = self._live().where(v.status != VendorStatus.REFUSED)
            query = query.order_by(v.popularity.desc(), v.name).limit(limit)
            return all_of(Vendor, self._connection.execute(query))
        leads = self._names.beginning(prefix, limit)
        if len(leads) < limit:
            leads += self._names.beginning(f"~{prefix}", limit)
        vendors = self.all_of({one.vendor_id for one in leads})
        return list(dict.fromkeys(vendors[one.vendor_id] for one in leads if one.vendor_id in vendors))[:limit]

    def proposed(self) -> list[Vendor]:
        """Vendors that wait for a manager's word."""
        query = self._live().where(v.status == VendorStatus.PROPOSED).order_by(v.name)
        return all_of(Vendor, self._connection.execute(query))

    def add(
        self, vendor: Vendor, aliases: Iterable[str] = (), popularity: int = 0, domains: Iterable[str] = ()
    ) -> None:
        """Keeps a vendor under its name, the words of its name, its aliases and domains."""
        ours, key = {"community_id": self._community_id}, key_of(vendor.name)
        if not key:
            raise Refused("A vendor's name needs letters or digits.")
        if any(one.kind == NAME for one in self._names.exactly({key})):
            raise Refused(f"There is a vendor with the name {vendor.name} already.")
        self._connection.execute(t.vendor.insert().values(ours | vendor_row(vendor, popularity)))
        leads = leads_of_vendor(vendor, popularity)
        leads += [lead(one, ALIAS, ALIAS_POINTS, popularity, vendor.id) for one in aliases if key_of(one)]
        insert_leads(self._connection, self._community_id, leads)
        touch(self._connection, self._community_id, Kind.VENDOR, vendor.id)
        rows = [ours | {"domain": domain, "vendor_id": vendor.id} for domain in domains]
        if rows:
            self._connection.execute(t.vendor_domain.insert(), rows)

    def add_product(self, product: Product, aliases: Iterable[str] = ()) -> None:
        """Keeps a product under its name and aliases."""
        values = product_row(product) | {"community_id": self._community_id}
        self._connection.execute(t.product.insert().values(values))
        touch(self._connection, self._community_id, Kind.VENDOR, product.vendor_id)
        leads = leads_of_product(product)
        leads += [lead(one, ALIAS, ALIAS_POINTS - 1, 0, product.vendor_id, product.id) for one in aliases]
        insert_leads(self._connection, self._community_id, [one for one in leads if one.key])

    def categories(self) -> list[Category]:
        """The community's shelves, by name."""
        query = select(*columns_of(Category, t.category)).where(t.category.c.community_id == self._community_id)
        return all_of(Category, self._connection.execute(query.order_by(t.category.c.name)))

    def categories_of(self, vendor_id: str) -> list[str]:
        """Keys of the categories that the vendor stands in."""
        c = t.vendor_category.c
        query = select(c.category).where(c.community_id == self._community_id, c.vendor_id == vendor_id)
        return list(self._connection.scalars(query.order_by(c.category)))

    def in_category(self, key: str) -> list[Vendor]:
        """Vendors of a category, the best known first."""
        c = t.vendor_category.c
        same = and_(c.community_id == v.community_id, c.vendor_id == v.id)
        query = (
            self._live().join(t.vendor_category, same).where(c.category == key).order_by(v.popularity.desc(), v.name)
        )
        return all_of(Vendor, self._connection.execute(query))

    def ownership_of(self, vendor_id: str) -> list[Ownership]:
        """Changes of ownership of the vendor and its products, the newest first."""
        o = t.ownership.c
        query = select(*columns_of(Ownership, t.ownership)).where(
            o.community_id == self._community_id, o.vendor_id == vendor_id
        )
        return all_of(Ownership, self._connection.execute(query.order_by(o.day.desc(), o.id)))

    def _live(self) -> Select[Any]:
        return select(*columns_of(Vendor, t.vendor)).where(self._ours, v.merged_into.is_(None))

    def _products(self) -> Select[Any]:
        return select(*columns_of(Product, t.product)).where(
            p.community_id == self._community_id, p.merged_into.is_(None)
        )


def vendor_row(vendor: Vendor, popularity: int = 0) -> dict[str, Any]:
    """A new vendor's row but for its community."""
    return values_of(vendor) | {"key": key_of(vendor.name), "popularity": popularity, "everyday": False}


def product_row(product: Product) -> dict[str, Any]:
    """The same of a product."""
    return values_of(product) | {"key": key_of(product.name), "everyday": False}


BY_ID = Prepared(
    select(*columns_of(Vendor, t.vendor), v.merged_into).where(
        v.community_id == bindparam("ours"), v.id == bindparam("wanted")
    )
)
