"""What the weekly digests are made of: a few statements for many readers."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, and_, exists, func, or_, select

from bot.model import AskStatus, MemberStatus, ReviewStatus
from bot.ports.digests import Answered, Reviewed
from storage import tables as t


class SqlDigests:
    """Digests of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def readers(self, after: str, limit: int) -> list[str]:
        """Active members who want a digest, beyond ``after``."""
        m, p = t.member.c, t.preferences.c
        same = and_(p.community_id == m.community_id, p.member_id == m.id)
        query = (
            select(m.id)
            .select_from(t.member.outerjoin(t.preferences, same))
            .where(m.community_id == self._community_id, m.status == MemberStatus.ACTIVE, m.id > after)
            .where(or_(p.digest.is_(None), p.digest))
            .order_by(m.id)
            .limit(limit)
        )
        return list(self._connection.scalars(query))

    def waiting(self, readers: Sequence[str], until: datetime) -> dict[str, int]:
        """Open questions without a signed answer of the reader's that are not over by then."""
        p, q, a = t.ask_peer.c, t.ask.c, t.answer.c
        answered = exists().where(a.community_id == p.community_id, a.ask_id == p.ask_id, a.member_id == p.member_id)
        query = (
            select(p.member_id, func.count().label("number"))
            .join(t.ask, and_(q.community_id == p.community_id, q.id == p.ask_id))
            .where(p.community_id == self._community_id, p.member_id.in_(readers), ~p.set_aside)
            .where(q.status == AskStatus.OPEN, q.closes_at > until)
            .where(or_(q.member_id.is_(None), q.member_id != p.member_id), ~answered)
            .group_by(p.member_id)
        )
        return {row.member_id: row.number for row in self._connection.execute(query)}

    def answered(self, readers: Sequence[str], since: datetime) -> dict[str, list[Answered]]:
        """Signed questions that got answers since then."""
        q, a = t.ask.c, t.answer.c
        number = func.count()
        query = (
            select(q.member_id, q.id, q.question, number)
            .join(t.answer, and_(a.community_id == q.community_id, a.ask_id == q.id))
            .where(q.community_id == self._community_id, q.member_id.in_(readers), a.answered_at >= since)
            .where(q.status != AskStatus.REMOVED, or_(a.member_id.is_(None), a.member_id != q.member_id))
            .group_by(q.member_id, q.id, q.question)
            .order_by(number.desc(), q.id)
        )
        found: dict[str, list[Answered]] = defaultdict(list)
        for member, *told in self._connection.execute(query):
            found[member].append(Answered(*told))
        return found

    def reviewed(self, readers: Sequence[str], since: date, until: date) -> dict[str, list[Reviewed]]:
        """Vendors in the readers' stacks with new signed reviews."""
        s, r, v = t.stack.c, t.review.c, t.vendor.c
        query = (
            select(s.member_id, v.id, v.name)
            .join(t.review, and_(r.community_id == s.community_id, r.vendor_id == s.vendor_id))
            .join(t.vendor, and_(v.community_id == s.community_id, v.id == s.vendor_id))
            .where(s.community_id == self._community_id, s.member_id.in_(readers), r.status == ReviewStatus.LIVE)
            .where(r.written_on >= since, r.written_on < until, r.member_id.is_not(None), r.member_id != s.member_id)
            .distinct()
            .order_by(v.name, v.id)
        )
        found: dict[str, list[Reviewed]] = defaultdict(list)
        for member, vendor_id, name in self._connection.execute(query):
            found[member].append(Reviewed(vendor_id, name))
        return found
