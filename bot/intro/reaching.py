"""Who is asked to introduce somebody: peers who know the vendor, with room for one more, and never a colleague."""

from collections import defaultdict
from datetime import datetime, timedelta

from bot.ask.reaching import with_room
from bot.cohort import one_company
from bot.intro.model import Intro
from bot.matching import Fit, fits, question_of
from bot.model import Community, Member, Role, Vendor
from bot.ports import Store
from bot.text import count

MOST = 60
"""The best fitting peers at most: one good introduction is enough."""
MONTH = timedelta(days=30)
BY_ROLE = "You are a community manager, and no peer could be asked"


def reach(store: Store, community: Community, now: datetime, vendor: Vendor, buyer: Member) -> list[Fit]:
    """The peers who know the vendor, best first; nobody learns who was left out, or why."""
    known = question_of("", {vendor.id: vendor.name}, {})
    others = [one for one in store.matching.candidates([vendor.id], [], []) if not _colleague(one.company, buyer)]
    fitting = [fit for fit in fits(known, others) if fit.id != buyer.id]
    free = with_capacity(store, [fit.id for fit in fitting], now)
    return with_room(store, community, now, [fit for fit in fitting if fit.id in free])[:MOST]


def with_capacity(store: Store, member_ids: list[str], now: datetime) -> set[str]:
    """Those of these members who take one more introduction this month, as they said themselves."""
    made, wishes = store.intros.offered_since(now - MONTH), store.profiles.preferences(member_ids)
    most = {one: wish.intros_a_month for one, wish in wishes.items()}
    return {one for one, number in most.items() if number is None or made.get(one, 0) < number}


def reasons(store: Store, peers: list[Fit], buyer: Member) -> dict[str, list[str]]:
    """Members by the reason each is told; the managers where no peer can be asked."""
    found: dict[str, list[str]] = defaultdict(list)
    for fit in peers:
        found[fit.reason].append(fit.id)
    if not peers:
        managers = [one for one in store.members.with_role(Role.MANAGER) if not _colleague(one.company, buyer)]
        found[BY_ROLE] = [one.id for one in managers if one.id != buyer.id]
    return {reason: ids for reason, ids in found.items() if ids}


def said(vendor: Vendor, peers: list[Fit], asked: dict[str, list[str]], intro: Intro) -> str:
    """What became of the request, for its buyer."""
    until = f"You hear by {intro.stage_ends:%-d %B} at the latest."
    if peers:
        companies = count(len({one_company(fit.company) for fit in peers}), "company", "companies")
        return f"Asked {count(len(peers), 'peer')} from {companies} who know {vendor.name}, without your name. {until}"
    managers = count(sum(map(len, asked.values())), "community manager")
    return f"I could ask no peers who know {vendor.name} just now, so your brief went to {managers}. {until}"


def _colleague(company: str, buyer: Member) -> bool:
    return bool(company) and one_company(company) == one_company(buyer.company)
