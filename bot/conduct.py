"""How a vendor's sales people behave, as companies have lived it: the figure, its counting, the vendor's own word.

Companies, never people; one vote per company and month; kept apart from service; each member decides alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import gcd

from bot.crowds import CONDUCT, settle
from bot.model import Community
from bot.night import next_night
from bot.ports import Store
from bot.ports.conduct import Reply, Vote
from bot.route import TimerCase
from bot.score import Conduct, Log
from bot.score import conduct as figure_of
from bot.settings import number_of
from bot.text import count
from bot.turn import Later, Outcome, Tick, Turn
from bot.views import Bar, Block, Quote

MONTHS = 36
"""Votes that are older weigh under a ninth and are left out."""
ALONE = "Each member decides alone."
TOO_FEW = "no figure yet"


@dataclass(frozen=True, slots=True)
class Picture:
    """What may be shown of a vendor: the figure (None: too few companies) and the vendor's own word beside it."""

    figure: Conduct | None
    reply: Reply | None


def picture(store: Store, vendor_id: str, today: date, k: int) -> Picture:
    """For a card of this vendor."""
    return Picture(figures(store, [vendor_id], today, k).get(vendor_id), store.conduct.reply(vendor_id))


def figures(store: Store, vendor_ids: Sequence[str], today: date, k: int) -> dict[str, Conduct]:
    """Figures by vendor; those with too few companies are left out."""
    standing = store.crowds.standing(CONDUCT, vendor_ids)
    found = {vendor_id: figure_of(_logs(versions), today) for vendor_id, versions in standing.items()}
    return {vendor_id: figure for vendor_id, figure in found.items() if figure.shown(k)}


def most_logged(store: Store, today: date, k: int, limit: int) -> list[tuple[str, Conduct]]:
    """The vendors with the most companies behind their figure, with their names."""
    ids = store.crowds.largest(CONDUCT, limit)
    found, names = figures(store, ids, today, k), store.vendors.all_of(ids)
    return [(names[one].name, found[one]) for one in ids if one in found and one in names]


def recount(store: Store, community: Community, vendor_id: str, today: date, *, erased: bool = False) -> None:
    """Counts a vendor's votes anew; what is shown changes only by k companies at a time (see bot/crowds.py)."""
    votes = store.conduct.votes(vendor_id, months_back(today, MONTHS))
    settle(store, CONDUCT, vendor_id, versions(votes), number_of(community, "k"), erased=erased)


def recounted_nightly(tick: Tick, store: Store) -> Outcome:
    """Every night: votes that grew too old leave, and merged vendors have one figure."""
    voted = store.conduct.voted_on()
    for vendor_id in voted:
        recount(store, tick.community, vendor_id, tick.now.date())
    return Outcome(timers=(nightly(tick),) if voted else ())


TIMERS: dict[str, TimerCase] = {"conduct.night": recounted_nightly}


def nightly(at: Turn | Tick) -> Later:
    """The next night's count."""
    return Later("conduct.night", next_night(at.now), "conduct.night", "")


def versions(votes: Iterable[Vote]) -> dict[str, str]:
    """What stands for each company: its vote in each month as praise:blame, in lowest terms, so "2026-03=1:2"."""
    months: dict[str, dict[str, tuple[int, int]]] = {}
    for vote in votes:
        praises, blames = months.setdefault(vote.company_key, {}).get(vote.month, (0, 0))
        months[vote.company_key][vote.month] = (praises + vote.praises, blames + vote.blames)
    return {company: ",".join(_month(*one) for one in sorted(by.items())) for company, by in months.items()}


def months_back(today: date, months: int) -> str:
    """The month so many months ago, as YYYY-MM."""
    number = today.year * 12 + today.month - 1 - months
    return f"{number // 12:04}-{number % 12 + 1:02}"


def in_words(figure: Conduct | None) -> str:
    """ "good in 62 of 100 (plausibly 45–79), 6 companies"."""
    if figure is None:
        return TOO_FEW
    return f"good in {of_hundred(figure)}, {count(figure.companies, 'company', 'companies')}"


def of_hundred(figure: Conduct) -> str:
    """ "62 of 100 (plausibly 45–79)"."""
    return f"{100 * figure.value:.0f} of 100 (plausibly {100 * figure.low:.0f}–{100 * figure.high:.0f})"


def bar(name: str, figure: Conduct) -> Bar:
    """The figure of one vendor among others."""
    return Bar(name, figure.value, in_figures(figure))


def in_figures(figure: Conduct) -> str:
    """ "62 (45–79)", of 100."""
    return f"{100 * figure.value:.0f} ({100 * figure.low:.0f}–{100 * figure.high:.0f})"


def said_by_vendor(reply: Reply | None, name: str) -> tuple[Block, ...]:
    """The vendor's reply and cure, to stand beside the figure."""
    if reply is None:
        return ()
    on = f"{reply.said_on:%B %Y}"
    said = (Quote(reply.reply, (f"{name} replies, {on}",)),) if reply.reply else ()
    cured = (Quote(reply.cure, (f"What {name} says it has changed, {on}",)),) if reply.cure else ()
    return (*said, *cured)


def _month(month: str, vote: tuple[int, int]) -> str:
    least = gcd(*vote) or 1
    return f"{month}={vote[0] // least}:{vote[1] // least}"


def _logs(standing: dict[str, str]) -> Iterable[Log]:
    """Votes again, from what stands."""
    for company, version in standing.items():
        for entry in version.split(","):
            month, _, vote = entry.partition("=")
            praises, blames = (int(part) for part in vote.split(":"))
            day = date.fromisoformat(f"{month}-01")
            yield from [Log(company, day, good=True)] * praises + [Log(company, day, good=False)] * blames
