"""What the core needs from the world, as protocols. storage/ and adapters/ fit them; nothing here knows how."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Account, Answer, Ask, Community, Member, Role, Vendor
from bot.turn import Later, Message, Sender
from bot.views import Card


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sender stands: no community (unknown workspace), no member (stranger), or both."""

    community: Community | None = None
    member: Member | None = None
    account: Account | None = None


class Members(Protocol):
    """Members of one community."""

    def get(self, ids: Sequence[str]) -> dict[str, Member]:
        """Members by id; missing ones and another community's are left out."""

    def with_role(self, role: Role) -> list[Member]:
        """Active members with this role."""

    def using(self, vendor_id: str) -> list[Member]:
        """Active members whose stack names the vendor and who opted in to questions about it."""

    def by_email(self, email: str) -> Member | None:
        """The member with this work e-mail, in any case of letters."""

    def save(self, member: Member) -> bool:
        """Adds the member or brings an earlier row up to date; False when nothing changed."""

    def owner(self, platform: str, tenant: str, user: str) -> str | None:
        """The member id behind a platform's identity; "" where another community has it, None where nobody."""

    def add_account(self, account: Account) -> None:
        """Joins an account to its member; the first one is where cards go."""

    def stack(self, member_id: str) -> set[str]:
        """Ids of the vendors that a member uses."""

    def add_to_stack(self, member_id: str, vendor_id: str) -> None:
        """The member uses this vendor and takes questions about it."""


class Vendors(Protocol):
    """Vendors of one community."""

    def get(self, vendor_id: str) -> Vendor | None:
        """The vendor, or None where there is none in this community."""

    def named(self, name: str) -> Vendor | None:
        """The one vendor that this name or alias leads to."""

    def add(self, vendor: Vendor, aliases: Iterable[str] = (), popularity: int = 0) -> None:
        """Keeps a vendor under its name and aliases; popularity (0 to 100) only orders the type-ahead."""

    def named_in(self, text: str) -> list[Vendor]:
        """Vendors whose name stands in the text, the longest name first."""

    def starting_with(self, typed: str, limit: int) -> list[Vendor]:
        """Type-ahead: names or words of names that begin so, the best known first."""


class Asks(Protocol):
    """Questions and answers of one community."""

    def add(self, ask: Ask, peers: Sequence[str]) -> None:
        """Keeps a question and the members it goes to."""

    def get(self, ask_id: str, viewer: str) -> Ask | None:
        """The question, if ``viewer`` asked it or was asked."""

    def open_of(self, viewer: str) -> list[Ask]:
        """Open questions that ``viewer`` asked, newest first."""

    def waiting_for(self, viewer: str) -> list[Ask]:
        """Open questions that went to ``viewer`` and have no answer of theirs, oldest first."""

    def answers(self, ask_id: str, viewer: str) -> list[Answer]:
        """All answers, oldest first, if ``viewer`` asked the question or was asked."""

    def on_card(self, ask_id: str) -> tuple[Ask, list[Answer]] | None:
        """The question and all answers, oldest first, for the one card that everybody who was asked shares."""

    def add_answer(self, answer: Answer) -> bool:
        """Keeps an answer to an open question; False when it is closed or the same words stand there already."""

    def close(self, ask_id: str) -> bool:
        """Open → closed; False when somebody else was first."""


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
