"""What the core needs to know of reviews, and of the sums that cards read instead of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.counting import Counted
from bot.model import Member, Product, Review, ReviewStatus
from bot.score import Prior, Sums


@dataclass(frozen=True, slots=True)
class Written:
    """A live review as others read it, with its author (None: unnamed)."""

    review: Review
    author: Member | None


@dataclass(frozen=True, slots=True)
class Standings:
    """Sums by (slice, measure) and numbers by (slice, kind) of one vendor, as far as they may be shown."""

    sums: Mapping[tuple[str, str], Sums]
    numbers: Mapping[tuple[str, str], int]


class Reviews(Protocol):
    """Reviews of one community. ``visible`` is the only way to others' reviews."""

    def visible(self, viewer: str, vendor_id: str, limit: int, start: int = 0, product_id: str = "") -> list[Written]:
        """Live reviews of a vendor and its products, or of one product; the freshest first, for an active member."""

    def readable(self, viewer: str, ids: Collection[str]) -> list[Written]:
        """Those of these reviews (by id) that an active member may read: the live ones."""

    def reviewed_products(self, vendor_id: str) -> list[Product]:
        """Products of the vendor that have a live review, by name."""

    def of_company(self, member: Member, vendor_id: str, product_id: str = "") -> list[Review]:
        """All but withdrawn reviews of this product (or this vendor itself) from the member's company.

        What stands or waits comes first.

        Whose they are is for the caller to see: a colleague's is not the member's own.
        """

    def signed_by(self, member_id: str, vendor_id: str) -> list[Review]:
        """The member's signed reviews of a vendor and its products that stand or wait."""

    def add(self, review: Review, author: Member) -> bool:
        """Keeps a review; False when the company has one of this product (or vendor) already."""

    def change(self, review: Review, was: Review) -> bool:
        """A new version of what the author read as ``was``; the earlier one goes to the history. False: too late."""

    def move(self, review_id: str, was: ReviewStatus, becomes: ReviewStatus) -> bool:
        """One change of state; False when somebody else was first, or the company has another review meanwhile."""

    def withdraw(self, review_id: str, on: date) -> bool:
        """Takes a review back in any state and erases its words and history; False when that was done before."""

    def hear(self, review_id: str, on: date) -> bool:
        """ "Still true": a live review's age counts from this day; False when it is not live."""

    def for_managers(self, review_id: str) -> Written | None:
        """A review in any state, as its card to the managers shows it; never who wrote an unnamed one."""

    def waiting(self, limit: int) -> list[Review]:
        """Reviews that wait for a manager, the oldest first."""

    def draft(self, member_id: str, vendor_id: str, product_id: str = "") -> dict[str, str]:
        """What the member had filled in, by field name; empty where there is nothing."""

    def keep_draft(
        self, member_id: str, vendor_id: str, values: Mapping[str, str], on: date, product_id: str = ""
    ) -> None:
        """Keeps what was filled in, in place of what was kept before."""

    def forget_draft(self, member_id: str, vendor_id: str, product_id: str | None = "") -> None:
        """Erases a draft; with no product at all (None) those of the vendor's products as well."""

    def forget_drafts_before(self, day: date) -> None:
        """Erases drafts that nobody came back to."""


class Scores(Protocol):
    """Running sums of live reviews: those of signed reviews at once, those of unnamed ones in crowds.

    Over all that a vendor sells a company counts once among the signed, by the freshest of its reviews, since every
    threshold counts companies; whether it has an unnamed one besides is nobody's business. A product's sums hold
    signed reviews alone: beside the vendor's, those of the unnamed ones would tell single ones by subtraction.
    """

    def of(self, vendor_id: str, slices: Sequence[str], product_id: str = "") -> Standings:
        """What stands in these slices, over all or of one product; the price does not grow with the reviews."""

    def hold(self, vendor_id: str) -> None:
        """From here to the end of the turn nobody else changes the vendor's sums."""

    def count(self, review_id: str, now: Counted | None) -> None:
        """A signed review counts so from now on (None: not at all); what it counted before is taken back exactly.

        Its company's other reviews of the vendor step back or in.
        """

    def signed(self, vendor_id: str) -> list[tuple[Review, Member]]:
        """All live signed reviews of a vendor with their authors: for a recount, never for a card."""

    def past(self, day: date, limit: int) -> list[Review]:
        """Signed reviews that still count although they were last heard of before this day."""

    def replace(self, vendor_id: str, parts: Sequence[tuple[Review, Member, Counted]]) -> int:
        """Recounts a vendor's signed reviews from nothing; returns how many sums had drifted from the truth."""

    def crowd(self, vendor_id: str) -> list[tuple[str, Review]]:
        """Live unnamed reviews of a vendor and its products, each with the keyed hash of its company."""

    def shown_before(self, vendor_id: str) -> Mapping[str, Sequence[tuple[str, int, int | None, str]]]:
        """What each count of unnamed reviews held so far, by measure: (company key, since, until, version)."""

    def show_crowd(self, vendor_id: str, measure: str, number: int, versions: Mapping[str, str]) -> None:
        """Count ``number`` holds exactly these versions, by company key."""

    def put_crowd(self, vendor_id: str, measure: str, sums: Sums, numbers: Mapping[str, int] | None) -> None:
        """The sums of a measure over unnamed reviews; ``numbers`` replaces the numbers too, where given."""

    def reviewed(self) -> list[str]:
        """Vendors that have reviews."""

    def totals(self) -> dict[str, Sums]:
        """The overall sums of every vendor with reviews: for the nightly prior and for tiers."""

    def product_totals(self, vendor_ids: Collection[str]) -> dict[str, Sums]:
        """The overall sums of the products of these vendors that have any, by product."""

    def prior(self, category: str) -> Prior | None:
        """The prior learnt for a category; "" over all vendors."""

    def keep_priors(self, priors: Mapping[str, Prior]) -> None:
        """Replaces what was learnt."""
