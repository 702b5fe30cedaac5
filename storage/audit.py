"""The audit trail: what people with special rights did, by ids and codes alone, each entry sealed to the one before.

A seal is a keyed hash, so that nobody without the keys can change, remove, add or reorder entries unnoticed. Actor and
subject go into it as a hash of their own: an erasure may put the nameless former member in a person's place.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from bot.model import AuditEntry
from storage import tables as t
from storage.keys import Keys
from storage.rows import all_of, columns_of, values_of

a, c = t.audit.c, t.community.c


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at the whole trail found.

    ``head`` is the last seal: whoever keeps it elsewhere can also tell when the newest entries are cut off together
    with the community's own note of them. ``erased`` counts entries about people who have erased themselves.
    """

    entries: int
    head: str
    erased: int
    problems: tuple[str, ...]


class SqlAudit:
    """The audit trail of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    def add(self, entry: AuditEntry) -> None:
        """Keeps an entry after the last one; whoever comes at the same time waits for this turn's end."""
        ours = t.community.update().where(c.id == self._community_id)
        number, before = self._connection.execute(
            ours.values(audit_number=c.audit_number + 1).returning(c.audit_number, c.audit_seal)
        ).one()
        people = _people(self._keys, entry.id, entry.actor, entry.subject)
        seal = _seal(self._keys, before, number, entry.day, entry.action, entry.detail, people)
        values = values_of(entry) | {"number": number, "people": people, "seal": seal}
        self._connection.execute(t.audit.insert().values(community_id=self._community_id, **values))
        self._connection.execute(ours.values(audit_seal=seal))

    def newest(self, limit: int) -> list[AuditEntry]:
        """The latest entries, newest first."""
        query = select(*columns_of(AuditEntry, t.audit)).where(a.community_id == self._community_id)
        return all_of(AuditEntry, self._connection.execute(query.order_by(a.number.desc()).limit(limit)))

    def entries(self) -> Iterator[Any]:
        """The whole trail in its order."""
        columns = a.number, a.id, a.day, a.actor, a.action, a.subject, a.detail, a.people, a.seal
        query = select(*columns).where(a.community_id == self._community_id).order_by(a.number)
        yield from self._connection.execute(query)

    def check(self) -> Checked:
        """Follows the trail from its first entry; each problem is a sentence that names the entry."""
        before, expected, erased = "", 0, 0
        problems: list[str] = []
        former = _former(self._connection, self._community_id)
        for row in self.entries():
            expected += 1
            if row.number != expected:
                problems.append(f"Entry {expected} is missing.")
                expected = row.number
            if row.seal != _seal(self._keys, before, row.number, row.day, row.action, row.detail, row.people):
                problems.append(f"Entry {row.number} is not what was written, or does not follow the one before it.")
            if row.people != _people(self._keys, row.id, row.actor, row.subject):
                if former and former in (row.actor, row.subject):
                    erased += 1
                else:
                    problems.append(f"Entry {row.number} names other people than were written.")
            before = row.seal
        head = self._connection.execute(select(c.audit_number, c.audit_seal).where(c.id == self._community_id)).one()
        if (head.audit_number, head.audit_seal) != (expected, before):
            problems.append(f"The trail should end with entry {head.audit_number}, and ends with entry {expected}.")
        return Checked(expected, before, erased, tuple(problems))


def _former(connection: Connection, community_id: str) -> str | None:
    """The nameless member who stands for everybody erased; see storage.erase."""
    m = t.member.c
    found: str | None = connection.scalar(select(m.id).where(m.community_id == community_id, m.email == ""))
    return found


def _people(keys: Keys, entry_id: str, actor: str, subject: str) -> str:
    return keys.mac("audit:people", json.dumps([entry_id, actor, subject]))


def _seal(keys: Keys, before: str, number: int, day: str, action: str, detail: str, people: str) -> str:
    return keys.mac("audit", json.dumps([before, number, day, action, detail, people]))
