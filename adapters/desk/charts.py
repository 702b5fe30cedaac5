"""Bars as drawings on a web page: months stand side by side, everything else lies one under the other."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.views import Bars

MONTH = re.compile(r"\d{4}-\d{2}")
WIDE, HIGH = 320, 96
"""The drawing in its own units; the page stretches it to its column."""
GAP, TOP, FOOT, THIN = 10, 6, 18, 1.5
LONGEST = 240


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
    high = HIGH if months else max(1, len(marks)) * 14
    return Chart(bars.title, marks, f"{bars.title}. {said}.", marks[-1] if months else None, high=high)


def _columns(bars: Bars) -> tuple[Mark, ...]:
    each = WIDE / len(bars.bars)
    room = HIGH - FOOT - TOP
    return tuple(
        Mark(round(n * each + GAP / 2, 1), round(HIGH - FOOT - high, 1), round(each - GAP, 1), round(high, 1),
             f"{datetime.strptime(bar.label, '%Y-%m'):%b}", bar.words)  # noqa: DTZ007 (a month, nowhere in particular)
        for n, bar in enumerate(bars.bars)
        for high in [max(THIN, min(1.0, max(0.0, bar.share)) * room)]
    )  # fmt: skip


def _rows(bars: Bars) -> tuple[Mark, ...]:
    return tuple(
        Mark(0, n * 14 + 2, round(max(THIN, min(1.0, max(0.0, bar.share)) * WIDE), 1), 10, bar.label, bar.words)
        for n, bar in enumerate(bars.bars)
    )
