"""The nouns of admission: who somebody is to a platform, and their application."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PersonKind(StrEnum):
    """What a platform says of somebody; only a person of the joined workspace itself can be admitted."""

    PERSON = "person"
    GUEST = "guest"
    OUTSIDER = "outsider"
    BOT = "bot"
    GONE = "gone"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody's record at the platform; ``email`` is the address that the platform vouches for, or ""."""

    kind: PersonKind
    email: str = ""
    name: str = ""
    title: str = ""


class ApplicationStatus(StrEnum):
    """Waiting for the managers, asked back, or decided."""

    WAITING = "waiting"
    ASKED = "asked"
    ADMITTED = "admitted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Application:
    """Somebody asks to be admitted, or a member to be verified anew (``member_id``).

    ``checks`` are lines for the managers; ``two``: two different managers have to agree, ``first_by`` is the first of
    them. ``reason`` is a decline's, ``question`` what a manager asked back, ``remark`` what the applicant answered.
    """

    id: str
    account_id: str
    name: str
    title: str
    company: str
    email: str
    industry: str
    size: str
    region: str
    conflict: str
    sent_at: datetime
    checks: str = ""
    two: bool = False
    remark: str = ""
    status: ApplicationStatus = ApplicationStatus.WAITING
    member_id: str | None = None
    question: str = ""
    reason: str = ""
    first_by: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
