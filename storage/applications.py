"""Applications of people who ask to be admitted, and the vendor domains that they are compared with."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, and_, bindparam, delete, exists, or_, select
from sqlalchemy.exc import IntegrityError

from bot.admission import VendorDomain, VendorDomains
from bot.model import Account, Application, ApplicationStatus
from storage import tables as t
from storage.catalogue import load_catalogue
from storage.locking import held
from storage.prepared import Prepared
from storage.rows import all_of, columns_of, first_in, to, values_of

a = t.application.c
UNDECIDED = a.status.in_((ApplicationStatus.WAITING, ApplicationStatus.ASKED))
UNSUCCESSFUL = (ApplicationStatus.DECLINED, ApplicationStatus.WITHDRAWN)


class SqlApplications:
    """Applications of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id
        self._ours = a.community_id == community_id

    def seat(self, account: Account) -> Account:
        """The account of a platform's identity: the one that is known, else this one, kept without a member."""
        c = t.account.c
        same = and_(c.platform == account.platform, c.tenant == account.tenant, c.user == account.user)
        row = self._connection.execute(select(c.id, c.member_id, c.address).where(same)).first()
        if row:
            return replace(account, id=row.id, member_id=row.member_id or "", address=row.address)
        values = values_of(account) | {"member_id": None, "main": False}
        self._connection.execute(t.account.insert().values(community_id=self._community_id, **values))
        return account

    def add(self, application: Application) -> bool:
        """Keeps an application in place of a decided one; False while another one of this account is undecided."""
        mine = self._ours, a.account_id == application.account_id
        self._connection.execute(delete(t.application).where(*mine, ~UNDECIDED))
        values = values_of(application) | {"community_id": self._community_id}
        try:
            with self._connection.begin_nested():
                self._connection.execute(t.application.insert().values(values))
        except IntegrityError:
            return False
        return True

    def get(self, application_id: str) -> Application | None:
        """The application of that id; who decides on it decides on what stands in it."""
        query = select(*columns_of(Application, t.application)).where(self._ours, a.id == application_id)
        row = self._connection.execute(held(self._connection, query)).first()
        return to(Application, row) if row else None

    def of_account(self, account_id: str) -> Application | None:
        """The newest application of an account."""
        return self._one(a.account_id == account_id)

    def by_sender(self, platform: str, tenant: str, user: str) -> Application | None:
        """The newest application of a platform's identity."""
        named = {"ours": self._community_id, "platform": platform, "tenant": tenant, "user": user}
        row = NEWEST.first(self._connection, named)
        return first_in(Application, row) if row else None

    def waiting(self) -> list[Application]:
        """Undecided applications, the oldest first."""
        query = select(*columns_of(Application, t.application)).where(self._ours, UNDECIDED)
        return all_of(Application, self._connection.execute(query.order_by(a.sent_at, a.id)))

    def send_again(self, application: Application) -> bool:
        """New details of an undecided application: it waits again, and whoever agreed has to look again."""
        values = values_of(application) | {"status": ApplicationStatus.WAITING, "first_by": None}
        return self._change(application.id, UNDECIDED, values)

    def agree(self, application_id: str, manager: str) -> bool:
        """The first of two managers agrees."""
        return self._change(application_id, and_(UNDECIDED, a.two, a.first_by.is_(None)), {"first_by": manager})

    def admit(self, application_id: str, manager: str, now: datetime) -> bool:
        """Undecided → admitted, where one manager is enough or another one has agreed before."""
        enough = or_(~a.two, and_(a.first_by.is_not(None), a.first_by != manager))
        return self._decide(application_id, enough, ApplicationStatus.ADMITTED, manager, now)

    def decline(self, application_id: str, manager: str, now: datetime, reason: str) -> bool:
        """Undecided → declined."""
        return self._decide(application_id, UNDECIDED, ApplicationStatus.DECLINED, manager, now, reason=reason)

    def ask_back(self, application_id: str, manager: str, question: str) -> bool:  # noqa: ARG002 (the audit has it)
        """Waiting → asked."""
        values = {"status": ApplicationStatus.ASKED, "question": question, "remark": ""}
        return self._change(application_id, a.status == ApplicationStatus.WAITING, values)

    def withdraw(self, application_id: str, now: datetime) -> bool:
        """Undecided → withdrawn."""
        return self._decide(application_id, UNDECIDED, ApplicationStatus.WITHDRAWN, None, now)

    def make_member(self, application: Application, member_id: str) -> bool:
        """The applicant's account becomes the member's first; False where it is somebody's already."""
        c = t.account.c
        free = c.community_id == self._community_id, c.id == application.account_id, c.member_id.is_(None)
        values = {"member_id": member_id, "main": True}
        if self._connection.execute(t.account.update().where(*free).values(values)).rowcount == 0:
            return False
        self._change(application.id, a.member_id.is_(None), {"member_id": member_id})
        return True

    def forget_decided(self, before: datetime) -> None:
        """Drops what was declined or withdrawn before then, and accounts that are nobody's any more."""
        old = self._ours, a.status.in_(UNSUCCESSFUL), a.decided_at < before
        self._connection.execute(delete(t.application).where(*old))
        c = t.account.c
        applied = exists().where(a.community_id == c.community_id, a.account_id == c.id)
        nobody = c.community_id == self._community_id, c.member_id.is_(None), ~applied
        self._connection.execute(delete(t.account).where(*nobody))

    def vendor_domains(self) -> VendorDomains:
        """The community's vendors, and those of the starter catalogue that it may have dropped since."""
        return VendorDomains([*_starter(), *self._own_domains()])

    def _own_domains(self) -> Iterator[VendorDomain]:
        d, v, k = t.vendor_domain.c, t.vendor.c, t.vendor_category.c
        shelves: dict[str, set[str]] = defaultdict(set)
        placed = select(k.vendor_id, k.category).where(k.community_id == self._community_id)
        for vendor_id, category in self._connection.execute(placed):
            shelves[vendor_id].add(category)
        same_vendor = and_(v.community_id == d.community_id, v.id == d.vendor_id)
        query = select(d.domain, d.vendor_id, v.name, v.everyday).join(t.vendor, same_vendor)
        for domain, owner, name, everyday in self._connection.execute(
            query.where(d.community_id == self._community_id)
        ):
            yield VendorDomain(domain, name, frozenset(shelves[owner]), everyday)

    def _one(self, where: ColumnElement[bool]) -> Application | None:
        query = select(*columns_of(Application, t.application)).where(self._ours, where)
        row = self._connection.execute(query.order_by(a.sent_at.desc()).limit(1)).first()
        return to(Application, row) if row else None

    def _decide(
        self,
        application_id: str,
        where: ColumnElement[bool],
        status: ApplicationStatus,
        manager: str | None,
        now: datetime,
        **more: Any,
    ) -> bool:
        values = {"status": status, "decided_by": manager, "decided_at": now} | more
        return self._change(application_id, and_(UNDECIDED, where), values)

    def _change(self, application_id: str, where: ColumnElement[bool], values: dict[str, Any]) -> bool:
        changed = t.application.update().where(self._ours, a.id == application_id, where).values(values)
        return self._connection.execute(changed).rowcount == 1


def _newest() -> Select[Any]:
    c = t.account.c
    ours: BindParameter[str] = bindparam("ours")
    same = (c.community_id == ours, c.platform == bindparam("platform"), c.tenant == bindparam("tenant"))
    accounts = select(c.id).where(*same, c.user == bindparam("user"))
    query = select(*columns_of(Application, t.application)).where(a.community_id == ours, a.account_id.in_(accounts))
    return query.order_by(a.sent_at.desc()).limit(1)


NEWEST = Prepared(_newest())
"""Of a platform's identity: every turn of somebody who is no member asks for it."""


@cache
def _starter() -> tuple[VendorDomain, ...]:
    """The starter catalogue never changes while a process runs."""
    return tuple(
        VendorDomain(domain, vendor.name, frozenset(vendor.categories), vendor.everyday)
        for vendor in load_catalogue().vendors
        for domain in vendor.domains
    )
