"""How much one review counts, and the sums of weighted ratings that a vendor keeps.

A vendor card must cost the same at 10 and at 100,000 reviews, so ratings are kept as running `Sums` that
reviews are added to and subtracted from, and read as a `Tally` on the day they are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

HALF_LIFE_DAYS = 540
EXPIRY_DAYS = 1095
INVITED_FACTOR = 0.3
EARLY_MONTHS = 3
EARLY_FACTOR = 0.5
BEFORE_SALE_FACTOR = 0.25

# The day on which a running sum's time factor is 1. A float holds about 1,000 half-lives (1,400 years) to either
# side at full relative precision, so this never has to move.
ORIGIN = date(2024, 1, 1)

Stars = tuple[float, float, float, float, float]
NO_STARS: Stars = (0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Tally:
    """Weighted ratings on one day: `stars[k-1]` is the sum of weights of the reviews that gave k (1 to 5).

    `squares` is the sum of the squared weights, `reviews` how many count at all (weight above 0).
    """

    stars: Stars = NO_STARS
    squares: float = 0.0
    reviews: int = 0

    @property
    def total(self) -> float:
        """Sum of all weights."""
        return sum(self.stars)

    @property
    def effective(self) -> float:
        """How many fresh, full reviews this is worth: (Σw)² / Σw² (Kish's effective sample size)."""
        return self.total**2 / self.squares if self.squares > 0 else 0.0


@dataclass(frozen=True)
class Rating:
    """One review's stars (1 to 5), the day from which its age counts, and its `merit` (0 to 1).

    `on` is the day the review was written or last confirmed ("still true?"), whichever is later.
    """

    stars: int
    on: date
    merit: float = 1.0

    def __post_init__(self) -> None:
        if self.stars not in (1, 2, 3, 4, 5):
            raise ValueError(f"a rating is 1 to 5 stars, not {self.stars}")


def merit(
    *,
    invited: bool = False,
    months_live: int | None = None,
    interest: bool = False,
    before_sale: bool = False,
) -> float:
    """The part of a review's weight that time does not change: source × depth × interest × ownership.

    `months_live` is how long the author had been live when writing (None: not known or not live).
    """
    if interest:
        return 0.0
    factor = INVITED_FACTOR if invited else 1.0
    if months_live is not None and months_live < EARLY_MONTHS:
        factor *= EARLY_FACTOR
    return factor * (BEFORE_SALE_FACTOR if before_sale else 1.0)


def decay(age_days: int) -> float:
    """0.5^(age / 540 days), and 0 beyond 1,095 days. A date ahead of today (another time zone) counts as today."""
    if age_days > EXPIRY_DAYS:
        return 0.0
    return float(0.5 ** (max(age_days, 0) / HALF_LIFE_DAYS))


def weight(
    age_days: int,
    *,
    invited: bool = False,
    months_live: int | None = None,
    interest: bool = False,
    before_sale: bool = False,
) -> float:
    """The whole weight of a review, 0 to 1; the age counts from its last confirmation."""
    return decay(age_days) * merit(invited=invited, months_live=months_live, interest=interest, before_sale=before_sale)


def tally(ratings: Iterable[Rating], today: date) -> Tally:
    """Add up ratings directly. The running `Sums` must always agree with this."""
    stars = [0.0] * 5
    squares, reviews = 0.0, 0
    for rating in ratings:
        w = rating.merit * decay((today - rating.on).days)
        if w > 0:
            stars[rating.stars - 1] += w
            squares += w * w
            reviews += 1
    return Tally(_stars(stars), squares, reviews)


def growth(on: date) -> float:
    """The time factor that a rating of this day carries in a running sum: e^{λ(t − ORIGIN)}, λ = ln 2 / 540 days."""
    return float(2.0 ** ((on - ORIGIN).days / HALF_LIFE_DAYS))


@dataclass(frozen=True)
class Sums:
    """Running sums of merit × `growth`, their squares, and the number of reviews with any merit.

    A later review grows instead of every earlier one shrinking; reading divides by today's growth. Nothing here
    expires by itself: subtract a rating on the first day past its expiry, and subtract and add again when it is
    edited, confirmed, or falls before a change of ownership (its merit changes).
    """

    stars: Stars = NO_STARS
    squares: float = 0.0
    reviews: int = 0

    def add(self, rating: Rating) -> "Sums":
        """Count one more rating."""
        return self.moved(rating.stars, rating.merit * growth(rating.on), 1)

    def subtract(self, rating: Rating) -> "Sums":
        """Take back exactly what `add` put in: same stars, day and merit. Raises ValueError if nothing is left."""
        if rating.merit > 0 and self.reviews == 0:
            raise ValueError("no rating is left to subtract")
        return self.moved(rating.stars, rating.merit * growth(rating.on), -1)

    def at(self, today: date) -> Tally:
        """What the sums are worth on this day."""
        factor = 1.0 / growth(today)
        return Tally(_stars(s * factor for s in self.stars), self.squares * factor * factor, self.reviews)

    def moved(self, given: float, weight: float, sign: int) -> "Sums":
        """With one review more (sign 1), or exactly that one taken back (sign -1); `weight` is its merit × `growth`.

        Stars between two whole ones share the weight, so that their mean is kept. A weight of 0 moves nothing.
        """
        if weight <= 0:
            return self
        reviews = self.reviews + sign
        if reviews == 0:
            # The last one out leaves exact zeros, so that rounding never adds up over the years.
            return Sums()
        lower = int(given)
        above = given - lower
        stars = list(self.stars)
        for star, share in ((lower, 1 - above), (min(lower + 1, 5), above)):
            stars[star - 1] = max(0.0, stars[star - 1] + sign * weight * share)
        return Sums(_stars(stars), max(0.0, self.squares + sign * weight * weight), reviews)


def _stars(values: Iterable[float]) -> Stars:
    one, two, three, four, five = values
    return (one, two, three, four, five)
