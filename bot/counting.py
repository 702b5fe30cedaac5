"""What one review adds to the sums of its vendor: pure arithmetic on a review, kept so that it can be taken back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.model import Member, Relationship, Review, Source, Stage
from bot.score import Sums, growth, merit
from bot.score.evidence import Stars

OVERALL = "overall"
PRICE = "price"
MEASURES = (OVERALL, *(str(stage) for stage in Stage), PRICE)
SIGNED, UNNAMED, BEFORE, SINCE = "signed", "unnamed", "before", "since"
COMPANIES, AGAIN, INVITED, INTEREST, MONTH = "companies", "again", "invited", "interest", "month:"


@dataclass(frozen=True, slots=True)
class Counted:
    """The day its age counts from, its merit, its slices, stars by measure, and the kinds of number it is one of."""

    on: date
    merit: float
    slices: tuple[str, ...]
    stars: Mapping[str, float]
    kinds: tuple[str, ...]

    def as_json(self) -> str:
        """As text for the review's own row."""
        values = [self.on.isoformat(), self.merit, self.slices, dict(self.stars), self.kinds]
        return json.dumps(values, separators=(",", ":"))


def counted_from(text: str) -> Counted | None:
    """Back from its text; None from the empty one."""
    if not text:
        return None
    on, worth, slices, stars, kinds = json.loads(text)
    return Counted(date.fromisoformat(on), worth, tuple(slices), stars, tuple(kinds))


def count(review: Review, author: Member | None, sold_on: date | None, declared: bool = False) -> Counted:
    """What a review is worth, apart from its age. ``sold_on``: the vendor's latest change of ownership.

    ``declared``: its author has declared an interest in the vendor, here or in the register.

    An unnamed review stands in no slice that would tell more of its author.
    """
    before = sold_on is not None and review.heard_on < sold_on
    interest = declared or bool(review.interest)
    worth = merit(
        invited=review.source is Source.VENDOR,
        months_live=review.months_live if review.relationship is Relationship.USING else None,
        interest=interest,
        before_sale=before,
    )
    return Counted(review.heard_on, worth, _slices(author, sold_on, before), stars(review), _kinds(review, interest))


def attribute_slice(name: str, value: str) -> str:
    """ "industry=retail": the slice of those who share a general attribute, in any case of letters."""
    return f"{name}={value.casefold()}"


def attributes(member: Member) -> dict[str, str]:
    """A member's general attributes by name, those that are known."""
    known = {"industry": member.industry, "size": member.size, "region": member.region}
    return {name: value for name, value in known.items() if value}


def stars(review: Review) -> dict[str, float]:
    """Stars by measure; overall is the mean of the stages, 3.5 or 4.25 too."""
    given: dict[str, float] = {str(stage): value for stage in Stage if (value := getattr(review, stage)) is not None}
    found = {OVERALL: sum(given.values()) / len(given)} | given if given else {}
    return found | ({PRICE: review.price_predictability} if review.price_predictability else {})


def version(counted: Counted, measure: str) -> str:
    """Changes exactly when what a review adds to a measure changes."""
    return f"{counted.stars[measure]}:{counted.on}:{counted.merit}:{'+'.join(counted.kinds) * (measure == OVERALL)}"


def part_of(text: str, measure: str) -> Counted:
    """What an unnamed review of this version adds to the measure."""
    stars_given, on, worth, kinds = text.split(":", 3)
    given = {measure: float(stars_given)}
    return Counted(date.fromisoformat(on), float(worth), (UNNAMED,), given, tuple(kinds.split("+")) if kinds else ())


def moved(sums: Sums, part: Counted, measure: str, sign: int) -> Sums:
    """The sums with one review more (sign 1), or with exactly that one taken back (sign -1)."""
    if measure not in part.stars:
        return sums
    return sums.moved(part.stars[measure], part.merit * growth(part.on), sign)


def together(one: Sums, other: Sums) -> Sums:
    """Two slices that share no review, as one."""
    first, second, third, fourth, fifth = (a + b for a, b in zip(one.stars, other.stars, strict=True))
    stars: Stars = (first, second, third, fourth, fifth)
    return Sums(stars, one.squares + other.squares, one.reviews + other.reviews)


def _slices(author: Member | None, sold_on: date | None, before: bool) -> tuple[str, ...]:
    if author is None:
        return (UNNAMED,)
    alike = (attribute_slice(name, value) for name, value in attributes(author).items())
    return (SIGNED, *alike, *((BEFORE if before else SINCE,) if sold_on else ()))


def _kinds(review: Review, interest: bool) -> tuple[str, ...]:
    """A declared interest is said, and counts for nothing else."""
    if interest:
        return (INTEREST,)
    again = (AGAIN,) if review.buy_again else ()
    invited = (INVITED,) if review.source is Source.VENDOR else ()
    return (COMPANIES, *again, *invited, str(review.relationship), f"{MONTH}{review.heard_on:%Y-%m}")
