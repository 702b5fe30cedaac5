"""What a vendor's reviews come to on one day, read from the running sums alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.counting import (
    AGAIN,
    BEFORE,
    COMPANIES,
    INTEREST,
    INVITED,
    MONTH,
    OVERALL,
    SIGNED,
    SINCE,
    UNNAMED,
    attribute_slice,
    attributes,
    together,
)
from bot.model import Member
from bot.ports import Store
from bot.ports.reviews import Standings
from bot.review.nightly import prior_for
from bot.score import (
    FIXED_PRIOR,
    Estimate,
    Grade,
    Prior,
    Share,
    Sums,
    Tally,
    estimate,
    grade,
    peers_like_you,
    shows_peers_like_you,
    wilson,
)
from bot.vendors import Meant


@dataclass(frozen=True, slots=True)
class Figures:
    """``companies`` stand behind all figures. ``measures`` holds what enough companies rated, with how many those are.

    ``newest`` and ``median`` are the first day of a month; ``alike``: for peers like the reader; ``since`` and
    ``before``: the latest change of ownership.
    """

    companies: int
    grade: Grade
    again: Share
    overall: Estimate
    measures: Mapping[str, tuple[Estimate, int]]
    numbers: Mapping[str, int]
    newest: date | None
    median: date | None
    alike: Estimate | None
    since: Estimate | None
    before: Estimate | None

    @property
    def invited(self) -> int:
        """How many the vendor had invited."""
        return self.numbers.get(INVITED, 0)

    @property
    def interested(self) -> int:
        """How many declared an interest: they count for nothing else."""
        return self.numbers.get(INTEREST, 0)


def figures(store: Store, about: Meant, reader: Member, today: date, k: int) -> Figures:
    """Of a vendor over all that it sells, or of one product, whose figures hold signed reviews alone.

    The same price at ten reviews and at a million: sums, numbers and a prior, a few dozen rows in all.
    """
    alike = [attribute_slice(name, value) for name, value in attributes(reader).items()]
    standing = store.scores.of(about.vendor.id, [SIGNED, UNNAMED, SINCE, BEFORE, *alike], about.product_id)
    shelf = about.product.category if about.product else ""
    prior = prior_for(store, about.vendor.id, shelf) or FIXED_PRIOR
    numbers = _numbers(standing)
    companies = numbers.get(COMPANIES, 0)
    tallies = {name: _tally(standing, name, today) for name in {key[1] for key in standing.sums}}
    everyone = tallies.get(OVERALL, Tally())
    return Figures(
        companies,
        grade(companies, k),
        wilson(numbers.get(AGAIN, 0), companies),
        estimate(everyone, prior),
        {name: (estimate(tally, prior), tally.reviews) for name, tally in tallies.items() if tally.reviews >= k},
        numbers,
        *_months(numbers),
        _alike(standing, reader, everyone, companies, prior, today, k),
        _part(standing, SINCE, prior, today, k),
        _part(standing, BEFORE, prior, today, k),
    )


def _numbers(standing: Standings) -> dict[str, int]:
    found: dict[str, int] = {}
    for (name, kind), number in standing.numbers.items():
        if name in (SIGNED, UNNAMED):
            found[kind] = found.get(kind, 0) + number
    return found


def _tally(standing: Standings, measure: str, today: date) -> Tally:
    empty = Sums()
    return together(standing.sums.get((SIGNED, measure), empty), standing.sums.get((UNNAMED, measure), empty)).at(today)


def _months(numbers: Mapping[str, int]) -> tuple[date | None, date | None]:
    """The newest month and the median one, from how many were heard of in each."""
    months = sorted((kind.removeprefix(MONTH), number) for kind, number in numbers.items() if kind.startswith(MONTH))
    if not months:
        return None, None
    half, passed, median = sum(number for _, number in months) / 2, 0, months[-1][0]
    for month, number in months:
        passed += number
        if passed >= half:
            median = month
            break
    return _first_day(months[-1][0]), _first_day(median)


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _alike(
    standing: Standings, reader: Member, everyone: Tally, companies: int, prior: Prior, today: date, k: int
) -> Estimate | None:
    """Signed reviews alone tell what their authors share with the reader; None where too few do."""
    slices = {name: attribute_slice(name, value) for name, value in attributes(reader).items()}
    enough = {name: cut for name, cut in slices.items() if standing.numbers.get((cut, COMPANIES), 0) >= k}
    sharing = {name: standing.sums.get((cut, OVERALL), Sums()).at(today) for name, cut in enough.items()}
    weighted = peers_like_you(everyone, sharing)
    if not sharing or not shows_peers_like_you(weighted, companies, k):
        return None
    return estimate(weighted, prior)


def _part(standing: Standings, name: str, prior: Prior, today: date, k: int) -> Estimate | None:
    sums = standing.sums.get((name, OVERALL), Sums())
    return estimate(sums.at(today), prior) if sums.reviews >= k else None
