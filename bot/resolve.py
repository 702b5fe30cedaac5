"""What a typed name means: points for each vendor and product that it may lead to, and whether one is clear.

Points run from 0 to 100. From CLEAR on a name is used without a question, from OFFERED on it is offered. The
steps and figures follow a trial on 1,400 queries, tuned further on one half of tests/data/resolve_queries.csv.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA, JaroWinkler

from bot.model import Lead
from bot.names import GENERIC, LONGEST_RUN, domains_in, grams_of, key_of, soft_key_of, words_of

CLEAR = 94
OFFERED = 70
SHOWN = 5
MOST_WORDS = 24
"""A name is no longer; a text that is names somebody inside it (see ``mentions``)."""
TAIL, SOFT, NAME, PRODUCT, PICK, ALIAS = "tail", "soft", "name", "product", "pick", "alias"
ALIAS_POINTS = 97
CODE_POINTS = 86
"""A code of three letters or fewer that nobody has curated: offered, never linked silently."""
SHORT = range(4, 7)
"""Letters of a key whose swapped neighbours are looked up by themselves."""
CODE = 3
"""Letters of a code: in running text it counts only where it is written in capitals."""
_FILLERS = frozenset(["by", "from", "of", "for", "the", "and", "on", "in", "a", "an"])


@dataclass(frozen=True, slots=True)
class Hit:
    """A vendor, or one of its products, with the points that a query gives it."""

    vendor_id: str
    product_id: str | None
    points: float
    popularity: int


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, best first, one for each vendor; ``clear`` is the one that is used without a question."""

    hits: tuple[Hit, ...] = ()
    clear: Hit | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A typed name taken apart. ``runs``: (first word, number of words) of each run by its key."""

    text: str
    words: tuple[str, ...]
    key: str
    soft: str
    domains: tuple[str, ...]
    runs: Mapping[str, tuple[int, int]]

    @property
    def keys(self) -> set[str]:
        """All keys to be looked up."""
        labels = {key_of(domain.split(".")[0]) for domain in self.domains}
        return {self.key, "".join(self.words), self.soft, *labels, *self.runs} - {""}

    @property
    def grams(self) -> set[str]:
        """Grams of the whole and of its soft form."""
        return grams_of(self.key) | (grams_of(self.soft) if self.soft else set())

    @property
    def swapped(self) -> set[str]:
        """Short keys with two neighbours swapped ("okat"): too few grams are left of them to be found by those."""
        if len(self.key) not in SHORT:
            return set()
        pairs = range(len(self.key) - 1)
        return {self.key[:at] + self.key[at + 1] + self.key[at] + self.key[at + 2 :] for at in pairs} - {self.key}


def asked(text: str) -> Query:
    """The query of a typed text."""
    words = words_of(text)[:MOST_WORDS]
    runs = {
        "".join(words[start : start + length]): (start, length)
        for length in range(LONGEST_RUN, 0, -1)
        for start in range(len(words) - length, -1, -1)
    }
    return Query(text, tuple(words), key_of(" ".join(words)), soft_key_of(text), tuple(domains_in(text)), runs)


def exact_hits(query: Query, leads: Iterable[Lead], behind: Mapping[str, str]) -> list[Hit]:
    """Points of leads that stand in the query as they are, and of vendors ``behind`` its domains."""
    leads = list(leads)
    hits = [Hit(vendor_id, None, 99, 0) for vendor_id in behind.values()]
    # "Tata" is said of several: that one of them is left of a longer name does not make it the one that is meant.
    doubtful = any(lead.key == query.key and lead.kind == ALIAS and lead.points < CLEAR for lead in leads)
    for lead in leads:
        points = _exact_points(query, lead)
        if points > 0:
            hits.append(_hit(lead, min(points, CLEAR - 1) if doubtful and lead.kind == SOFT else points))
    return hits + _tiled(query, leads)


def near_hits(query: Query, leads: Iterable[Lead]) -> list[Hit]:
    """Points of leads that are spelled alike: .75 OSA + .25 Jaro-Winkler, and the soft forms must agree as well."""
    least = 0.75 if len(query.key) <= 4 else 0.6
    soft = query.soft or query.key
    hits = []
    for lead in leads:
        alike = _alike(query.key, lead.key)
        soft_lead = lead.key if lead.kind == SOFT else soft_key_of(lead.name) or lead.key
        alike = max(min(alike, _alike(soft, soft_lead) + 0.02), _alike(soft, soft_lead) - 0.04 if query.soft else 0)
        if alike >= least:
            surely = alike >= 0.92 and len(query.key) >= 8 and lead.kind == NAME and lead.popularity >= 40
            hits.append(_hit(lead, min(100 * alike + _known(lead), CLEAR if surely else CLEAR - 1)))
    return hits


def begun_hits(query: Query, leads: Iterable[Lead]) -> list[Hit]:
    """Points of leads that only begin as the query does."""
    return [_hit(lead, 70 + 20 * len(query.key) / len(lead.key) + _known(lead)) for lead in leads]


def decide(hits: Iterable[Hit]) -> Found:
    """The best hits, and the clear one where no other vendor comes near it."""
    best: dict[tuple[str, str | None], Hit] = {}
    for hit in hits:
        known = best.get((hit.vendor_id, hit.product_id))
        if known is None or hit.points > known.points:
            best[hit.vendor_id, hit.product_id] = hit
    ranked = sorted(best.values(), key=lambda h: (-h.points, -h.popularity, h.product_id is not None, h.vendor_id))
    shown = tuple(_first_of_each_vendor(h for h in ranked if h.points >= OFFERED))[:SHOWN]
    return Found(shown, _clear(ranked))


def mentions(text: str, leads: Collection[Lead]) -> list[Lead]:
    """Leads that running text names: the longest first, none inside another, no everyday word but the whole text."""
    words = words_of(text)
    capitals = {key_of(word) for word in text.split() if word.isupper()}
    by_key: dict[str, list[Lead]] = {}
    for lead in leads:
        if _counts(lead, capitals, alone=lead.key == "".join(words)):
            by_key.setdefault(lead.key, []).append(lead)
    taken: set[int] = set()
    found: list[Lead] = []
    for length in range(LONGEST_RUN, 0, -1):
        for start in range(len(words) - length + 1):
            here = set(range(start, start + length))
            named = by_key.get("".join(words[start : start + length]), [])
            if named and not here & taken:
                taken |= here
                found += named
    return sorted(found, key=lambda lead: (-len(lead.key), -lead.popularity))


def _counts(lead: Lead, capitals: Collection[str], alone: bool) -> bool:
    if alone:
        return lead.kind != TAIL
    if lead.everyday or lead.kind in (TAIL, SOFT) or lead.key in GENERIC or lead.points < 90:
        return False
    # "SNOW" is ServiceNow and "snow" is not; a vendor's own name may be written as one likes.
    short = len(lead.key) <= (2 if lead.kind == NAME else CODE + 1)
    return not short or lead.key in capitals


def _exact_points(query: Query, lead: Lead) -> float:
    if lead.kind == TAIL:
        return 0
    if lead.key in (query.key, "".join(query.words)):
        return lead.points
    if lead.key == query.soft:
        return min(CLEAR + 1, lead.points - 2) if not lead.everyday else OFFERED
    if query.domains and lead.key == key_of(query.domains[0].split(".")[0]):
        return 93
    return _run_points(query, lead) if lead.key in query.runs else 0


def _run_points(query: Query, lead: Lead) -> float:
    start, length = query.runs[lead.key]
    points = 68 + 22 * length / len(query.words) + (6 if start == 0 else 0) + _known(lead) / 2
    if lead.key in GENERIC:
        points -= 25
    if lead.everyday:
        points -= 6 if start == 0 else 25
    if len(lead.key) <= CODE and lead.popularity < 50:
        points -= 10
    return min(points, lead.points, CLEAR - 1)


def _tiled(query: Query, leads: Iterable[Lead]) -> list[Hit]:
    """ "Ms Azure": names of one vendor and its product that fill the whole query mean the product."""
    by_vendor: dict[str, list[Lead]] = {}
    for lead in leads:
        if lead.kind != TAIL and lead.key in query.runs:
            by_vendor.setdefault(lead.vendor_id, []).append(lead)
    needed = {i for i, word in enumerate(query.words) if word not in _FILLERS}
    hits = []
    for named in by_vendor.values():
        own = {i for lead in named if lead.product_id is None for i in _places(query, lead)}
        products = [one for one in named if one.product_id]
        hits += [_hit(one, 97) for one in products if needed <= own | _places(query, one) and own - _places(query, one)]
    return hits


def _places(query: Query, lead: Lead) -> set[int]:
    start, length = query.runs[lead.key]
    return set(range(start, start + length))


def _clear(ranked: list[Hit]) -> Hit | None:
    if not ranked or ranked[0].points < CLEAR:
        return None
    top = ranked[0]
    least = max(CLEAR, top.points - 2) if top.points > CLEAR else CLEAR - 10
    near = [hit for hit in ranked[1:] if hit.points >= least]
    if any(hit.vendor_id != top.vendor_id for hit in near):
        return None
    # Two products of one vendor under the same name: the vendor is clear, the product is not.
    doubtful = any(hit.product_id and hit.points >= top.points for hit in near)
    return replace(top, product_id=None) if doubtful else top


def _first_of_each_vendor(hits: Iterable[Hit]) -> list[Hit]:
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.vendor_id, hit)
    return list(first.values())


def _alike(one: str, other: str) -> float:
    return 0.75 * OSA.normalized_similarity(one, other) + 0.25 * JaroWinkler.similarity(one, other)


def _known(lead: Lead) -> float:
    """Up to 4 points for being well known."""
    return lead.popularity / 25


def _hit(lead: Lead, points: float) -> Hit:
    return Hit(lead.vendor_id, lead.product_id, points, lead.popularity)
