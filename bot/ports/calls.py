"""What the core needs to know of logged cold calls and of how members wish to be reached."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Member
from bot.tactics import Channel

BETWEEN = ";"
"""Between the codes of a list in one column."""


@dataclass(frozen=True, slots=True)
class Call:
    """One unsolicited approach, logged by the member who got it; ``tactics`` and ``praise`` are lists of codes."""

    id: str
    member_id: str
    vendor_id: str
    channel: Channel
    tactics: str
    praise: str
    note: str
    called_at: datetime


@dataclass(frozen=True, slots=True)
class Caller:
    """A vendor that called a member: how often in all, how often of late, and when last."""

    vendor_id: str
    vendor: str
    times: int
    lately: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """So many approaches of one kind that one company got in one month (YYYY-MM)."""

    company_key: str
    month: str
    channel: Channel
    tactics: str
    praise: str
    times: int


@dataclass(frozen=True, slots=True)
class ContactWish:
    """How vendors may reach a member: ``channels`` and ``days`` are lists of codes, ``topics`` the member's words."""

    member_id: str
    channels: str = ""
    days: str = ""
    topics: str = ""


class Calls(Protocol):
    """Cold calls of one community. A call is shown to the member who logged it, and to nobody else."""

    def log(self, call: Call, member: Member, number: str) -> None:
        """Keeps a call; of the phone number (digits, or "") only a keyed hash that is this member's alone."""

    def get(self, call_id: str, viewer: str) -> Call | None:
        """The call, if the viewer logged it."""

    def remove(self, call_id: str, viewer: str) -> bool:
        """Takes a call back, if the viewer logged it; False when it is not there any more."""

    def of_vendor(self, viewer: str, vendor_id: str, limit: int) -> list[Call]:
        """The viewer's calls from a vendor, the newest first."""

    def times(self, viewer: str, vendor_id: str, since: datetime) -> int:
        """How often the vendor called the viewer since then."""

    def callers(self, viewer: str, lately: datetime, limit: int) -> list[Caller]:
        """Who called the viewer; the most frequent of late first. ``lately``: since when that counts."""

    def from_number(self, viewer: str, number: str) -> list[Call]:
        """The viewer's calls from a number (digits), the newest first."""

    def heard(self, since: str) -> list[Heard]:
        """All approaches since a month (YYYY-MM) by company: for counts that need k companies, never for a card."""

    def wish(self, member_id: str) -> ContactWish:
        """How vendors may reach the member; an empty one where they never said."""

    def save_wish(self, wish: ContactWish) -> None:
        """Keeps it in place of an earlier one."""
