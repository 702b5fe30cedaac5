"""One-time codes that join an account to its person, kept as keyed hashes."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import IntegrityError

from storage import tables as t

c = t.link_code.c
tries = t.link_try.c


class SqlLinkCodes:
    """Codes of one community; ``mac`` is Keys.mac."""

    def __init__(self, connection: Connection, community_id: str, mac: Callable[[str, str], str]) -> None:
        self._connection = connection
        self._community_id = community_id
        self._mac = mac

    def keep(self, code: str, member_id: str, expires: datetime) -> None:
        """Keeps a code in place of the member's earlier one that nobody used."""
        earlier = c.community_id == self._community_id, c.member_id == member_id, ~c.used
        self._connection.execute(delete(t.link_code).where(*earlier))
        values = {"mac": self._hash(code), "member_id": member_id, "expires": expires}
        self._connection.execute(t.link_code.insert().values(community_id=self._community_id, **values))

    def owner(self, code: str) -> tuple[str, datetime, bool] | None:
        """(member, expiry, used) of a code."""
        query = select(c.member_id, c.expires, c.used)
        row = self._connection.execute(
            query.where(c.community_id == self._community_id, c.mac == self._hash(code))
        ).first()
        return (row.member_id, row.expires, row.used) if row else None

    def take(self, code: str, now: datetime) -> bool:
        """True exactly once, before it expires."""
        fresh = c.community_id == self._community_id, c.mac == self._hash(code), ~c.used, c.expires > now
        return self._connection.execute(t.link_code.update().where(*fresh).values(used=True)).rowcount == 1

    def count_try(self, sender: str, now: datetime) -> int:
        """Counts a try and says which it is in this hour of the clock."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        mac = self._mac("link-try", sender)
        mine = tries.community_id == self._community_id, tries.mac == mac, tries.hour == hour
        counted = t.link_try.update().where(*mine).values(tries=tries.tries + 1)
        if self._connection.execute(counted).rowcount == 0:
            values = {"community_id": self._community_id, "mac": mac, "hour": hour, "tries": 1}
            try:
                with self._connection.begin_nested():
                    self._connection.execute(t.link_try.insert().values(values))
            except IntegrityError:
                # The hour's first try was made twice at once: the other one has just been kept.
                self._connection.execute(counted)
        return self._connection.scalar(select(tries.tries).where(*mine)) or 0

    def forget(self, before: datetime) -> None:
        """Drops codes that expired before then, and counts of tries."""
        self._connection.execute(delete(t.link_code).where(c.community_id == self._community_id, c.expires < before))
        self._connection.execute(
            delete(t.link_try).where(tries.community_id == self._community_id, tries.hour < before)
        )

    def _hash(self, code: str) -> str:
        return self._mac("link", f"{self._community_id}:{code}")
