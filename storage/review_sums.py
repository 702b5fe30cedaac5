"""What reviews hold in the running sums, and how sums change by them: arithmetic alone, scores.py reads and writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.counting import MEASURES, Counted, moved
from bot.score import Sums

STARS = ("one", "two", "three", "four", "five")
DRIFT = 1e-6
"""Relative difference of a running sum from the same sum made anew that is more than rounding."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a signed review holds: ``worth`` in its product's sums; ``counted`` in its vendor's, one a company."""

    worth: Counted | None = None
    counted: Counted | None = None

    def as_values(self) -> dict[str, str]:
        """As its row has it."""
        worth, counted = (one.as_json() if one else "" for one in (self.worth, self.counted))
        return {"worth": worth, "counted": counted}


def leader(worths: Mapping[str, Counted]) -> str:
    """The one review of a company that counts for the vendor: the freshest, but one that counts at all first."""
    return max(worths, key=lambda one: (worths[one].merit > 0, worths[one].on, one), default="")


def swap(was: Counted | None, now: Counted | None) -> list[tuple[Counted, int]]:
    """What to take back (-1) and to add (1) so that the one stands in place of the other."""
    return [(part, sign) for part, sign in ((was, -1), (now, 1)) if part] if was != now else []


def added(parts: Iterable[Counted]) -> tuple[dict[tuple[str, str], Sums], dict[tuple[str, str], int]]:
    """Sums by (slice, measure) and numbers by (slice, kind), from nothing."""
    sums: dict[tuple[str, str], Sums] = {}
    numbers: dict[tuple[str, str], int] = {}
    for part in parts:
        apply(sums, numbers, part, 1)
    return sums, numbers


def apply(sums: dict[tuple[str, str], Sums], numbers: dict[tuple[str, str], int], part: Counted, sign: int) -> None:
    """Adds a part (1) to every slice and measure it belongs to, or takes it back (-1)."""
    for name in part.slices:
        for measure in MEASURES:
            if measure in part.stars:
                sums[name, measure] = moved(sums.get((name, measure), Sums()), part, measure, sign)
        for kind in part.kinds:
            numbers[name, kind] = numbers.get((name, kind), 0) + sign


def alike(a: Sums, b: Sums) -> bool:
    """Whether two sums are the same but for rounding."""
    pairs = zip((*a.stars, a.squares), (*b.stars, b.squares), strict=True)
    return a.reviews == b.reviews and all(abs(x - y) <= DRIFT * max(1.0, abs(x), abs(y)) for x, y in pairs)


def sums_of(row: Any) -> Sums:
    """The sums of a row."""
    return Sums((row.one, row.two, row.three, row.four, row.five), row.squares, row.reviews)
