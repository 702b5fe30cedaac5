"""The outbox: what each recipient should be seeing, and what they saw last.

A message is one card under one key, the same for everybody who gets it. A delivery is one recipient of it. A delivery
is due while its recipient has not seen the message's newest revision, so many edits in a row cost one call, an edit
can never overtake the card it edits, and a card edited in place never appears twice. A claimed delivery simply becomes
due again when its lease ends; the lease is the worker's own random token, and only its owner can settle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Row,
    ScalarSelect,
    Select,
    Table,
    Update,
    and_,
    bindparam,
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
from storage.membership import ENDED, REMOVED, may_read

CHUNK = 1000
LOOKED_AT = 2
"""Due deliveries that a claim looks at for each one it takes."""
WAITS_FOR_ADDRESS = timedelta(days=7)
"""How long a card waits for a person who can't be reached yet (who has not installed the app)."""

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
    taken = {one: lane for lane in lanes for one in _oldest(connection, lane, now, per_lane)}
    return _take(connection, taken, lease, until) if taken else []


def shown(connection: Connection, parcel: Parcel, ref: str, now: datetime) -> bool:
    """The card was shown. False when the lease was no longer ours; due again at once if it changed meanwhile."""
    named = {"of": parcel.community_id, "under": parcel.key, "to": parcel.recipient, "by": parcel.lease}
    if connection.execute(SHOWN, named | {"seen": parcel.revision, "there": ref, "at": now}).rowcount == 1:
        return True
    # Its member left or was suspended while it was being sent: what is on the screen now still has to end.
    moved = d.community_id == parcel.community_id, d.key.startswith(parcel.key + ENDED, autoescape=True)
    theirs = d.recipient == parcel.recipient, d.lease == parcel.lease
    values = {"lease": None, "ref": ref, "edits": True, "due": now, "attempts": 0}
    return connection.execute(t.delivery.update().where(*moved, *theirs).values(values)).rowcount == 1


def later(connection: Connection, parcel: Parcel, due: datetime) -> bool:
    """A failed attempt: due again at ``due``."""
    return _settle(connection, parcel, due=due, attempts=parcel.attempts + 1)


def paced(connection: Connection, parcel: Parcel, due: datetime) -> bool:
    """Its place has to wait until ``due``, and whatever else is for the same place with it: nothing has failed."""
    # What a turn is changing now is passed over: to wait for it would be to wait for each other.
    o = t.delivery.alias("other").c
    same = o.community_id == parcel.community_id, o.recipient == parcel.recipient, o.edits == (parcel.ref != "")
    waiting = select(o.key).where(*same, o.lease.is_(None), o.closed == "", o.due < due)
    others = d.key.in_(waiting.with_for_update(skip_locked=True))
    ours = d.community_id == parcel.community_id, d.recipient == parcel.recipient
    connection.execute(t.delivery.update().where(*ours, others).values(due=due))
    return _settle(connection, parcel, due=due)


def gone(connection: Connection, parcel: Parcel, now: datetime) -> bool:
    """The card to be edited is not there any more: it is sent anew."""
    return _settle(connection, parcel, ref="", edits=False, due=now, attempts=parcel.attempts + 1)


def give_up(connection: Connection, parcel: Parcel, reason: str) -> bool:
    """Closes the delivery with its reason, which peers never see."""
    return _settle(connection, parcel, due=None, closed=reason)


def release(connection: Connection, platforms: frozenset[str], now: datetime) -> None:
    """Frees at once what a process that died was sending: only where no other process can be sending it."""
    left = d.lease.is_not(None), d.platform.in_(platforms)
    connection.execute(t.delivery.update().where(*left).values(lease=None, due=now))


def renew(connection: Connection, sending: Iterable[Parcel], until: datetime) -> None:
    """Keeps the lease of what is still being sent, and of nothing else: what nobody sends falls due again."""
    named = [{"of": p.community_id, "under": p.key, "to": p.recipient, "by": p.lease, "until": until} for p in sending]
    connection.execute(RENEW, named)


