"""What the core needs from the world, as protocols. storage/ and adapters/ fit them; nothing here knows how."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Account, Community, Member
from bot.ports.asks import Asks
from bot.ports.people import Members
from bot.ports.vendors import Vendors
from bot.turn import Later, Message, Sender
from bot.views import Card


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sender stands: no community (unknown workspace), no member (stranger), or both."""

    community: Community | None = None
    member: Member | None = None
    account: Account | None = None


class Store(Protocol):
    """One community inside one transaction."""

    @property
    def members(self) -> Members:
        """Members and their stacks."""

    @property
    def vendors(self) -> Vendors:
        """Vendors and their names."""

    @property
    def asks(self) -> Asks:
        """Questions and answers."""


class Transaction(Protocol):
    """One open transaction; nothing below Bot commits."""

    def standing(self, sender: Sender) -> Standing:
        """Who the sender is, read now."""

    def community(self, community_id: str) -> Community:
        """A community by its id."""

    def store(self, community: Community) -> Store:
        """That community's records, and no other's."""

    def first_time(self, key: str, now: datetime) -> bool:
        """Marks an event as seen; False when it was seen before."""

    def remember(self, account: Account, address: str, now: datetime) -> None:
        """The newest address of an account; what was waiting for one becomes due."""

    def post(self, community: Community, messages: Sequence[Message], now: datetime) -> None:
        """Puts cards for others into the outbox."""

    def arm(self, community: Community, timers: Sequence[Later]) -> None:
        """Sets timers."""

    def take_timer(self, timer: "Due", now: datetime) -> bool:
        """Removes a due timer; False when another worker was first or it was moved."""


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that is due."""

    community_id: str
    key: str
    action: str
    arg: str


class Database(Protocol):
    """Opens transactions; raises Unavailable where that fails."""

    def reading(self) -> AbstractContextManager[Transaction]:
        """A transaction that changes nothing."""

    def writing(self) -> AbstractContextManager[Transaction]:
        """A transaction that commits at the end and rolls back on any exception."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card goes: an account or a channel of one platform. ``address`` is the adapter's own, opaque text."""

    platform: str
    tenant: str
    user: str
    address: str


class Courier(Protocol):
    """What the worker asks of an adapter."""

    async def send(self, place: Place, card: Card, ref: str) -> str:
        """Shows the card and returns the reference that edits it later; a non-empty ``ref`` edits that card in place.

        Raises TryLater, Unreachable, or Gone (the card of ``ref`` is not there any more).
        """
