"""Renewals of a community: each query but those of the pulse is the member's own."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, select

from bot.model import Member
from bot.ports.renewals import Ended, Ending, Renewal
from storage import tables as t
from storage.calls import company_key
from storage.keys import Keys
from storage.locking import hold_vendor
from storage.rows import all_of, columns_of, to, values_of

c = t.renewal.c


class SqlRenewals:
    """Renewals of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    def add(self, renewal: Renewal, member: Member) -> None:
        """Keeps a renewal."""
        hold_vendor(self._connection, self._community_id, renewal.vendor_id)
        key = company_key(self._keys, self._community_id, member)
        values = values_of(renewal) | {"community_id": self._community_id, "company_key": key}
        self._connection.execute(t.renewal.insert().values(values))

    def get(self, renewal_id: str, viewer: str) -> Renewal | None:
        """The renewal, if it is the viewer's."""
        query = select(*columns_of(Renewal, t.renewal)).where(self._own(viewer), c.id == renewal_id)
        row = self._connection.execute(query).first()
        return to(Renewal, row) if row else None

    def ahead(self, viewer: str) -> list[Renewal]:
        """The viewer's renewals that are not decided, the next notice first."""
        query = select(*columns_of(Renewal, t.renewal)).where(self._own(viewer), c.ending == Ending.AHEAD)
        return all_of(Renewal, self._connection.execute(query.order_by(c.notice_on, c.id)))

    def of_vendor(self, viewer: str, vendor_id: str) -> list[Renewal]:
        """All of the viewer's renewals of a vendor, the earliest noted first."""
        query = select(*columns_of(Renewal, t.renewal)).where(self._own(viewer), c.vendor_id == vendor_id)
        return all_of(Renewal, self._connection.execute(query.order_by(c.noted_on, c.id)))

    def change(self, renewal: Renewal) -> bool:
        """New dates or vendor, while it is ahead."""
        hold_vendor(self._connection, self._community_id, renewal.vendor_id)
        return self._update(renewal, "vendor_id", "ends_on", "notice_on")

    def decide(self, renewal: Renewal) -> bool:
        """It ended so, once."""
        return self._update(renewal, "ending", "why", "contact", "decided_on")

    def remove(self, renewal_id: str, viewer: str) -> bool:
        """It is gone."""
        return self._connection.execute(t.renewal.delete().where(self._own(viewer), c.id == renewal_id)).rowcount == 1

    def ended(self, vendor_id: str, since: date) -> list[Ended]:
        """What was decided since then, of one vendor or of all."""
        which = [c.vendor_id == vendor_id] if vendor_id else []
        query = select(c.company_key, c.ending, c.why, c.contact).where(
            c.community_id == self._community_id, c.ending != Ending.AHEAD, c.decided_on >= since, *which
        )
        rows = self._connection.execute(query)
        return [Ended(row.company_key, Ending(row.ending), row.why, row.contact) for row in rows]

    def vendors_ended(self) -> list[str]:
        """Vendors with any decided renewal, or whose pulse is shown."""
        s = t.crowd_shown.c
        ended = select(c.vendor_id).where(c.community_id == self._community_id, c.ending != Ending.AHEAD)
        shown = select(s.vendor_id).where(s.community_id == self._community_id, s.kind == "pulse", s.vendor_id != "")
        return sorted(self._connection.scalars(ended.union(shown)))

    def forget(self, member_id: str) -> list[str]:
        """Removes everything a member noted; vendors of decided ones."""
        decided = select(c.vendor_id).where(self._own(member_id), c.ending != Ending.AHEAD).distinct()
        vendors = list(self._connection.scalars(decided))
        self._connection.execute(t.renewal.delete().where(self._own(member_id)))
        return vendors

    def _update(self, renewal: Renewal, *names: str) -> bool:
        here = self._own(renewal.member_id), c.id == renewal.id, c.ending == Ending.AHEAD
        values = {name: value for name, value in values_of(renewal).items() if name in names}
        return self._connection.execute(t.renewal.update().where(*here).values(values)).rowcount == 1

    def _own(self, viewer: str) -> ColumnElement[bool]:
        return and_(c.community_id == self._community_id, c.member_id == viewer)