def hold(connection: Connection, lane: Lane, until: datetime) -> None:
    """The platform limits one workspace: nothing of that kind (new cards or edits) is claimed before ``until``."""
    h = t.hold.c
    platform, tenant, edits = lane
    where = and_(h.platform == platform, h.tenant == tenant, h.edits == edits)
    if connection.execute(t.hold.update().where(where).values(until=until)).rowcount == 0:
        connection.execute(t.hold.insert().values(platform=platform, tenant=tenant, edits=edits, until=until))


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
    there = ~t.workspace.c.removed
    earliest = [select(_earliest_due(edits)).select_from(t.workspace).where(there) for edits in (False, True)]
    moments = [moment for query in earliest for moment in connection.scalars(query) if moment]
    return min(moments, default=None)


def _earliest_due(edits: bool) -> ScalarSelect[datetime]:
    """Of one workspace: a scalar subquery is a seek in the index for each workspace, never a join over the backlog."""
    w = t.workspace.c
    ours = d.platform == w.platform, d.tenant == w.tenant, d.edits == edits, d.due.is_not(None)
    return select(d.due).where(*ours).order_by(d.due).limit(1).scalar_subquery()


def _keep(connection: Connection, community_id: str, message: Message, now: datetime) -> bool:
    """Keeps the card as the message's newest revision; False when it is the card that stands there already.

    The message stays locked until the turn commits: whoever changes it then finds the deliveries of this turn.
    """
    m = t.message.c
    ours = and_(m.community_id == community_id, m.key == message.key)
    card = card_to_json(message.card)
    changed = t.message.update().where(ours, m.card != card).values(card=card, revision=m.revision + 1)
    if connection.execute(changed).rowcount:
        return True
    known = connection.scalar(select(m.revision).where(ours).with_for_update()) is not None
    if not known and not isinstance(message, Redraw):
        connection.execute(
            t.message.insert().values(community_id=community_id, key=message.key, card=card, revision=1, posted_at=now)
        )
    return False


def _make_due(connection: Connection, community_id: str, key: str, now: datetime) -> None:
    """What changed becomes due, but for two: a delivery that is being sent keeps its lease, and its owner sees at the
    end that the card has changed; a first copy that waits (for the end of quiet hours) goes on waiting. What was given
    up while it is on a screen is tried once more: a redaction has to arrive.
    """
    open_ = or_(d.closed == "", and_(d.ref != "", d.closed != REMOVED))
    waits = or_(d.due < now, and_(d.ref == "", d.due.is_not(None)))
    connection.execute(
        t.delivery.update()
        .where(d.community_id == community_id, d.key == key, open_, d.lease.is_(None))
        .values(
            due=case((waits, d.due), else_=literal(now, d.due.type)),
            attempts=case((d.closed == "", d.attempts), else_=0),
            closed="",
        )
    )


def _address(connection: Connection, community_id: str, message: Send, now: datetime) -> None:
    for due, members in _by_due(message, now).items():
        for start in range(0, len(members), CHUNK):
            wanted = t.account.c.member_id.in_(may_read(community_id, message.key, members[start : start + CHUNK]))
            _fan_out(connection, community_id, message.key, t.account, (wanted, t.account.c.main), due)
    if message.accounts:
        _fan_out(connection, community_id, message.key, t.account, (t.account.c.id.in_(message.accounts),), now)
    if message.together:
        _bring_together(connection, community_id, message.key, message.together, now)
    if message.channels:
        named = (t.channel.c.id.in_(message.channels),)
        _fan_out(connection, community_id, message.key, t.channel, named, now)


