"""What the community meets: calls by month, by channel and tactic, and the conduct of the vendors most logged.

Counts stand only where k companies are behind each, and in steps of k: two readings that differ tell of nobody.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from bot.conduct import ALONE, bar, months_back, most_logged
from bot.ports import Store
from bot.ports.calls import BETWEEN, Heard
from bot.route import Route
from bot.settings import number_of
from bot.tactics import CHANNELS, PRAISE, TACTICS, Praise, Tactic
from bot.turn import Outcome, Turn
from bot.views import Bar, Bars, Block, Button, Buttons, Card, Heading, Paragraph

MONTHS = 6
VENDORS = 5
KINDS = 6
TOO_FEW = "Too few companies have logged calls to show a picture. It appears from {k} companies on."

Counted = dict[str, tuple[int, set[str]]]
"""Calls, and the companies that got them, by kind."""


def circle(turn: Turn, store: Store) -> Outcome:
    """`This community`: the trend, what was tried, and how the vendors most logged behave."""
    k, today = number_of(turn.community, "k"), turn.now.date()
    heard = store.calls.heard(months_back(today, MONTHS - 1))
    blocks = (*_months(heard, today, k), *_kinds(heard, k), *_vendors(store, today, k))
    said: tuple[Block, ...] = blocks or (Paragraph((TOO_FEW.format(k=k),)),)
    note = Paragraph((f"Counts in steps of {k}, from {k} companies on. {ALONE}",), quiet=True)
    buttons = Buttons((Button("My calls", "calls"), Button("Log a cold call", "coldcall", opens_form=True)))
    return Outcome(Card(f"Cold calls in {turn.community.name}", (*said, note, buttons)))


ROUTES = {"calls.circle": Route(circle)}


def trend(turn: Turn, store: Store) -> tuple[Block, ...]:
    """Calls by month and the conduct of the vendors most logged, for one's own card; nothing where too few logged."""
    k, today = number_of(turn.community, "k"), turn.now.date()
    heard = store.calls.heard(months_back(today, MONTHS - 1))
    shown = (*_months(heard, today, k), *_vendors(store, today, k))
    return (Heading(f"In {turn.community.name}"), *shown) if shown else ()


def counted(found: Iterable[tuple[str, Heard]]) -> Counted:
    """Calls and companies by kind."""
    totals: Counted = {}
    for kind, one in found:
        times, companies = totals.get(kind, (0, set()))
        totals[kind] = (times + one.times, companies | {one.company_key})
    return totals


def _months(heard: list[Heard], today: date, k: int) -> tuple[Block, ...]:
    by_month = counted((one.month, one) for one in heard)
    if not any(len(companies) >= k for _, companies in by_month.values()):
        return ()
    months = [months_back(today, back) for back in reversed(range(MONTHS))]
    enough = {month: number for month, (number, companies) in by_month.items() if len(companies) >= k}
    most = _step(max(enough.values()), k)
    bars = tuple(
        Bar(f"{date.fromisoformat(f'{month}-01'):%b}", _step(enough.get(month, 0), k) / most, _said(enough, month, k))
        for month in months
    )
    return (Bars("Calls logged, by month", bars),)


def _kinds(heard: list[Heard], k: int) -> tuple[Block, ...]:
    """Channels, tactics and praise, by how many companies met them."""
    how = counted((CHANNELS[one.channel], one) for one in heard)
    what = counted((TACTICS[Tactic(code)], one) for one in heard for code in one.tactics.split(BETWEEN) if code)
    well = counted((PRAISE[Praise(code)], one) for one in heard for code in one.praise.split(BETWEEN) if code)
    shelves = (("How they came", how), ("What was tried", what), ("What was done well", well))
    return tuple(block for title, kinds in shelves for block in _bars(title, kinds, k))


def _bars(title: str, kinds: Counted, k: int) -> tuple[Block, ...]:
    steps = {kind: len(companies) // k * k for kind, (_, companies) in kinds.items() if len(companies) >= k}
    most = sorted(steps, key=lambda kind: (-steps[kind], kind))[:KINDS]
    bars = tuple(Bar(kind, steps[kind] / steps[most[0]], f"{steps[kind]}+") for kind in most)
    return (Bars(f"{title}: companies, {MONTHS} months", bars),) if bars else ()


def _vendors(store: Store, today: date, k: int) -> tuple[Block, ...]:
    found = most_logged(store, today, k, VENDORS)
    return (
        (Bars("Good conduct of sales people, of 100", tuple(bar(name, one) for name, one in found)),) if found else ()
    )


def _said(enough: Mapping[str, int], month: str, k: int) -> str:
    return f"{_step(enough[month], k)}+" if month in enough else "too few to say"


def _step(number: int, k: int) -> int:
    """Down to a full step of k."""
    return number // k * k
