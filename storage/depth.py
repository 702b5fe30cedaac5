"""How much waits in the outbox and among the timers, and for how long: what an operator watches."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage import tables as t


@dataclass(frozen=True, slots=True)
class Depth:
    """What is due now: ``cards`` by platform, and how many seconds the oldest has waited (0 where nothing is due)."""

    cards: dict[str, int]
    cards_late: float
    timers: int
    timers_late: float


def depth(connection: Connection, now: datetime) -> Depth:
    """Counts by the index on what is due; workspaces that removed the app are not counted."""
    d, w, c = t.delivery.c, t.workspace.c, t.timer.c
    there = (w.platform == d.platform) & (w.tenant == d.tenant) & ~w.removed
    cards = select(d.platform, func.count(), func.min(d.due)).join(t.workspace, there).where(d.due <= now)
    rows = connection.execute(cards.group_by(d.platform)).all()
    timers, first = connection.execute(select(func.count(), func.min(c.due)).where(c.due <= now)).one()
    oldest = min((row[2] for row in rows), default=None)
    return Depth({row[0]: row[1] for row in rows}, _late(oldest, now), timers, _late(first, now))


def _late(since: datetime | None, now: datetime) -> float:
    return (now - since).total_seconds() if since else 0.0
