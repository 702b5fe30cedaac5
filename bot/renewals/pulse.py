"""The pulse: who stayed, cut or left, why, and who was in touch between renewals. By companies; no names, no prices.

A company's decisions of two years stand in it. What is shown changes only by k companies at a time (bot/crowds.py),
and a part under k companies is hidden, with another one where it could be worked out from the rest (bot/cohort.py).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from bot.cohort import shown_slices
from bot.crowds import PULSE, settle
from bot.model import Community
from bot.night import next_night
from bot.ports import Store
from bot.ports.renewals import Ended, Ending
from bot.route import Route, TimerCase
from bot.settings import number_of
from bot.turn import Later, Outcome, Tick, Turn
from bot.vendors import vendor_of
from bot.views import Bar, Bars, Block, Button, Buttons, Card, Look, Paragraph

KEPT = timedelta(days=730)
EVERYBODY = ""
ENDINGS: dict[str, str] = {
    Ending.STAYED: "Stayed",
    Ending.CUT: "Stayed with less",
    Ending.LEFT: "Left",
}
REASONS: dict[str, str] = {
    "works": "It works well", "no better": "There is nothing better", "too hard": "Leaving is too hard",
    "less use": "We use less of it", "budget": "Our budget", "strategy": "Our strategy changed",
    "service": "Service or support", "fit": "The product no longer fits", "terms": "Contract terms",
    "owner": "The vendor changed hands", "conduct": "Conduct of sales people",
}  # fmt: skip
CONTACTS: dict[str, str] = {
    "regular": "All through the term", "seldom": "Now and then", "before": "Only before the renewal",
    "new": "A new person before the renewal", "never": "Never",
}  # fmt: skip
ALONE = "Each member decides alone. No prices are taken."


def pulse(turn: Turn, store: Store) -> Outcome:
    """`What peers did`, of all vendors, or of the one that is named."""
    k = number_of(turn.community, "k")
    meant = vendor_of(store, turn.arg, "renewals") if turn.arg else None
    if isinstance(meant, Card):
        return Outcome(meant)
    vendor_id, name = (meant.vendor.id, meant.vendor.name) if meant else (EVERYBODY, turn.community.name)
    standing = store.crowds.standing(PULSE, [vendor_id]).get(vendor_id, {})
    shown = _pictures(standing, k) if len(standing) >= k else ()
    few = Paragraph((f"Fewer than {k} companies have noted a decision yet, so there is nothing to show.",))
    everybody = (Button("All vendors", "renewals.pulse"),) if vendor_id else ()
    add = Button("Add a renewal", "renewals.add", vendor_id, Look.PRIMARY, opens_form=True)
    buttons = Buttons((add, *everybody, Button("My renewals", "renewals")))
    counted = f"Counted in companies over two years, from {k} on; one can stand in several lines."
    quiet = Paragraph((f"{counted} {ALONE}",), quiet=True)
    return Outcome(Card(f"Renewals: {name}", (*(shown or (few,)), quiet, buttons)))


def recounted_nightly(tick: Tick, store: Store) -> Outcome:
    """Every night: decisions older than two years leave, and merged vendors have one pulse."""
    vendors = store.renewals.vendors_ended()
    for vendor_id in vendors:
        recount(store, tick.community, vendor_id, tick.now.date())
    return Outcome(timers=(night(tick),) if vendors else ())


ROUTES = {"renewals.pulse": Route(pulse)}
TIMERS: dict[str, TimerCase] = {"renewals.night": recounted_nightly}


def recount(store: Store, community: Community, vendor_id: str, today: date, *, erased: bool = False) -> None:
    """Counts the decisions about a vendor anew, and those about all vendors."""
    k = number_of(community, "k")
    for one in (vendor_id, EVERYBODY):
        settle(store, PULSE, one, versions(store.renewals.ended(one, today - KEPT)), k, erased=erased)


def night(at: Turn | Tick) -> Later:
    """The next night's count."""
    return Later("renewals.night", next_night(at.now), "renewals.night", "")


def versions(ended: Iterable[Ended]) -> dict[str, str]:
    """What stands for each company: "stayed:works:regular", several separated by commas."""
    found: dict[str, list[str]] = {}
    for one in ended:
        found.setdefault(one.company_key, []).append(f"{one.ending}:{one.why}:{one.contact}")
    return {company: ",".join(sorted(set(said))) for company, said in found.items()}


def _pictures(standing: Mapping[str, str], k: int) -> tuple[Block, ...]:
    """Reasons stand only for what is shown itself, since their total would tell the rest."""
    parts = [(company, entry.split(":")) for company, version in standing.items() for entry in version.split(",")]
    did = _bars("What companies did", ENDINGS, ((company, part[0]) for company, part in parts), k)
    why = [
        _bars(f"{said}, because", REASONS, ((c, p[1]) for c, p in parts if p[0] == ending), k)
        for ending, said in ENDINGS.items()
        if said in {bar.label for bar in did.bars}
    ]
    touch = _bars("In touch between renewals", CONTACTS, ((company, part[2]) for company, part in parts), k)
    return tuple(one for one in (did, *why, touch) if one.bars)


def _bars(title: str, labels: Mapping[str, str], said: Iterable[tuple[str, str]], k: int) -> Bars:
    slices: dict[str, set[str]] = {}
    for company, code in said:
        slices.setdefault(code, set()).add(company)
    shown = [code for code in labels if code in shown_slices(slices, k)]
    total = len(set().union(*slices.values())) if slices else 0
    return Bars(
        title,
        tuple(Bar(labels[code], len(slices[code]) / total, f"{len(slices[code])} of {total}") for code in shown),
    )
