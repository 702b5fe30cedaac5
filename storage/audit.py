"""The audit trail: what people with special rights did, by ids and codes alone."""

from sqlalchemy import Connection, select

from bot.model import AuditEntry
from storage import tables as t
from storage.rows import all_of, columns_of, values_of


class SqlAudit:
    """The audit trail of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def add(self, entry: AuditEntry) -> None:
        """Keeps an entry."""
        self._connection.execute(t.audit.insert().values(community_id=self._community_id, **values_of(entry)))

    def newest(self, limit: int) -> list[AuditEntry]:
        """The latest entries by day; within a day they have no order."""
        a = t.audit.c
        query = select(*columns_of(AuditEntry, t.audit)).where(a.community_id == self._community_id)
        return all_of(AuditEntry, self._connection.execute(query.order_by(a.day.desc(), a.id).limit(limit)))
