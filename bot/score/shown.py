"""What may be shown and how: grades by number of companies, would-buy-again, and peers like you."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.score.evidence import Stars, Tally
from bot.score.posterior import Z80

WORDS_FROM = 3
FAIR_FROM = 10
GOOD_FROM = 20
DEFAULT_K = 5

# How alike two members are: the shares add up to 1.
LIKENESS = {"industry": 0.4, "size": 0.3, "region": 0.2, "scope": 0.1}
ALIKE_FLOOR = 0.5
ALIKE_SPAN = 1.5
ALIKE_EFFECTIVE = 5.0


class Grade(StrEnum):
    """How much evidence there is, in the words people read."""

    NOTHING = "no score yet: ask"
    WORDS = "words only"
    EARLY = "early"
    FAIR = "fair"
    GOOD = "good"

    @property
    def has_number(self) -> bool:
        """Whether a figure may be shown at all."""
        return self in (Grade.EARLY, Grade.FAIR, Grade.GOOD)


def grade(companies: int, k: int = DEFAULT_K) -> Grade:
    """The grade by the number of companies that reviewed; figures begin at the community's k (3 at least)."""
    if companies < WORDS_FROM:
        return Grade.NOTHING
    if companies < max(k, WORDS_FROM):
        return Grade.WORDS
    if companies < FAIR_FROM:
        return Grade.EARLY
    return Grade.FAIR if companies < GOOD_FROM else Grade.GOOD


@dataclass(frozen=True)
class Share:
    """`yes` of `total` people, with the 80 % range of the share (0 to 1)."""

    yes: int
    total: int
    low: float
    high: float


def wilson(yes: int, total: int, z: float = Z80) -> Share:
    """Wilson's score interval (1927): (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n). Nobody asked: 0 to 1."""
    if not 0 <= yes <= total:
        raise ValueError(f"{yes} of {total} is no share")
    if total == 0:
        return Share(0, 0, 0.0, 1.0)
    p, z2 = yes / total, z * z
    centre = p + z2 / (2 * total)
    reach = z * math.sqrt(p * (1 - p) / total + z2 / (4 * total * total))
    low, high = (centre - reach) / (1 + z2 / total), (centre + reach) / (1 + z2 / total)
    return Share(yes, total, 0.0 if yes == 0 else low, 1.0 if yes == total else high)


def likeness(shared: Collection[str]) -> float:
    """The factor on a review's weight for a reader who shares these attributes with its author: 0.5 to 2."""
    return ALIKE_FLOOR + ALIKE_SPAN * sum(LIKENESS[name] for name in set(shared))


def peers_like_you(everyone: Tally, sharing: Mapping[str, Tally]) -> Tally:
    """The ratings as weighted for one reader, from the whole tally and the tally of those who share each attribute.

    `likeness` is linear in the shared attributes, so the weighted stars are a sum of tallies, and the price does not
    grow with the reviews. The squared weights would need every pair of attributes; since f² ≤ 2.5·f − 1 for a factor
    f in 0.5..2, the bound below never makes the evidence look larger than it is.
    """
    stars = [ALIKE_FLOOR * s for s in everyone.stars]
    squares = ALIKE_FLOOR * everyone.squares
    for name, part in sharing.items():
        factor = ALIKE_SPAN * LIKENESS[name]
        stars = [s + factor * own for s, own in zip(stars, part.stars, strict=True)]
        squares += factor * part.squares
    one, two, three, four, five = stars
    weighted: Stars = (one, two, three, four, five)
    return Tally(weighted, 2.5 * squares - everyone.squares, everyone.reviews)


def shows_peers_like_you(weighted: Tally, companies: int, k: int = DEFAULT_K) -> bool:
    """Beside the plain figure only when enough evidence is left after weighting, from enough companies."""
    return weighted.effective >= ALIKE_EFFECTIVE and grade(companies, k).has_number
