"""At night: reviews that grew too old leave the sums, some sums are made anew as a check, old drafts are erased."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.counting import count
from bot.model import Community
from bot.night import next_night
from bot.ports import Store
from bot.review.crowd import count_moved, count_unnamed
from bot.review.effect import expired, sold_on
from bot.route import TimerCase
from bot.score import Prior, Tally, choose_prior
from bot.score.evidence import EXPIRY_DAYS
from bot.settings import number_of
from bot.turn import Later, Outcome, Tick

DRAFTS_FOR = timedelta(days=30)
BATCH = 500
"""Reviews that leave the sums in one transaction; what is left over is done a minute later."""
VENDORS = 50
"""Vendors of one transaction: others' turns wait for it, on SQLite all that write."""
NIGHTS = 7
"""Every vendor's sums are made anew once in so many nights."""


def night(tick: Tick, store: Store) -> Outcome:
    """One night of a community, some vendors at a time (``arg``: the last one done); it rings again the next."""
    today = tick.now.date()
    store.reviews.forget_drafts_before(today - DRAFTS_FOR)
    old = store.scores.past(today - timedelta(days=EXPIRY_DAYS), BATCH)
    for review in old:
        store.scores.count(review.id, None)
    k = number_of(tick.community, "k")
    left = [vendor_id for vendor_id in store.scores.reviewed() if vendor_id > tick.arg]
    for vendor_id in left[:VENDORS]:
        if int(vendor_id[-4:], 16) % NIGHTS == today.toordinal() % NIGHTS or _just_sold(store, vendor_id, today):
            recount(store, vendor_id, today)
        count_unnamed(store, vendor_id, today, k)
    if len(left) > VENDORS:
        return _again(tick.now, left[VENDORS - 1])
    learn(store, today)
    return _again(tick.now + timedelta(minutes=1) if len(old) == BATCH else next_night(tick.now))


def _again(due: datetime, done: str = "") -> Outcome:
    return Outcome(timers=(Later("review.night", due, "review.night", done),))


def recount(store: Store, vendor_id: str, today: date) -> int:
    """A vendor's signed sums from nothing; to be run as well when a change of ownership lands.

    Returns how many sums had drifted.
    """
    store.scores.hold(vendor_id)
    sold = sold_on(store, vendor_id, today)
    written = [(review, author) for review, author in store.scores.signed(vendor_id) if not expired(review, today)]
    declared = store.profiles.conflicts([author.id for _, author in written], vendor_id)
    parts = [(review, author, count(review, author, sold, author.id in declared)) for review, author in written]
    return store.scores.replace(vendor_id, parts)


def recount_moved(store: Store, community: Community, vendor_ids: Iterable[str], today: date) -> None:
    """After a merge, a move, a split or their undoing: the sums of all vendors concerned are right at once."""
    for vendor_id in sorted(set(vendor_ids) - {""}):
        recount(store, vendor_id, today)
        count_moved(store, vendor_id, today, number_of(community, "k"))


def learn(store: Store, today: date) -> None:
    """What is to be believed of a vendor before any review: by category, and over all vendors."""
    tallies = {vendor_id: sums.at(today) for vendor_id, sums in store.scores.totals().items()}
    reviews = sum(tally.reviews for tally in tallies.values())
    shelves: dict[str, list[Tally]] = {}
    for vendor_id, tally in tallies.items():
        for category in store.vendors.categories_of(vendor_id):
            shelves.setdefault(category, []).append(tally)
    everyone = list(tallies.values())
    shelves[""] = everyone
    store.scores.keep_priors({name: choose_prior(shelf, everyone, reviews) for name, shelf in shelves.items()})


def prior_for(store: Store, vendor_id: str, shelf: str = "") -> Prior | None:
    """The prior of the category (a product's own ``shelf``), else of all vendors; None where nothing is learnt yet."""
    shelves = (shelf,) if shelf else store.vendors.categories_of(vendor_id)[:1]
    return _first(store.scores.prior(category) for category in (*shelves, ""))


TIMERS: dict[str, TimerCase] = {"review.night": night}


def _first(found: Iterable[Prior | None]) -> Prior | None:
    return next((prior for prior in found if prior), None)


def _just_sold(store: Store, vendor_id: str, today: date) -> bool:
    sold = sold_on(store, vendor_id, today)
    return sold is not None and today - sold < timedelta(days=NIGHTS)
