"""The nouns, in the words of the field. A new noun goes here first."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.hidden import UnmaskCase as UnmaskCase
from bot.hidden import UnmaskStatus as UnmaskStatus
from bot.hidden import Waiting as Waiting


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
    """A question is open until its time box ends or its asker closes it; a removed one has lost its words."""

    OPEN = "open"
    CLOSED = "closed"
    REMOVED = "removed"


class VendorStatus(StrEnum):
    """A proposed vendor is usable at once and listed for the managers; no name leads to a refused one any more."""

    CONFIRMED = "confirmed"
    PROPOSED = "proposed"
    MERGED = "merged"
    REFUSED = "refused"


class ConflictKind(StrEnum):
    """How somebody has an interest in a vendor, as they declared it."""

    EQUITY = "equity"
    ADVISER = "adviser"
    REFERENCE = "reference"
    FORMER_EMPLOYER = "former employer"
    RESELLER = "reseller"


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


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What somebody with a special right did, by ids and codes alone: no member's words. ``day`` is YYYY-MM-DD.

    ``actor`` is a member's id, or "" for the clock and the platforms.
    """

    id: str
    day: str
    actor: str
    action: str
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who sells."""

    id: str
    name: str
    status: VendorStatus = VendorStatus.CONFIRMED


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold; ``category`` by its key."""

    id: str
    vendor_id: str
    name: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the market; a heading has no parent."""

    key: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Ownership:
    """On this day the vendor, or its product if one is named, changed hands or name."""

    vendor_id: str
    product_id: str | None
    day: date
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class Lead:
    """A name that leads to a vendor, or to a product of that vendor.

    ``points``, 0 to 100: how sure a query is that gives exactly this key. ``everyday``: an ordinary word as well.
    """

    key: str
    name: str
    kind: str
    points: int
    popularity: int
    everyday: bool
    vendor_id: str
    product_id: str | None = None


@dataclass(frozen=True, slots=True)
class VendorChange:
    """What managers did to a vendor or product, to be undone for a while; ``said`` is how a manager reads it."""

    id: str
    what: str
    subject: str
    other: str
    said: str
    changed_at: datetime
    was: str = ""
    undone: bool = False


class Stage(StrEnum):
    """A stretch of life with a product; what a review rates from 1 to 5."""

    BUYING = "buying"
    DEPLOYING = "deploying"
    RUNNING = "running"
    SUPPORT = "support"
    LEAVING = "leaving"


class Relationship(StrEnum):
    """How somebody knows what they review."""

    USING = "using"
    LEFT = "left"
    EVALUATED = "evaluated"


class Source(StrEnum):
    """How a review came about: of one's own, asked by a manager, or invited by the vendor."""

    OWN = "own"
    MANAGER = "manager"
    VENDOR = "vendor"


class ReviewStatus(StrEnum):
    """Only a live review reaches anybody; a waiting one is the managers' to approve."""

    WAITING = "waiting"
    LIVE = "live"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Review:
    """One member's evidence about one vendor or product; ratings are 1 to 5, None where the author gave none.

    ``member_id`` None: unnamed, under ``handle``; ``attribute`` is the one general attribute that such a review shows
    ("industry=Retail"), or "". ``interest`` is a declared conflict in the author's words; ``since`` a year or "".
    Its age counts from ``heard_on``: the day it was written, edited or confirmed last.
    """

    id: str
    vendor_id: str
    product_id: str
    member_id: str | None
    status: ReviewStatus
    buy_again: bool
    buying: int | None
    deploying: int | None
    running: int | None
    support: int | None
    leaving: int | None
    price_predictability: int | None
    pros: str
    cons: str
    advice: str
    relationship: Relationship
    since: str
    months_live: int | None
    scope: str
    interest: str
    source: Source
    handle: str
    attribute: str
    written_on: date
    heard_on: date


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to peers; ``member_id`` None: asked under ``handle``.

    ``attribute`` is the one general attribute that may stand beside a handle ("industry=Retail"), or "".
    """

    id: str
    member_id: str | None
    vendor_id: str | None
    question: str
    status: AskStatus
    asked_at: datetime
    closes_at: datetime
    handle: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One peer's reply to an ask; ``member_id`` None: written under ``handle``."""

    id: str
    ask_id: str
    member_id: str | None
    text: str
    answered_at: datetime
    handle: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its answers as one member reads them; ``reason``: why it went to them, "" where nobody says."""

    ask: Ask
    vendor: Vendor | None
    answers: tuple[Answer, ...]
    reason: str = ""
