"""The names that lead to vendors and products: one row for each key, and its grams for names that are misspelled."""

from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from secrets import randbits
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select

from bot.model import Lead, Product, Vendor, VendorStatus
from bot.names import grams_of, key_of, soft_key_of, tails_of
from bot.ports.documents import Kind
from bot.resolve import NAME, PICK, PRODUCT, SOFT, TAIL
from storage import tables as t
from storage.bulk import insert_all, insert_rows
from storage.indexing import touch
from storage.rows import all_of, among, columns_of, pieces, values_of

ALIKE = 250
"""Leads rescored for a misspelled name; more cost time and found nothing in the trial."""
AFTER = "\U0010ffff"
"""Sorts after every other character, so that ``key < prefix + AFTER`` ends a prefix range."""
PRODUCT_POINTS, SOFT_POINTS, TAIL_POINTS = 96, 95, 60

a = t.vendor_alias.c
g = t.vendor_gram.c


class SqlNames:
    """The names of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id
        self._ours = a.community_id == community_id

    def exactly(self, keys: Collection[str]) -> list[Lead]:
        """Every lead with one of these keys."""
        return [one for piece in pieces(keys) for one in self._leads(among(self._connection, a.key, piece))]

    def behind(self, domains: Collection[str]) -> dict[str, str]:
        """Vendor ids by registrable domain."""
        if not domains:
            return {}
        d, v = t.vendor_domain.c, t.vendor.c
        same = and_(v.community_id == d.community_id, v.id == d.vendor_id, v.status != VendorStatus.REFUSED)
        ours = d.community_id == self._community_id, among(self._connection, d.domain, domains)
        query = select(d.domain, d.vendor_id).join_from(t.vendor_domain, t.vendor, same).where(*ours)
        return {row.domain: row.vendor_id for row in self._connection.execute(query)}

    def alike(self, grams: Collection[str]) -> list[Lead]:
        """The leads that share most grams."""
        shared = func.count().label("shared")
        most = (
            select(g.alias, shared)
            .where(g.community_id == self._community_id, g.gram.in_(sorted(grams)))
            .group_by(g.alias)
            .having(shared >= 2)
            .order_by(shared.desc(), g.alias)
            .limit(ALIKE)
        )
        # Two statements: joined into one, PostgreSQL reads the whole table of names for these few.
        numbers = list(self._connection.scalars(most))
        return self._leads(a.number.in_(numbers)) if numbers else []

    def beginning(self, prefix: str, limit: int) -> list[Lead]:
        """Leads whose key begins so, one for each vendor or product, the best known first."""
        query = (
            select(*columns_of(Lead, t.vendor_alias))
            .where(self._ours, a.key >= prefix, a.key < prefix + AFTER)
            .order_by(a.popularity.desc(), func.length(a.key))
            .limit(limit * 6)
        )
        first: dict[str, Lead] = {}
        for lead in all_of(Lead, self._connection.execute(query)):
            first.setdefault(lead.product_id or lead.vendor_id, lead)
        return list(first.values())[:limit]

    def remember(self, lead: Lead) -> bool:
        """Keeps a name once for its target."""
        same = and_(
            a.key == lead.key, a.vendor_id == lead.vendor_id, a.product_id.is_not_distinct_from(lead.product_id)
        )
        if self._leads(same):
            return False
        insert_leads(self._connection, self._community_id, [lead])
        touch(self._connection, self._community_id, Kind.VENDOR, lead.vendor_id)
        return True

    def picked(self) -> list[Lead]:
        """What members' picks left."""
        return sorted(self._leads(a.kind == PICK), key=lambda lead: lead.name)

    def forget(self, key: str) -> bool:
        """Drops what picks left for a key."""
        return drop_leads(self._connection, self._community_id, [key], PICK) > 0

    def _leads(self, *which: Any) -> list[Lead]:
        query = select(*columns_of(Lead, t.vendor_alias)).where(self._ours, *which)
        return all_of(Lead, self._connection.execute(query))


