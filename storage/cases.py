"""Flags and cases. Each change of state is one guarded UPDATE; texts that may come back lie sealed."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from bot.ports.cases import Case, CaseStatus
from storage import tables as t
from storage.keys import Keys
from storage.locking import hold_community
from storage.rows import all_of, columns_of, to, values_of

c, f, x = t.curation_case.c, t.flag.c, t.case_text.c
WAITING = (CaseStatus.OPEN, CaseStatus.APPEALED)


class SqlCases:
    """Cases of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    def begin(self, case: Case) -> Case:
        """The open case about the text, or this new one."""
        hold_community(self._connection, self._community_id)
        same = c.community_id == self._community_id, c.text_id == case.text_id, c.status.in_(WAITING)
        row = self._connection.execute(select(*columns_of(Case, t.curation_case)).where(*same)).first()
        if row:
            return to(Case, row)
        values = values_of(case) | {"community_id": self._community_id}
        self._connection.execute(t.curation_case.insert().values(values))
        return case

    def get(self, case_id: str) -> Case | None:
        """The case."""
        row = self._connection.execute(select(*columns_of(Case, t.curation_case)).where(self._is(case_id))).first()
        return to(Case, row) if row else None

    def waiting(self, limit: int) -> list[Case]:
        """Cases that wait for a manager, the oldest first."""
        query = select(*columns_of(Case, t.curation_case)).where(c.community_id == self._community_id)
        query = query.where(c.status.in_(WAITING)).order_by(c.opened_at, c.id).limit(limit)
        return all_of(Case, self._connection.execute(query))

    def flag(self, case_id: str, member_id: str, reason: str, words: str) -> bool:
        """Keeps a flag; False when it is the member's second."""
        if self._connection.execute(select(f.reason).where(*self._flags(case_id), f.member_id == member_id)).first():
            return False
        values = {"case_id": case_id, "member_id": member_id, "reason": reason, "words": words}
        self._connection.execute(t.flag.insert().values(community_id=self._community_id, **values))
        return True

    def flags(self, case_id: str) -> Mapping[str, int]:
        """How many flags, by reason."""
        query = select(f.reason, func.count().label("number")).where(*self._flags(case_id)).group_by(f.reason)
        return {row.reason: row.number for row in self._connection.execute(query)}

    def remarks(self, case_id: str) -> list[str]:
        """What those who flagged it wrote, in no order that tells who."""
        return sorted(self._connection.scalars(select(f.words).where(*self._flags(case_id), f.words != "")))

    def flaggers(self, case_id: str) -> list[str]:
        """Those who flagged it."""
        return sorted(self._connection.scalars(select(f.member_id).where(*self._flags(case_id))))

    def keep(self, case_id: str, manager: str, now: datetime) -> bool:
        """Open → kept."""
        return self._move(case_id, CaseStatus.OPEN, status=CaseStatus.KEPT, decided_by=manager, decided_at=now)

    def remove(self, case_id: str, manager: str, reason: str, statement: str, text: str, now: datetime) -> bool:
        """Open → removed, with what it takes to put the text back."""
        decided = {"decided_by": manager, "decided_at": now, "reason": reason, "statement": statement}
        if not self._move(case_id, CaseStatus.OPEN, status=CaseStatus.REMOVED, **decided):
            return False
        sealed = {"case_id": case_id, "sealed": self._keys.seal(text)}
        self._connection.execute(t.case_text.insert().values(community_id=self._community_id, **sealed))
        return True

    def undo(self, case_id: str, manager: str) -> bool:
        """Removed → restored, while the text is still kept."""
        return self._move(case_id, CaseStatus.REMOVED, self._kept, status=CaseStatus.RESTORED, second_by=manager)

    def appeal(self, case_id: str, words: str) -> bool:
        """Keeps the appeal, once, while the text is still kept."""
        return self._move(case_id, CaseStatus.REMOVED, self._kept, c.appeal == "", appeal=words)

    def submit(self, case_id: str, on: date) -> bool:
        """Removed → appealed."""
        appealed = {"status": CaseStatus.APPEALED, "appealed_on": on}
        return self._move(case_id, CaseStatus.REMOVED, self._kept, c.appeal != "", **appealed)

    def settle(self, case_id: str, status: CaseStatus, manager: str) -> bool:
        """Appealed → upheld or restored, by a second manager."""
        another = or_(c.decided_by.is_(None), c.decided_by != manager)
        return self._move(case_id, CaseStatus.APPEALED, another, status=status, second_by=manager)

    def text(self, case_id: str) -> str:
        """What was sealed."""
        sealed = self._connection.scalar(select(x.sealed).where(*self._text(case_id)))
        return self._keys.open(sealed) if sealed else ""

    def forget_text(self, case_id: str) -> None:
        """The sealed text goes."""
        self._connection.execute(t.case_text.delete().where(*self._text(case_id)))

    def about(self, text_id: str) -> list[str]:
        """Ids of the cases about a text."""
        ours = c.community_id == self._community_id, c.text_id == text_id
        return sorted(self._connection.scalars(select(c.id).where(*ours)))

    def forget(self, text_ids: Collection[str]) -> bool:
        """Cases about these texts go."""
        ours = c.community_id == self._community_id, c.text_id.in_(list(text_ids))
        return self._connection.execute(t.curation_case.delete().where(*ours)).rowcount > 0

    def outcomes(self, since: date) -> Mapping[tuple[CaseStatus, str], int]:
        """Decided cases since then."""
        begins = datetime.combine(since, time(), UTC)
        query = select(c.status, c.reason, func.count().label("number")).group_by(c.status, c.reason)
        decided = query.where(c.community_id == self._community_id, c.decided_at >= begins)
        return {(CaseStatus(row.status), row.reason): row.number for row in self._connection.execute(decided)}

    def _move(self, case_id: str, was: CaseStatus, *more: ColumnElement[bool], **values: object) -> bool:
        moved = t.curation_case.update().where(self._is(case_id), c.status == was, *more).values(**values)
        return self._connection.execute(moved).rowcount == 1

    @property
    def _kept(self) -> ColumnElement[bool]:
        return exists().where(x.community_id == c.community_id, x.case_id == c.id)

    def _is(self, case_id: str) -> ColumnElement[bool]:
        return and_(c.community_id == self._community_id, c.id == case_id)

    def _text(self, case_id: str) -> tuple[ColumnElement[bool], ...]:
        return x.community_id == self._community_id, x.case_id == case_id

    def _flags(self, case_id: str) -> tuple[ColumnElement[bool], ...]:
        return f.community_id == self._community_id, f.case_id == case_id
