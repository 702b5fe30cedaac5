"""Timers: due times in the database, each taken by a guarded DELETE in the transaction of its effect."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from bot.ports import Due
from bot.turn import Later
from storage import tables as t
from storage.rows import inserting

c = t.timer.c


def arm(connection: Connection, community_id: str, timers: Sequence[Later]) -> None:
    """Sets timers; a key that is set already moves."""
    for timer in timers:
        ours = {"community_id": community_id, "key": timer.key}
        values = {"due": timer.due, "action": timer.action, "arg": timer.arg, "attempts": 0}
        connection.execute(_arming(connection.dialect.name), ours | values)


@cache
def _arming(dialect: str) -> Any:
    insert = inserting(dialect, t.timer)
    moved = {name: insert.excluded[name] for name in ("due", "action", "arg", "attempts")}
    return insert.on_conflict_do_update(index_elements=[c.community_id, c.key], set_=moved)


def due(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Timers that fell due, the oldest first."""
    query = select(c.community_id, c.key, c.action, c.arg).where(c.due <= now).order_by(c.due).limit(limit)
    return [Due(*row) for row in connection.execute(query)]


def take(connection: Connection, timer: Due, now: datetime) -> bool:
    """Removes a due timer; False when another worker was first, or it was moved meanwhile."""
    result = connection.execute(t.timer.delete().where(_is(timer.community_id, timer.key), c.due <= now))
    return result.rowcount == 1


def put_off(connection: Connection, timer: Due, due_at: datetime) -> None:
    """A timer whose effect failed is tried again later."""
    connection.execute(
        t.timer.update().where(_is(timer.community_id, timer.key)).values(due=due_at, attempts=c.attempts + 1)
    )


def next_due(connection: Connection) -> datetime | None:
    """When the next timer falls due."""
    found: datetime | None = connection.scalar(select(c.due).order_by(c.due).limit(1))
    return found


def _is(community_id: str, key: str) -> ColumnElement[bool]:
    return and_(c.community_id == community_id, c.key == key)
