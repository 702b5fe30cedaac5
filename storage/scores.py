"""Running sums of a vendor's reviews, by slice and measure: what a card reads instead of the reviews."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, select

from bot.cohort import one_company
from bot.counting import OVERALL, SIGNED, UNNAMED, Counted, counted_from, together
from bot.model import Member, Review, ReviewStatus
from bot.ports.reviews import Standings
from bot.score import Prior, Sums, Taught
from storage import tables as t
from storage.bulk import insert_all
from storage.keys import Keys
from storage.locking import held
from storage.review_sums import STARS, Kept, added, alike, apply, leader, sums_of, swap
from storage.reviews import author_columns, author_of, vendor_key
from storage.rows import all_of, columns_of, to

r, s, n, p = t.review.c, t.review_sum.c, t.review_count.c, t.review_prior.c

Place: TypeAlias = tuple[str, str]
"""Whose sums: (vendor, product); an empty product for all that the vendor sells."""
Slot: TypeAlias = tuple[str, str]
"""(slice, measure) of a sum; (slice, kind) of a number."""
Moves: TypeAlias = Mapping[Place, Sequence[tuple[Counted, int]]]
"""What to add (1) and to take back (-1), by place."""


class SqlScores:
    """Running sums of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys
        self._community_id = community_id
        self._ours = {"community_id": community_id}

    def of(self, vendor_id: str, slices: Sequence[str], product_id: str = "") -> Standings:
        """What stands in these slices."""
        sums = select(t.review_sum).where(self._at(t.review_sum, vendor_id, product_id), s.slice.in_(slices))
        here = self._at(t.review_count, vendor_id, product_id)
        numbers = select(n.slice, n.kind, n.number).where(here, n.slice.in_(slices))
        return Standings(
            {(row.slice, row.measure): sums_of(row) for row in self._connection.execute(sums)},
            {(row.slice, row.kind): row.number for row in self._connection.execute(numbers)},
        )

    def hold(self, *vendor_ids: str) -> None:
        """Whoever changes a vendor's sums holds its row first, so that no change is lost between two of them."""
        v = t.vendor.c
        these = v.community_id == self._community_id, v.id.in_(vendor_ids)
        # In one order for all, so that two who hold several do not wait for each other in a ring.
        self._connection.execute(held(self._connection, select(v.id).where(*these).order_by(v.id)))

    def count(self, review_id: str, now: Counted | None) -> None:
        """Takes back what the review counted before, and counts it anew; its company's others stand in or step back."""
        row = self._held(review_id)
        if row is None:
            return
        before = {review_id: Kept()} | self._company(row.vendor_id, row.vendor_key)
        after = {one: replace(kept, worth=now) if one == review_id else kept for one, kept in before.items()}
        moves: dict[Place, list[tuple[Counted, int]]] = {}
        if row.product_id:
            moves[row.vendor_id, row.product_id] = swap(before[review_id].worth, now)
        leading = leader({one: kept.worth for one, kept in after.items() if kept.worth})
        after = {one: replace(kept, counted=kept.worth if one == leading else None) for one, kept in after.items()}
        moves[row.vendor_id, ""] = [each for one in after for each in swap(before[one].counted, after[one].counted)]
        self._move(moves)
        self._note([(one, kept) for one, kept in after.items() if kept != before[one]])

    def count_new(self, parts: Mapping[Place, Sequence[Counted]]) -> None:
        """Counts signed reviews whose rows were just written with what they count."""
        self.hold(*{vendor_id for vendor_id, _ in parts})
        self._move({place: [(part, 1) for part in new] for place, new in parts.items()})

    def known_companies(self, keys: Collection[str]) -> set[str]:
        """Which of these vendor keys hold a signed review already."""
        ours = r.community_id == self._community_id, r.worth != ""
        return set(self._connection.scalars(select(r.vendor_key).where(*ours, r.vendor_key.in_(keys)).distinct()))

    def signed(self, vendor_id: str) -> list[tuple[Review, Member]]:
        """All live signed reviews of a vendor with their authors."""
        m = t.member.c
        query = (
            select(*columns_of(Review, t.review), *author_columns())
            .join(t.member, and_(m.community_id == r.community_id, m.id == r.member_id))
            .where(r.community_id == self._community_id, r.vendor_id == vendor_id, r.status == ReviewStatus.LIVE)
        )
        return [(to(Review, row), author_of(row)) for row in self._connection.execute(query)]

    def past(self, day: date, limit: int) -> list[Review]:
        """Signed reviews that count although they are too old."""
        query = select(*columns_of(Review, t.review)).where(
            r.community_id == self._community_id, r.heard_on < day, r.worth != ""
        )
        return all_of(Review, self._connection.execute(query.order_by(r.heard_on).limit(limit)))

    def replace(self, vendor_id: str, parts: Sequence[tuple[Review, Member, Counted]]) -> int:
        """Makes the sums of all slices of signed reviews anew, over all and for each product."""
        companies: dict[str, dict[str, Counted]] = defaultdict(dict)
        shelves: dict[str, list[Counted]] = defaultdict(list)
        for review, author, part in parts:
            companies[one_company(author.company)][review.id] = part
            if review.product_id:
                shelves[review.product_id].append(part)
        leading = {leader(own) for own in companies.values()}
        shelves[""] = [part for review, _, part in parts if review.id in leading]
        before = self._standing(vendor_id)
        for table in (t.review_sum, t.review_count):
            here = table.c.community_id == self._community_id, table.c.vendor_id == vendor_id
            self._connection.execute(table.delete().where(*here, table.c.slice != UNNAMED))
        made: dict[tuple[str, str, str], Sums] = {}
        for product_id, counted in shelves.items():
            sums, numbers = added(counted)
            self._insert({(vendor_id, product_id): sums}, {(vendor_id, product_id): numbers})
            made |= {(product_id, *key): one for key, one in sums.items()}
        kept = [(one.id, Kept(part, part if one.id in leading else None)) for one, _, part in parts]
        self._note(kept, {one.id: vendor_key(self._keys, self._community_id, author, one) for one, author, _ in parts})
        return sum(not alike(before.get(key, Sums()), made.get(key, Sums())) for key in {*before, *made})

    def crowd(self, vendor_id: str) -> list[tuple[str, Review]]:
        """Live unnamed reviews with the keyed hash of their company."""
        query = select(r.vendor_key, *columns_of(Review, t.review)).where(
            r.community_id == self._community_id,
            r.vendor_id == vendor_id,
            r.status == ReviewStatus.LIVE,
            r.member_id.is_(None),
        )
        return [(row.vendor_key, to(Review, row)) for row in self._connection.execute(query)]

    def shown_before(self, vendor_id: str) -> dict[str, list[tuple[str, int, int | None, str]]]:
        """What each count of unnamed reviews held so far, by measure."""
        c = t.review_shown.c
        query = select(c.measure, c.company_key, c.since, c.until, c.version).where(
            c.community_id == self._community_id, c.vendor_id == vendor_id
        )
        found: dict[str, list[tuple[str, int, int | None, str]]] = defaultdict(list)
        for row in self._connection.execute(query):
            found[row.measure].append((row.company_key, row.since, row.until, row.version))
        return found

    def show_crowd(self, vendor_id: str, measure: str, number: int, versions: Mapping[str, str]) -> None:
        """Ends what is held no more, and begins what is new."""
        c = t.review_shown.c
        here = c.community_id == self._community_id, c.vendor_id == vendor_id, c.measure == measure, c.until.is_(None)
        held = {
            row.company_key: row.version
            for row in self._connection.execute(select(c.company_key, c.version).where(*here))
        }
        for key in [key for key, version in held.items() if versions.get(key) != version]:
            self._connection.execute(t.review_shown.update().where(*here, c.company_key == key).values(until=number))
        new = [
            self._ours
            | {"vendor_id": vendor_id, "measure": measure, "company_key": key, "since": number, "version": version}
            for key, version in versions.items()
            if held.get(key) != version
        ]
        if new:
            self._connection.execute(t.review_shown.insert(), new)

    def put_crowd(self, vendor_id: str, measure: str, sums: Sums, numbers: Mapping[str, int] | None) -> None:
        """Replaces the sums of one measure over unnamed reviews."""
        at = self._at(t.review_sum, vendor_id), s.slice == UNNAMED, s.measure == measure
        self._connection.execute(t.review_sum.delete().where(*at))
        if numbers is not None:
            self._connection.execute(
                t.review_count.delete().where(self._at(t.review_count, vendor_id), n.slice == UNNAMED)
            )
        counts = {(UNNAMED, kind): number for kind, number in (numbers or {}).items()}
        self._insert({(vendor_id, ""): {(UNNAMED, measure): sums}}, {(vendor_id, ""): counts})

    def reviewed(self) -> list[str]:
        """Vendors that have reviews in any state."""
        query = select(r.vendor_id).where(r.community_id == self._community_id).distinct().order_by(r.vendor_id)
        return list(self._connection.scalars(query))

    def totals(self) -> dict[str, Sums]:
        """The overall sums of every vendor."""
        ours = s.community_id == self._community_id, s.product_id == "", s.measure == OVERALL
        query = select(t.review_sum).where(*ours, s.slice.in_((SIGNED, UNNAMED)))
        found: dict[str, Sums] = {}
        for row in self._connection.execute(query):
            found[row.vendor_id] = together(found.get(row.vendor_id, Sums()), sums_of(row))
        return found

    def product_totals(self, vendor_ids: Collection[str]) -> dict[str, Sums]:
        """The overall sums of each of these vendors' products, by product."""
        ours = s.community_id == self._community_id, s.vendor_id.in_(vendor_ids), s.product_id != ""
        query = select(t.review_sum).where(*ours, s.measure == OVERALL, s.slice == SIGNED)
        return {row.product_id: sums_of(row) for row in self._connection.execute(query)}

    def prior(self, category: str) -> Prior | None:
        """What was learnt for a category."""
        query = select(t.review_prior).where(p.community_id == self._community_id, p.category == category)
        row = self._connection.execute(query).first()
        if row is None:
            return None
        return Prior((row.one, row.two, row.three, row.four, row.five), row.strength, Taught(row.taught_by))

    def keep_priors(self, priors: Mapping[str, Prior]) -> None:
        """Replaces what was learnt."""
        self._connection.execute(t.review_prior.delete().where(p.community_id == self._community_id))
        rows = [
            self._ours
            | {"category": category, "strength": prior.strength, "taught_by": prior.taught_by}
            | dict(zip(STARS, prior.shares, strict=True))
            for category, prior in priors.items()
        ]
        if rows:
            self._connection.execute(t.review_prior.insert(), rows)

    def _held(self, review_id: str) -> Any:
        """The review's places; its vendor is held, and is still its vendor: a merge may have come first."""
        here = r.community_id == self._community_id, r.id == review_id
        query = select(r.vendor_id, r.product_id, r.vendor_key).where(*here)
        row, before = self._connection.execute(query).first(), ""
        while row is not None and row.vendor_id != before:
            before = row.vendor_id
            self.hold(before)
            row = self._connection.execute(query).first()
        return row

    def _company(self, vendor_id: str, key: str) -> dict[str, Kept]:
        """What each signed review of one company about the vendor and its products holds in the sums."""
        ours = r.community_id == self._community_id, r.vendor_key == key, r.vendor_id == vendor_id
        query = select(r.id, r.worth, r.counted).where(*ours, r.member_id.is_not(None))
        rows = self._connection.execute(query)
        return {row.id: Kept(counted_from(row.worth), counted_from(row.counted)) for row in rows}

    def _note(self, kept: Sequence[tuple[str, Kept]], keys: Mapping[str, str] | None = None) -> None:
        """What reviews hold now, in their own rows; ``keys``: their vendor keys, where those changed too."""
        rows = [{"which": one, **each.as_values()} | ({"key": keys[one]} if keys else {}) for one, each in kept]
        values: dict[str, Any] = {name: bindparam(name) for name in ("worth", "counted")}
        here = r.community_id == self._community_id, r.id == bindparam("which")
        if rows:
            written = values | ({"vendor_key": bindparam("key")} if keys else {})
            self._connection.execute(t.review.update().where(*here).values(written), rows)

    def _move(self, moves: Moves) -> None:
        """Adds and takes back in every slice of each change."""
        slices = {name for changes in moves.values() for part, _ in changes for name in part.slices}
        if not slices:
            return
        vendor_ids, product_ids = ({place[n] for place in moves} for n in (0, 1))
        sums: dict[Place, dict[Slot, Sums]] = defaultdict(dict)
        numbers: dict[Place, dict[Slot, int]] = defaultdict(dict)
        here: dict[Table, ColumnElement[bool]] = {}
        for table in (t.review_sum, t.review_count):
            c = table.c
            here[table] = and_(
                c.community_id == self._community_id,
                c.vendor_id.in_(vendor_ids),
                c.product_id.in_(product_ids),
                c.slice.in_(slices),
            )
        for row in self._connection.execute(select(t.review_sum).where(here[t.review_sum])):
            sums[row.vendor_id, row.product_id][row.slice, row.measure] = sums_of(row)
        for row in self._connection.execute(select(t.review_count).where(here[t.review_count])):
            numbers[row.vendor_id, row.product_id][row.slice, row.kind] = row.number
        for place, changes in moves.items():
            for part, sign in changes:
                apply(sums[place], numbers[place], part, sign)
        for table, those in here.items():
            self._connection.execute(table.delete().where(those))
        self._insert(sums, numbers)

    def _insert(
        self,
        sums: Mapping[Place, Mapping[Slot, Sums]],
        numbers: Mapping[Place, Mapping[Slot, int]],
    ) -> None:
        rows: list[dict[str, Any]] = [
            self._ours
            | {"vendor_id": vendor_id, "product_id": product_id, "slice": name, "measure": measure}
            | {"squares": one.squares, "reviews": one.reviews}
            | dict(zip(STARS, one.stars, strict=True))
            for (vendor_id, product_id), found in sums.items()
            for (name, measure), one in found.items()
            if one.reviews
        ]
        counts = [
            self._ours
            | {"vendor_id": vendor_id, "product_id": product_id, "slice": name, "kind": kind, "number": number}
            for (vendor_id, product_id), found in numbers.items()
            for (name, kind), number in found.items()
            if number > 0
        ]
        insert_all(self._connection, t.review_sum, rows)
        insert_all(self._connection, t.review_count, counts)

    def _standing(self, vendor_id: str) -> dict[tuple[str, str, str], Sums]:
        ours = s.community_id == self._community_id, s.vendor_id == vendor_id, s.slice != UNNAMED
        rows = self._connection.execute(select(t.review_sum).where(*ours))
        return {(row.product_id, row.slice, row.measure): sums_of(row) for row in rows}

    def _at(self, table: Table, vendor_id: str, product_id: str = "") -> ColumnElement[bool]:
        c = table.c
        return and_(c.community_id == self._community_id, c.vendor_id == vendor_id, c.product_id == product_id)
