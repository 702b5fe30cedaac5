"""Break-glass cases. Each change of state is one guarded UPDATE; the vault checks the state once more itself."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from bot.model import UnmaskCase, UnmaskStatus
from storage import tables as t
from storage.locking import hold_community
from storage.rows import all_of, columns_of, to, values_of

c = t.unmask_case.c
GOING_ON = (UnmaskStatus.PROPOSED, UnmaskStatus.WAITING, UnmaskStatus.READY)


class SqlUnmasking:
    """Break-glass cases of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def propose(self, case: UnmaskCase) -> bool:
        """Keeps a new case; False when one for the same handle is going on."""
        hold_community(self._connection, self._community_id)
        same = c.community_id == self._community_id, c.thread_id == case.thread_id, c.handle == case.handle
        if self._connection.execute(select(c.id).where(*same, c.status.in_(GOING_ON))).first():
            return False
        unseen = {"first_saw": False, "second_saw": False}
        values = {"community_id": self._community_id} | values_of(case) | unseen
        self._connection.execute(t.unmask_case.insert().values(values))
        return True

    def get(self, case_id: str) -> UnmaskCase | None:
        """The case."""
        row = self._connection.execute(select(*columns_of(UnmaskCase, t.unmask_case)).where(self._is(case_id))).first()
        return to(UnmaskCase, row) if row else None

    def waiting_for(self, manager: str) -> list[UnmaskCase]:
        """Cases that wait for a second manager, and those in which this one can still look."""
        unseen = or_(and_(c.first == manager, ~c.first_saw), and_(c.second == manager, ~c.second_saw))
        waits = or_(c.status == UnmaskStatus.PROPOSED, and_(c.status == UnmaskStatus.READY, unseen))
        query = select(*columns_of(UnmaskCase, t.unmask_case)).where(c.community_id == self._community_id, waits)
        query = query.order_by(c.id)
        return all_of(UnmaskCase, self._connection.execute(query))

    def agree(self, case_id: str, second: str, opens_at: datetime) -> bool:
        """Proposed → waiting, by another manager than the first."""
        proposed = self._is(case_id), c.status == UnmaskStatus.PROPOSED, c.first != second
        values = {"status": UnmaskStatus.WAITING, "second": second, "opens_at": opens_at}
        return self._connection.execute(t.unmask_case.update().where(*proposed).values(values)).rowcount == 1

    def ready(self, case_id: str, now: datetime) -> bool:
        """Waiting → ready when its time has come."""
        due = self._is(case_id), c.status == UnmaskStatus.WAITING, c.opens_at <= now
        return (
            self._connection.execute(t.unmask_case.update().where(*due).values(status=UnmaskStatus.READY)).rowcount == 1
        )

    def over(self, case_id: str) -> bool:
        """Ready → over once both have looked."""
        looked = self._is(case_id), c.status == UnmaskStatus.READY, c.first_saw, c.second_saw
        ended = t.unmask_case.update().where(*looked).values(status=UnmaskStatus.OVER)
        return self._connection.execute(ended).rowcount == 1

    def call_off(self, case_id: str, manager: str) -> bool:
        """Ends a case that is not over: by its two managers, or by any manager who declines a proposal."""
        theirs = or_(c.first == manager, c.second == manager, c.status == UnmaskStatus.PROPOSED)
        going_on = self._is(case_id), c.status.in_(GOING_ON), theirs
        ended = t.unmask_case.update().where(*going_on).values(status=UnmaskStatus.CALLED_OFF)
        return self._connection.execute(ended).rowcount == 1

    def _is(self, case_id: str) -> ColumnElement[bool]:
        return and_(c.community_id == self._community_id, c.id == case_id)
