"""Bars as drawings on a web page: months stand side by side, everything else lies one under the other."""

import re
from dataclasses import dataclass

from bot.views import Bars

FITS = 5
"""Characters that fit above a column."""
MONTH = re.compile(r"[A-Z][a-z]{2} \d{4}")
"""A month as the core names it, as in Mar 2026; under its column stands the first word."""
WIDE, HIGH = 320, 108
"""The drawing in its own units; the page stretches it to its column."""
GAP = 0.3
"""Of the room that a column has, how much stays free."""
TOP, FOOT, THIN, ROW = 16, 18, 1.5, 14


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar of the drawing: a rectangle, what stands under it, and what it says."""

    x: float
    y: float
    wide: float
    high: float
    label: str
    words: str

    @property
    def short(self) -> str:
        """What stands under a column."""
        return self.label.partition(" ")[0]

    @property
    def figure(self) -> str:
        """What stands above a column: the figure alone, where it is short."""
        figure = self.words.partition(" (")[0]
        return figure if len(figure) <= FITS and any(sign.isdigit() for sign in figure) else ""

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return self.x + self.wide / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its text: ``said`` is all of it in words, ``newest`` what stands in large letters."""

    title: str
    marks: tuple[Mark, ...]
    said: str
    newest: Mark | None
    wide: int = WIDE
    high: int = HIGH
    foot: int = HIGH - FOOT


def chart(bars: Bars) -> Chart:
    """The drawing of a bar chart of the core."""
    months = bool(bars.bars) and all(MONTH.fullmatch(one.label) for one in bars.bars)
    marks = _columns(bars) if months else _rows(bars)
    said = "; ".join(f"{one.label}: {one.words}" for one in marks)
    high = HIGH if months else max(1, len(marks)) * ROW
    return Chart(bars.title, marks, f"{bars.title}. {said}.", marks[-1] if months else None, high=high)


def _columns(bars: Bars) -> tuple[Mark, ...]:
    each, foot = WIDE / len(bars.bars), HIGH - FOOT
    heights, gap = [_within(bar.share, foot - TOP) for bar in bars.bars], each * GAP
    return tuple(
        Mark(round(n * each + gap / 2, 1), round(foot - high, 1), round(each - gap, 1), high, bar.label, bar.words)
        for n, (bar, high) in enumerate(zip(bars.bars, heights, strict=True))
    )


def _rows(bars: Bars) -> tuple[Mark, ...]:
    return tuple(
        Mark(0, n * ROW + 2, _within(bar.share, WIDE), ROW - 4, bar.label, bar.words) for n, bar in enumerate(bars.bars)
    )


def _within(share: float, room: float) -> float:
    """A length in the drawing's units; nothing at all is a thin line."""
    return round(max(THIN, min(1.0, max(0.0, share)) * room), 1)
