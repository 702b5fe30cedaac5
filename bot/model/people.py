"""The nouns of people: members, their accounts, and what they say of themselves."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do in a community."""

    MEMBER = "member"
    MANAGER = "manager"


class MemberStatus(StrEnum):
    """Only an active member takes part."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


class ConflictKind(StrEnum):
    """How somebody has an interest in a vendor, as they declared it."""

    EQUITY = "equity"
    ADVISER = "adviser"
    REFERENCE = "reference"
    FORMER_EMPLOYER = "former employer"
    RESELLER = "reseller"


@dataclass(frozen=True, slots=True)
class Member:
    """A person admitted to a community."""

    id: str
    name: str
    company: str
    email: str
    title: str = ""
    industry: str = ""
    size: str = ""
    region: str = ""
    role: Role = Role.MEMBER
    status: MemberStatus = MemberStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class Account:
    """A member's identity on one platform; ``address`` is read by that platform's adapter alone."""

    id: str
    member_id: str
    platform: str
    tenant: str
    user: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Preferences:
    """When and how often a member wants to be asked.

    Quiet hours are minutes after midnight in ``time_zone`` (IANA name) and count only where it is known; the same
    minute twice means none. ``weekly_cap`` None: as many questions as the community's setting says.
    ``intros_a_month`` None: any number of offers to introduce somebody.
    """

    member_id: str
    time_zone: str = ""
    quiet_from: int = 20 * 60
    quiet_until: int = 7 * 60
    weekly_cap: int | None = None
    digest: bool = True
    intros_a_month: int | None = None


@dataclass(frozen=True, slots=True)
class StackEntry:
    """A vendor that a member uses; ``opted_in``: they take questions about it."""

    vendor_id: str
    vendor: str
    opted_in: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A declared interest of a member in a vendor: shown on their every word about it."""

    member_id: str
    vendor_id: str
    kind: ConflictKind


@dataclass(frozen=True, slots=True)
class Signer:
    """A member under their own words, with what they declared about the vendor of which they speak."""

    name: str
    company: str
    status: MemberStatus
    declared: tuple[ConflictKind, ...] = ()
