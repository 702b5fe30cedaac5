"""Reviews of a community. ``_shown_to`` is the one query by which a review reaches another member."""

import json
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, literal, select, union
from sqlalchemy.exc import IntegrityError

from bot.cohort import one_company
from bot.model import STANDING, Member, MemberStatus, Product, Review, ReviewStatus, Role
from bot.ports.documents import Kind
from bot.ports.reviews import Written
from storage import tables as t
from storage.indexing import touch
from storage.keys import Keys
from storage.locking import hold_vendor
from storage.rows import all_of, columns_of, to, values_of
from storage.tables.reviews import IS_CURRENT, IS_PAST, OF_PRODUCT

r = t.review.c


class SqlReviews:
    """Reviews of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys
        self._ours = r.community_id == community_id

    def visible(self, viewer: str, vendor_id: str, limit: int, start: int = 0, product_id: str = "") -> list[Written]:
        """Live reviews, the freshest first, for an active member."""
        about = and_(r.product_id == product_id, OF_PRODUCT) if product_id else r.vendor_id == vendor_id
        query = self._shown_to(viewer).where(about).order_by(r.heard_on.desc(), r.id.desc()).limit(limit).offset(start)
        return [_written(row) for row in self._connection.execute(query)]

    def readable(self, viewer: str, ids: Collection[str]) -> list[Written]:
        """Those of these reviews that an active member may read."""
        return [_written(row) for row in self._connection.execute(self._shown_to(viewer).where(r.id.in_(ids)))]

    def reviewed_products(self, vendor_id: str) -> list[Product]:
        """Products of the vendor that have a live review, by name; the price does not grow with the reviews."""
        p = t.product.c
        live = r.community_id == p.community_id, r.product_id == p.id, OF_PRODUCT, r.status == ReviewStatus.LIVE
        # Of one column alone, or SQLite walks through the community's reviews instead of looking into the index.
        any_live = select(literal(1)).where(*live).exists()
        query = select(*columns_of(Product, t.product)).where(
            p.community_id == self._community_id, p.vendor_id == vendor_id, any_live
        )
        return all_of(Product, self._connection.execute(query.order_by(p.name)))

    def of_company(self, member: Member, vendor_id: str, product_id: str = "") -> list[Review]:
        """All but withdrawn ones of the member's company, what stands or waits first."""
        merged = self._led_here(t.product, product_id) if product_id else self._led_here(t.vendor, vendor_id)
        of_company = r.company_key.in_([self.company_key(member, one) for one in merged])
        # A signed review stays its author's own when they change their employer.
        own = r.vendor_id == vendor_id, r.product_id == product_id, r.member_id == member.id
        # Each by its index, which SQLite finds only where it is one question by itself.
        ids = union(
            *(select(r.id).where(self._ours, *one) for one in ((IS_CURRENT, of_company), (IS_PAST, of_company), own))
        )
        query = (
            self._all()
            .where(r.id.in_(ids), r.status != ReviewStatus.WITHDRAWN)
            .order_by(r.status.not_in(STANDING), r.heard_on.desc())
        )
        return all_of(Review, self._connection.execute(query))

    def signed_by(self, member_id: str, vendor_id: str) -> list[Review]:
        """The member's signed reviews of a vendor and its products that stand or wait."""
        which = r.member_id == member_id, r.vendor_id == vendor_id, r.status.in_(STANDING)
        return all_of(Review, self._connection.execute(self._all().where(*which).order_by(r.id)))

    def add(self, review: Review, author: Member) -> bool:
        """Keeps a review; the unique index over the company's key says who was first."""
        hold_vendor(self._connection, self._community_id, review.vendor_id)
        values = values_of(review) | {"community_id": self._community_id} | self.keys_of(review, author)
        try:
            with self._connection.begin_nested():
                self._connection.execute(t.review.insert().values(values))
        except IntegrityError:
            return False
        self._touch(review.id)
        return True

    def change(self, review: Review, was: Review) -> bool:
        """A new version; the old one goes to the history."""
        hold_vendor(self._connection, self._community_id, review.vendor_id)
        here = self._ours, r.id == review.id, r.status == was.status, r.heard_on == was.heard_on, r.pros == was.pros
        done = self._connection.execute(t.review.update().where(*here).values(values_of(review)))
        self._touch(review.id)
        if done.rowcount == 1:
            self._remember(was, review.heard_on)
        return done.rowcount == 1

    def move(self, review_id: str, was: ReviewStatus, becomes: ReviewStatus) -> bool:
        """One change of state; where it is to stand again, the unique index says whether there is room for it."""
        here = self._ours, r.id == review_id, r.status == was
        self._touch(review_id)
        try:
            with self._connection.begin_nested():
                done = self._connection.execute(t.review.update().where(*here).values(status=becomes))
        except IntegrityError:
            return False
        return done.rowcount == 1

    def withdraw(self, review_id: str, on: date) -> bool:
        """Takes a review back and erases its words and history."""
        here = self._ours, r.id == review_id, r.status != ReviewStatus.WITHDRAWN
        self._touch(review_id)
        empty = dict.fromkeys(("pros", "cons", "advice", "scope", "interest", "attribute"), "")
        done = self._connection.execute(
            t.review.update().where(*here).values(status=ReviewStatus.WITHDRAWN, heard_on=on, **empty)
        )
        h = t.review_history.c
        self._connection.execute(
            t.review_history.delete().where(h.community_id == self._community_id, h.review_id == review_id)
        )
        return done.rowcount == 1

    def hear(self, review_id: str, on: date) -> bool:
        """The age counts from this day."""
        here = self._ours, r.id == review_id, r.status == ReviewStatus.LIVE
        return self._connection.execute(t.review.update().where(*here).values(heard_on=on)).rowcount == 1

    def for_managers(self, review_id: str) -> Written | None:
        """A review in any state, for its card to the managers."""
        row = self._connection.execute(self._with_author().where(r.id == review_id)).first()
        return _written(row) if row else None

    def waiting(self, limit: int) -> list[Review]:
        """Reviews that wait for a manager, the oldest first."""
        query = self._all().where(r.status == ReviewStatus.WAITING).order_by(r.written_on, r.id).limit(limit)
        return all_of(Review, self._connection.execute(query))

    def draft(self, member_id: str, vendor_id: str, product_id: str = "") -> dict[str, str]:
        """What was filled in."""
        which = self._draft(member_id, vendor_id, product_id)
        sealed = self._connection.scalar(select(t.review_draft.c.sealed).where(which))
        values: dict[str, str] = json.loads(self._keys.open(sealed)) if sealed else {}
        return values

    def keep_draft(
        self, member_id: str, vendor_id: str, values: Mapping[str, str], on: date, product_id: str = ""
    ) -> None:
        """Sealed, under a keyed hash of the member: the review may become an unnamed one."""
        self.forget_draft(member_id, vendor_id, product_id)
        self._connection.execute(
            t.review_draft.insert().values(
                community_id=self._community_id, owner_key=self._owner_key(member_id), vendor_id=vendor_id,
                product_id=product_id, sealed=self._keys.seal(json.dumps(dict(values))), kept_on=on,
            )
        )  # fmt: skip

    def forget_draft(self, member_id: str, vendor_id: str, product_id: str | None = "") -> None:
        """Erases a draft; with no product at all (None) those of the vendor's products as well."""
        self._connection.execute(t.review_draft.delete().where(self._draft(member_id, vendor_id, product_id)))

    def forget_drafts_before(self, day: date) -> None:
        """Erases drafts that nobody came back to."""
        d = t.review_draft.c
        self._connection.execute(t.review_draft.delete().where(d.community_id == self._community_id, d.kept_on < day))

    def company_key(self, member: Member, about: str) -> str:
        """The keyed hash of a product (or vendor) and the member's company: one review for each."""
        return self._keys.mac("review company", f"{self._community_id}|{about}|{one_company(member.company)}")

    def keys_of(self, review: Review, author: Member) -> dict[str, str]:
        """The keys that a review is kept under."""
        return {
            "company_key": self.company_key(author, review.product_id or review.vendor_id),
            "vendor_key": vendor_key(self._keys, self._community_id, author, review),
        }

    def _touch(self, review_id: str) -> None:
        touch(self._connection, self._community_id, Kind.REVIEW, review_id)

    def _all(self) -> Select[Any]:
        return select(*columns_of(Review, t.review)).where(self._ours)

    def _shown_to(self, viewer: str) -> Select[Any]:
        m = t.member.alias("viewer").c
        may = exists().where(m.community_id == r.community_id, m.id == viewer, m.status == MemberStatus.ACTIVE)
        return self._with_author().where(r.status == ReviewStatus.LIVE, may)

    def _with_author(self) -> Select[Any]:
        joined = and_(t.member.c.community_id == r.community_id, t.member.c.id == r.member_id)
        return self._all().add_columns(*author_columns()).outerjoin(t.member, joined)

    def _remember(self, old: Review, until: date) -> None:
        h = t.review_history.c
        here = h.community_id == self._community_id, h.review_id == old.id
        number = (self._connection.scalar(select(func.max(h.number)).where(*here)) or 0) + 1
        body = json.dumps(values_of(old), default=str, ensure_ascii=False)
        self._connection.execute(
            t.review_history.insert().values(
                community_id=self._community_id, review_id=old.id, number=number, until=until, body=body
            )
        )

    def _draft(self, member_id: str, vendor_id: str, product_id: str | None) -> ColumnElement[bool]:
        d = t.review_draft.c
        mine = d.community_id == self._community_id, d.owner_key == self._owner_key(member_id)
        product = () if product_id is None else (d.product_id == product_id,)
        return and_(*mine, d.vendor_id == vendor_id, *product)

    def _led_here(self, table: Table, one: str) -> list[str]:
        """The vendor (or product) and all that were merged into it, on whatever way."""
        found, newest = [one], [one]
        while newest:
            into = table.c.community_id == self._community_id, table.c.merged_into.in_(newest)
            newest = [
                other for other in self._connection.scalars(select(table.c.id).where(*into)) if other not in found
            ]
            found += newest
        return found

    def _owner_key(self, member_id: str) -> str:
        return self._keys.mac("review draft", f"{self._community_id}|{member_id}")


def vendor_key(keys: Keys, community_id: str, author: Member, review: Review) -> str:
    """The keyed hash of a vendor and the author's company: another for signed reviews than for unnamed ones."""
    kind = "signed" if review.member_id else "unnamed"
    return keys.mac(f"{kind} reviews of a company", f"{community_id}|{review.vendor_id}|{one_company(author.company)}")


def author_columns() -> list[Any]:
    """A member's columns beside those of a review, for ``author_of``."""
    return [column.label(f"author_{column.name}") for column in columns_of(Member, t.member)]


def author_of(row: Any) -> Member:
    """The member from those columns."""
    values = {f.name: getattr(row, f"author_{f.name}") for f in fields(Member)}
    return Member(**values | {"role": Role(values["role"]), "status": MemberStatus(values["status"])})


def _written(row: Any) -> Written:
    return Written(to(Review, row), author_of(row) if row.author_id else None)
