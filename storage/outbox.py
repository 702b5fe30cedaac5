"""The outbox: what each recipient should be seeing, and what they saw last.

A message is one card under one key, the same for everybody who gets it. A delivery is one recipient of it. A delivery
is due while its recipient has not seen the message's newest revision, so many edits in a row cost one call, an edit
can never overtake the card it edits, and a card edited in place never appears twice. A claimed delivery simply becomes
due again when its lease ends; the lease is the worker's own random token, and only its owner can settle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    Table,
    and_,
    case,
    exists,
    literal,
    or_,
    select,
    text,
)

from bot.cards import card_from_json, card_to_json
from bot.model import Community
from bot.ports import Place
from bot.turn import Message, Redraw, Send
from bot.views import Card
from storage import tables as t

CHUNK = 1000
WAITS_FOR_ADDRESS = timedelta(days=7)
"""How long a card waits for a person who can't be reached yet (who has not installed the app)."""

Lane: TypeAlias = tuple[str, str, bool]

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


def post(connection: Connection, community: Community, messages: Iterable[Message], now: datetime) -> None:
    """Writes cards for others in the turn's own transaction and wakes the workers when it commits."""
    wakes = False
    for message in messages:
        if _keep(connection, community.id, message, now):
            _make_due(connection, community.id, message.key, now)
        if isinstance(message, Send):
            _address(connection, community.id, message, now)
        wakes = True
    if wakes and connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_notify('warmline', '')"))


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
    return [parcel for lane in lanes for parcel in _claim_lane(connection, lane, lease, now, until, per_lane)]


def shown(connection: Connection, parcel: Parcel, ref: str, now: datetime) -> bool:
    """The card was shown. False when the lease was no longer ours; due again at once if it changed meanwhile."""
    newest = (
        select(t.message.c.revision)
        .where(t.message.c.community_id == parcel.community_id, t.message.c.key == parcel.key)
        .scalar_subquery()
    )
    due = case((newest == parcel.revision, None), else_=literal(now, d.due.type))
    return _settle(connection, parcel, ref=ref, edits=True, due=due, attempts=0, closed="")


def later(connection: Connection, parcel: Parcel, due: datetime, failed: bool) -> bool:
    """Not now: due again at ``due``; a failed attempt is counted."""
    return _settle(connection, parcel, due=due, attempts=parcel.attempts + failed)


def gone(connection: Connection, parcel: Parcel, now: datetime) -> bool:
    """The card to be edited is not there any more: it is sent anew."""
    return _settle(connection, parcel, ref="", edits=False, due=now, attempts=parcel.attempts + 1)


def give_up(connection: Connection, parcel: Parcel, reason: str) -> bool:
    """Closes the delivery with its reason, which peers never see."""
    return _settle(connection, parcel, due=None, closed=reason)


def renew(connection: Connection, lease: str, until: datetime) -> None:
    """Keeps a lease while a slow send goes on."""
    connection.execute(t.delivery.update().where(d.lease == lease).values(due=until))


def hold(connection: Connection, place: Place, edits: bool, until: datetime) -> None:
    """The platform limits one workspace: nothing of that kind (new cards or edits) is claimed before ``until``."""
    h = t.hold.c
    where = and_(h.platform == place.platform, h.tenant == place.tenant, h.edits == edits)
    if connection.execute(t.hold.update().where(where).values(until=until)).rowcount == 0:
        connection.execute(
            t.hold.insert().values(platform=place.platform, tenant=place.tenant, edits=edits, until=until)
        )


def reopen(connection: Connection, recipient: str, now: datetime) -> None:
    """A recipient can be reached now: what was closed for want of an address becomes due."""
    recent = exists().where(
        t.message.c.community_id == d.community_id,
        t.message.c.key == d.key,
        t.message.c.posted_at > now - WAITS_FOR_ADDRESS,
    )
    connection.execute(
        t.delivery.update().where(d.recipient == recipient, d.closed != "", recent).values(due=now, closed="")
    )


def next_due(connection: Connection) -> datetime | None:
    """When the next delivery falls due, to know how long a worker may sleep."""
    earliest = [select(_earliest_due(edits)).select_from(t.workspace) for edits in (False, True)]
    moments = [moment for query in earliest for moment in connection.scalars(query) if moment]
    return min(moments, default=None)


def _earliest_due(edits: bool) -> ScalarSelect[datetime]:
    """Of one workspace: a scalar subquery is a seek in the index for each workspace, never a join over the backlog."""
    w = t.workspace.c
    ours = d.platform == w.platform, d.tenant == w.tenant, d.edits == edits, d.due.is_not(None)
    return select(d.due).where(*ours).order_by(d.due).limit(1).scalar_subquery()