def leads_of(lead: Lead) -> list[Lead]:
    """A name with all that follows from it: its soft form and its tails; the fuller kind first."""
    found = [lead]
    soft = soft_key_of(lead.name)
    if soft and lead.kind == NAME:
        found.append(_like(lead, soft, SOFT, SOFT_POINTS))
    if lead.kind in (NAME, PRODUCT):
        found += [_like(lead, f"~{tail}", TAIL, TAIL_POINTS) for tail in sorted(tails_of(lead.name))]
    return [one for one in found if one.key.strip("~")]


def leads_of_vendor(vendor: Vendor, popularity: int = 0) -> list[Lead]:
    """What leads to a vendor by its own name."""
    return leads_of(lead(vendor.name, NAME, 100, popularity, vendor.id))


def leads_of_product(product: Product) -> list[Lead]:
    """What leads to a product by its own name."""
    return leads_of(lead(product.name, PRODUCT, PRODUCT_POINTS, 0, product.vendor_id, product.id))


def lead(name: str, kind: str, points: int, popularity: int, vendor_id: str, product_id: str | None = None,
         everyday: bool = False) -> Lead:  # fmt: skip
    """A lead whose key is that of its name."""
    return Lead(key_of(name), name, kind, points, popularity, everyday, vendor_id, product_id)


def insert_leads(connection: Connection, community_id: str, leads: Iterable[Lead]) -> None:
    """Writes leads with their grams; of several with one key and one target the first counts."""
    new: dict[tuple[str, int], Lead] = {}
    for one in leads:
        new.setdefault((one.key, _id(community_id, one)), one)
    if not new:
        return
    # Sorted as the tables are, and numbered on end from anywhere: what a load adds lies in few pages then. With one
    # jump for each gram of each name, the hundred-thousandth vendor took six times as long as the first.
    places = sorted(new)
    numbers = range(start := randbits(62), start + len(places))
    rows = [
        {"community_id": community_id, "id": place[1], "number": number, **values_of(new[place])}
        for number, place in zip(numbers, places, strict=True)
    ]
    insert_all(connection, t.vendor_alias, rows)
    grams = (
        (community_id, gram, number)
        for number, (key, _) in zip(numbers, places, strict=True)
        if key[0] != "~"
        for gram in grams_of(key)
    )
    insert_rows(connection, t.vendor_gram, ("community_id", "gram", "alias"), sorted(grams))


def drop_leads(connection: Connection, community_id: str, keys: Sequence[str], kind: str, **of: str) -> int:
    """Drops leads of a kind with their grams; ``of`` narrows it to a vendor_id. How many went."""
    which = and_(a.key.in_(keys), a.kind == kind, *(a[n] == v for n, v in of.items()))
    return _drop(connection, community_id, which)


def drop_all(connection: Connection, community_id: str, vendor_id: str) -> None:
    """Drops every name that leads to a vendor, with its grams."""
    _drop(connection, community_id, a.vendor_id == vendor_id)


def drop_own(connection: Connection, community_id: str, leads: Iterable[Lead]) -> None:
    """Drops exactly these leads."""
    for one in leads:
        _drop(connection, community_id, and_(a.key == one.key, a.id == _id(community_id, one)))


def _drop(connection: Connection, community_id: str, which: ColumnElement[bool]) -> int:
    ours = a.community_id == community_id
    gone = connection.execute(select(a.key, a.id, a.number).where(ours, which)).all()
    for key, id_, number in gone:
        grams = g.community_id == community_id, g.gram.in_(sorted(grams_of(key))), g.alias == number
        connection.execute(delete(t.vendor_gram).where(*grams))
        connection.execute(delete(t.vendor_alias).where(ours, a.key == key, a.id == id_))
    return len(gone)


def _like(one: Lead, key: str, kind: str, points: int) -> Lead:
    return Lead(key, one.name, kind, points, one.popularity, one.everyday, one.vendor_id, one.product_id)


def _id(community_id: str, one: Lead) -> int:
    """The same lead always has the same id, so that two transactions cannot both add it."""
    text = f"{community_id}\0{one.key}\0{one.vendor_id}\0{one.product_id or ''}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 2
