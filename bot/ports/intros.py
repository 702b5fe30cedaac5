"""What the core needs to know of introductions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # The word's folder itself is built on the ports.
    from bot.intro.model import Intro, Offer, OfferStatus, RepConduct


class Intros(Protocol):
    """Introductions of one community. Each read names for whom it is; ``by_id`` is for the clock and for cards."""

    def add(self, intro: Intro, reasons: Mapping[str, Sequence[str]]) -> bool:
        """Keeps a request and gives it to members, by the reason each is told.

        False when this buyer has a live one of the kind with the vendor.
        """

    def by_id(self, intro_id: str) -> Intro | None:
        """The introduction."""

    def own(self, intro_id: str, buyer: str) -> Intro | None:
        """The introduction, if it is this buyer's."""

    def given(self, intro_id: str, viewer: str) -> Intro | None:
        """The introduction, if ``viewer`` was asked to offer."""

    def connected(self, intro_id: str, viewer: str) -> tuple[Intro, Offer] | None:
        """The introduction with ``viewer``'s own offer, if that one is chosen."""

    def move(self, was: Intro, now: Intro) -> bool:
        """Writes what has changed, if state, face and ended are still as in ``was``; False: somebody was first."""

    def empty(self, intro_id: str) -> bool:
        """Everything that was written for an introduction that has ended is gone; False where it has not ended."""

    def offers(self, intro_id: str) -> list[Offer]:
        """Standing offers of a request, the oldest first."""

    def offer(self, offer_id: str) -> Offer | None:
        """One offer."""

    def offer_of(self, intro_id: str, viewer: str) -> Offer | None:
        """The viewer's own offer to a request, unless it was taken back."""

    def add_offer(self, offer: Offer) -> None:
        """Keeps an offer."""

    def turn_offer(self, offer_id: str, was: OfferStatus, now: OfferStatus) -> bool:
        """One guarded change of an offer's status."""

    def of(self, buyer: str) -> list[Intro]:
        """All of the buyer's introductions, oldest first."""

    def live_of(self, buyer: str) -> list[Intro]:
        """The buyer's live introductions, oldest first."""

    def to_connect(self, connector: str) -> list[tuple[Intro, Offer]]:
        """Introductions with a standing or chosen offer of this member, oldest first; ended ones too."""

    def requests_for(self, viewer: str, now: datetime) -> list[Intro]:
        """Requests that wait for an offer of ``viewer``, oldest first."""

    def reasons(self, intro_ids: Collection[str], viewer: str) -> dict[str, str]:
        """Why ``viewer`` was asked, by introduction."""

    def set_aside(self, intro_id: str, viewer: str) -> bool:
        """Off the viewer's list; False when it was not on it."""

    def silent(self, intro_id: str) -> list[str]:
        """Active members who were asked, have not set it aside and have not offered."""

    def offered_since(self, since: datetime) -> dict[str, int]:
        """How many offers that were not taken back each member made since then."""

    def closure(self, buyer: str) -> tuple[int, int]:
        """How many introductions the buyer decided by the date, of how many that came to a decision."""

    def rate(self, conduct: RepConduct) -> bool:
        """Keeps how the rep behaved, once for each introduction; False when it was said before."""
