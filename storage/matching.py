"""Who is tied to a question, who was given it, and what is known already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    select,
)

from bot.matching import Candidate
from bot.model import Ask
from bot.ports.documents import Kind
from storage import tables as t
from storage.rows import all_of, columns_of
from storage.ties import ACTIVE, about, tied

CHUNK = 1000


class SqlMatching:
    """Peers of one community as a question sees them."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def candidates(
        self, vendor_ids: Collection[str], categories: Collection[str], like: Collection[str]
    ) -> list[Candidate]:
        """Active members tied to the question by stack, category, signed reviews or named answers."""
        return tied(self._connection, self._community_id, vendor_ids, categories, like)

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
                t.ask.c.id.in_(about(self._community_id, vendor_ids)),
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

    def _insert(self, table: Table, rows: Iterable[dict[str, str]]) -> None:
        if values := [{"community_id": self._community_id} | row for row in rows]:
            self._connection.execute(table.insert(), values)

    def _of(self, table: Table) -> ColumnElement[bool]:
        return table.c.community_id == self._community_id


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