def _bring_together(
    connection: Connection, community_id: str, key: str, members: tuple[str, str], now: datetime
) -> None:
    """One delivery for each workspace where both have an account; its platform may still say that it cannot."""
    one, other = t.account.alias(), t.account.alias()
    where = one.c.community_id == community_id, one.c.member_id == members[0], other.c.member_id == members[1]
    same = (
        other.c.community_id == one.c.community_id,
        other.c.platform == one.c.platform,
        other.c.tenant == one.c.tenant,
        one.c.member_id.in_(may_read(community_id, key, members)),
        other.c.member_id.in_(may_read(community_id, key, members)),
        _first_there(one),
        _first_there(other),
    )
    already = one.c.id.in_(select(d.recipient).where(d.community_id == community_id, d.key == key))
    ids = one.c.community_id, literal(key), one.c.id, other.c.id
    rows = select(*ids, one.c.platform, one.c.tenant, literal(now, d.due.type)).where(*where, *same, ~already)
    columns = [d.community_id, d.key, d.recipient, d.beside, d.platform, d.tenant, d.due]
    connection.execute(t.delivery.insert().from_select(columns, rows))


def _first_there(account: FromClause) -> ColumnElement[bool]:
    """One account a person in each workspace: the main one, if it is there."""
    rival = t.account.alias()
    same = (rival.c[name] == account.c[name] for name in ("community_id", "member_id", "platform", "tenant"))
    first = select(rival.c.id).where(*same).order_by(rival.c.main.desc(), rival.c.id).limit(1)
    return account.c.id == first.correlate(account).scalar_subquery()


def _by_due(message: Send, now: datetime) -> dict[datetime, list[str]]:
    """Members by the moment from which their copy may be sent: a few time zones, so a few statements."""
    found: dict[datetime, list[str]] = {}
    for member in message.members:
        found.setdefault(max(now, message.not_before.get(member, now)), []).append(member)
    return found


def _fan_out(
    connection: Connection,
    community_id: str,
    key: str,
    to: Table,
    wanted: Sequence[ColumnElement[bool]],
    now: datetime,
) -> None:
    """One statement adds a delivery for each recipient who has none yet."""
    # PostgreSQL answers this from a hash; as NOT EXISTS it compared each recipient with all the earlier ones.
    already = to.c.id.in_(select(d.recipient).where(d.community_id == community_id, d.key == key))
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
        rows = connection.execute(select(w.platform, w.tenant).where(_earliest_due(edits) <= now, ~held, ~w.removed))
        lanes += [(row.platform, row.tenant, edits) for row in rows]
    return lanes


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
RENEW = (
    t.delivery.update()
    .where(d.community_id == bindparam("of"), d.key == bindparam("under"), d.recipient == bindparam("to"))
    .where(d.lease == bindparam("by"))
    .values(due=bindparam("until"))
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


def _is(community_id: str, key: str, recipient: str) -> ColumnElement[bool]:
    return and_(d.community_id == community_id, d.key == key, d.recipient == recipient)


def _shown() -> Update:
    """Locked without waiting: nothing is read, so it is due again, where a turn that is still open changes the card."""
    m = t.message.c
    message = select(m.revision).where(m.community_id == d.community_id, m.key == d.key)
    newest = message.with_for_update(read=True, skip_locked=True).scalar_subquery()
    due = case((newest == bindparam("seen"), None), else_=bindparam("at", type_=d.due.type))
    return (
        t.delivery.update()
        .where(d.community_id == bindparam("of"), d.key == bindparam("under"), d.recipient == bindparam("to"))
        .where(d.lease == bindparam("by"))
        .values(lease=None, ref=bindparam("there"), edits=True, due=due, attempts=0, closed="")
    )


SHOWN = _shown()


def _settle(connection: Connection, parcel: Parcel, **values: object) -> bool:
    result = connection.execute(
        t.delivery.update()
        .where(_is(parcel.community_id, parcel.key, parcel.recipient), d.lease == parcel.lease)
        .values(lease=None, **values)
    )
    return result.rowcount == 1
