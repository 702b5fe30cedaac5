"""Who is tied to a question, who was given it, and what is known already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
)

from bot.matching import Candidate
from bot.model import Ask, MemberStatus, ReviewStatus
from bot.ports.documents import Kind
from storage import tables as t
from storage.rows import all_of, columns_of

CHUNK = 1000
NEWEST = 2000
"""Answers that are read to find who wrote about something; older ones say little about what a member knows today."""

ACTIVE = t.member.c.status == MemberStatus.ACTIVE
NONE: frozenset[str] = frozenset()
PERSON = (t.member.c.id, t.member.c.company, t.member.c.industry, t.member.c.size, t.member.c.region)


class SqlMatching:
    """Peers of one community as a question sees them."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def candidates(
        self, vendor_ids: Collection[str], categories: Collection[str], like: Collection[str]
    ) -> list[Candidate]:
        """Active members tied to the question by stack, category, signed reviews or named answers."""
        people: dict[str, _Ties] = {}
        for row in self._using(vendor_ids):
            one = _of(people, row)
            (one.uses if row.opted_in else one.opted_out).add(row.vendor_id)
        for row in self._following(categories):
            _of(people, row).follows.add(row.category)
        for row in self._reviewing(vendor_ids):
            _of(people, row).reviewed.add(row.vendor_id)
        for row in self._writing(vendor_ids, like):
            one = _of(people, row)
            one.wrote[row.answer_id] = row.text
            one.answered |= {row.vendor_id} & set(vendor_ids)
        return [one.candidate() for one in people.values()]

    def asked_since(self, since: datetime) -> dict[str, int]:
        """How many questions, and requests for an introduction, each member was given since then."""
        p, i = t.ask_peer.c, t.intro_peer.c
        asks = (
            select(p.member_id, func.count().label("many"))
            .join(t.ask, _same(t.ask_peer, "ask_id", t.ask))
            .where(self._of(t.ask), t.ask.c.asked_at >= since)
            .group_by(p.member_id)
        )
        intros = (
            select(i.member_id, func.count().label("many"))
            .join(t.intro, _same(t.intro_peer, "intro_id", t.intro))
            .where(self._of(t.intro), t.intro.c.opened_at >= since)
            .group_by(i.member_id)
        )
        found: dict[str, int] = defaultdict(int)
        for row in (*self._connection.execute(asks), *self._connection.execute(intros)):
            found[row.member_id] += row.many
        return found

    def caps(self) -> dict[str, int]:
        """The weekly number of those members who set one themselves."""
        p = t.preferences.c
        query = select(p.member_id, p.weekly_cap).where(self._of(t.preferences), p.weekly_cap.is_not(None))
        return {row.member_id: row.weekly_cap for row in self._connection.execute(query)}

    def keep(self, ask_id: str, vendor_ids: Collection[str]) -> None:
        """What a question is about."""
        self._insert(t.ask_vendor, ({"ask_id": ask_id, "vendor_id": vendor} for vendor in vendor_ids))

    def vendors_of(self, ask_id: str) -> set[str]:
        """Ids of the vendors that a question is about."""
        v = t.ask_vendor.c
        return set(self._connection.scalars(select(v.vendor_id).where(self._of(t.ask_vendor), v.ask_id == ask_id)))

    def sharing(self, terms: Collection[str]) -> tuple[dict[str, set[str]], int]:
        """Answered questions with the terms they share, and how many answered ones there are."""
        w, d, a = t.doc_term.c, t.document.c, t.answer.c
        many = self._connection.scalar(select(func.count(a.ask_id.distinct())).where(self._of(t.answer))) or 0
        same = and_(d.community_id == w.community_id, d.number == w.doc)
        query = (
            select(d.id, w.term)
            .join_from(t.doc_term, t.document, same)
            .where(self._of(t.doc_term), w.kind == Kind.ASK, w.term.in_(terms), _answered(d.id, t.document))
        )
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._connection.execute(query):
            found[row.id].add(row.term)
        return found, many

    def answered_about(self, vendor_ids: Collection[str], newest: int) -> list[str]:
        """Ids of answered questions about a vendor, the newest first."""
        query = (
            select(t.ask.c.id)
            .where(
                self._of(t.ask),
                t.ask.c.id.in_(self._about(vendor_ids)),
                _answered(t.ask.c.id, t.ask),
            )
            .order_by(t.ask.c.asked_at.desc(), t.ask.c.id)
            .limit(newest)
        )
        return list(self._connection.scalars(query))

    def give(self, ask_id: str, reasons: Mapping[str, Sequence[str]]) -> None:
        """Gives a new question to members; one statement for each reason and thousand members."""
        p, m = t.ask_peer.c, t.member.c
        columns = [p.community_id, p.ask_id, p.member_id, p.reason]
        for reason, ids in reasons.items():
            for start in range(0, len(ids), CHUNK):
                members = select(m.community_id, literal(ask_id), m.id, literal(reason)).where(
                    self._of(t.member), m.id.in_(ids[start : start + CHUNK])
                )
                self._connection.execute(t.ask_peer.insert().from_select(columns, members))

    def peers(self, ask_id: str, after: str, most: int) -> list[str]:
        """Members who were given a question, by id."""
        p = t.ask_peer.c
        query = select(p.member_id).where(self._of(t.ask_peer), p.ask_id == ask_id, p.member_id > after)
        return list(self._connection.scalars(query.order_by(p.member_id).limit(most)))

    def reasons(self, ask_ids: Collection[str], viewer: str) -> dict[str, str]:
        """Why the viewer was given each question."""
        named = {"ours": self._community_id, "asks": list(ask_ids), "viewer": viewer}
        return {row.ask_id: row.reason for row in self._connection.execute(REASONS, named)}

    def set_aside(self, ask_id: str, viewer: str) -> bool:
        """Off the viewer's list, once."""
        p = t.ask_peer.c
        mine = self._of(t.ask_peer), p.ask_id == ask_id, p.member_id == viewer, ~p.set_aside
        return self._connection.execute(t.ask_peer.update().where(*mine).values(set_aside=True)).rowcount == 1

    def silent(self, ask_id: str) -> list[str]:
        """Active members who were given the question, kept it and have no named answer."""
        p, a, m = t.ask_peer.c, t.answer.c, t.member.c
        answered = exists().where(a.community_id == p.community_id, a.ask_id == p.ask_id, a.member_id == p.member_id)
        query = (
            select(p.member_id)
            .join(t.member, and_(m.community_id == p.community_id, m.id == p.member_id))
            .where(self._of(t.ask_peer), p.ask_id == ask_id, ~p.set_aside, ~answered, ACTIVE)
        )
        return list(self._connection.scalars(query.order_by(p.member_id)))

    def known(self, ask_ids: Sequence[str]) -> list[Ask]:
        """Answered questions by id, in that order."""
        query = select(*columns_of(Ask, t.ask)).where(
            self._of(t.ask), t.ask.c.id.in_(ask_ids), t.ask.c.question != "", _answered(t.ask.c.id, t.ask)
        )
        found = {one.id: one for one in all_of(Ask, self._connection.execute(query))}
        return [found[ask_id] for ask_id in ask_ids if ask_id in found]

    def mark_helpful(self, ask_id: str, answer_ids: Collection[str]) -> int:
        """Exactly these answers of the question helped."""
        a, h = t.answer.c, t.answer_helped.c
        ours = select(a.id).where(self._of(t.answer), a.ask_id == ask_id)
        self._connection.execute(delete(t.answer_helped).where(self._of(t.answer_helped), h.answer_id.in_(ours)))
        chosen = select(a.community_id, a.id).where(self._of(t.answer), a.ask_id == ask_id, a.id.in_(answer_ids))
        marked = t.answer_helped.insert().from_select([h.community_id, h.answer_id], chosen)
        return self._connection.execute(marked).rowcount

    def helpful(self, ask_id: str) -> set[str]:
        """Ids of the answers that helped."""
        query = (
            select(t.answer.c.id)
            .join(t.answer_helped, _same(t.answer_helped, "answer_id", t.answer))
            .where(self._of(t.answer), t.answer.c.ask_id == ask_id)
        )
        return set(self._connection.scalars(query))

    def channels(self) -> list[str]:
        """Ids of the community's channels."""
        return list(
            self._connection.scalars(select(t.channel.c.id).where(self._of(t.channel)).order_by(t.channel.c.id))
        )

    def show_in(self, ask_id: str, channel_ids: Collection[str]) -> None:
        """The question is shown in these channels."""
        self._insert(t.ask_channel, ({"ask_id": ask_id, "channel_id": channel} for channel in channel_ids))

    def card_at(self, platform: str, tenant: str, ref: str) -> str | None:
        """The key of the card that a channel of this workspace shows there."""
        d, c = t.delivery.c, t.channel.c
        query = (
            select(d.key)
            .join(t.channel, and_(c.community_id == d.community_id, c.id == d.recipient))
            .where(self._of(t.channel), c.platform == platform, c.tenant == tenant, d.ref == ref)
        )
        found: str | None = self._connection.scalar(query.limit(1))
        return found

    def _using(self, vendor_ids: Collection[str]) -> Iterable[Row[Any]]:
        query = (
            select(*PERSON, t.stack.c.vendor_id, t.stack.c.opted_in)
            .join(t.stack, _of_member(t.stack))
            .where(self._of(t.member), ACTIVE, t.stack.c.vendor_id.in_(vendor_ids))
        )
        return self._connection.execute(query) if vendor_ids else ()

    def _following(self, categories: Collection[str]) -> Iterable[Row[Any]]:
        query = (
            select(*PERSON, t.topic.c.category)
            .join(t.topic, _of_member(t.topic))
            .where(self._of(t.member), ACTIVE, t.topic.c.category.in_(categories))
        )
        return self._connection.execute(query) if categories else ()

    def _reviewing(self, vendor_ids: Collection[str]) -> Iterable[Row[Any]]:
        """Authors of signed live reviews; an unnamed review has no member, and is never a reason."""
        r = t.review.c
        query = (
            select(*PERSON, r.vendor_id)
            .join(t.review, _of_member(t.review))
            .where(self._of(t.member), ACTIVE, r.vendor_id.in_(vendor_ids), r.status == ReviewStatus.LIVE)
        )
        return self._connection.execute(query) if vendor_ids else ()

    def _writing(self, vendor_ids: Collection[str], like: Collection[str]) -> Iterable[Row[Any]]:
        """Named answers about the vendors or to questions like this; an answer under a handle has no member."""
        a, v = t.answer.c, t.ask_vendor.c
        query = (
            select(*PERSON, a.id.label("answer_id"), a.text, v.vendor_id)
            .join(t.answer, _of_member(t.answer))
            .outerjoin(t.ask_vendor, and_(v.community_id == a.community_id, v.ask_id == a.ask_id))
            .where(self._of(t.member), ACTIVE, or_(a.ask_id.in_(self._about(vendor_ids)), a.ask_id.in_(like)))
            .order_by(a.answered_at.desc())
            .limit(NEWEST)
        )
        return self._connection.execute(query) if vendor_ids or like else ()

    def _about(self, vendor_ids: Collection[str]) -> Any:
        v = t.ask_vendor.c
        return select(v.ask_id).where(self._of(t.ask_vendor), v.vendor_id.in_(vendor_ids))

    def _insert(self, table: Table, rows: Iterable[dict[str, str]]) -> None:
        if values := [{"community_id": self._community_id} | row for row in rows]:
            self._connection.execute(table.insert(), values)

    def _of(self, table: Table) -> ColumnElement[bool]:
        return table.c.community_id == self._community_id


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
        uses, out, reviewed, answered, follows = (frozenset(ties) if ties else NONE for ties in sets)
        wrote, (member_id, company, industry, size, region) = tuple(self.wrote.values()), self.person[: len(PERSON)]
        return Candidate(member_id, company, industry, size, region, uses, out, reviewed, answered, follows, wrote)


def _of(people: dict[str, _Ties], row: Row[Any]) -> _Ties:
    found = people.get(row.id)
    if found is None:
        found = people[row.id] = _Ties(row)
    return found


def _of_member(table: Table) -> ColumnElement[bool]:
    return and_(table.c.community_id == t.member.c.community_id, table.c.member_id == t.member.c.id)


def _same(left: Table, column: str, right: Table) -> ColumnElement[bool]:
    return and_(left.c.community_id == right.c.community_id, left.c[column] == right.c.id)


def _answered(ask_id: ColumnElement[Any], of: Table) -> ColumnElement[bool]:
    a = t.answer.c
    return exists().where(a.community_id == of.c.community_id, a.ask_id == ask_id)


# Built once: it runs whenever somebody reads a question.
REASONS = select(t.ask_peer.c.ask_id, t.ask_peer.c.reason).where(
    t.ask_peer.c.community_id == bindparam("ours"),
    t.ask_peer.c.ask_id.in_(bindparam("asks", expanding=True)),
    t.ask_peer.c.member_id == bindparam("viewer"),
    t.ask_peer.c.reason != "",
)
