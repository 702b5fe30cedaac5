"""Who is tied to a question: by their stack, a category, signed reviews or named answers; nobody by a hidden word."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, or_, select

from bot.matching import Candidate
from bot.model import MemberStatus, ReviewStatus
from storage import tables as t

NEWEST = 2000
"""Answers that are read to find who wrote about something; older ones say little about what a member knows today."""

ACTIVE = t.member.c.status == MemberStatus.ACTIVE
PERSON = (t.member.c.id, t.member.c.company, t.member.c.industry, t.member.c.size, t.member.c.region)
_NONE: frozenset[str] = frozenset()


def tied(
    connection: Connection, community_id: str, vendor_ids: Collection[str], categories: Collection[str],
    like: Collection[str],
) -> list[Candidate]:  # fmt: skip
    """Active members tied to one of the vendors or categories, or by a named answer to a question of ``like``."""
    people: dict[str, _Ties] = {}

    def rows(of_any: Collection[str], query: Select[Any]) -> Iterable[tuple[_Ties, Row[Any]]]:
        for row in connection.execute(query) if of_any else ():
            found = people.get(row.id)
            if found is None:
                found = people[row.id] = _Ties(row)
            yield found, row

    for one, row in rows(vendor_ids, _using(community_id, vendor_ids)):
        (one.uses if row.opted_in else one.opted_out).add(row.vendor_id)
    for one, row in rows(categories, _following(community_id, categories)):
        one.follows.add(row.category)
    for one, row in rows(vendor_ids, _reviewing(community_id, vendor_ids)):
        one.reviewed.add(row.vendor_id)
    for one, row in rows([*vendor_ids, *like], _writing(community_id, vendor_ids, like)):
        one.wrote[row.answer_id] = row.text
        one.answered |= {row.vendor_id} & set(vendor_ids)
    return [one.candidate() for one in people.values()]


def about(community_id: str, vendor_ids: Collection[str]) -> Select[tuple[str]]:
    """Ids of the questions about one of these vendors."""
    v = t.ask_vendor.c
    return select(v.ask_id).where(v.community_id == community_id, v.vendor_id.in_(vendor_ids))


def _using(community_id: str, vendor_ids: Collection[str]) -> Select[Any]:
    s = t.stack.c
    return _members(community_id, t.stack, s.vendor_id, s.opted_in).where(s.vendor_id.in_(vendor_ids))


def _following(community_id: str, categories: Collection[str]) -> Select[Any]:
    return _members(community_id, t.topic, t.topic.c.category).where(t.topic.c.category.in_(categories))


def _reviewing(community_id: str, vendor_ids: Collection[str]) -> Select[Any]:
    """Authors of signed live reviews; an unnamed review has no member, and is never a reason."""
    r = t.review.c
    live = r.vendor_id.in_(vendor_ids), r.status == ReviewStatus.LIVE
    return _members(community_id, t.review, r.vendor_id).where(*live)


def _writing(community_id: str, vendor_ids: Collection[str], like: Collection[str]) -> Select[Any]:
    """Named answers about the vendors or to questions like this; an answer under a handle has no member."""
    a, v = t.answer.c, t.ask_vendor.c
    return (
        _members(community_id, t.answer, a.id.label("answer_id"), a.text, v.vendor_id)
        .outerjoin(t.ask_vendor, and_(v.community_id == a.community_id, v.ask_id == a.ask_id))
        .where(or_(a.ask_id.in_(about(community_id, vendor_ids)), a.ask_id.in_(like)))
        .order_by(a.answered_at.desc())
        .limit(NEWEST)
    )


def _members(community_id: str, table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    """Active members with what this table holds of them."""
    m = t.member.c
    theirs = and_(table.c.community_id == m.community_id, table.c.member_id == m.id)
    return select(*PERSON, *columns).join_from(t.member, table, theirs).where(m.community_id == community_id, ACTIVE)


class _Ties:
    """What ties one member to a question, while rows are read; ``person`` is a row with the columns of PERSON."""

    __slots__ = ("answered", "follows", "opted_out", "person", "reviewed", "uses", "wrote")

    def __init__(self, person: Row[Any]) -> None:
        self.person = person
        self.uses: set[str] = set()
        self.opted_out: set[str] = set()
        self.reviewed: set[str] = set()
        self.answered: set[str] = set()
        self.follows: set[str] = set()
        self.wrote: dict[str, str] = {}

    def candidate(self) -> Candidate:
        """The person with these ties; empty sets share one value, since most are empty."""
        sets = (self.uses, self.opted_out, self.reviewed, self.answered, self.follows)
        uses, out, reviewed, answered, follows = (frozenset(ties) if ties else _NONE for ties in sets)
        wrote, (member_id, company, industry, size, region) = tuple(self.wrote.values()), self.person[: len(PERSON)]
        return Candidate(member_id, company, industry, size, region, uses, out, reviewed, answered, follows, wrote)
