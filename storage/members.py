"""Members, their accounts and stacks."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Table, and_, select

from bot.model import Account, Member, MemberStatus, Role
from bot.ports import Standing
from bot.turn import Sender
from storage import tables as t
from storage.communities import community_from
from storage.rows import all_of, columns_of, to, values_of

ACTIVE = t.member.c.status == MemberStatus.ACTIVE


class SqlMembers:
    """Members of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._ours = t.member.c.community_id == community_id
        self._community_id = community_id

    def get(self, ids: Sequence[str]) -> dict[str, Member]:
        """Members by id."""
        query = select(*columns_of(Member, t.member)).where(self._ours, t.member.c.id.in_(ids))
        return {m.id: m for m in all_of(Member, self._connection.execute(query))}

    def with_role(self, role: Role) -> list[Member]:
        """Active members with this role, by name."""
        query = select(*columns_of(Member, t.member)).where(self._ours, ACTIVE, t.member.c.role == role)
        return all_of(Member, self._connection.execute(query.order_by(t.member.c.name)))

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

    def add_account(self, account: Account) -> None:
        """Joins an account to its member; a member's first account is the one that gets cards."""
        main = not self.accounts(account.member_id)
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
    a, m = t.account.c, t.member.c
    query = (
        select(
            t.community.c.id.label("community_id"),
            t.community.c.name.label("community_name"),
            t.community.c.settings,
            a.id.label("account_id"),
            a.address,
            *columns_of(Member, t.member),
        )
        .select_from(t.workspace)
        .join(t.community, t.community.c.id == t.workspace.c.community_id)
        .outerjoin(
            t.account,
            and_(
                a.community_id == t.workspace.c.community_id,
                a.platform == t.workspace.c.platform,
                a.tenant == t.workspace.c.tenant,
                a.user == sender.user,
            ),
        )
        .outerjoin(t.member, and_(m.community_id == a.community_id, m.id == a.member_id))
        .where(t.workspace.c.platform == sender.platform, t.workspace.c.tenant == sender.tenant)
    )
    row = connection.execute(query).first()
    if row is None:
        return Standing()
    community = community_from(row.community_id, row.community_name, row.settings)
    if row.account_id is None:
        return Standing(community)
    account = Account(row.account_id, row.id, sender.platform, sender.tenant, sender.user, row.address)
    return Standing(community, to(Member, row), account)


def _same_member(table: Table) -> ColumnElement[bool]:
    return and_(table.c.community_id == t.member.c.community_id, table.c.member_id == t.member.c.id)
