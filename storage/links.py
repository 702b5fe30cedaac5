"""One-time links to web pages of ours: kept as keyed hashes, taken by one guarded DELETE."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.ports.profile import Ticket
from storage import tables as t
from storage.keys import Keys


class SqlOnceLinks:
    """Opens links of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    def give(self, purpose: str, subject: str, token: str, expires: datetime) -> None:
        """Keeps the token's hash; an earlier link of the same purpose and subject is void from now on."""
        self.void(purpose, subject)
        values = {"mac": _mac(self._keys, purpose, token), "purpose": purpose, "subject": subject, "expires": expires}
        self._connection.execute(t.once_link.insert().values(community_id=self._community_id, **values))

    def void(self, purpose: str, subject: str) -> None:
        """The link leads nowhere any more."""
        c = t.once_link.c
        earlier = c.community_id == self._community_id, c.purpose == purpose, c.subject == subject
        self._connection.execute(delete(t.once_link).where(*earlier))

    def last(self, purpose: str, subject: str, expires: datetime) -> None:
        """Moves the end of a link."""
        c = t.once_link.c
        given = c.community_id == self._community_id, c.purpose == purpose, c.subject == subject
        self._connection.execute(t.once_link.update().where(*given).values(expires=expires))


def look(connection: Connection, keys: Keys, purpose: str, token: str, now: datetime) -> Ticket | None:
    """What the link leads to, without using it up: a preview of the page must not void it."""
    c = t.once_link.c
    query = select(c.community_id, c.subject).where(c.mac == _mac(keys, purpose, token), c.expires > now)
    row = connection.execute(query).first()
    return Ticket(row.community_id, row.subject) if row else None


def take(connection: Connection, keys: Keys, purpose: str, token: str, now: datetime) -> Ticket | None:
    """The same, exactly once."""
    found = look(connection, keys, purpose, token, now)
    c = t.once_link.c
    here = c.mac == _mac(keys, purpose, token), c.expires > now
    return found if found and connection.execute(delete(t.once_link).where(*here)).rowcount == 1 else None


def sweep(connection: Connection, now: datetime) -> None:
    """Forgets what has expired."""
    connection.execute(delete(t.once_link).where(t.once_link.c.expires < now))


def _mac(keys: Keys, purpose: str, token: str) -> str:
    return keys.mac(f"link:{purpose}", token)
