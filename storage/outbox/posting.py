"""A turn leaves cards for others, in its own transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
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

from bot.cards import card_to_json
from bot.model import Community
from bot.turn import Message, Redraw, Send
from storage import tables as t
from storage.membership import REMOVED, may_read
from storage.rows import inserting

CHUNK = 1000

WAITS_FOR_ADDRESS = timedelta(days=7)
"""How long a card waits for a person who can't be reached yet (who has not installed the app)."""

d = t.delivery.c


def post(connection: Connection, community: Community, messages: Iterable[Message], now: datetime) -> None:
    """Writes cards for others in the turn's own transaction and wakes the workers when it commits."""
    wakes = False
    for message in messages:
        if _keep(connection, community.id, message, now):
            _make_due(connection, community.id, message.key, now)
        if isinstance(message, Redraw) and message.only_seen:
            _keep_from_others(connection, community.id, message.key)
        if isinstance(message, Send):
            _address(connection, community.id, message, now)
        wakes = True
    if wakes and connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_notify('warmline', '')"))


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


def _keep(connection: Connection, community_id: str, message: Message, now: datetime) -> bool:
    """Keeps the card as the message's newest revision; False when it is new, or stands there already.

    What is sent stays locked until the turn commits: whoever changes it then finds the deliveries of this turn.
    """
    card = card_to_json(message.card)
    if isinstance(message, Redraw):
        return connection.execute(REDRAWN, {"of": community_id, "under": message.key, "new": card}).rowcount == 1
    row = {"community_id": community_id, "key": message.key, "card": card, "revision": 1, "posted_at": now}
    revision = connection.scalar(_kept(connection.dialect.name), row)
    return revision is not None and revision > 1


@cache
def _kept(dialect: str) -> Any:
    insert, m = inserting(dialect, t.message), t.message.c
    newest = {"card": insert.excluded.card, "revision": m.revision + 1}
    key, other = [m.community_id, m.key], m.card != insert.excluded.card
    return insert.on_conflict_do_update(index_elements=key, set_=newest, where=other).returning(m.revision)


def _redrawn() -> Update:
    m = t.message.c
    there = m.community_id == bindparam("of"), m.key == bindparam("under"), m.card != bindparam("new")
    return t.message.update().where(*there).values(card=bindparam("new"), revision=m.revision + 1)


REDRAWN = _redrawn()


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


def _keep_from_others(connection: Connection, community_id: str, key: str) -> None:
    """First copies that still wait are sent no more; one that is being sent now is edited afterwards."""
    first = d.ref == "", d.closed == "", d.lease.is_(None)
    waiting = d.community_id == community_id, d.key == key, *first
    connection.execute(t.delivery.update().where(*waiting).values(due=None))


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
