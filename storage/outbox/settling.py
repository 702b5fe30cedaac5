"""A worker notes how a delivery ended, while its lease is its own."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Update, and_, bindparam, case, select

from storage import tables as t
from storage.membership import ENDED
from storage.outbox.claiming import Parcel
from storage.outbox.renaming import may_have_been

d = t.delivery.c


def shown(connection: Connection, parcel: Parcel, ref: str, now: datetime) -> bool:
    """The card was shown. False when the lease was no longer ours; due again at once if it changed meanwhile."""
    named = {"of": parcel.community_id, "under": parcel.key, "to": parcel.recipient, "by": parcel.lease}
    if connection.execute(SHOWN, named | {"seen": parcel.revision, "there": ref, "at": now}).rowcount == 1:
        return True
    key = _moved(connection, parcel)
    if key is None:
        return False
    values = {"lease": None, "ref": ref, "edits": True, "due": now, "attempts": 0}
    moved = _is(parcel.community_id, key, parcel.recipient), d.lease == parcel.lease
    return connection.execute(t.delivery.update().where(*moved).values(values)).rowcount == 1


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


def _moved(connection: Connection, parcel: Parcel) -> str | None:
    """Its key now, where its reader left or was suspended, or somebody whom it named erased themselves, while it was
    being sent: what is on the screen still has to change.
    """
    theirs = d.community_id == parcel.community_id, d.recipient == parcel.recipient, d.lease == parcel.lease
    keys = connection.scalars(select(d.key).where(*theirs).order_by(d.key)).all()
    moved = (one for one in keys if one.startswith(parcel.key + ENDED) or may_have_been(one, parcel.key))
    return next(moved, None)


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

RENEW = (
    t.delivery.update()
    .where(d.community_id == bindparam("of"), d.key == bindparam("under"), d.recipient == bindparam("to"))
    .where(d.lease == bindparam("by"))
    .values(due=bindparam("until"))
)


def _settle(connection: Connection, parcel: Parcel, **values: object) -> bool:
    result = connection.execute(
        t.delivery.update()
        .where(_is(parcel.community_id, parcel.key, parcel.recipient), d.lease == parcel.lease)
        .values(lease=None, **values)
    )
    return result.rowcount == 1
