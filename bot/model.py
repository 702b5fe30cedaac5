"""The nouns, in the words of the field. A new noun goes here first."""

from dataclasses import dataclass
from datetime import datetime
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


class AskStatus(StrEnum):
    """A question is open until its time box ends or its asker closes it."""

    OPEN = "open"
    CLOSED = "closed"


class VendorStatus(StrEnum):
    """A proposed vendor is usable at once and listed for the managers."""

    CONFIRMED = "confirmed"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Community:
    """A closed circle of CIOs with its managers; ``settings`` by the keys of bot/settings.py."""

    id: str
    name: str
    settings: tuple[tuple[str, str], ...] = ()


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
class Vendor:
    """Who sells."""

    id: str
    name: str
    status: VendorStatus = VendorStatus.CONFIRMED


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to peers."""

    id: str
    member_id: str
    vendor_id: str
    question: str
    status: AskStatus
    asked_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """One peer's reply to an ask."""

    id: str
    ask_id: str
    member_id: str
    text: str
    answered_at: datetime
