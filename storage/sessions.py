"""Sessions and imports of the managers' desk. A session is kept as a keyed hash of its token."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, or_, select

from storage import tables as t
from storage.keys import Keys

LASTS, IDLE = timedelta(hours=8), timedelta(minutes=30)
"""A session ends so long after it was opened, and so long after it was last used."""
NOTED = timedelta(minutes=1)
"""How exactly it is known when a session was used, so that reading a page seldom writes."""
KEPT = timedelta(days=1)
"""How long an import's result can be read."""
SILENT = timedelta(minutes=3)
"""An import that has not said anything for so long has died with its process."""

s, i = t.desk_session.c, t.desk_import.c


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in; what they may do is read anew each time."""

    community_id: str
    member_id: str
    opened_at: datetime
    used_at: datetime

    def ends_at(self) -> datetime:
        """When it ends if nothing more is done."""
        return min(self.opened_at + LASTS, self.used_at + IDLE)


class SqlSessions:
    """Of all communities: a token says which."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

    def begin(self, community_id: str, member_id: str, token: str, now: datetime) -> None:
        """A member has signed in."""
        values = {"mac": self._mac(token), "member_id": member_id, "opened_at": now, "used_at": now}
        self._connection.execute(t.desk_session.insert().values(community_id=community_id, **values))

    def find(self, token: str, now: datetime) -> Session | None:
        """The session, while it lasts."""
        columns = s.community_id, s.member_id, s.opened_at, s.used_at
        fresh = s.mac == self._mac(token), s.opened_at > now - LASTS, s.used_at > now - IDLE
        row = self._connection.execute(select(*columns).where(*fresh)).first()
        return Session(*row) if row else None

    def use(self, token: str, now: datetime) -> None:
        """It is used now; one that is over stays over."""
        fresh = s.mac == self._mac(token), s.opened_at > now - LASTS, s.used_at > now - IDLE
        self._connection.execute(t.desk_session.update().where(*fresh).values(used_at=now))

    def end(self, token: str) -> None:
        """Signed out."""
        self._connection.execute(delete(t.desk_session).where(s.mac == self._mac(token)))

    def _mac(self, token: str) -> str:
        return self._keys.mac("desk-session", token)


class ImportState(StrEnum):
    """Where an import from the desk stands; STOPPED: its process ended first."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class DeskImport:
    """One file that a manager brought: rows taken so far, and each that was not, with its number and the reason.

    ``total``: rows of the file, 0 where that is not known.
    """

    id: str
    member_id: str
    what: str
    state: ImportState
    taken: int
    refused: tuple[tuple[int, str], ...]
    seen_at: datetime
    total: int = 0


class SqlDeskImports:
    """Imports of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def save(self, one: DeskImport) -> None:
        """Adds it, or says how far it is."""
        values = {"state": one.state, "total": one.total, "taken": one.taken, "refused": json.dumps(one.refused)}
        values["seen_at"] = one.seen_at
        known = t.desk_import.update().where(i.community_id == self._community_id, i.id == one.id)
        if self._connection.execute(known.values(values)).rowcount == 0:
            named = {"id": one.id, "member_id": one.member_id, "what": one.what}
            self._connection.execute(t.desk_import.insert().values(community_id=self._community_id, **named, **values))

    def of(self, member_id: str, now: datetime) -> Sequence[DeskImport]:
        """A manager's own imports, the newest first."""
        columns = i.id, i.member_id, i.what, i.state, i.taken, i.refused, i.seen_at, i.total
        query = select(*columns).where(i.community_id == self._community_id, i.member_id == member_id)
        rows = self._connection.execute(query.order_by(i.seen_at.desc(), i.id))
        return [_import(DeskImport(*row), now) for row in rows]

    def running(self, now: datetime) -> bool:
        """Whether anybody's import of this community runs now."""
        alive = i.state == ImportState.RUNNING, i.seen_at > now - SILENT
        query = select(i.id).where(i.community_id == self._community_id, *alive)
        return self._connection.execute(query.limit(1)).first() is not None


def sweep(connection: Connection, now: datetime) -> None:
    """Forgets sessions that are over and results that are old."""
    connection.execute(delete(t.desk_session).where(or_(s.opened_at <= now - LASTS, s.used_at <= now - IDLE)))
    connection.execute(delete(t.desk_import).where(i.seen_at < now - KEPT))


def _import(kept: DeskImport, now: datetime) -> DeskImport:
    """As it lies in the table, with the state and the refused rows in our own words."""
    dead = kept.state == ImportState.RUNNING and kept.seen_at <= now - SILENT
    rows = tuple((int(number), str(reason)) for number, reason in json.loads(str(kept.refused)))
    return replace(kept, state=ImportState.STOPPED if dead else ImportState(kept.state), refused=rows)
