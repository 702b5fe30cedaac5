"""Running sums of a vendor's reviews, by slice and measure: what a card reads instead of the reviews."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, select

from bot.counting import MEASURES, OVERALL, SIGNED, UNNAMED, Counted, counted_from, moved, together
from bot.model import Member, Review, ReviewStatus
from bot.ports.reviews import Standings
from bot.score import Prior, Sums, Taught
from storage import tables as t
from storage.reviews import author_columns, author_of
from storage.rows import all_of, columns_of, to

STARS = ("one", "two", "three", "four", "five")
DRIFT = 1e-6
"""Relative difference of a running sum from the same sum made anew that is more than rounding."""

r, s, n, p = t.review.c, t.review_sum.c, t.review_count.c, t.review_prior.c


class SqlScores:
    """Running sums of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id
        self._ours = {"community_id": community_id}

    def of(self, vendor_id: str, slices: Sequence[str]) -> Standings:
        """What stands in these slices."""
        sums = select(t.review_sum).where(self._at(t.review_sum, vendor_id), s.slice.in_(slices))
        numbers = select(n.slice, n.kind, n.number).where(self._at(t.review_count, vendor_id), n.slice.in_(slices))
        return Standings(
            {(row.slice, row.measure): _sums(row) for row in self._connection.execute(sums)},
            {(row.slice, row.kind): row.number for row in self._connection.execute(numbers)},
        )

    def count(self, review_id: str, now: Counted | None) -> None:
        """Takes back what the review counted before, and counts it anew."""
        here = r.community_id == self._community_id, r.id == review_id
        row = self._connection.execute(select(r.vendor_id, r.counted).where(*here)).first()
        if row is None:
            return
        self._hold(row.vendor_id)
        before = counted_from(self._connection.scalar(select(r.counted).where(*here)) or "")
        changes = [(part, sign) for part, sign in ((before, -1), (now, 1)) if part]
        self._move(row.vendor_id, changes)
        self._connection.execute(t.review.update().where(*here).values(counted=now.as_json() if now else ""))

    def count_new(self, vendor_id: str, parts: Sequence[Counted]) -> None:
        """Counts signed reviews whose rows were just written with what they count."""
        self._hold(vendor_id)
        self._move(vendor_id, [(part, 1) for part in parts])

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
            r.community_id == self._community_id, r.heard_on < day, r.counted != ""
        )
        return all_of(Review, self._connection.execute(query.order_by(r.heard_on).limit(limit)))

    def replace(self, vendor_id: str, parts: Sequence[tuple[str, Counted]]) -> int:
        """Makes the sums of all slices of signed reviews anew."""
        sums, numbers = _added(part for _, part in parts)
        before = self._standing(vendor_id)
        drifted = sum(not _alike(before.get(key, Sums()), sums.get(key, Sums())) for key in {*before, *sums})
        for table in (t.review_sum, t.review_count):
            self._connection.execute(table.delete().where(self._at(table, vendor_id), table.c.slice != UNNAMED))
        self._insert(vendor_id, sums, numbers)
        for review_id, part in parts:
            here = r.community_id == self._community_id, r.id == review_id
            self._connection.execute(t.review.update().where(*here).values(counted=part.as_json()))
        return drifted

    def crowd(self, vendor_id: str) -> list[tuple[str, Review]]:
        """Live unnamed reviews with the keyed hash of their company."""
        query = select(r.company_key, *columns_of(Review, t.review)).where(
            r.community_id == self._community_id,
            r.vendor_id == vendor_id,
            r.status == ReviewStatus.LIVE,
            r.member_id.is_(None),
        )
        return [(row.company_key, to(Review, row)) for row in self._connection.execute(query)]

    def shown_before(self, vendor_id: str, measure: str) -> list[tuple[str, int, int | None, str]]:
        """What each count of unnamed reviews held so far."""
        c = t.review_shown.c
        query = select(c.company_key, c.since, c.until, c.version).where(
            self._at(t.review_shown, vendor_id), c.measure == measure
        )
        return [(row.company_key, row.since, row.until, row.version) for row in self._connection.execute(query)]

    def show_crowd(self, vendor_id: str, measure: str, number: int, versions: Mapping[str, str]) -> None:
        """Ends what is held no more, and begins what is new."""
        c = t.review_shown.c
        held = {key: version for key, _, until, version in self.shown_before(vendor_id, measure) if until is None}
        here = self._at(t.review_shown, vendor_id), c.measure == measure, c.until.is_(None)
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
        self._insert(vendor_id, {(UNNAMED, measure): sums}, counts)

    def reviewed(self) -> list[str]:
        """Vendors that have reviews in any state."""
        query = select(r.vendor_id).where(r.community_id == self._community_id).distinct().order_by(r.vendor_id)
        return list(self._connection.scalars(query))

    def totals(self) -> dict[str, Sums]:
        """The overall sums of every vendor."""
        query = select(t.review_sum).where(
            s.community_id == self._community_id, s.measure == OVERALL, s.slice.in_((SIGNED, UNNAMED))
        )
        found: dict[str, Sums] = {}
        for row in self._connection.execute(query):
            found[row.vendor_id] = together(found.get(row.vendor_id, Sums()), _sums(row))
        return found

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

    def _hold(self, vendor_id: str) -> None:
        """Whoever changes a vendor's sums holds its row first, so that no change is lost between two of them."""
        v = t.vendor.c
        this = v.community_id == self._community_id, v.id == vendor_id
        self._connection.execute(select(v.id).where(*this).with_for_update(key_share=True))

    def _move(self, vendor_id: str, changes: Iterable[tuple[Counted, int]]) -> None:
        """Adds and takes back in every slice of each change."""
        changes = list(changes)
        slices = {name for part, _ in changes for name in part.slices}
        standing = self.of(vendor_id, sorted(slices))
        sums, numbers = dict(standing.sums), dict(standing.numbers)
        for part, sign in changes:
            _apply(sums, numbers, part, sign)
        for table in (t.review_sum, t.review_count):
            self._connection.execute(table.delete().where(self._at(table, vendor_id), table.c.slice.in_(slices)))
        self._insert(vendor_id, sums, numbers)

    def _insert(
        self, vendor_id: str, sums: Mapping[tuple[str, str], Sums], numbers: Mapping[tuple[str, str], int]
    ) -> None:
        here = self._ours | {"vendor_id": vendor_id}
        rows: list[dict[str, Any]] = [
            here
            | {"slice": name, "measure": measure, "squares": one.squares, "reviews": one.reviews}
            | dict(zip(STARS, one.stars, strict=True))
            for (name, measure), one in sums.items()
            if one.reviews
        ]
        counts = [
            here | {"slice": name, "kind": kind, "number": number}
            for (name, kind), number in numbers.items()
            if number > 0
        ]
        if rows:
            self._connection.execute(t.review_sum.insert(), rows)
        if counts:
            self._connection.execute(t.review_count.insert(), counts)

    def _standing(self, vendor_id: str) -> dict[tuple[str, str], Sums]:
        query = select(t.review_sum).where(self._at(t.review_sum, vendor_id), s.slice != UNNAMED)
        return {(row.slice, row.measure): _sums(row) for row in self._connection.execute(query)}

    def _at(self, table: Table, vendor_id: str) -> ColumnElement[bool]:
        return and_(table.c.community_id == self._community_id, table.c.vendor_id == vendor_id)


def _added(parts: Iterable[Counted]) -> tuple[dict[tuple[str, str], Sums], dict[tuple[str, str], int]]:
    sums: dict[tuple[str, str], Sums] = {}
    numbers: dict[tuple[str, str], int] = {}
    for part in parts:
        _apply(sums, numbers, part, 1)
    return sums, numbers


def _apply(sums: dict[tuple[str, str], Sums], numbers: dict[tuple[str, str], int], part: Counted, sign: int) -> None:
    for name in part.slices:
        for measure in MEASURES:
            if measure in part.stars:
                sums[name, measure] = moved(sums.get((name, measure), Sums()), part, measure, sign)
        for kind in part.kinds:
            numbers[name, kind] = numbers.get((name, kind), 0) + sign


def _alike(a: Sums, b: Sums) -> bool:
    pairs = zip((*a.stars, a.squares), (*b.stars, b.squares), strict=True)
    return a.reviews == b.reviews and all(abs(x - y) <= DRIFT * max(1.0, abs(x), abs(y)) for x, y in pairs)


def _sums(row: Any) -> Sums:
    return Sums((row.one, row.two, row.three, row.four, row.five), row.squares, row.reviews)
