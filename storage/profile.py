"""What members say of themselves: preferences, accounts, stack, topics, declared interests."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    select,
    union,
)

from bot.model import Conflict, ConflictKind, Member, MemberStatus, Preferences, Signer, StackEntry
from bot.ports.profile import OwnAccount
from storage import membership, personal
from storage import tables as t
from storage.locking import hold_vendor
from storage.rows import all_of, columns_of, values_of

CHUNK = 1000
BETWEEN = ","
# Part of the statement: as a parameter it would have the statement written anew each time that it runs.
BY_COMMA: Any = literal_column(f"'{BETWEEN}'")


class SqlProfiles:
    """Of one community's members."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def accounts(self, member_id: str) -> list[OwnAccount]:
        """A member's accounts, the one that gets cards first."""
        a, w = t.account.c, t.workspace.c
        query = (
            select(a.id, a.platform, func.coalesce(func.nullif(w.name, ""), a.email_domain), a.main)
            .join(t.workspace, and_(w.platform == a.platform, w.tenant == a.tenant), isouter=True)
            .where(self._of(t.account, member_id))
        )
        rows = self._connection.execute(query.order_by(a.main.desc(), a.platform, a.tenant))
        return [OwnAccount(*row) for row in rows]

    def choose_account(self, member_id: str, account_id: str) -> bool:
        """One statement, so that there is exactly one main account at any time."""
        own = t.account.alias()
        theirs = exists().where(
            own.c.community_id == self._community_id, own.c.member_id == member_id, own.c.id == account_id
        )
        chosen = t.account.update().where(self._of(t.account, member_id), theirs)
        return self._connection.execute(chosen.values(main=t.account.c.id == account_id)).rowcount > 0

    def preferences(self, ids: Sequence[str]) -> dict[str, Preferences]:
        """Of each of these members; the defaults for those who never set any."""
        p = t.preferences.c
        found = {member_id: Preferences(member_id) for member_id in ids}
        for start in range(0, len(ids), CHUNK):
            ours = p.community_id == self._community_id, p.member_id.in_(ids[start : start + CHUNK])
            rows = self._connection.execute(select(*columns_of(Preferences, t.preferences)).where(*ours))
            found |= {one.member_id: one for one in all_of(Preferences, rows)}
        return found

    def save_preferences(self, preferences: Preferences) -> None:
        """Keeps a member's preferences in place of earlier ones."""
        where = self._of(t.preferences, preferences.member_id)
        values = values_of(preferences)
        if self._connection.execute(t.preferences.update().where(where).values(values)).rowcount == 0:
            self._connection.execute(t.preferences.insert().values(community_id=self._community_id, **values))

    def stack(self, member_id: str) -> list[StackEntry]:
        """What a member uses, by name."""
        s, v = t.stack.c, t.vendor.c
        query = (
            select(s.vendor_id, v.name.label("vendor"), s.opted_in)
            .join(t.vendor, and_(v.community_id == s.community_id, v.id == s.vendor_id))
            .where(self._of(t.stack, member_id))
        )
        return sorted(
            all_of(StackEntry, self._connection.execute(query)), key=lambda e: (e.vendor.casefold(), e.vendor)
        )

    def use(self, member_id: str, vendor_id: str) -> bool:
        """The member uses the vendor and takes questions about it; False when it stood there already."""
        hold_vendor(self._connection, self._community_id, vendor_id)
        return self._add(t.stack, member_id=member_id, vendor_id=vendor_id, opted_in=True)

    def take_questions(self, member_id: str, vendor_id: str, opted_in: bool) -> bool:
        """Opts in or out; False when nothing changed."""
        s = t.stack.c
        where = self._of(t.stack, member_id), s.vendor_id == vendor_id, s.opted_in != opted_in
        return self._connection.execute(t.stack.update().where(*where).values(opted_in=opted_in)).rowcount == 1

    def stop_using(self, member_id: str, vendor_id: str) -> bool:
        """Takes a vendor out of the stack."""
        where = self._of(t.stack, member_id), t.stack.c.vendor_id == vendor_id
        return self._connection.execute(t.stack.delete().where(*where)).rowcount == 1

    def topics(self, member_id: str) -> list[str]:
        """Keys of the categories a member takes questions on."""
        query = select(t.topic.c.category).where(self._of(t.topic, member_id)).order_by(t.topic.c.category)
        return list(self._connection.scalars(query))

    def follow(self, member_id: str, category: str) -> bool:
        """Opts in to questions about a category; False when they had already."""
        return self._add(t.topic, member_id=member_id, category=category)

    def unfollow(self, member_id: str, category: str) -> bool:
        """Opts out again."""
        where = self._of(t.topic, member_id), t.topic.c.category == category
        return self._connection.execute(t.topic.delete().where(*where)).rowcount == 1

    def following(self, category: str) -> list[str]:
        """Ids of the active members who take questions about a category."""
        m, o = t.member.c, t.topic.c
        query = (
            select(o.member_id)
            .join(t.member, and_(m.community_id == o.community_id, m.id == o.member_id))
            .where(o.community_id == self._community_id, o.category == category, m.status == MemberStatus.ACTIVE)
        )
        return list(self._connection.scalars(query.order_by(m.name)))

    def declared(self, member_id: str) -> list[Conflict]:
        """Everything a member declared."""
        query = select(*columns_of(Conflict, t.conflict)).where(self._of(t.conflict, member_id))
        rows = self._connection.execute(query.order_by(t.conflict.c.vendor_id, t.conflict.c.kind))
        return all_of(Conflict, rows)

    def conflicts(self, member_ids: Sequence[str], vendor_id: str) -> dict[str, tuple[ConflictKind, ...]]:
        """What these members declared about a vendor, in the order of the kinds."""
        named = {"ours": self._community_id, "vendor": vendor_id, "members": list(member_ids)}
        found = all_of(Conflict, self._connection.execute(DECLARED, named))
        kinds = {one.member_id: {other.kind for other in found if other.member_id == one.member_id} for one in found}
        return {member_id: _in_order(theirs) for member_id, theirs in kinds.items()}

    def signing(self, member_ids: Sequence[str], vendor_id: str) -> dict[str, Signer]:
        """These members, each with what they declared about a vendor; unknown ones are left out."""
        named = {"ours": self._community_id, "vendor": vendor_id, "members": list(dict.fromkeys(member_ids))}
        rows = self._connection.execute(SIGNING, named).all()
        declared: dict[str, set[str]] = {}
        for member_id, *_, kind in rows:
            if kind:
                declared.setdefault(member_id, set()).add(kind)
        return {
            member_id: Signer(name, company, MemberStatus(status), _in_order(declared.get(member_id, ())))
            for member_id, name, company, status, _ in rows
        }

    def declare(self, member_id: str, vendor_id: str, kinds: Sequence[ConflictKind]) -> None:
        """Replaces what a member declared about a vendor."""
        where = self._of(t.conflict, member_id), t.conflict.c.vendor_id == vendor_id
        self._connection.execute(t.conflict.delete().where(*where))
        for kind in dict.fromkeys(kinds):
            self._add(t.conflict, member_id=member_id, vendor_id=vendor_id, kind=kind)

    def leave(self, member_id: str, now: datetime) -> bool:
        """Ends the membership; peers' words reach them no more."""
        m = t.member.c
        here = m.community_id == self._community_id, m.id == member_id, m.status != MemberStatus.LEFT
        if self._connection.execute(t.member.update().where(*here).values(status=MemberStatus.LEFT)).rowcount == 0:
            return False
        membership.close_for(self._connection, self._community_id, member_id, now)
        return True

    def spoken_in(self, member_id: str, vendor_id: str = "") -> list[str]:
        """Ids of the questions that show this member's name or words."""
        q, a = t.ask.c, t.answer.c
        asked = select(q.id).where(self._of(t.ask, member_id))
        answered = (
            select(q.id)
            .join(t.answer, and_(a.community_id == q.community_id, a.ask_id == q.id))
            .where(self._of(t.answer, member_id))
        )
        if vendor_id:
            asked, answered = asked.where(q.vendor_id == vendor_id), answered.where(q.vendor_id == vendor_id)
        return list(self._connection.scalars(union(asked, answered)))

    def kept(self, member: Member) -> dict[str, list[dict[str, object]]]:
        """Every row that is about this member, by table."""
        return personal.kept(self._connection, self._community_id, member)

    def _add(self, table: Table, **values: object) -> bool:
        """Adds a row unless it stands there already, in one statement."""
        row = {"community_id": self._community_id, **values}
        same = exists().where(*(table.c[key.name] == row[key.name] for key in table.primary_key.columns))
        source = select(*(literal(value, table.c[name].type) for name, value in row.items())).where(~same)
        return self._connection.execute(table.insert().from_select(list(row), source)).rowcount == 1

    def _of(self, table: Table, member_id: str) -> ColumnElement[bool]:
        return and_(table.c.community_id == self._community_id, table.c.member_id == member_id)


