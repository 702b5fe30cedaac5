"""Logged cold calls: each query but ``heard`` is its member's own; ``heard`` knows companies by keyed hash."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from bot.cohort import one_company
from bot.model import Member
from bot.ports.calls import Call, Caller, ContactWish, Heard
from bot.tactics import Channel
from storage import tables as t
from storage.keys import Keys
from storage.locking import hold_vendor
from storage.rows import all_of, columns_of, to, values_of

c, w = t.cold_call.c, t.contact_wish.c
NATIONAL = 9
"""Last digits by which a number is known again, with and without the country's code."""


class SqlCalls:
    """Cold calls of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    def log(self, call: Call, member: Member, number: str) -> None:
        """Keeps a call, and of its number a hash alone."""
        hold_vendor(self._connection, self._community_id, call.vendor_id)
        values = values_of(call) | {
            "community_id": self._community_id,
            "company_key": company_key(self._keys, self._community_id, member),
            "month": f"{call.called_at:%Y-%m}",
            "number_key": self._number_key(member.id, number) if number else "",
        }
        self._connection.execute(t.cold_call.insert().values(values))

    def get(self, call_id: str, viewer: str) -> Call | None:
        """The call, if the viewer logged it."""
        query = select(*columns_of(Call, t.cold_call)).where(self._own(viewer), c.id == call_id)
        row = self._connection.execute(query).first()
        return to(Call, row) if row else None

    def remove(self, call_id: str, viewer: str) -> bool:
        """Takes a call back."""
        return self._connection.execute(t.cold_call.delete().where(self._own(viewer), c.id == call_id)).rowcount == 1

    def of_vendor(self, viewer: str, vendor_id: str, limit: int) -> list[Call]:
        """The viewer's calls from a vendor, the newest first."""
        return self._newest(viewer, c.vendor_id == vendor_id, limit)

    def times(self, viewer: str, vendor_id: str, since: datetime) -> int:
        """How often the vendor called the viewer since then."""
        query = select(func.count()).where(self._own(viewer), c.vendor_id == vendor_id, c.called_at >= since)
        return self._connection.scalar(query) or 0

    def callers(self, viewer: str, lately: datetime, limit: int) -> list[Caller]:
        """Who called the viewer; the most frequent of late first."""
        v, last = t.vendor.c, func.max(c.called_at).label("last")
        recent = func.sum(case((c.called_at >= lately, 1), else_=0)).label("lately")
        query = (
            select(c.vendor_id, v.name.label("vendor"), func.count().label("times"), recent, last)
            .join(t.vendor, and_(v.community_id == c.community_id, v.id == c.vendor_id))
            .where(self._own(viewer))
            .group_by(c.vendor_id, v.name)
            .order_by(recent.desc(), last.desc(), c.vendor_id)
            .limit(limit)
        )
        return all_of(Caller, self._connection.execute(query))

    def from_number(self, viewer: str, number: str) -> list[Call]:
        """The viewer's calls from a number, the newest first."""
        return self._newest(viewer, c.number_key == self._number_key(viewer, number), 50)

    def heard(self, since: str) -> list[Heard]:
        """All approaches since a month, by company."""
        kinds = (c.company_key, c.month, c.channel, c.tactics, c.praise)
        query = select(*kinds, func.count().label("times")).where(c.community_id == self._community_id)
        rows = self._connection.execute(query.where(c.month >= since).group_by(*kinds))
        return [Heard(r.company_key, r.month, Channel(r.channel), r.tactics, r.praise, r.times) for r in rows]

    def wish(self, member_id: str) -> ContactWish:
        """How vendors may reach the member."""
        query = select(*columns_of(ContactWish, t.contact_wish)).where(self._wish(member_id))
        row = self._connection.execute(query).first()
        return to(ContactWish, row) if row else ContactWish(member_id)

    def save_wish(self, wish: ContactWish) -> None:
        """Keeps it in place of an earlier one."""
        values = values_of(wish)
        changed = self._connection.execute(t.contact_wish.update().where(self._wish(wish.member_id)).values(values))
        if changed.rowcount == 0:
            self._connection.execute(t.contact_wish.insert().values(community_id=self._community_id, **values))

    def _newest(self, viewer: str, which: ColumnElement[bool], limit: int) -> list[Call]:
        query = select(*columns_of(Call, t.cold_call)).where(self._own(viewer), which)
        rows = self._connection.execute(query.order_by(c.called_at.desc(), c.id).limit(limit))
        return all_of(Call, rows)

    def _own(self, viewer: str) -> ColumnElement[bool]:
        return and_(c.community_id == self._community_id, c.member_id == viewer)

    def _wish(self, member_id: str) -> ColumnElement[bool]:
        return and_(w.community_id == self._community_id, w.member_id == member_id)

    def _number_key(self, member_id: str, number: str) -> str:
        """One member's alone: the same number with two members gives two hashes that nobody can join."""
        return self._keys.mac("call number", f"{self._community_id}|{member_id}|{number[-NATIONAL:]}")


def company_key(keys: Keys, community_id: str, member: Member) -> str:
    """The keyed hash of a member's company in figures that come from crowds: one voice for each."""
    return keys.mac("crowd company", f"{community_id}|{one_company(member.company)}")
