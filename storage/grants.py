"""What platforms granted us: one sealed text per workspace, and one-time states of an installation."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select

from storage import tables as t
from storage.keys import Keys


class SqlGrants:
    """Sealed credentials and states. A state is kept only as a keyed hash and taken by one guarded DELETE."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

    def find(self, platform: str, tenant: str) -> str | None:
        """The opened secret text."""
        sealed = self._connection.scalar(select(t.grant.c.sealed).where(_is(platform, tenant)))
        return self._keys.open(sealed) if sealed else None

    def save(self, platform: str, tenant: str, secret: str) -> None:
        """Seals and keeps it in place of an earlier one."""
        if not self.replace(platform, tenant, secret):
            sealed = self._keys.seal(secret)
            self._connection.execute(t.grant.insert().values(platform=platform, tenant=tenant, sealed=sealed))

    def lease(self, platform: str, tenant: str, now: datetime, until: datetime) -> bool:
        """One may renew it; True for the first who asks, until they replace it or their time is over."""
        until_now = t.grant.c.renewed_by.is_(None) | (t.grant.c.renewed_by < now)
        leased = self._connection.execute(
            t.grant.update().where(_is(platform, tenant), until_now).values(renewed_by=until)
        )
        return leased.rowcount == 1

    def replace(self, platform: str, tenant: str, secret: str) -> bool:
        """In place of the one that is there; a workspace that removed the app meanwhile gets nothing back."""
        changed = t.grant.update().where(_is(platform, tenant)).values(sealed=self._keys.seal(secret), renewed_by=None)
        return self._connection.execute(changed).rowcount == 1

    def drop(self, platform: str, tenant: str) -> None:
        """Forgets it."""
        self._connection.execute(t.grant.delete().where(_is(platform, tenant)))

    def tenants(self, platform: str) -> list[str]:
        """Whose secret texts of a platform there are."""
        return list(self._connection.scalars(select(t.grant.c.tenant).where(t.grant.c.platform == platform)))

    def open_state(self, state: str, expires: datetime) -> None:
        """Keeps the hash of a state."""
        mac = self._keys.mac("state", state)
        self._connection.execute(t.install_state.insert().values(mac=mac, expires=expires))

    def take_state(self, state: str, now: datetime) -> bool:
        """True exactly once."""
        s = t.install_state.c
        mac = self._keys.mac("state", state)
        taken = self._connection.execute(t.install_state.delete().where(s.mac == mac, s.expires > now))
        return taken.rowcount == 1


def _is(platform: str, tenant: str) -> ColumnElement[bool]:
    return and_(t.grant.c.platform == platform, t.grant.c.tenant == tenant)
