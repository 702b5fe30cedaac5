"""The starter catalogue becomes a community's own: all rows in a few bulk statements."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, text

from bot.catalogue import AliasKind, Catalogue, CatalogueAlias
from bot.model import Lead, VendorStatus
from bot.names import key_of
from bot.ports.documents import Kind
from bot.resolve import ALIAS, ALIAS_POINTS, CODE, CODE_POINTS, NAME, PRODUCT
from storage import tables as t
from storage.bulk import insert_all
from storage.indexing import touch
from storage.vendor_names import PRODUCT_POINTS, insert_leads, lead, leads_of

AMBIGUOUS_POINTS = 88
"""Under the line of a silent link, so that all that it may mean is offered."""


def stock(connection: Connection, community_id: str, catalogue: Catalogue, new_id: Callable[[], str]) -> None:
    """Writes vendors, products, names, domains, categories and changes of ownership."""
    _Stock(connection, community_id, catalogue, new_id).write()


class _Stock:
    """One load; keys of the catalogue become ids of the community."""

    def __init__(self, connection: Connection, community_id: str, catalogue: Catalogue, new_id: Callable[[], str]):
        self._connection = connection
        self._ours = {"community_id": community_id}
        self._catalogue = catalogue
        self._new_id = new_id
        self._ids = {v.key: new_id() for v in catalogue.vendors} | {p.key: new_id() for p in catalogue.products}
        self._vendor_of = {p.key: p.vendor for p in catalogue.products}
        self._known = {v.key: v.popularity for v in catalogue.vendors}

    def write(self) -> None:
        """All of it, what others point to first."""
        self._insert(
            t.category, ({"key": c.key, "name": c.name, "parent": c.parent} for c in self._catalogue.categories)
        )
        self._insert(t.vendor, self._vendors())
        self._insert(t.product, self._products())
        self._insert(
            t.vendor_domain,
            ({"domain": d, "vendor_id": self._ids[v.key]} for v in self._catalogue.vendors for d in v.domains),
        )
        self._insert(
            t.vendor_category,
            ({"vendor_id": self._ids[v.key], "category": c} for v in self._catalogue.vendors for c in v.categories),
        )
        self._insert(t.ownership, self._ownership())
        insert_leads(self._connection, self._ours["community_id"], self._leads())
        ids = (self._ids[v.key] for v in self._catalogue.vendors)
        touch(self._connection, self._ours["community_id"], Kind.VENDOR, *ids)
        if self._connection.dialect.name == "postgresql":
            # Until PostgreSQL has counted so many new rows by itself, it would plan as if there were none.
            self._connection.execute(text("ANALYZE vendor_alias, vendor_gram, vendor, product"))

    def _insert(self, table: Table, rows: Iterator[dict[str, Any]]) -> None:
        insert_all(self._connection, table, [self._ours | row for row in rows])

    def _vendors(self) -> Iterator[dict[str, Any]]:
        for v in self._catalogue.vendors:
            own = {"id": self._ids[v.key], "name": v.name, "key": key_of(v.name), "status": VendorStatus.CONFIRMED}
            yield own | {"popularity": v.popularity, "everyday": v.everyday}

    def _products(self) -> Iterator[dict[str, Any]]:
        for p in self._catalogue.products:
            own = {"id": self._ids[p.key], "vendor_id": self._ids[p.vendor], "name": p.name, "key": key_of(p.name)}
            yield own | {"category": p.category, "everyday": p.everyday}

    def _ownership(self) -> Iterator[dict[str, Any]]:
        for change in self._catalogue.ownership:
            vendor_id, product_id = self._target(change.key)
            own = {"id": self._new_id(), "vendor_id": vendor_id, "product_id": product_id}
            yield own | {"day": change.date, "what": change.what.value, "by": change.by}

    def _leads(self) -> Iterator[Lead]:
        """Names before aliases: where both give one key, the name counts."""
        for v in self._catalogue.vendors:
            yield from leads_of(lead(v.name, NAME, 100, v.popularity, self._ids[v.key], None, v.everyday))
        for p in self._catalogue.products:
            vendor_id, product_id = self._target(p.key)
            known = self._known[p.vendor] // 2
            yield from leads_of(lead(p.name, PRODUCT, PRODUCT_POINTS, known, vendor_id, product_id, p.everyday))
        for a in self._catalogue.aliases:
            vendor_id, product_id = self._target(a.target)
            known = self._known[self._vendor_of.get(a.target, a.target)] // (2 if product_id else 1)
            yield lead(a.alias, ALIAS, _points(a), known, vendor_id, product_id)

    def _target(self, key: str) -> tuple[str, str | None]:
        """(vendor id, product id) of a key of the catalogue."""
        if key in self._vendor_of:
            return self._ids[self._vendor_of[key]], self._ids[key]
        return self._ids[key], None


def _points(alias: CatalogueAlias) -> int:
    if alias.ambiguous:
        return AMBIGUOUS_POINTS
    # Stock tickers are true and misleading: "sf" is nobody's short form of a bank.
    return CODE_POINTS if alias.kind is AliasKind.TICKER and len(key_of(alias.alias)) <= CODE else ALIAS_POINTS
