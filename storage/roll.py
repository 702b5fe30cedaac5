"""The roll: who is admitted, suspended, due to be confirmed; and what platforms tell of accounts and workspaces."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import ColumnElement, Connection, and_, exists, false, literal, null, select

from bot.model import Account, Member, MemberStatus
from storage import membership
from storage import tables as t
from storage.rows import all_of, columns_of

NAME = 100
"""Characters of a workspace's name that are kept."""
STALE = timedelta(days=7)
"""Cards that waited longer than this for a removed workspace are not sent when it comes back."""

m, c, a, w = t.member.c, t.confirmation.c, t.account.c, t.workspace.c
ACTIVE = m.status == MemberStatus.ACTIVE


class SqlRoll:
    """The roll of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id
        self._ours = m.community_id == community_id

    def find(self, words: str, limit: int) -> list[Member]:
        """Members of every status whose name or company contains the words, by name."""
        query = select(*columns_of(Member, t.member)).where(self._ours).order_by(m.name, m.id)
        if not words:
            return all_of(Member, self._connection.execute(query.limit(limit)))
        wanted = words.casefold()
        # Compared here: SQLite's lower() knows no letters beyond ASCII, nor does PostgreSQL's in every locale.
        rows = self._connection.execute(query)
        fits = (row for row in rows if wanted in row.name.casefold() or wanted in row.company.casefold())
        return all_of(Member, islice(fits, limit))

    def change(self, member_id: str, old: MemberStatus, new: MemberStatus, now: datetime) -> bool:
        """A change of status, once; peers' words reach nobody who is not active."""
        same = self._ours, m.id == member_id, m.status == old
        if self._connection.execute(t.member.update().where(*same).values(status=new)).rowcount == 0:
            return False
        if new is not MemberStatus.ACTIVE:
            membership.close_for(self._connection, self._community_id, member_id, now)
        return True

    def confirm(self, member_id: str, now: datetime) -> bool:
        """Counts the year anew; True when the member was suspended because nobody had answered."""
        mine = and_(c.community_id == self._community_id, c.member_id == member_id)
        lapsed = self._connection.scalar(select(c.lapsed).where(mine))
        values = {"confirmed_at": now, "asked_at": None, "lapsed": False}
        if self._connection.execute(t.confirmation.update().where(mine).values(values)).rowcount == 0:
            own = {"community_id": self._community_id, "member_id": member_id}
            self._connection.execute(t.confirmation.insert().values(own | values))
        return bool(lapsed)

    def start_years(self, now: datetime) -> None:
        """One statement: every active member without a year gets one."""
        has_one = exists().where(c.community_id == m.community_id, c.member_id == m.id)
        row = select(m.community_id, m.id, literal(now, c.confirmed_at.type), null(), false())
        columns = [c.community_id, c.member_id, c.confirmed_at, c.asked_at, c.lapsed]
        query = row.where(self._ours, ACTIVE, ~has_one)
        self._connection.execute(t.confirmation.insert().from_select(columns, query))

    def to_ask(self, before: datetime, limit: int) -> list[Member]:
        """Active members whose last confirmation is older and who have not been asked since."""
        return self._due(and_(c.asked_at.is_(None), c.confirmed_at <= before), limit)

    def asked(self, member_ids: Sequence[str], now: datetime) -> None:
        """Notes that they have been asked."""
        them = c.community_id == self._community_id, c.member_id.in_(member_ids)
        self._connection.execute(t.confirmation.update().where(*them).values(asked_at=now))

    def silent(self, before: datetime, limit: int) -> list[Member]:
        """Active members who were asked before then and did not answer."""
        return self._due(c.asked_at <= before, limit)

    def lapse(self, member_id: str, now: datetime) -> bool:
        """Active → suspended for want of an answer."""
        if not self.change(member_id, MemberStatus.ACTIVE, MemberStatus.SUSPENDED, now):
            return False
        mine = c.community_id == self._community_id, c.member_id == member_id
        self._connection.execute(t.confirmation.update().where(*mine).values(lapsed=True))
        return True

    def account(self, platform: str, tenant: str, user: str) -> Account | None:
        """A member's account by the platform's identity."""
        same = a.platform == platform, a.tenant == tenant, a.user == user, a.member_id.is_not(None)
        query = select(a.id, a.member_id, a.platform, a.tenant, a.user, a.address)
        row = self._connection.execute(query.where(a.community_id == self._community_id, *same)).first()
        return Account(*row) if row else None

    def email_domain(self, account_id: str) -> str:
        """The domain of the platform's e-mail when it was last seen, "" if never."""
        return self._connection.scalar(select(a.email_domain).where(self._account(account_id))) or ""

    def see_email_domain(self, account_id: str, domain: str) -> None:
        """Remembers it."""
        self._connection.execute(t.account.update().where(self._account(account_id)).values(email_domain=domain))

    def forget_address(self, account_id: str) -> None:
        """Nothing reaches the account until its person adds the app again."""
        self._connection.execute(t.account.update().where(self._account(account_id)).values(address=""))

    def name_workspace(self, platform: str, tenant: str, name: str) -> None:
        """What the platform calls the workspace."""
        same = w.community_id == self._community_id, w.platform == platform, w.tenant == tenant
        self._connection.execute(t.workspace.update().where(*same).values(name=name[:NAME]))

    def read_anew(self) -> None:
        """One statement; see storage/rereading.py for who reads them."""
        active = select(m.id).where(self._ours, ACTIVE)
        ours = a.community_id == self._community_id, a.member_id.in_(active)
        self._connection.execute(t.account.update().where(*ours).values(unread=True))

    def remove_workspace(self, platform: str, tenant: str) -> bool:
        """Nothing is sent there any more: what waited is given up."""
        if not self._workspace(platform, tenant, True):
            return False
        d = t.delivery.c
        there = d.community_id == self._community_id, d.platform == platform, d.tenant == tenant, d.due.is_not(None)
        values = {"due": None, "lease": None, "closed": membership.REMOVED}
        self._connection.execute(t.delivery.update().where(*there).values(values))
        return True

    def restore_workspace(self, platform: str, tenant: str, now: datetime) -> bool:
        """The app is back; what waited for too long is given up."""
        if not self._workspace(platform, tenant, False):
            return False
        d = t.delivery.c
        there = d.community_id == self._community_id, d.platform == platform, d.tenant == tenant, d.due < now - STALE
        self._connection.execute(t.delivery.update().where(*there).values(due=None, closed=membership.REMOVED))
        return True

    def _due(self, where: ColumnElement[bool], limit: int) -> list[Member]:
        same = and_(c.community_id == m.community_id, c.member_id == m.id)
        query = select(*columns_of(Member, t.member)).join(t.confirmation, same).where(self._ours, ACTIVE, where)
        return all_of(Member, self._connection.execute(query.order_by(m.id).limit(limit)))

    def _account(self, account_id: str) -> ColumnElement[bool]:
        return and_(a.community_id == self._community_id, a.id == account_id)

    def _workspace(self, platform: str, tenant: str, removed: bool) -> bool:
        same = w.community_id == self._community_id, w.platform == platform, w.tenant == tenant, w.removed != removed
        return self._connection.execute(t.workspace.update().where(*same).values(removed=removed)).rowcount == 1
