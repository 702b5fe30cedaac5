"""The nouns of peer reviews."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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

    @property
    def stands(self) -> bool:
        """Whether it takes its company's one place."""
        return self in STANDING


STANDING = (ReviewStatus.LIVE, ReviewStatus.WAITING)


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
