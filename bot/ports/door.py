"""What the core needs to know of the front door: pitches that vendors leave, and what members say to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.model import Member

BETWEEN = ";"
"""Between the sizes of a pitch in one column."""
DOOR = "door"
"""The code of a wish of contact that says: through the front door."""


class PitchStatus(StrEnum):
    """waiting (for managers) → open → closed; a manager refuses, or its sender takes it back, before or after.

    turned away → closed: its company had a place already; nobody but its sender sees it, who reads what others read.
    """

    WAITING = "waiting"
    OPEN = "open"
    TURNED_AWAY = "turned away"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Said(StrEnum):
    """What a member says to a pitch."""

    YES = "yes"
    NO = "no"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Pitch:
    """What a vendor's person left at the door.

    ``seller`` is their company as they typed it, ``vendor_id`` the one of the catalogue that it clearly names,
    ``domain`` the registrable one of the work e-mail. ``sizes`` lists size bands, ``category`` is a key. ``reason`` is
    a code of bot.door.deciding.REASONS. ``opened_at``: since when members see it. ``holds``: it has the one place of
    its domain in the category.
    """

    id: str
    vendor_id: str | None
    seller: str
    person: str
    work_email: str
    domain: str
    category: str
    problem: str
    sizes: str
    industry: str
    has_references: bool
    price_model: str
    status: PitchStatus
    reason: str
    arrived_at: datetime
    opened_at: datetime | None
    ends_on: date
    holds: bool


@dataclass(frozen=True, slots=True)
class PitchAnswer:
    """What a member said to a pitch. ``contact`` is how the vendor may reach them after a yes, ``until`` of a later."""

    pitch_id: str
    member_id: str
    said: Said
    contact: str
    until: date | None
    said_on: date


@dataclass(frozen=True, slots=True)
class Wants:
    """What a member wants to hear of: categories, and their wish's words ("" for everything); None without a wish."""

    categories: frozenset[str] = frozenset()
    wish: str | None = None


class FrontDoor(Protocol):
    """Pitches of one community. What a member said to one is shown to that member; a yes also on the vendor's page."""

    def add(self, pitch: Pitch) -> bool:
        """Keeps a pitch; False where it would hold a place that another one holds."""

    def get(self, pitch_id: str) -> Pitch | None:
        """The pitch."""

    def of_domain(self, domain: str) -> int:
        """How many places a domain holds."""

    def taken_since(self, since: datetime) -> int:
        """How many pitches that arrived since then hold a place: none that was turned away or refused."""

    def waiting(self) -> list[Pitch]:
        """Pitches that wait for a manager."""

    def open_for(self, viewer: str) -> list[Pitch]:
        """Open pitches to which the viewer has said nothing, by category, then the oldest first."""

    def said_by(self, viewer: str) -> list[tuple[Pitch, PitchAnswer]]:
        """What the viewer said to pitches that are open, or that they said yes to; the newest first."""

    def opened_since(self, since: datetime) -> list[Pitch]:
        """Open pitches that members see since then. Only for the clock."""

    def wants(self, readers: Sequence[str]) -> dict[str, Wants]:
        """What each reader wants to hear of."""

    def answered(self, readers: Sequence[str], pitch_ids: Collection[str]) -> set[tuple[str, str]]:
        """(member, pitch) of what was said to these pitches. Only for the clock."""

    def decide(self, pitch_id: str, status: PitchStatus, now: datetime, reason: str = "") -> bool:
        """Waiting → open, or waiting or open → refused, which frees its place; False when it is neither any more."""

    def close(self, pitch_id: str) -> bool:
        """Waiting, open or turned away → closed."""

    def free(self, pitch_id: str) -> None:
        """The pitch holds its place no longer, unless a member has answered it."""

    def withdraw(self, pitch_id: str) -> bool:
        """Its sender takes it back: its words are gone, and what members said to it. False when it is already."""

    def forget(self, pitch_id: str) -> None:
        """The pitch is gone, with everything said to it."""

    def say(self, answer: PitchAnswer) -> bool:
        """Keeps what a member says; False when they have said something already."""

    def take_back(self, pitch_id: str, viewer: str) -> bool:
        """What the viewer said is unsaid; False when there is nothing."""

    def unsay(self, member_id: str) -> None:
        """Everything that a member said is unsaid."""

    def agreed(self, pitch_id: str) -> list[tuple[Member, PitchAnswer]]:
        """Active members who said yes, the first first: what they show the vendor."""

    def earliest(self, pitch_id: str) -> date | None:
        """The first day before which somebody (who is active) does not want to hear of it again."""
