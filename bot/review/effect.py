"""What a review's coming, changing or going means for the sums, and which timers watch over it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.counting import count
from bot.model import Community, Member, Review, ReviewStatus
from bot.night import next_night
from bot.ports import Store
from bot.score.evidence import EXPIRY_DAYS
from bot.settings import number_of
from bot.turn import Later

RENAMED = "renamed"


def settled(
    store: Store, community: Community, review: Review, author: Member | None, now: datetime
) -> tuple[Later, ...]:
    """Brings the sums up to date with a review that was written, changed, confirmed, approved or withdrawn.

    A signed review counts at once. An unnamed one waits for the next daily count: see bot/review/crowd.py.
    """
    today, tonight = now.date(), nightly_look(now)
    if author is None:
        tomorrow = datetime(today.year, today.month, today.day, tzinfo=now.tzinfo) + timedelta(days=1)
        crowd = Later(f"review.crowd:{review.vendor_id}", tomorrow, "review.crowd", review.vendor_id)
        # Thirty days after it has faded for good nobody needs to know any more whose it was.
        ends = now if review.status is ReviewStatus.WITHDRAWN else now + timedelta(days=EXPIRY_DAYS + 30)
        return crowd, tonight, Later(f"vault.shred:{review.id}", ends, "vault.shred", review.id)
    counts = review.status is ReviewStatus.LIVE and not expired(review, today)
    declared = bool(store.profiles.conflicts([author.id], review.vendor_id))
    sold = sold_on(store, review.vendor_id, today)
    store.scores.count(review.id, count(review, author, sold, declared) if counts else None)
    return (tonight, still_true(community, review, now)) if counts else (tonight,)


def withdrawn(
    store: Store, community: Community, review: Review, author: Member | None, now: datetime
) -> tuple[Later, ...] | None:
    """A review is taken back in any state: its words go, and the sums forget it. None where that was done before."""
    if not store.reviews.withdraw(review.id, now.date()):
        return None
    return settled(store, community, replace(review, status=ReviewStatus.WITHDRAWN), author, now)


def still_true(community: Community, review: Review, now: datetime) -> Later:
    """The question that comes back after ``review-confirm-days``."""
    due = now + timedelta(days=number_of(community, "review-confirm-days"))
    return Later(f"review.still:{review.id}", due, "review.still", review.id)


def nightly_look(now: datetime) -> Later:
    """The community's next look over its sums."""
    return Later("review.night", next_night(now), "review.night", "")


def expired(review: Review, today: date) -> bool:
    """Past 1,095 days without a word a review counts no more."""
    return (today - review.heard_on).days > EXPIRY_DAYS


def sold_on(store: Store, vendor_id: str, today: date) -> date | None:
    """The day of the vendor's latest change of ownership; a new name alone is none."""
    days = [
        change.day
        for change in store.vendors.ownership_of(vendor_id)
        if change.product_id is None and change.what != RENAMED and change.day <= today
    ]
    return max(days, default=None)