# Built once: it runs for every card that shows somebody's words about a vendor.
DECLARED = select(*columns_of(Conflict, t.conflict)).where(
    t.conflict.c.community_id == bindparam("ours"),
    t.conflict.c.vendor_id == bindparam("vendor"),
    t.conflict.c.member_id.in_(bindparam("members", expanding=True)),
)
SIGNING: Select[Any] = (
    select(t.member.c.id, t.member.c.name, t.member.c.company, t.member.c.status, t.conflict.c.kind)
    .outerjoin(
        t.conflict,
        and_(
            t.conflict.c.community_id == t.member.c.community_id,
            t.conflict.c.member_id == t.member.c.id,
            t.conflict.c.vendor_id == bindparam("vendor"),
        ),
    )
    .where(t.member.c.community_id == bindparam("ours"), t.member.c.id.in_(bindparam("members", expanding=True)))
)


def signer_columns(vendor: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    """What signer_in reads of the member of each row of another query; they have to be its last columns."""
    m, c = t.member.c, t.conflict.c
    theirs = c.community_id == m.community_id, c.member_id == m.id, c.vendor_id == vendor
    declared = select(func.aggregate_strings(c.kind, BY_COMMA)).where(*theirs).scalar_subquery()
    return m.name.label("signer"), m.company, m.status.label("signer_status"), declared.label("declared")


def signer_in(row: Sequence[Any]) -> Signer | None:
    """The member at the end of a row; None where there is none."""
    name, company, status, declared = row[-4:]
    if name is None:
        return None
    return Signer(name, company, MemberStatus(status), _in_order(declared.split(BETWEEN) if declared else ()))


def _in_order(kinds: Collection[str]) -> tuple[ConflictKind, ...]:
    return tuple(kind for kind in ConflictKind if kind in kinds) if kinds else ()
