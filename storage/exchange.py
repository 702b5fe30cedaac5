"""Import and export: many rows of one community at once, in as few statements as possible."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, column, select, values
from sqlalchemy.exc import IntegrityError

from bot.counting import Counted
from bot.model import Category, Member, MemberStatus, Review, ReviewStatus, VendorStatus
from bot.ports.documents import Kind
from bot.ports.exchange import Additions, MemberKept, ReviewKept, VendorKept
from bot.resolve import ALIAS
from bot.turn import Later
from storage import tables as t
from storage.bulk import insert_all
from storage.indexing import touch
from storage.keys import Keys
from storage.locking import hold_vendors
from storage.reviews import SqlReviews, vendor_key
from storage.rows import all_of, among, columns_of, first_in, pieces, to, values_of
from storage.scores import SqlScores
from storage.tables.reviews import IS_CURRENT, IS_PAST
from storage.types import Id
from storage.vendor_names import insert_leads, leads_of_product, leads_of_vendor
from storage.vendors import product_row, vendor_row

r, m, v = t.review.c, t.member.c, t.vendor.c


class SqlExchange:
    """Rows of one community, many at once."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._ours = {"community_id": community_id}
        self._reviews = SqlReviews(connection, community_id, keys)
        self._scores = SqlScores(connection, community_id, keys)
        self._company_keys: dict[tuple[str, str], str] = {}
        self._keys = keys

    def authors(self, emails: Collection[str]) -> dict[str, Member]:
        """Members by their work e-mail."""
        found: dict[str, Member] = {}
        for piece in pieces(emails):
            query = select(*columns_of(Member, t.member)).where(
                m.community_id == self._community_id, among(self._connection, m.email, piece)
            )
            found |= {one.email: one for one in all_of(Member, self._connection.execute(query))}
        return found

    def reviews_by(self, wanted: Collection[tuple[Member, str, str]]) -> dict[tuple[str, str], list[Review]]:
        """The member's own reviews in any state, and those of their company."""
        by_key: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for member, vendor_id, product_id in wanted:
            about = product_id or vendor_id
            by_key[self._company_key(member, about)].add((member.id, about))
        asked = {(member.id, product_id or vendor_id) for member, vendor_id, product_id in wanted}
        found: dict[tuple[str, str], dict[str, Review]] = defaultdict(dict)
        for key, review in self._about(by_key, {(member.id, vendor_id) for member, vendor_id, _ in wanted}):
            own = (review.member_id or "", review.product_id or review.vendor_id)
            for pair in by_key.get(key, set()) | ({own} & asked):
                found[pair][review.id] = review
        return {pair: list(reviews.values()) for pair, reviews in found.items()}

    def add_reviews(self, written: Sequence[tuple[Review, Member, Counted | None]]) -> bool:
        """One insert; then the sums."""
        if not written:
            return True
        hold_vendors(self._connection, self._community_id, {review.vendor_id for review, _, _ in written})
        keys = [vendor_key(self._keys, self._community_id, author, review) for review, author, _ in written]
        alone = self._alone(keys)
        rows = [
            self._ours
            | values_of(review)
            | {"company_key": self._company_key(author, review.product_id or review.vendor_id), "vendor_key": key}
            | {name: counted.as_json() if counted and key in alone else "" for name in ("worth", "counted")}
            for (review, author, counted), key in zip(written, keys, strict=True)
        ]
        try:
            with self._connection.begin_nested():
                insert_all(self._connection, t.review, rows)
        except IntegrityError:
            return False
        touch(self._connection, self._community_id, Kind.REVIEW, *(review.id for review, _, _ in written))
        self._count_new(
            [(review, counted, key in alone) for (review, _, counted), key in zip(written, keys, strict=True)]
        )
        return True

    def declared(self, member_ids: Collection[str]) -> set[tuple[str, str]]:
        """Who declared an interest in which vendor."""
        return self._pairs(t.conflict.c.member_id, t.conflict.c.vendor_id, member_ids)

    def _count_new(self, kept: Sequence[tuple[Review, Counted | None, bool]]) -> None:
        """Those that are alone of their company in one go; for any other one its company's others may step back."""
        parts: dict[tuple[str, str], list[Counted]] = defaultdict(list)
        others: list[tuple[str, str, Counted]] = []
        for review, counted, alone in kept:
            if counted and not alone:
                others.append((review.vendor_id, review.id, counted))
            elif counted:
                for product_id in {"", review.product_id}:
                    parts[review.vendor_id, product_id].append(counted)
        self._scores.count_new(parts)
        for _, review_id, counted in sorted(others, key=lambda other: other[:2]):
            self._scores.count(review_id, counted)

    def _alone(self, keys: Sequence[str]) -> set[str]:
        """Vendor keys with one review in all: nothing of the same company has to step back for it."""
        known = {one for piece in pieces(set(keys)) for one in self._scores.known_companies(piece)}
        return {key for key, number in Counter(keys).items() if number == 1 and key not in known}

    def arm_new(self, timers: Sequence[Later]) -> None:
        """Sets timers whose keys are new."""
        rows = [
            self._ours | {"key": one.key, "due": one.due, "action": one.action, "arg": one.arg, "attempts": 0}
            for one in timers
        ]
        insert_all(self._connection, t.timer, rows)

    def add_category(self, category: Category) -> None:
        """Keeps a new category."""
        c = t.category.c
        here = c.community_id == self._community_id, c.key == category.key
        if self._connection.execute(select(c.key).where(*here)).first() is None:
            self._connection.execute(t.category.insert().values(self._ours | values_of(category)))

    def known_domains(self, domains: Collection[str]) -> set[str]:
        """Domains that lead to any vendor."""
        d = t.vendor_domain.c
        return {domain for domain, _ in self._pairs(d.domain, d.vendor_id, domains)}

    def products_of(self, vendor_ids: Collection[str]) -> set[tuple[str, str]]:
        """Merged ones too: their names are taken."""
        return self._pairs(t.product.c.vendor_id, t.product.c.key, vendor_ids)

    def shelves_of(self, vendor_ids: Collection[str]) -> set[tuple[str, str]]:
        """Where these vendors stand."""
        return self._pairs(t.vendor_category.c.vendor_id, t.vendor_category.c.category, vendor_ids)

    def add_to_catalogue(self, new: Additions) -> None:
        """Everything in one statement for each table."""
        insert_all(self._connection, t.vendor, [self._ours | vendor_row(one) for one in new.vendors])
        insert_all(self._connection, t.product, [self._ours | product_row(one) for one in new.products])
        domains = [self._ours | {"domain": domain, "vendor_id": one} for domain, one in new.domains]
        insert_all(self._connection, t.vendor_domain, domains)
        shelves = [self._ours | {"vendor_id": one, "category": category} for one, category in new.shelves]
        insert_all(self._connection, t.vendor_category, shelves)
        leads = [one for vendor in new.vendors for one in leads_of_vendor(vendor)]
        leads += [one for product in new.products for one in leads_of_product(product)]
        insert_leads(self._connection, self._community_id, [*leads, *new.aliases])
        sellers = [*(one.vendor_id for one in new.products), *(one.vendor_id for one in new.aliases)]
        changed = {*(one.id for one in new.vendors), *sellers, *(one for one, _ in new.shelves)}
        touch(self._connection, self._community_id, Kind.VENDOR, *changed)

    def members(self) -> Iterator[MemberKept]:
        """Active members with accounts and stacks."""
        a, s = t.account.c, t.stack.c
        accounts = select(a.member_id, a.platform, a.tenant, a.user).where(self._at(a), a.member_id.is_not(None))
        of: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for row in self._connection.execute(accounts.order_by(a.main.desc(), a.platform, a.tenant, a.user)):
            of[row.member_id].append((row.platform, row.tenant, row.user))
        same = and_(v.community_id == s.community_id, v.id == s.vendor_id)
        named = select(s.member_id, v.name).join_from(t.stack, t.vendor, same).where(self._at(s), s.opted_in)
        stack = _grouped(self._connection.execute(named.order_by(v.name)))
        query = select(*columns_of(Member, t.member)).where(self._at(m), m.status == MemberStatus.ACTIVE)
        for member in all_of(Member, self._connection.execute(query.order_by(m.email))):
            yield MemberKept(member, tuple(of[member.id]), tuple(stack[member.id]))

    def vendors(self) -> Iterator[VendorKept]:
        """Confirmed vendors with what leads to them."""
        d, a, p, c, k = t.vendor_domain.c, t.vendor_alias.c, t.product.c, t.vendor_category.c, t.category.c
        domains = _grouped(
            self._connection.execute(select(d.vendor_id, d.domain).where(self._at(d)).order_by(d.domain))
        )
        alias = select(a.vendor_id, a.name).where(self._at(a), a.kind == ALIAS, a.product_id.is_(None))
        aliases = _grouped(self._connection.execute(alias.order_by(a.name)))
        product = select(p.vendor_id, p.name).where(self._at(p), p.merged_into.is_(None))
        products = _grouped(self._connection.execute(product.order_by(p.name)))
        same = and_(k.community_id == c.community_id, k.key == c.category)
        shelf = select(c.vendor_id, k.name).join_from(t.vendor_category, t.category, same).where(self._at(c))
        shelves = _grouped(self._connection.execute(shelf.order_by(k.name)))
        query = select(v.id, v.name).where(self._at(v), v.merged_into.is_(None), v.status == VendorStatus.CONFIRMED)
        for row in self._connection.execute(query.order_by(v.name)):
            found = (tuple(dict.fromkeys(each[row.id])) for each in (domains, aliases, shelves, products))
            yield VendorKept(row.name, *found)

    def reviews(self) -> Iterator[ReviewKept]:
        """Live reviews with the names of their vendors and the addresses of those who signed."""
        p = t.product.c
        query = (
            select(v.name.label("vendor_name"), p.name.label("product_name"), m.email, *columns_of(Review, t.review))
            .select_from(t.review)
            .join(t.vendor, and_(v.community_id == r.community_id, v.id == r.vendor_id))
            .outerjoin(t.product, and_(p.community_id == r.community_id, p.id == r.product_id))
            .outerjoin(t.member, and_(m.community_id == r.community_id, m.id == r.member_id))
            .where(self._at(r), r.status == ReviewStatus.LIVE)
            .order_by(v.name, r.written_on, r.id)
        )
        for row in self._connection.execute(query):
            yield ReviewKept(to(Review, row), row.vendor_name, row.product_name or "", row.email or "")

    def _about(self, keys: Collection[str], signed: Collection[tuple[str, str]]) -> Iterator[tuple[str, Review]]:
        """Those of companies, then those that members signed of vendors and their products.

        Each kind of look-up by itself, so that each finds its index.
        """
        ours = select(*columns_of(Review, t.review), r.company_key).where(self._at(r))
        for piece in pieces(keys):
            yield from self._keyed(ours.where(IS_CURRENT, among(self._connection, r.company_key, piece)))
            yield from self._keyed(
                ours.where(IS_PAST, r.member_id.is_(None), among(self._connection, r.company_key, piece))
            )
        for pairs in pieces(signed):
            asked = values(column("member_id", Id), column("vendor_id", Id), name="asked").data(pairs).cte()
            theirs = r.member_id == asked.c.member_id, r.vendor_id == asked.c.vendor_id
            yield from self._keyed(ours.join_from(asked, t.review, and_(*theirs)))

    def _keyed(self, query: Select[Any]) -> Iterator[tuple[str, Review]]:
        for row in self._connection.execute(query).all():
            yield row[-1], first_in(Review, row)

    def _company_key(self, member: Member, about: str) -> str:
        """Derived once for each, since it is needed to look and again to write."""
        pair = member.company, about
        if pair not in self._company_keys:
            self._company_keys[pair] = self._reviews.company_key(member, about)
        return self._company_keys[pair]

    def _pairs(self, owner: Any, other: Any, owners: Collection[str]) -> set[tuple[str, str]]:
        found = set[tuple[str, str]]()
        for piece in pieces(owners):
            query = select(owner, other).where(self._at(owner.table.c), among(self._connection, owner, piece))
            found |= {(row[0], row[1]) for row in self._connection.execute(query)}
        return found

    def _at(self, columns: Any) -> Any:
        return columns.community_id == self._community_id


def _grouped(rows: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for owner, value in rows:
        found[owner].append(value)
    return found