def _keep(connection: Connection, community_id: str, message: Message, now: datetime) -> bool:
    """Keeps the card as the message's newest revision; False when it is the card that stands there already."""
    m = t.message.c
    ours = and_(m.community_id == community_id, m.key == message.key)
    card = card_to_json(message.card)
    changed = t.message.update().where(ours, m.card != card).values(card=card, revision=m.revision + 1)
    if connection.execute(changed).rowcount:
        return True
    known = connection.scalar(select(m.revision).where(ours)) is not None
    if not known and not isinstance(message, Redraw):
        connection.execute(
            t.message.insert().values(community_id=community_id, key=message.key, card=card, revision=1, posted_at=now)
        )
    return False


def _make_due(connection: Connection, community_id: str, key: str, now: datetime) -> None:
    """A delivery that is being sent keeps its lease: its owner sees at the end that the card has changed."""
    connection.execute(
        t.delivery.update()
        .where(d.community_id == community_id, d.key == key, d.closed == "", d.lease.is_(None))
        .values(due=case((d.due < now, d.due), else_=literal(now, d.due.type)))
    )


def _address(connection: Connection, community_id: str, message: Send, now: datetime) -> None:
    for start in range(0, len(message.members), CHUNK):
        wanted = t.account.c.member_id.in_(message.members[start : start + CHUNK]), t.account.c.main
        _fan_out(connection, community_id, message.key, t.account, wanted, now)
    if message.channels:
        named = (t.channel.c.id.in_(message.channels),)
        _fan_out(connection, community_id, message.key, t.channel, named, now)


def _fan_out(
    connection: Connection,
    community_id: str,
    key: str,
    to: Table,
    wanted: Sequence[ColumnElement[bool]],
    now: datetime,
) -> None:
    """One statement adds a delivery for each recipient who has none yet."""
    already = exists().where(d.community_id == community_id, d.key == key, d.recipient == to.c.id)
    due = literal(now, d.due.type)
    rows = select(to.c.community_id, literal(key), to.c.id, to.c.platform, to.c.tenant, due)
    columns = [d.community_id, d.key, d.recipient, d.platform, d.tenant, d.due]
    ours = to.c.community_id == community_id
    connection.execute(t.delivery.insert().from_select(columns, rows.where(ours, *wanted, ~already)))


def _open_lanes(connection: Connection, now: datetime) -> list[Lane]:
    """Lanes with something due, but those on hold. A seek in the index for each workspace, no scan."""
    w, h = t.workspace.c, t.hold.c
    lanes: list[Lane] = []
    for edits in (False, True):
        held = exists().where(h.platform == w.platform, h.tenant == w.tenant, h.edits == edits, h.until > now)
        rows = connection.execute(select(w.platform, w.tenant).where(_earliest_due(edits) <= now, ~held))
        lanes += [(row.platform, row.tenant, edits) for row in rows]
    return lanes


def _claim_lane(
    connection: Connection, lane: Lane, lease: str, now: datetime, until: datetime, limit: int
) -> list[Parcel]:
    """Locks first, on deliveries alone, so that the index gives the oldest without a look at the rest."""
    platform, tenant, edits = lane
    ours = d.platform == platform, d.tenant == tenant, d.edits == edits, d.due <= now
    oldest = select(d.community_id, d.key, d.recipient).where(*ours).order_by(d.due).limit(limit)
    rows = connection.execute(oldest.with_for_update(skip_locked=True)).all()
    if not rows:
        return []
    taken = or_(*(_is(*row) for row in rows))
    connection.execute(t.delivery.update().where(taken).values(lease=lease, due=until))
    return [_parcel(row, lane, lease) for row in connection.execute(_contents().where(taken))]


def _contents() -> Select[Any]:
    m, a, c = t.message.c, t.account.c, t.channel.c
    columns = d.community_id, d.key, d.recipient, d.ref, d.attempts, m.card, m.revision, a.user, a.address
    return (
        select(*columns, c.address.label("channel_address"))
        .join(t.message, and_(m.community_id == d.community_id, m.key == d.key))
        .outerjoin(t.account, and_(a.community_id == d.community_id, a.id == d.recipient))
        .outerjoin(t.channel, and_(c.community_id == d.community_id, c.id == d.recipient))
        .order_by(d.key, d.recipient)
    )


def _parcel(row: Row[Any], lane: Lane, lease: str) -> Parcel:
    platform, tenant, _ = lane
    place = Place(platform, tenant, row.user or "", row.address if row.user else row.channel_address or "")
    card = card_from_json(row.card)
    return Parcel(row.community_id, row.key, row.recipient, place, card, row.revision, row.ref, row.attempts, lease)


def _is(community_id: str, key: str, recipient: str) -> ColumnElement[bool]:
    return and_(d.community_id == community_id, d.key == key, d.recipient == recipient)


def _settle(connection: Connection, parcel: Parcel, **values: object) -> bool:
    result = connection.execute(
        t.delivery.update()
        .where(_is(parcel.community_id, parcel.key, parcel.recipient), d.lease == parcel.lease)
        .values(lease=None, **values)
    )
    return result.rowcount == 1
