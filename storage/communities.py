"""Communities and the workspaces that belong to them."""

import json
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, select

from bot.model import Community
from storage import tables as t

KNOWN = 100
"""Communities, as they were last read, that are not read out of their columns anew."""


@lru_cache(KNOWN)
def community_from(community_id: str, name: str, settings: str) -> Community:
    """A Community from its columns; settings are a JSON object of texts. Each turn reads the same few."""
    return Community(community_id, name, tuple(sorted(json.loads(settings).items())))


class SqlCommunities:
    """All communities of this installation: for operators, never for members."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def named(self, name: str) -> Community | None:
        """The community of that name."""
        return self._one(t.community.c.name == name)

    def get(self, community_id: str) -> Community | None:
        """The community of that id."""
        return self._one(t.community.c.id == community_id)

    def all(self) -> list[Community]:
        """Every community, by name."""
        query = select(t.community.c.id, t.community.c.name, t.community.c.settings).order_by(t.community.c.name)
        return [community_from(*row) for row in self._connection.execute(query)]

    def add(self, community: Community) -> None:
        """Keeps a new community."""
        self._connection.execute(
            t.community.insert().values(
                id=community.id, name=community.name, settings=json.dumps(dict(community.settings))
            )
        )

    def keep_settings(self, community: Community) -> None:
        """Replaces a community's settings."""
        settings = json.dumps(dict(community.settings))
        self._connection.execute(t.community.update().where(t.community.c.id == community.id).values(settings=settings))

    def workspaces(self, community_id: str) -> list[tuple[str, str]]:
        """(platform, tenant) of each workspace joined to the community."""
        w = t.workspace.c
        query = select(w.platform, w.tenant).where(w.community_id == community_id).order_by(w.platform, w.tenant)
        return [(row.platform, row.tenant) for row in self._connection.execute(query)]

    def joined_to(self, platform: str, tenant: str) -> str | None:
        """The id of the community that a workspace belongs to."""
        w = t.workspace.c
        query = select(w.community_id).where(w.platform == platform, w.tenant == tenant)
        found: str | None = self._connection.scalar(query)
        return found

    def join(self, community_id: str, platform: str, tenant: str) -> None:
        """Joins a workspace to a community."""
        self._connection.execute(
            t.workspace.insert().values(community_id=community_id, platform=platform, tenant=tenant)
        )

    def channels(self, community_id: str) -> list[tuple[str, str, str]]:
        """(platform, tenant, address) of each of the community's channels."""
        c = t.channel.c
        query = select(c.platform, c.tenant, c.address).where(c.community_id == community_id)
        return [(row.platform, row.tenant, row.address) for row in self._connection.execute(query)]

    def add_channel(self, community_id: str, channel_id: str, platform: str, tenant: str, address: str) -> bool:
        """Adds a channel; False when some community has it already."""
        c = t.channel.c
        query = select(c.id).where(c.platform == platform, c.tenant == tenant, c.address == address)
        if self._connection.scalar(query):
            return False
        values = {"platform": platform, "tenant": tenant, "address": address}
        self._connection.execute(t.channel.insert().values(community_id=community_id, id=channel_id, **values))
        return True

    def remove_channel(self, community_id: str, _: str, platform: str, tenant: str, address: str) -> bool:
        """Removes a channel; False when it is none of this community's."""
        c = t.channel.c
        ours = c.community_id == community_id, c.platform == platform, c.tenant == tenant, c.address == address
        return self._connection.execute(t.channel.delete().where(*ours)).rowcount == 1

    def _one(self, where: ColumnElement[bool]) -> Community | None:
        query = select(t.community.c.id, t.community.c.name, t.community.c.settings).where(where)
        row = self._connection.execute(query).first()
        return community_from(*row) if row else None
