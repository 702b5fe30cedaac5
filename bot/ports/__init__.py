"""What the core needs from the world, as protocols. storage/ and adapters/ fit them; nothing here knows how."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Account, Community, Member, Profile
from bot.ports.applications import Applications, Audit, LinkCodes
from bot.ports.asks import Asks
from bot.ports.calls import Calls
from bot.ports.cases import Cases
from bot.ports.conduct import Conduct, Crowds
from bot.ports.digests import Digests
from bot.ports.documents import Documents
from bot.ports.door import FrontDoor
from bot.ports.exchange import Exchange
from bot.ports.health import Health
from bot.ports.intros import Intros
from bot.ports.matching import Matching
from bot.ports.people import Members
from bot.ports.profile import Forgetting, OnceLinks, Profiles
from bot.ports.renewals import Renewals
from bot.ports.reviews import Reviews, Scores
from bot.ports.roll import Roll
from bot.ports.vault import Receipts, Unmasking, Vault
from bot.ports.vendors import Curating, Names, Vendors
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
    def profiles(self) -> Profiles:
        """What members say of themselves."""

    @property
    def forgetting(self) -> Forgetting:
        """Erasure."""

    @property
    def links(self) -> OnceLinks:
        """One-time links to our web pages."""

    @property
    def vendors(self) -> Vendors:
        """Vendors and products."""

    @property
    def names(self) -> Names:
        """Names that lead to vendors and products."""

    @property
    def curating(self) -> Curating:
        """What managers do to vendors."""

    @property
    def asks(self) -> Asks:
        """Questions and answers."""

    @property
    def matching(self) -> Matching:
        """Who gets a question, and what is known already."""

    @property
    def intros(self) -> Intros:
        """Requests for warm introductions, and offers."""

    @property
    def reviews(self) -> Reviews:
        """Reviews, their drafts and their history."""

    @property
    def scores(self) -> Scores:
        """The running sums that vendor cards read."""

    @property
    def calls(self) -> Calls:
        """Logged cold calls, and how members wish to be reached."""

    @property
    def conduct(self) -> Conduct:
        """Votes on vendors' sales people."""

    @property
    def crowds(self) -> Crowds:
        """What figures that come from crowds of companies rest on."""

    @property
    def cases(self) -> Cases:
        """Flags and cases."""

    @property
    def health(self) -> Health:
        """How the community does."""

    def hold(self) -> Community:
        """The community as it stands now; no other turn that holds it too runs on before this one has ended.

        For rules over many rows: a number that has to stay under a cap, one of a kind, one manager at least.
        """

    def keep_settings(self, community: Community) -> None:
        """The community's settings from now on."""

    @property
    def digests(self) -> Digests:
        """What the weekly digests are made of."""

    @property
    def door(self) -> FrontDoor:
        """What vendors leave at the front door."""

    @property
    def renewals(self) -> Renewals:
        """Members' private renewals."""

    @property
    def documents(self) -> Documents:
        """Texts by their words."""

    @property
    def exchange(self) -> Exchange:
        """Import and export of many rows at once."""

    @property
    def applications(self) -> Applications:
        """People who ask to be admitted."""

    @property
    def roll(self) -> Roll:
        """Who is admitted, suspended, due to be confirmed."""

    @property
    def codes(self) -> LinkCodes:
        """One-time codes that join accounts."""

    @property
    def audit(self) -> Audit:
        """What people with special rights did."""

    @property
    def vault(self) -> Vault:
        """Who wrote under a handle: kept, used, and not told."""

    @property
    def receipts(self) -> Receipts:
        """Codes that withdraw an anonymous text."""

    @property
    def unmasking(self) -> Unmasking:
        """Break-glass cases."""


class Transaction(Protocol):
    """One open transaction; nothing below Bot commits."""

    def standing(self, sender: Sender) -> Standing:
        """Who the sender is, read now."""

    def joined(self, platform: str, tenant: str) -> Community | None:
        """The community of a workspace, even of one that took the app away."""

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

    def forget(self) -> bool:
        """After an erasure: what was deleted is gone from the files too. False when it has to be tried again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card goes: an account or a channel of one platform. ``address`` is the adapter's own, opaque text.

    ``beside``: a second user of the workspace, who reads it in one conversation with the first.
    """

    platform: str
    tenant: str
    user: str
    address: str
    beside: str = ""


class Courier(Protocol):
    """What the worker asks of an adapter."""

    async def send(self, place: Place, card: Card, ref: str) -> str:
        """Shows the card and returns the reference that edits it later; a non-empty ``ref`` edits that card in place.

        Raises TryLater, Unreachable, or Gone (the card of ``ref`` is not there any more).
        """


class Register(Protocol):
    """What the nightly re-reading asks of an adapter."""

    async def look(self, place: Place) -> Profile | None:
        """The person's record as it is now; of kind GONE where nobody is there any more, None where we are not told.

        Raises TryLater, or Unreachable where the app is not there for this person any more.
        """
