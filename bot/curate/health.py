"""How the community does: answers given, introductions accepted, decisions closed, calls logged, reviews kept fresh."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from bot.ports import Store
from bot.ports.health import Month
from bot.route import Route
from bot.text import count
from bot.turn import Outcome, Turn
from bot.views import Bar, Bars, Block, Button, Buttons, Card, Paragraph

MONTHS = 6
FRESH = timedelta(days=180)
FEW = 5
"""Fewer cold calls than this in a month are not counted out: they would speak of single members."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One figure over the months: ``share`` from 0 to 1 where it is one, None where a month has nothing to tell."""

    title: str
    points: tuple[tuple[str, float | None, str], ...]
    """(month as YYYY-MM, the figure, the same in words)."""
    is_share: bool = True


def health(turn: Turn, store: Store) -> Outcome:
    """A manager looks at the community's health over the last six months."""
    fresh, every = freshness(store, turn.now)
    return Outcome(Card("Health", tuple(_blocks(trends(store, turn.now), fresh, every))))


ROUTES = {"curate.health": Route(health, managers_only=True)}


def trends(store: Store, now: datetime) -> tuple[Trend, ...]:
    """What chat and the managers' desk both draw."""
    months = store.health.months(_begins(now))
    return (
        Trend(
            "Questions answered", tuple(_share(one, len(one.first_answers), one.asked, "question") for one in months)
        ),
        Trend("Hours to the first answer (median)", tuple(_hours(one) for one in months), is_share=False),
        Trend("Introductions offered", tuple(_share(one, one.offered, one.intros, "request") for one in months)),
        Trend("Decided by the buyer", tuple(_closure(one) for one in months)),
        Trend("Cold calls logged", tuple(_calls(one) for one in months), is_share=False),
    )


def freshness(store: Store, now: datetime) -> tuple[int, int]:
    """Live reviews heard of in the last 180 days, and all live ones."""
    return store.health.reviews((now - FRESH).date())


def _blocks(found: tuple[Trend, ...], fresh: int, every: int) -> Iterator[Block]:
    for trend in found:
        known = [figure for _, figure, _ in trend.points if figure is not None]
        if not known:
            yield Paragraph((f"{trend.title}: nothing yet.",), quiet=True)
            continue
        most = 1.0 if trend.is_share else max(*known, 1.0)
        yield Bars(
            trend.title,
            tuple(Bar(_named(month), (figure or 0.0) / most, words) for month, figure, words in trend.points),
        )
    if every:
        yield Paragraph((f"{fresh} of {count(every, 'review')} were written or confirmed in the last 180 days.",))
    yield Buttons((Button("Curation", "curate"),))


def _named(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%b %Y}"


def _begins(now: datetime) -> list[datetime]:
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = [first]
    while len(found) < MONTHS:
        found.insert(0, (found[0] - timedelta(days=1)).replace(day=1))
    return found


def _share(month: Month, part: int, whole: int, what: str) -> tuple[str, float | None, str]:
    return month.month, (part / whole if whole else None), f"{part} of {count(whole, what)}" if whole else "none"


def _closure(month: Month) -> tuple[str, float | None, str]:
    ended = month.decided + month.silent
    return month.month, (month.decided / ended if ended else None), f"{month.decided} of {ended}" if ended else "none"


def _hours(month: Month) -> tuple[str, float | None, str]:
    if not month.first_answers:
        return month.month, None, "no answers"
    middle = median(month.first_answers)
    return month.month, middle, f"{middle:.0f} h" if middle >= 1 else "under an hour"


def _calls(month: Month) -> tuple[str, float | None, str]:
    few = month.calls < FEW
    return month.month, None if few else float(month.calls), f"fewer than {FEW}" if few else str(month.calls)
