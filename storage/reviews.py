"""Reviews of a community. ``visible`` is the one query by which a review reaches another member."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select
from sqlalchemy.exc import IntegrityError

from bot.model import Member, MemberStatus, Review, ReviewStatus, Role
from bot.ports.reviews import Written
from storage import tables as t
from storage.keys import Keys
from storage.rows import all_of, columns_of, to, values_of

CURRENT = (ReviewStatus.LIVE, ReviewStatus.WAITING)
r = t.review.c


class SqlReviews:
    """Reviews of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys
        self._ours = r.community_id == community_id

    def visible(self, viewer: str, vendor_id: str, limit: int, start: int = 0) -> list[Written]:
        """Live reviews, the freshest first, for an active member."""
        m = t.member.alias("viewer").c
        may = exists().where(m.community_id == r.community_id, m.id == viewer, m.status == MemberStatus.ACTIVE)
        query = (
            self._with_author()
            .where(r.vendor_id == vendor_id, r.status == ReviewStatus.LIVE, may)
            .order_by(r.heard_on.desc(), r.id)
            .limit(limit)
            .offset(start)
        )
        return [_written(row) for row in self._connection.execute(query)]

    def of_company(self, member: Member, vendor_id: str) -> list[Review]:
        """All but withdrawn ones of the member's company, what stands or waits first."""
        # A signed review stays its author's own when they change their employer, and when vendors are merged.
        own = and_(r.vendor_id == vendor_id, r.member_id == member.id)
        query = (
            self._all()
            .where(or_(r.company_key == self.company_key(member, vendor_id), own), r.status != ReviewStatus.WITHDRAWN)
            .order_by(r.status.not_in(CURRENT), r.heard_on.desc())
        )
        return all_of(Review, self._connection.execute(query))

    def add(self, review: Review, author: Member) -> bool:
        """Keeps a review; the unique index over the company's key says who was first."""
        key = self.company_key(author, review.vendor_id)
        values = values_of(review) | {"community_id": self._community_id, "company_key": key}
        try:
            with self._connection.begin_nested():
                self._connection.execute(t.review.insert().values(values))
        except IntegrityError:
            return False
        return True

    def change(self, review: Review, was: Review) -> bool:
        """A new version; the old one goes to the history."""
        here = self._ours, r.id == review.id, r.status == was.status, r.heard_on == was.heard_on, r.pros == was.pros
        done = self._connection.execute(t.review.update().where(*here).values(values_of(review)))
        if done.rowcount == 1:
            self._remember(was, review.heard_on)
        return done.rowcount == 1

    def move(self, review_id: str, was: ReviewStatus, becomes: ReviewStatus) -> bool:
        """One change of state."""
        here = self._ours, r.id == review_id, r.status == was
        return self._connection.execute(t.review.update().where(*here).values(status=becomes)).rowcount == 1

    def withdraw(self, review_id: str, on: date) -> bool:
        """Takes a review back and erases its words and history."""
        here = self._ours, r.id == review_id, r.status != ReviewStatus.WITHDRAWN
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

    def draft(self, member_id: str, vendor_id: str) -> dict[str, str]:
        """What was filled in."""
        sealed = self._connection.scalar(select(t.review_draft.c.sealed).where(self._draft(member_id, vendor_id)))
        values: dict[str, str] = json.loads(self._keys.open(sealed)) if sealed else {}
        return values

    def keep_draft(self, member_id: str, vendor_id: str, values: Mapping[str, str], on: date) -> None:
        """Sealed, under a keyed hash of the member: the review may become an unnamed one."""
        self.forget_draft(member_id, vendor_id)
        self._connection.execute(
            t.review_draft.insert().values(
                community_id=self._community_id, owner_key=self._owner_key(member_id), vendor_id=vendor_id,
                sealed=self._keys.seal(json.dumps(dict(values))), kept_on=on,
            )
        )  # fmt: skip

    def forget_draft(self, member_id: str, vendor_id: str) -> None:
        """Erases a draft."""
        self._connection.execute(t.review_draft.delete().where(self._draft(member_id, vendor_id)))

    def forget_drafts_before(self, day: date) -> None:
        """Erases drafts that nobody came back to."""
        d = t.review_draft.c
        self._connection.execute(t.review_draft.delete().where(d.community_id == self._community_id, d.kept_on < day))

    def company_key(self, member: Member, vendor_id: str) -> str:
        """The keyed hash of a vendor and the member's company: one review for each."""
        company = " ".join(member.company.casefold().split())
        return self._keys.mac("review company", f"{self._community_id}|{vendor_id}|{company}")

    def _all(self) -> Select[Any]:
        return select(*columns_of(Review, t.review)).where(self._ours)

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

    def _draft(self, member_id: str, vendor_id: str) -> ColumnElement[bool]:
        d = t.review_draft.c
        mine = d.owner_key == self._owner_key(member_id)
        return and_(d.community_id == self._community_id, mine, d.vendor_id == vendor_id)

    def _owner_key(self, member_id: str) -> str:
        return self._keys.mac("review draft", f"{self._community_id}|{member_id}")


def author_columns() -> list[Any]:
    """A member's columns beside those of a review, for ``author_of``."""
    return [column.label(f"author_{column.name}") for column in columns_of(Member, t.member)]


def author_of(row: Any) -> Member:
    """The member from those columns."""
    values = {f.name: getattr(row, f"author_{f.name}") for f in fields(Member)}
    return Member(**values | {"role": Role(values["role"]), "status": MemberStatus(values["status"])})


def _written(row: Any) -> Written:
    return Written(to(Review, row), author_of(row) if row.author_id else None)
