"""From weighted ratings to a mean with its 80 % range, by a Dirichlet posterior with a learnt prior."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.score.evidence import Stars, Tally

# The standard normal's 90 % point, to the four places that the published vectors were computed with.
Z80 = 1.2816
SMALL_STRENGTH = 5.0
FULL_STRENGTH = 8.0
FULL_STRENGTH_FROM = 200
# A vendor teaches the prior from this many reviews on, and a circle of vendors from this many such vendors on:
# with fewer, a category's prior would mostly be one vendor's own reviews counted twice.
TEACHES_FROM = 4
TEACHERS = 5


class Taught(StrEnum):
    """Where a prior comes from."""

    CATEGORY = "category"
    VENDORS = "all vendors"
    FIXED = "fixed"


@dataclass(frozen=True)
class Prior:
    """What is believed before any review: shares of 1 to 5 stars (sum 1), worth `strength` full reviews."""

    shares: Stars
    strength: float = SMALL_STRENGTH
    taught_by: Taught = Taught.FIXED


FIXED_SHARES: Stars = (0.05, 0.08, 0.17, 0.40, 0.30)
FIXED_PRIOR = Prior(FIXED_SHARES)


@dataclass(frozen=True)
class Estimate:
    """The plausible mean rating: `mean` in 1..5, its standard deviation, and the 80 % range cut to 1..5."""

    mean: float
    sd: float
    low: float
    high: float


def strength(reviews: int) -> float:
    """How many reviews the prior is worth, by the number of reviews the community has: 5, and 8 from 200 on."""
    return FULL_STRENGTH if reviews >= FULL_STRENGTH_FROM else SMALL_STRENGTH


def estimate(tally: Tally, prior: Prior = FIXED_PRIOR) -> Estimate:
    """Mean and range of the posterior Dirichlet α_k = m·p_k + Σw[x = k].

    μ = Σkα_k / A and sd = √((Σk²α_k/A − μ²) / (A + 1)) are exact; the range μ ± 1.2816·sd is the normal one, which in
    simulation covers the truth as often as sampling does.
    """
    alphas = [prior.strength * p + s for p, s in zip(prior.shares, tally.stars, strict=True)]
    total = sum(alphas)
    mean, variance = _moments(alphas)
    sd = math.sqrt(variance / (total + 1))
    return Estimate(mean, sd, max(1.0, mean - Z80 * sd), min(5.0, mean + Z80 * sd))


def choose_prior(category: Sequence[Tally], everyone: Sequence[Tally], reviews: int) -> Prior:
    """The prior learnt from the vendors of the category, else from all vendors, else the fixed one.

    `reviews` is how many the community has in all; it sets the strength.
    """
    for tallies, taught_by in ((category, Taught.CATEGORY), (everyone, Taught.VENDORS)):
        shares = learn_shares(tallies, strength(reviews))
        if shares:
            return Prior(shares, strength(reviews), taught_by)
    return Prior(FIXED_SHARES, strength(reviews), Taught.FIXED)


def learn_shares(tallies: Iterable[Tally], prior_strength: float) -> Stars | None:
    """The average vendor's shares of 1 to 5 stars, from vendors with 4 reviews or more; None under 5 such vendors.

    A vendor's own shares scatter around the common ones with a variance proportional to 1/n + 1/m, so each counts
    n/(n + m) (the inverse-variance weight of a Dirichlet-multinomial). The fixed prior takes part as one such
    vendor of m reviews, so that no share is ever 0.
    """
    teachers = [t for t in tallies if t.reviews >= TEACHES_FROM and t.total > 0]
    if len(teachers) < TEACHERS:
        return None
    sums = [0.5 * p for p in FIXED_SHARES]
    for t in teachers:
        own = t.effective / (t.effective + prior_strength)
        sums = [s + own * star / t.total for s, star in zip(sums, t.stars, strict=True)]
    one, two, three, four, five = (s / sum(sums) for s in sums)
    return (one, two, three, four, five)


def _moments(stars: Sequence[float]) -> tuple[float, float]:
    """Mean and variance of a (weighted) histogram over 1 to 5 stars; its total must be above 0."""
    total = sum(stars)
    mean = sum(k * s for k, s in enumerate(stars, 1)) / total
    return mean, sum((k - mean) ** 2 * s for k, s in enumerate(stars, 1)) / total
