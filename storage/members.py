"""Members, their accounts and stacks."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, bindparam, select

from bot.cohort import Peer, one_company
from bot.model import Account, Member, MemberStatus, Preferences, Role
from bot.ports import Standing
from bot.turn import Sender
from storage import tables as t
from storage.communities import community_from
from storage.locking import hold_member
from storage.prepared import Prepared
from storage.profile import SqlProfiles
from storage.rows import all_of, columns_of, first_in, to, values_of

ACTIVE = t.member.c.status == MemberStatus.ACTIVE


class SqlMembers:
    """Members of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    @cached_property
    def _ours(self) -> ColumnElement[bool]:
        return t.member.c.community_id == self._community_id

    def get(self, ids: Sequence[str]) -> dict[str, Member]:
        """Members by id."""
        rows = self._connection.execute(BY_ID, {"ours": self._community_id, "ids": list(ids)})
        return {m.id: m for m in all_of(Member, rows)}

    def with_role(self, role: Role) -> list[Member]:
        """Active members with this role, by name."""
        query = select(*columns_of(Member, t.member)).where(self._ours, ACTIVE, t.member.c.role == role)
        return all_of(Member, self._connection.execute(query.order_by(t.member.c.name)))

    def population(self) -> list[Peer]:
        """All active members as the k rules see them."""
        m = t.member.c
        rows = self._connection.execute(select(m.company, m.industry, m.size, m.region).where(self._ours, ACTIVE))
        return [
            Peer(one_company(r.company), {"industry": r.industry, "size": r.size, "region": r.region}) for r in rows
        ]

    def active(self) -> list[str]:
        """Ids of all active members."""
        return list(self._connection.scalars(select(t.member.c.id).where(self._ours, ACTIVE)))

    def using(self, vendor_id: str) -> list[Member]:
        """Active members who opted in to questions about a vendor in their stack."""
        query = (
            select(*columns_of(Member, t.member))
            .join(t.stack, _same_member(t.stack))
            .where(self._ours, ACTIVE, t.stack.c.vendor_id == vendor_id, t.stack.c.opted_in)
        )
        return all_of(Member, self._connection.execute(query.order_by(t.member.c.name)))

    def by_email(self, email: str) -> Member | None:
        """The member with this work e-mail (compared in lower case)."""
        query = select(*columns_of(Member, t.member)).where(self._ours, t.member.c.email == email.lower())
        row = self._connection.execute(query).first()
        return to(Member, row) if row else None

    def save(self, member: Member) -> bool:
        """Adds the member or brings an earlier row up to date; False when nothing changed."""
        values = values_of(member)
        old = self.get([member.id]).get(member.id)
        if old == member:
            return False
        if old:
            self._connection.execute(t.member.update().where(self._ours, t.member.c.id == member.id).values(values))
        else:
            self._connection.execute(t.member.insert().values(community_id=self._community_id, **values))
        return True

    def accounts(self, member_id: str) -> list[Account]:
        """A member's accounts, the one that gets cards first."""
        a = t.account.c
        query = (
            select(a.id, a.member_id, a.platform, a.tenant, a.user, a.address)
            .where(a.community_id == self._community_id, a.member_id == member_id)
            .order_by(a.main.desc(), a.platform, a.tenant)
        )
        return [Account(*row) for row in self._connection.execute(query)]

    def owner(self, platform: str, tenant: str, user: str) -> str | None:
        """The member id behind a platform identity, "" where it belongs to another community, None where to nobody."""
        a = t.account.c
        query = select(a.community_id, a.member_id).where(a.platform == platform, a.tenant == tenant, a.user == user)
        row = self._connection.execute(query).first()
        if row is None:
            return None
        return row.member_id if row.community_id == self._community_id else ""

    def hold(self, member_id: str) -> None:
        """Two turns that hold the same member run one after the other."""
        hold_member(self._connection, self._community_id, member_id)

    def add_account(self, account: Account) -> None:
        """Joins an account to its member; a member's first account is the one that gets cards."""
        self.hold(account.member_id)
        main = not self.accounts(account.member_id)
        if self._claim(account, main):
            return
        self._connection.execute(
            t.account.insert().values(
                community_id=self._community_id,
                id=account.id,
                member_id=account.member_id,
                platform=account.platform,
                tenant=account.tenant,
                user=account.user,
                address=account.address,
                main=main,
            )
        )

    def _claim(self, account: Account, main: bool) -> bool:
        """An account that applied before it had a member keeps its id, and the cards it was sent."""
        a = t.account.c
        free = a.community_id == self._community_id, a.member_id.is_(None)
        same = a.platform == account.platform, a.tenant == account.tenant, a.user == account.user
        values = {"member_id": account.member_id, "main": main}
        return self._connection.execute(t.account.update().where(*free, *same).values(values)).rowcount == 1

    def preferences(self, ids: Sequence[str]) -> dict[str, Preferences]:
        """When and how often each of these members wants to be asked."""
        return SqlProfiles(self._connection, self._community_id).preferences(ids)

    def stack(self, member_id: str) -> set[str]:
        """Ids of the vendors that a member uses."""
        query = select(t.stack.c.vendor_id).where(
            t.stack.c.community_id == self._community_id, t.stack.c.member_id == member_id
        )
        return set(self._connection.scalars(query))

    def add_to_stack(self, member_id: str, vendor_id: str) -> None:
        """Says that the member uses the vendor and takes questions about it."""
        self._connection.execute(
            t.stack.insert().values(
                community_id=self._community_id, member_id=member_id, vendor_id=vendor_id, opted_in=True
            )
        )


def standing(connection: Connection, sender: Sender) -> Standing:
    """Who a sender is, in one query: workspace → community → account → member."""
    named = {"platform": sender.platform, "tenant": sender.tenant, "user": sender.user}
    row = STANDING.first(connection, named)
    if row is None:
        return Standing()
    member_id, *_, community_id, name, settings, account_id, address = row
    community = community_from(community_id, name, settings)
    if account_id is None:
        return Standing(community)
    account = Account(account_id, member_id or "", sender.platform, sender.tenant, sender.user, address)
    return Standing(community, first_in(Member, row) if member_id else None, account)


def _same_member(table: Table) -> ColumnElement[bool]:
    return and_(table.c.community_id == t.member.c.community_id, table.c.member_id == t.member.c.id)


def _standing() -> Select[Any]:
    a, m, w = t.account.c, t.member.c, t.workspace.c
    who = t.community.c.id, t.community.c.name, t.community.c.settings
    same_place = a.community_id == w.community_id, a.platform == w.platform, a.tenant == w.tenant
    return (
        select(*columns_of(Member, t.member), *who, a.id, a.address)
        .select_from(t.workspace)
        .join(t.community, t.community.c.id == w.community_id)
        .outerjoin(t.account, and_(*same_place, a.user == bindparam("user")))
        .outerjoin(t.member, and_(m.community_id == a.community_id, m.id == a.member_id))
        .where(w.platform == bindparam("platform"), w.tenant == bindparam("tenant"), ~w.removed)
    )


STANDING = Prepared(_standing())
# Built once: building a statement costs several times what running it does.
BY_ID = select(*columns_of(Member, t.member)).where(
    t.member.c.community_id == bindparam("ours"), t.member.c.id.in_(bindparam("ids", expanding=True))
)
