"""What the core needs to know of renewals: a member's private dates, and how they ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.model import Member


class Ending(StrEnum):
    """A renewal is ahead, or it was decided."""

    AHEAD = "ahead"
    STAYED = "stayed"
    CUT = "cut"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Renewal:
    """A contract's end and the last day to give notice; ``why`` and ``contact`` are codes, said when it was decided."""

    id: str
    member_id: str
    vendor_id: str
    ends_on: date
    notice_on: date
    noted_on: date
    ending: Ending = Ending.AHEAD
    why: str = ""
    contact: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How one renewal of one company ended: for the pulse, never for a card."""

    company_key: str
    ending: Ending
    why: str
    contact: str


class Renewals(Protocol):
    """Renewals of one community; each is shown to its member and to nobody else, managers included."""

    def add(self, renewal: Renewal, member: Member) -> None:
        """Keeps a renewal."""

    def get(self, renewal_id: str, viewer: str) -> Renewal | None:
        """The renewal, if it is the viewer's."""

    def ahead(self, viewer: str) -> list[Renewal]:
        """The viewer's renewals that are not decided, the next notice first."""

    def of_vendor(self, viewer: str, vendor_id: str) -> list[Renewal]:
        """All of the viewer's renewals of a vendor, the earliest noted first."""

    def change(self, renewal: Renewal) -> bool:
        """New dates or vendor; False when it is not ahead any more."""

    def decide(self, renewal: Renewal) -> bool:
        """It ended so; False when it was decided or removed before."""

    def remove(self, renewal_id: str, viewer: str) -> bool:
        """It is gone; False when it was before."""

    def ended(self, vendor_id: str, since: date) -> list[Ended]:
        """What was decided since then, of one vendor; "" of all."""

    def vendors_ended(self) -> list[str]:
        """Ids of the vendors with any decided renewal."""

    def forget(self, member_id: str) -> Sequence[str]:
        """Removes everything a member noted; ids of the vendors of decided ones."""
