"""The k rules: what may be said about a group without pointing at one of its members.

In such circles company is nearly person, so every threshold counts companies.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass

GENERAL = ("industry", "size", "region")
MIN_MEMBERS = 10
MIN_COMPANIES = 5
MIN_ACTIVE = 20
DEFAULT_K = 5


@dataclass(frozen=True)
class Peer:
    """An active member as the rules see them: the company, and general attributes by name (industry, size, region)."""

    company: str
    attributes: Mapping[str, str]


def one_company(name: str) -> str:
    """A company's name for comparing, however it is written: thresholds count companies by it."""
    return " ".join(name.casefold().split())


def unnamed_allowed(population: Collection[Peer], min_active: int = MIN_ACTIVE) -> bool:
    """Whether a community has enough active members for anybody to write unnamed."""
    return len(population) >= min_active


def shown_attribute(
    member_attributes: Mapping[str, str],
    population: Sequence[Peer],
    *,
    shown_before: str | None = None,
    min_members: int = MIN_MEMBERS,
    min_companies: int = MIN_COMPANIES,
    min_active: int = MIN_ACTIVE,
) -> tuple[str, str] | None:
    """The one general attribute that may stand beside an unnamed text: the name and value, or None.

    `population` holds all active members, the author among them. Of the attributes that enough members of enough
    companies share, the most informative (shared by the fewest) is taken. `shown_before` is the attribute that this
    text already carries: it stays while it passes, and is never exchanged for another, since two together tell
    more than either.
    """
    if not unnamed_allowed(population, min_active):
        return None
    names = GENERAL if shown_before is None else (shown_before,)
    passing: list[tuple[int, str, str]] = []
    for name in names:
        value = member_attributes.get(name, "")
        sharing = [p for p in population if value and p.attributes.get(name) == value]
        if len(sharing) >= min_members and enough_companies([p.company for p in sharing], min_companies):
            passing.append((len(sharing), name, value))
    if not passing:
        return None
    # The first of equals in the order of GENERAL wins, so the choice does not depend on the order of members.
    _, name, value = min(passing, key=lambda found: found[0])
    return name, value


def enough_companies(companies: Collection[str], k: int = DEFAULT_K) -> bool:
    """Whether at least k different companies stand behind something; one without a name counts for none."""
    return len(set(companies) - {""}) >= k


def shown_slices(slices: Mapping[str, Set[str]], k: int = DEFAULT_K, *, total_shown: bool = True) -> frozenset[str]:
    """Which slices of a total may be shown, given the companies behind each.

    A slice under k companies is hidden. Where the total is shown too, the hidden rest can be worked out by
    subtraction, so it must hold two slices and k companies at least: the smallest shown ones are hidden with it
    until it does (complementary suppression, as statistical offices do with tables). Empty slices tell nothing
    and are left out of both.
    """
    filled = {name: companies for name, companies in slices.items() if companies}
    shown = {name for name, companies in filled.items() if enough_companies(companies, k)}
    hidden = set(filled) - shown
    if not total_shown:
        return frozenset(shown)
    while hidden and shown and not _hides_itself(hidden, filled, k):
        smallest = min(shown, key=lambda name: (len(filled[name]), name))
        shown.remove(smallest)
        hidden.add(smallest)
    return frozenset(shown)


def _hides_itself(hidden: Set[str], slices: Mapping[str, Set[str]], k: int) -> bool:
    return len(hidden) > 1 and enough_companies(set().union(*(slices[name] for name in hidden)), k)
