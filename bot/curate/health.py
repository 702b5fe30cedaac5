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
from bot.views import Bar, Bars, Block, Bold, Bullets, Button, Buttons, Card, Heading, Paragraph, Spans

MONTHS, YEAR = 6, 12
FRESH = timedelta(days=180)
FEW = 5
"""Fewer cold calls than this in a month are not counted out: they would speak of single members."""


COUNTED: tuple[Spans, ...] = (
    (Bold("Questions answered"), ": of the questions asked in a month, those with an answer by now."),
    (
        Bold("Hours to the first answer"),
        ": half of that month's questions waited less, half longer. Questions and answers under names alone: of "
        "anonymous ones only the day is known.",
    ),
    (Bold("Introductions offered"), ": of the requests opened in a month, those that a peer offered to make."),
    (
        Bold("Decided by the buyer"),
        ": of the introductions that ended with a yes or a no in a month, those where the buyer said it. The others "
        "ended by silence on their decision date.",
    ),
    (
        Bold("Cold calls logged"),
        f": approaches that members wrote down in a month. Fewer than {FEW} stand as that: a count would speak of "
        "single members.",
    ),
)
"""What every figure means; the months' own go up to now, so the newest can still change."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One figure over the months: ``share`` from 0 to 1 where it is one, None where a month has nothing to tell."""

    title: str
    points: tuple[tuple[str, float | None, str], ...]
    """(month as YYYY-MM, the figure, the same in words)."""
    is_share: bool = True


def health(turn: Turn, store: Store) -> Outcome:
    """A manager looks at the community's health over the last six months, or over as many as ``turn.arg`` says."""
    months = int(turn.arg) if turn.arg.isdecimal() and 0 < int(turn.arg) <= YEAR else MONTHS
    fresh, every = freshness(store, turn.now)
    return Outcome(Card("Health", tuple(_blocks(trends(store, turn.now, months), fresh, every))))


ROUTES = {"curate.health": Route(health, managers_only=True)}


def trends(store: Store, now: datetime, number: int = MONTHS) -> tuple[Trend, ...]:
    """What chat and the managers' desk both draw."""
    months = store.health.months(_begins(now, number))
    return (
        Trend("Questions answered", tuple(_share(one, one.answered, one.asked, "question") for one in months)),
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
    days = FRESH.days
    heard = f"{_percent(fresh, every)} ({fresh} of {count(every, 'live review')})" if every else "no live reviews yet"
    yield Paragraph((Bold("Fresh reviews"), f": {heard}."))
    yield Heading("How this is counted")
    yield Bullets((*COUNTED, (Bold("Fresh reviews"), f": written, changed or confirmed in the last {days} days.")))
    yield Buttons((Button("Curation", "curate"),))


def _named(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%b %Y}"


def _begins(now: datetime, number: int) -> list[datetime]:
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = [first]
    while len(found) < number:
        found.insert(0, (found[0] - timedelta(days=1)).replace(day=1))
    return found


def _share(month: Month, part: int, whole: int, what: str) -> tuple[str, float | None, str]:
    said = f"{_percent(part, whole)} ({part} of {count(whole, what)})" if whole else "none"
    return month.month, (part / whole if whole else None), said


def _closure(month: Month) -> tuple[str, float | None, str]:
    return _share(month, month.decided, month.decided + month.silent, "decision")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %"


def _hours(month: Month) -> tuple[str, float | None, str]:
    if not month.first_answers:
        return month.month, None, "no answers"
    middle = median(month.first_answers)
    return month.month, middle, f"{middle:.0f} h" if middle >= 1 else "< 1 h"


def _calls(month: Month) -> tuple[str, float | None, str]:
    few = month.calls < FEW
    return month.month, None if few else float(month.calls), f"fewer than {FEW}" if few else str(month.calls)
