"""What the core needs to know of people who ask to be admitted, of codes that join accounts, and of the audit trail."""

from datetime import datetime
from typing import Protocol

from bot.admission import VendorDomains
from bot.model import Account, Application, AuditEntry


class Applications(Protocol):
    """Applications of one community: one an account, the newest in place of a decided one."""

    def seat(self, account: Account) -> Account:
        """The account of a platform's identity: the one that is known, else this one, kept without a member."""

    def add(self, application: Application) -> bool:
        """Keeps an application; False while another one of this account is undecided."""

    def get(self, application_id: str) -> Application | None:
        """The application of that id."""

    def of_account(self, account_id: str) -> Application | None:
        """The newest application of an account."""

    def by_sender(self, platform: str, tenant: str, user: str) -> Application | None:
        """The newest application of a platform's identity."""

    def waiting(self) -> list[Application]:
        """Undecided applications, the oldest first."""

    def send_again(self, application: Application) -> bool:
        """Undecided, with newly filled details → waiting, and no manager has agreed yet; False when it is decided."""

    def agree(self, application_id: str, manager: str) -> bool:
        """The first of two managers agrees; False when it is decided, or somebody was first."""

    def admit(self, application_id: str, manager: str, now: datetime) -> bool:
        """Undecided → admitted; False unless all who have to agree do, each another person."""

    def decline(self, application_id: str, manager: str, now: datetime, reason: str) -> bool:
        """Undecided → declined."""

    def ask_back(self, application_id: str, manager: str, question: str) -> bool:
        """Waiting → asked."""

    def withdraw(self, application_id: str, now: datetime) -> bool:
        """Undecided → withdrawn."""

    def make_member(self, application: Application, member_id: str) -> bool:
        """The applicant's account becomes the member's first; False where it is somebody's already."""

    def forget_decided(self, before: datetime) -> None:
        """Drops applications that were declined or withdrawn before then, and accounts that are nobody's any more."""

    def vendor_domains(self) -> VendorDomains:
        """E-mail domains of the vendors that this community knows, and of the starter catalogue."""


class LinkCodes(Protocol):
    """One-time codes that join an account to its person. Kept as keyed hashes alone."""

    def keep(self, code: str, member_id: str, expires: datetime) -> None:
        """Keeps a code in place of the member's earlier one."""

    def owner(self, code: str) -> tuple[str, datetime, bool] | None:
        """(member, expiry, used) of a code."""

    def take(self, code: str, now: datetime) -> bool:
        """True exactly once, before it expires."""

    def count_try(self, sender: str, now: datetime) -> int:
        """Counts a try of this sender and says which it is in this hour, from 1 on."""

    def forget(self, before: datetime) -> None:
        """Drops codes that expired before then, and counts of tries."""


class Audit(Protocol):
    """What people with special rights did."""

    def add(self, entry: AuditEntry) -> None:
        """Keeps an entry."""

    def newest(self, limit: int) -> list[AuditEntry]:
        """The latest entries, newest first."""
