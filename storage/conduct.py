"""Votes on vendors' sales people from every source, vendors' replies, and what shown figures rest on."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, select

from bot.model import Member
from bot.ports.conduct import Reply, Vote
from storage import tables as t
from storage.calls import company_key
from storage.keys import Keys
from storage.rows import columns_of, to, values_of

CHUNK = 1000

c, i, r, s = t.cold_call.c, t.intro_conduct.c, t.conduct_reply.c, t.crowd_shown.c


class SqlConduct:
    """Votes and replies of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    def votes(self, vendor_id: str, since: str) -> list[Vote]:
        """From logged calls and from introductions."""
        return [*self._called(vendor_id, since), *self._introduced(vendor_id, since)]

    def _called(self, vendor_id: str, since: str) -> list[Vote]:
        """A call with tactics is a blame, one with praise a praise; one with both is both."""
        query = (
            select(c.company_key, c.month, c.tactics, c.praise, func.count())
            .where(c.community_id == self._community_id, c.vendor_id == vendor_id, c.month >= since)
            .where((c.tactics != "") | (c.praise != ""))
            .group_by(c.company_key, c.month, c.tactics, c.praise)
        )
        return [
            Vote(company, month, times if praise else 0, times if tactics else 0)
            for company, month, tactics, praise, times in self._connection.execute(query)
        ]

    def _introduced(self, vendor_id: str, since: str) -> list[Vote]:
        """A rep who kept the terms and answered on time is a praise; a breach of either is a blame."""
        m = t.member.c
        query = (
            select(i.rated_on, i.kept_terms, i.on_time, *columns_of(Member, t.member))
            .join(t.member, and_(m.community_id == i.community_id, m.id == i.member_id))
            .where(i.community_id == self._community_id, i.vendor_id == vendor_id)
            .where(i.rated_on >= date.fromisoformat(f"{since}-01"))
        )
        found = []
        for row in self._connection.execute(query):
            key = company_key(self._keys, self._community_id, to(Member, row))
            good = row.kept_terms and row.on_time
            found.append(Vote(key, f"{row.rated_on:%Y-%m}", int(good), int(not good)))
        return found

    def voted_on(self) -> list[str]:
        """Vendors that anybody ever voted on, or whose figure is shown."""
        called = select(c.vendor_id).where(c.community_id == self._community_id)
        introduced = select(i.vendor_id).where(i.community_id == self._community_id)
        shown = select(s.vendor_id).where(s.community_id == self._community_id, s.kind == "conduct")
        return sorted(self._connection.scalars(called.union(introduced, shown)))

    def forget(self, member_id: str) -> list[str]:
        """Removes every vote of a member, whatever its source."""
        vendors: set[str] = set()
        for table in (t.cold_call, t.intro_conduct):
            theirs = table.c.community_id == self._community_id, table.c.member_id == member_id
            vendors |= set(self._connection.scalars(select(table.c.vendor_id).where(*theirs)))
            self._connection.execute(table.delete().where(*theirs))
        return sorted(vendors)

    def reply(self, vendor_id: str) -> Reply | None:
        """What the vendor says to it."""
        query = select(*columns_of(Reply, t.conduct_reply)).where(self._reply(vendor_id))
        row = self._connection.execute(query).first()
        return to(Reply, row) if row else None

    def save_reply(self, reply: Reply) -> None:
        """Keeps a reply in place of an earlier one; an empty one takes it away."""
        self._connection.execute(t.conduct_reply.delete().where(self._reply(reply.vendor_id)))
        if reply.reply or reply.cure:
            values = values_of(reply)
            self._connection.execute(t.conduct_reply.insert().values(community_id=self._community_id, **values))

    def _reply(self, vendor_id: str) -> ColumnElement[bool]:
        return and_(r.community_id == self._community_id, r.vendor_id == vendor_id)


class SqlCrowds:
    """What stands in the shown figures of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def history(self, kind: str, vendor_id: str) -> list[tuple[str, int, int | None, str]]:
        """What each state held so far."""
        query = select(s.company_key, s.since, s.until, s.version).where(self._at(kind), s.vendor_id == vendor_id)
        return [(row.company_key, row.since, row.until, row.version) for row in self._connection.execute(query)]

    def show(self, kind: str, vendor_id: str, number: int, versions: Mapping[str, str]) -> None:
        """Ends what is held no more, and begins what is new."""
        held = self.standing(kind, [vendor_id]).get(vendor_id, {})
        here = self._at(kind), s.vendor_id == vendor_id, s.until.is_(None)
        for key in [key for key, version in held.items() if versions.get(key) != version]:
            self._connection.execute(t.crowd_shown.update().where(*here, s.company_key == key).values(until=number))
        row = {"community_id": self._community_id, "kind": kind, "vendor_id": vendor_id, "since": number}
        new = [
            row | {"company_key": key, "version": version}
            for key, version in versions.items()
            if held.get(key) != version
        ]
        if new:
            self._connection.execute(t.crowd_shown.insert(), new)

    def standing(self, kind: str, vendor_ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """What is shown now, by vendor and company key."""
        found: dict[str, dict[str, str]] = {}
        for start in range(0, len(vendor_ids), CHUNK):
            these = s.vendor_id.in_(vendor_ids[start : start + CHUNK])
            query = select(s.vendor_id, s.company_key, s.version).where(self._at(kind), these, s.until.is_(None))
            for row in self._connection.execute(query):
                found.setdefault(row.vendor_id, {})[row.company_key] = row.version
        return found

    def largest(self, kind: str, limit: int) -> list[str]:
        """Vendors with the most companies in what is shown now."""
        query = select(s.vendor_id).where(self._at(kind), s.until.is_(None), s.vendor_id != "").group_by(s.vendor_id)
        return list(self._connection.scalars(query.order_by(func.count().desc(), s.vendor_id).limit(limit)))

    def _at(self, kind: str) -> ColumnElement[bool]:
        return and_(s.community_id == self._community_id, s.kind == kind)
