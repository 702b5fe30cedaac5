"""A worker takes what is due, the oldest of each lane first, and knows when to look again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
)

from bot.cards import card_from_json
from bot.ports import Place
from bot.views import Card
from storage import tables as t

LOOKED_AT = 2
"""Due deliveries that a claim looks at for each one it takes."""

Lane: TypeAlias = tuple[str, str, bool]

DeliveryKey: TypeAlias = tuple[str, str, str]

d = t.delivery.c


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed delivery: show ``card`` at ``place``; a non-empty ``ref`` edits the card shown before."""

    community_id: str
    key: str
    recipient: str
    place: Place
    card: Card
    revision: int
    ref: str
    attempts: int
    lease: str

    @property
    def lane(self) -> Lane:
        """What it shares limits with."""
        return self.place.platform, self.place.tenant, self.ref != ""


def claim(
    connection: Connection,
    lease: str,
    now: datetime,
    until: datetime,
    per_lane: int,
    platforms: frozenset[str],
    full: frozenset[Lane] = frozenset(),
) -> list[Parcel]:
    """Takes due deliveries, at most ``per_lane`` from each lane, so that a busy workspace never starves another.

    A lane is (platform, tenant, edits or new cards). ``full`` names the lanes where enough is being sent already.
    """
    lanes = [lane for lane in _open_lanes(connection, now) if lane[0] in platforms and lane not in full]
    taken = {one: lane for lane in lanes for one in _oldest(connection, lane, now, per_lane)}
    return _take(connection, taken, lease, until) if taken else []


def hold(connection: Connection, lane: Lane, until: datetime) -> None:
    """The platform limits one workspace: nothing of that kind (new cards or edits) is claimed before ``until``."""
    h = t.hold.c
    platform, tenant, edits = lane
    where = and_(h.platform == platform, h.tenant == tenant, h.edits == edits)
    if connection.execute(t.hold.update().where(where).values(until=until)).rowcount == 0:
        connection.execute(t.hold.insert().values(platform=platform, tenant=tenant, edits=edits, until=until))


def next_due(connection: Connection) -> datetime | None:
    """When the next delivery falls due, to know how long a worker may sleep."""
    there = ~t.workspace.c.removed
    earliest = [select(_earliest_due(edits)).select_from(t.workspace).where(there) for edits in (False, True)]
    moments = [moment for query in earliest for moment in connection.scalars(query) if moment]
    return min(moments, default=None)


def _earliest_due(edits: bool) -> ScalarSelect[datetime]:
    """Of one workspace: a scalar subquery is a seek in the index for each workspace, never a join over the backlog."""
    w = t.workspace.c
    ours = d.platform == w.platform, d.tenant == w.tenant, d.edits == edits, d.due.is_not(None)
    return select(d.due).where(*ours).order_by(d.due).limit(1).scalar_subquery()


def _open_lanes(connection: Connection, now: datetime) -> list[Lane]:
    """Lanes with something due, but those on hold. A seek in the index for each workspace, no scan."""
    rows = connection.execute(OPEN, {"now": now}).all()
    new = [(row.platform, row.tenant, False) for row in rows if row.new]
    return new + [(row.platform, row.tenant, True) for row in rows if row.edits]


def _lanes() -> Select[Any]:
    w, h = t.workspace.c, t.hold.c
    due = bindparam("now", type_=d.due.type)

    def is_open(edits: bool) -> ColumnElement[bool]:
        held = exists().where(h.platform == w.platform, h.tenant == w.tenant, h.edits == edits, h.until > due)
        return and_(func.coalesce(_earliest_due(edits) <= due, false()), ~held)

    new, edits = is_open(False), is_open(True)
    return select(w.platform, w.tenant, new.label("new"), edits.label("edits")).where(or_(new, edits), ~w.removed)


def _oldest(connection: Connection, lane: Lane, now: datetime, most: int) -> list[DeliveryKey]:
    """Locks first, on deliveries alone, so that the index gives the oldest without a look at the rest.

    One for each recipient: platforms pace each place, so that a second one would only be put back.
    """
    platform, tenant, edits = lane
    named = {"platform": platform, "tenant": tenant, "edits": edits, "now": now, "most": most * LOOKED_AT}
    first: dict[str, DeliveryKey] = {}
    for row in connection.execute(OLDEST, named):
        first.setdefault(row.recipient, (row.community_id, row.key, row.recipient))
    return list(first.values())[:most]


def _take(connection: Connection, taken: Mapping[DeliveryKey, Lane], lease: str, until: datetime) -> list[Parcel]:
    """Puts the lease on them, then reads all of them by it; other deliveries of that lease are passed over."""
    ours = {"by": lease, "until": until}
    connection.execute(TAKE, [ours | {"of": of, "under": key, "to": to} for of, key, to in taken])
    rows = connection.execute(CONTENTS, ours)
    cards: dict[str, Card] = {}
    return [
        _parcel(row, taken[key], lease, cards)
        for row in rows
        if (key := (row.community_id, row.key, row.recipient)) in taken
    ]


def _contents() -> Select[Any]:
    """By the lease alone: joined, PostgreSQL may begin with the messages and read all deliveries of each."""
    m, a, c, second = t.message.c, t.account.c, t.channel.c, t.account.alias("second").c
    message = m.community_id == d.community_id, m.key == d.key
    columns = (
        *(d.community_id, d.key, d.recipient, d.ref, d.attempts, d.beside, a.user, a.address),
        select(m.card).where(*message).scalar_subquery().label("card"),
        select(m.revision).where(*message).scalar_subquery().label("revision"),
        c.address.label("channel_address"),
        select(second.user)
        .where(second.community_id == d.community_id, second.id == d.beside)
        .scalar_subquery()
        .label("second_user"),
    )
    return (
        select(*columns)
        .outerjoin(t.account, and_(a.community_id == d.community_id, a.id == d.recipient))
        .outerjoin(t.channel, and_(c.community_id == d.community_id, c.id == d.recipient))
        .order_by(d.key, d.recipient)
    )


# Built once: building a statement costs several times what running it does, and a claim runs them all the time.
OPEN = _lanes()

OLDEST = (
    select(d.community_id, d.key, d.recipient)
    .where(d.platform == bindparam("platform"), d.tenant == bindparam("tenant"), d.edits == bindparam("edits"))
    .where(d.due <= bindparam("now"))
    .order_by(d.due)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)

TAKE = (
    t.delivery.update()
    .where(d.community_id == bindparam("of"), d.key == bindparam("under"), d.recipient == bindparam("to"))
    .values(lease=bindparam("by"), due=bindparam("until"))
)

CONTENTS = _contents().where(d.lease == bindparam("by"), d.due == bindparam("until"))


def _parcel(row: Row[Any], lane: Lane, lease: str, cards: dict[str, Card]) -> Parcel:
    """``cards`` keeps what was read: peers of one question get the same card, often all in one claim."""
    platform, tenant, _ = lane
    place = Place(platform, tenant, row.user or "", row.address if row.user else row.channel_address or "")
    if row.beside:
        # Where one of the two is gone there is no conversation to bring anybody into.
        place = (
            Place(platform, tenant, row.user, "", row.second_user)
            if row.second_user
            else Place(platform, tenant, "", "")
        )
    if row.card not in cards:
        cards[row.card] = card_from_json(row.card)
    card = cards[row.card]
    return Parcel(row.community_id, row.key, row.recipient, place, card, row.revision, row.ref, row.attempts, lease)
