"""Accounts whose record has to be read anew at their platform: claimed a few at a time, each by one process."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, select

from bot.ports import Place
from storage import tables as t

a, w = t.account.c, t.workspace.c


def claim(connection: Connection, platforms: Collection[str], limit: int) -> list[Place]:
    """So many of them, of workspaces that have the app. What a crash loses here comes again the next night."""
    query = (
        select(a.platform, a.tenant, a.user, a.address)
        .join(t.workspace, and_(w.platform == a.platform, w.tenant == a.tenant, ~w.removed))
        .where(a.unread, a.platform.in_(platforms))
        .limit(limit)
    )
    found = [Place(*row) for row in connection.execute(query)]
    read = t.account.update().values(unread=False)
    return [one for one in found if connection.execute(read.where(_is(one), a.unread)).rowcount == 1]


def give_back(connection: Connection, places: Collection[Place]) -> None:
    """The platform asked us to wait: these are to be read a little later."""
    for one in places:
        connection.execute(t.account.update().where(_is(one)).values(unread=True))


def _is(place: Place) -> ColumnElement[bool]:
    return and_(a.platform == place.platform, a.tenant == place.tenant, a.user == place.user)
