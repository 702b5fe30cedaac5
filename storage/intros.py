"""Introductions: reads by whom they are for, and every change one guarded UPDATE."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, exists, func, literal, select
from sqlalchemy.exc import IntegrityError

from bot.intro.model import Intro, Offer, OfferStatus, RepConduct
from bot.intro.states import BEFORE_CHOICE, DECIDED, ENDED
from bot.model import MemberStatus
from storage import tables as t
from storage.locking import hold_vendor
from storage.rows import all_of, columns_of, to, values_of

CHUNK = 1000
FIXED = {"id", "member_id", "vendor_id", "kind", "opened_at"}
"""Columns of an introduction that never change."""
WRITTEN = ("need", "process", "decider", "timeline", "contact", "attribute", "question", "reply")
"""Columns of an introduction that hold its people's words, or what they show of themselves."""
OFFERED = ("rep", "why", "interest", "contact", "attribute")
"""The same of an offer."""

i, o, p, m = t.intro.c, t.intro_offer.c, t.intro_peer.c, t.member.c


class SqlIntros:
    """Introductions of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def add(self, intro: Intro, reasons: Mapping[str, Sequence[str]]) -> bool:
        """Keeps a request; the partial unique index holds that there is one live one."""
        hold_vendor(self._connection, self._community_id, intro.vendor_id)
        try:
            with self._connection.begin_nested():
                self._connection.execute(t.intro.insert().values(self._named(values_of(intro))))
        except IntegrityError:
            return False
        for reason, ids in reasons.items():
            for start in range(0, len(ids), CHUNK):
                chosen = self._of(t.member), m.id.in_(ids[start : start + CHUNK])
                rows = select(m.community_id, literal(intro.id), m.id, literal(reason)).where(*chosen)
                columns = [p.community_id, p.intro_id, p.member_id, p.reason]
                self._connection.execute(t.intro_peer.insert().from_select(columns, rows))
        return True

    def by_id(self, intro_id: str) -> Intro | None:
        """The introduction."""
        return self._one(self._intros().where(i.id == intro_id))

    def own(self, intro_id: str, buyer: str) -> Intro | None:
        """The introduction, if it is this buyer's."""
        return self._one(self._intros().where(i.id == intro_id, i.member_id == buyer))

    def given(self, intro_id: str, viewer: str) -> Intro | None:
        """The introduction, if the viewer was asked to offer."""
        return self._one(self._intros().where(i.id == intro_id, _went_to(viewer)))

    def connected(self, intro_id: str, viewer: str) -> tuple[Intro, Offer] | None:
        """The introduction with the viewer's own offer, if that one is chosen."""
        intro = self.by_id(intro_id)
        offer = self.offer(intro.offer_id) if intro and intro.offer_id else None
        theirs = offer is not None and offer.member_id == viewer and offer.status is OfferStatus.CHOSEN
        return (intro, offer) if intro and offer and theirs else None

    def move(self, was: Intro, now: Intro) -> bool:
        """Writes what has changed, if state, face and end are still as they were read."""
        before, after = values_of(was), values_of(now)
        changed = {name: after[name] for name in after if after[name] != before[name] and name not in FIXED}
        # The state is written even where it stays, so that there is always something to set and the row is locked.
        changed["state"] = now.state
        live = i.ended_at.is_(None) if was.ended_at is None else i.ended_at == was.ended_at
        as_read = self._of(t.intro), i.id == was.id, i.state == was.state, i.face == was.face, live
        return self._connection.execute(t.intro.update().where(*as_read).values(changed)).rowcount == 1

    def empty(self, intro_id: str) -> bool:
        """What was written is empty from now on, on the request and on every offer; dates and decision stay."""
        over = self._of(t.intro), i.id == intro_id, i.state.in_(ENDED)
        if self._connection.execute(t.intro.update().where(*over).values(dict.fromkeys(WRITTEN, ""))).rowcount != 1:
            return False
        theirs = self._of(t.intro_offer), o.intro_id == intro_id
        self._connection.execute(t.intro_offer.update().where(*theirs).values(dict.fromkeys(OFFERED, "")))
        return True

    def offers(self, intro_id: str) -> list[Offer]:
        """Standing offers of a request."""
        query = self._offers().where(o.intro_id == intro_id, o.status == OfferStatus.STANDING)
        return all_of(Offer, self._connection.execute(query.order_by(o.offered_at, o.id)))

    def offer(self, offer_id: str) -> Offer | None:
        """One offer."""
        row = self._connection.execute(self._offers().where(o.id == offer_id)).first()
        return to(Offer, row) if row else None

    def offer_of(self, intro_id: str, viewer: str) -> Offer | None:
        """The viewer's own offer, unless it was taken back."""
        mine = o.intro_id == intro_id, o.member_id == viewer, o.status != OfferStatus.PASSED
        row = self._connection.execute(self._offers().where(*mine)).first()
        return to(Offer, row) if row else None

    def add_offer(self, offer: Offer) -> None:
        """Keeps an offer."""
        self._connection.execute(t.intro_offer.insert().values(self._named(values_of(offer))))

    def turn_offer(self, offer_id: str, was: OfferStatus, now: OfferStatus) -> bool:
        """One guarded change of an offer's status."""
        as_read = self._of(t.intro_offer), o.id == offer_id, o.status == was
        return self._connection.execute(t.intro_offer.update().where(*as_read).values(status=now)).rowcount == 1

    def of(self, buyer: str) -> list[Intro]:
        """All of the buyer's introductions."""
        query = self._intros().where(i.member_id == buyer).order_by(i.opened_at, i.id)
        return all_of(Intro, self._connection.execute(query))

    def live_of(self, buyer: str) -> list[Intro]:
        """The buyer's live introductions."""
        return [one for one in self.of(buyer) if one.ended_at is None]

    def to_connect(self, connector: str) -> list[tuple[Intro, Offer]]:
        """Introductions with that member's standing or chosen offer, ended ones too."""
        mine = o.member_id == connector, o.status != OfferStatus.PASSED
        offers = all_of(Offer, self._connection.execute(self._offers().where(*mine).order_by(o.offered_at, o.id)))
        intros = self._many([offer.intro_id for offer in offers])
        return [(intros[offer.intro_id], offer) for offer in offers if offer.intro_id in intros]

    def requests_for(self, viewer: str, now: datetime) -> list[Intro]:
        """Requests that wait for an offer of the viewer."""
        offered = exists().where(
            o.community_id == i.community_id,
            o.intro_id == i.id,
            o.member_id == viewer,
            o.status != OfferStatus.PASSED,
        )
        waits = i.state.in_(BEFORE_CHOICE), i.open_until > now, _went_to(viewer, ~p.set_aside), ~offered
        return all_of(Intro, self._connection.execute(self._intros().where(*waits).order_by(i.opened_at, i.id)))

    def reasons(self, intro_ids: Collection[str], viewer: str) -> dict[str, str]:
        """Why the viewer was asked."""
        theirs = self._of(t.intro_peer), p.intro_id.in_(intro_ids), p.member_id == viewer, p.reason != ""
        rows = self._connection.execute(select(p.intro_id, p.reason).where(*theirs))
        return {row.intro_id: row.reason for row in rows}

    def set_aside(self, intro_id: str, viewer: str) -> bool:
        """Off the viewer's list, once."""
        mine = self._of(t.intro_peer), p.intro_id == intro_id, p.member_id == viewer, ~p.set_aside
        return self._connection.execute(t.intro_peer.update().where(*mine).values(set_aside=True)).rowcount == 1

    def silent(self, intro_id: str) -> list[str]:
        """Active members who were asked, have not set it aside and have not offered."""
        offered = exists().where(o.community_id == p.community_id, o.intro_id == p.intro_id, o.member_id == p.member_id)
        query = (
            select(p.member_id)
            .join(t.member, and_(m.community_id == p.community_id, m.id == p.member_id))
            .where(self._of(t.intro_peer), p.intro_id == intro_id, ~p.set_aside, ~offered)
            .where(m.status == MemberStatus.ACTIVE)
            .order_by(p.member_id)
        )
        return list(self._connection.scalars(query))

    def offered_since(self, since: datetime) -> dict[str, int]:
        """How many offers that were not taken back each member made since then."""
        made = self._of(t.intro_offer), o.offered_at >= since, o.status != OfferStatus.PASSED
        query = select(o.member_id, func.count().label("many")).where(*made).group_by(o.member_id)
        return {row.member_id: row.many for row in self._connection.execute(query)}

    def closure(self, buyer: str) -> tuple[int, int]:
        """How many the buyer decided by the date, of how many that came to a decision."""
        in_time = func.coalesce(func.sum(case((i.by_silence, 0), else_=1)), 0)
        decided = self._of(t.intro), i.member_id == buyer, i.state.in_(DECIDED)
        row = self._connection.execute(
            select(in_time.label("in_time"), func.count().label("all")).where(*decided)
        ).one()
        return int(row[0]), int(row[1])

    def rate(self, conduct: RepConduct) -> bool:
        """Keeps how the rep behaved, once."""
        try:
            with self._connection.begin_nested():
                self._connection.execute(t.intro_conduct.insert().values(self._named(values_of(conduct))))
        except IntegrityError:
            return False
        return True

    def _many(self, ids: Sequence[str]) -> dict[str, Intro]:
        """Introductions by id."""
        found: dict[str, Intro] = {}
        for start in range(0, len(ids), CHUNK):
            query = self._intros().where(i.id.in_(ids[start : start + CHUNK]))
            found |= {one.id: one for one in all_of(Intro, self._connection.execute(query))}
        return found

    def _one(self, query: Select[Any]) -> Intro | None:
        row = self._connection.execute(query).first()
        return to(Intro, row) if row else None

    def _intros(self) -> Select[Any]:
        return select(*columns_of(Intro, t.intro)).where(self._of(t.intro))

    def _offers(self) -> Select[Any]:
        return select(*columns_of(Offer, t.intro_offer)).where(self._of(t.intro_offer))

    def _named(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"community_id": self._community_id} | values

    def _of(self, table: Table) -> ColumnElement[bool]:
        return table.c.community_id == self._community_id


def _went_to(viewer: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(p.community_id == i.community_id, p.intro_id == i.id, p.member_id == viewer, *more)
