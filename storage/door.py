"""The front door: pitches and what members said to them; each change of state is one guarded statement."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select
from sqlalchemy.exc import IntegrityError

from bot.model import Member, MemberStatus
from bot.ports.calls import BETWEEN
from bot.ports.door import DOOR, Pitch, PitchAnswer, PitchStatus, Said, Wants
from storage import tables as t
from storage.locking import held
from storage.rows import all_of, columns_of, first_in, to, values_of

p, a, m = t.pitch.c, t.pitch_answer.c, t.member.c


class SqlFrontDoor:
    """Pitches of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def add(self, pitch: Pitch) -> bool:
        """Keeps a pitch; the partial unique index holds that there is one place for each domain and category."""
        try:
            with self._connection.begin_nested():
                values = values_of(pitch) | {"community_id": self._community_id}
                self._connection.execute(t.pitch.insert().values(values))
        except IntegrityError:
            return False
        return True

    def get(self, pitch_id: str) -> Pitch | None:
        """The pitch."""
        query = select(*columns_of(Pitch, t.pitch)).where(self._the(pitch_id))
        row = self._connection.execute(held(self._connection, query)).first()
        return to(Pitch, row) if row else None

    def of_domain(self, domain: str) -> int:
        """How many places a domain holds."""
        return self._count(p.domain == domain, p.holds)

    def taken_since(self, since: datetime) -> int:
        """How many pitches that arrived since then hold a place."""
        return self._count(p.arrived_at >= since, p.holds)

    def waiting(self) -> list[Pitch]:
        """Pitches that wait for a manager."""
        return self._pitches(p.status == PitchStatus.WAITING)

    def open_for(self, viewer: str) -> list[Pitch]:
        """Open pitches to which the viewer has said nothing."""
        said = exists().where(a.community_id == p.community_id, a.pitch_id == p.id, a.member_id == viewer)
        return self._pitches(p.status == PitchStatus.OPEN, ~said)

    def said_by(self, viewer: str) -> list[tuple[Pitch, PitchAnswer]]:
        """What the viewer said that still matters, the newest first."""
        columns = [*columns_of(Pitch, t.pitch), a.member_id, a.said, a.contact, a.until, a.said_on]
        query = (
            select(*columns)
            .join(t.pitch_answer, and_(a.community_id == p.community_id, a.pitch_id == p.id))
            .where(p.community_id == self._community_id, a.member_id == viewer)
            .where((p.status == PitchStatus.OPEN) | ((p.status == PitchStatus.CLOSED) & (a.said == Said.YES)))
            .order_by(a.said_on.desc(), p.id)
        )
        return [
            (
                first_in(Pitch, row),
                PitchAnswer(row.id, row.member_id, Said(row.said), row.contact, row.until, row.said_on),
            )
            for row in self._connection.execute(query)
        ]

    def opened_since(self, since: datetime) -> list[Pitch]:
        """Open pitches that members see since then."""
        return self._pitches(p.status == PitchStatus.OPEN, p.opened_at >= since)

    def wants(self, readers: Sequence[str]) -> dict[str, Wants]:
        """What each reader wants to hear of."""
        o, w = t.topic.c, t.contact_wish.c
        topics = select(o.member_id, o.category).where(o.community_id == self._community_id, o.member_id.in_(readers))
        follows: dict[str, set[str]] = defaultdict(set)
        for member_id, category in self._connection.execute(topics):
            follows[member_id].add(category)
        wishes = select(w.member_id, w.channels, w.topics).where(
            w.community_id == self._community_id, w.member_id.in_(readers)
        )
        wish = {
            row.member_id: row.topics for row in self._connection.execute(wishes) if DOOR in row.channels.split(BETWEEN)
        }
        return {one: Wants(frozenset(follows[one]), wish.get(one)) for one in readers}

    def answered(self, readers: Sequence[str], pitch_ids: Collection[str]) -> set[tuple[str, str]]:
        """(member, pitch) of what was said to these pitches."""
        query = select(a.member_id, a.pitch_id).where(
            a.community_id == self._community_id, a.member_id.in_(readers), a.pitch_id.in_(pitch_ids)
        )
        return {(row.member_id, row.pitch_id) for row in self._connection.execute(query)}

    def decide(self, pitch_id: str, status: PitchStatus, now: datetime, reason: str = "") -> bool:
        """Waiting → open; waiting or open → refused, which frees its place."""
        if status is PitchStatus.OPEN:
            return self._move(pitch_id, (PitchStatus.WAITING,), status=status, opened_at=now)
        return self._move(pitch_id, (PitchStatus.WAITING, PitchStatus.OPEN), status=status, reason=reason, holds=False)

    def close(self, pitch_id: str) -> bool:
        """Waiting, open or turned away → closed."""
        before = PitchStatus.WAITING, PitchStatus.OPEN, PitchStatus.TURNED_AWAY
        return self._move(pitch_id, before, status=PitchStatus.CLOSED)

    def free(self, pitch_id: str) -> None:
        """The place is free again where no member has answered."""
        answered = exists().where(a.community_id == p.community_id, a.pitch_id == p.id)
        self._connection.execute(t.pitch.update().where(self._the(pitch_id), ~answered).values(holds=False))

    def withdraw(self, pitch_id: str) -> bool:
        """Its words are gone; its domain and category stay, so that it cannot come again at once."""
        any_but = tuple(one for one in PitchStatus if one is not PitchStatus.WITHDRAWN)
        emptied = dict.fromkeys(("seller", "person", "work_email", "problem", "sizes", "industry", "reason"), "")
        if not self._move(pitch_id, any_but, status=PitchStatus.WITHDRAWN, **emptied):
            return False
        said = a.community_id == self._community_id, a.pitch_id == pitch_id
        self._connection.execute(t.pitch_answer.delete().where(*said))
        return True

    def forget(self, pitch_id: str) -> None:
        """The pitch is gone, with everything said to it."""
        self._connection.execute(t.pitch.delete().where(self._the(pitch_id)))

    def say(self, answer: PitchAnswer) -> bool:
        """Keeps what a member says, once."""
        try:
            with self._connection.begin_nested():
                values = values_of(answer) | {"community_id": self._community_id}
                self._connection.execute(t.pitch_answer.insert().values(values))
        except IntegrityError:
            return False
        return True

    def take_back(self, pitch_id: str, viewer: str) -> bool:
        """What the viewer said is unsaid."""
        own = a.community_id == self._community_id, a.pitch_id == pitch_id, a.member_id == viewer
        return self._connection.execute(t.pitch_answer.delete().where(*own)).rowcount == 1

    def unsay(self, member_id: str) -> None:
        """Everything that a member said is unsaid."""
        own = a.community_id == self._community_id, a.member_id == member_id
        self._connection.execute(t.pitch_answer.delete().where(*own))

    def agreed(self, pitch_id: str) -> list[tuple[Member, PitchAnswer]]:
        """Active members who said yes, the first first."""
        columns = [*columns_of(Member, t.member), a.contact, a.said_on]
        query = (
            select(*columns)
            .join(t.pitch_answer, and_(a.community_id == m.community_id, a.member_id == m.id))
            .where(self._said(pitch_id, Said.YES))
            .order_by(a.said_on, m.name, m.id)
        )
        return [
            (first_in(Member, row), PitchAnswer(pitch_id, row.id, Said.YES, row.contact, None, row.said_on))
            for row in self._connection.execute(query)
        ]

    def earliest(self, pitch_id: str) -> date | None:
        """The first day before which an active member does not want to hear of it again."""
        both = and_(a.community_id == m.community_id, a.member_id == m.id)
        query = select(func.min(a.until)).select_from(t.member.join(t.pitch_answer, both))
        first: date | None = self._connection.scalar(query.where(self._said(pitch_id, Said.LATER)))
        return first

    def _said(self, pitch_id: str, said: Said) -> ColumnElement[bool]:
        active = and_(m.community_id == self._community_id, m.status == MemberStatus.ACTIVE)
        return and_(active, a.pitch_id == pitch_id, a.said == said)

    def _pitches(self, *which: ColumnElement[bool]) -> list[Pitch]:
        query = select(*columns_of(Pitch, t.pitch)).where(p.community_id == self._community_id, *which)
        return all_of(Pitch, self._connection.execute(query.order_by(p.category, p.arrived_at, p.id)))

    def _count(self, *which: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(t.pitch).where(p.community_id == self._community_id, *which)
        return self._connection.scalar(query) or 0

    def _move(self, pitch_id: str, before: Collection[PitchStatus], **values: object) -> bool:
        here = self._the(pitch_id), p.status.in_(before)
        return self._connection.execute(t.pitch.update().where(*here).values(values)).rowcount == 1

    def _the(self, pitch_id: str) -> ColumnElement[bool]:
        return and_(p.community_id == self._community_id, p.id == pitch_id)
