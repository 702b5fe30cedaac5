"""Words that say industry, size, region or stage, and what else a question is about: small lists, no learning."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.terms import terms_of

INDUSTRIES: Mapping[str, str] = {
    "manufacturing": "manufacturing manufacturer manufacturers factory factories plant plants industrial automotive",
    "banking": "bank banks banking lender lenders",
    "insurance": "insurance insurer insurers reinsurance",
    "financial services": "fintech brokerage payments|financial services|asset management|wealth management",
    "healthcare": "healthcare hospital hospitals clinic clinics clinical patient patients|health care",
    "pharma": "pharma pharmaceutical pharmaceuticals biotech|life sciences|life science",
    "retail": "retail retailer retailers shops store stores grocery supermarket ecommerce e-commerce",
    "logistics": "logistics freight shipping warehouse warehousing carrier|supply chain",
    "energy": "energy utility utilities oil gas power electricity renewables",
    "public sector": "government municipal municipality ministry council|public sector|local authority",
    "education": "university universities school schools college education campus",
    "telecom": "telecom telecoms telco telcos telecommunications|mobile operator",
    "media": "media broadcaster publishing publisher entertainment",
    "construction": "construction builder builders|real estate",
    "travel": "airline airlines hotel hotels hospitality travel tourism airport",
    "technology": "software saas tech technology|it services",
    "professional services": "consultancy consulting|law firm|law firms|professional services|accounting firm",
    "food": "food beverage brewery dairy agriculture farming",
}
SIZES: Mapping[str, str] = {
    "1-99": "startup startups start-up tiny|small business|small businesses|small company|small companies",
    "100-999": "mid-size midsize mid-sized midsized mid-market midmarket sme smes|medium-sized|medium sized|mid size",
    "1000-9999": "mid-size midsize mid-sized midsized mid-market midmarket|upper mid-market|larger company|mid size",
    "10000+": "multinational multinationals conglomerate|large enterprise|large enterprises|large company|"
    "large companies|global enterprise|global company|large organisation|large organization|fortune 500",
}
REGIONS: Mapping[str, str] = {
    "dach": "dach germany german austria austrian switzerland swiss",
    "uk and ireland": "uk britain british england scotland ireland irish|united kingdom",
    "nordics": "nordic nordics sweden swedish norway norwegian denmark danish finland finnish",
    "benelux": "benelux netherlands dutch belgium belgian luxembourg",
    "france": "france french",
    "southern europe": "spain spanish italy italian portugal portuguese greece iberia",
    "eastern europe": "poland polish czech hungary romania|eastern europe|central europe",
    "europe": "europe european eu emea",
    "north america": "usa canada canadian america american us|north america|united states",
    "latin america": "latam brazil brazilian mexico mexican argentina chile|latin america|south america",
    "asia pacific": "apac asia asian japan japanese singapore china chinese korea|asia pacific",
    "india": "india indian",
    "australia": "australia australian anz|new zealand",
    "middle east and africa": "gulf uae dubai saudi israel africa african|middle east",
}
WITHIN: Mapping[str, str] = {
    "dach": "europe", "uk and ireland": "europe", "nordics": "europe", "benelux": "europe", "france": "europe",
    "southern europe": "europe", "eastern europe": "europe", "india": "asia pacific", "australia": "asia pacific",
}  # fmt: skip
"""A part and the whole that it belongs to: who asks for Europe means the Nordics too."""
STAGES: Mapping[str, str] = {
    "evaluating": "evaluate evaluated evaluating evaluation shortlist rfp choosing choose selecting considering pilot "
    "piloted poc comparing|proof of concept",
    "migrating": "migrate migrated migrating migration moving moved move rollout implementing implemented "
    "implementation deploying deployed transition cutover go-live|roll out|rolled out",
    "live": "running run runs operate operating live production daily|in production|day to day",
    "left": "left leave leaving replaced replace replacing dropped exit exited switched ended cancelled|moved off|"
    "got rid of|moved away",
}
_COMMON = frozenset(
    """
    a about after again all also am an and any anybody anyone are as at be because been before being but by can
    could did do does doing for from get got had has have having he her here his how i if in into is it its just
    know like long made make many me more most much my need new no not now of off on one only or other our out over
    own peers please really same she should so some somebody someone still such than that the their them then there
    these they thing things this those to too up us use used user users using very want was we well were what when
    where which while who whom why will with would you your yours good bad best better worst think thoughts
    experience experiences recommend anything something ever vendor company companies people tell
    """.split()  # noqa: SIM905  # a list literal would take 150 lines
)
_TOKEN = re.compile(r"[^\W_]+(?:[-/+.][^\W_]+)*\+?")
MOST_WORDS = 60
"""Words of one text that are looked up: a long story's tail says no more about what it is about."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a text says about the kind of company and the stage."""

    industries: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()


def traits_of(text: str) -> Traits:
    """Industry, size, region and stage words of a text."""
    joined = _joined(text)
    found = (_found(joined, words) for words in (INDUSTRIES, SIZES, REGIONS, STAGES))
    return Traits(*found)


@lru_cache(maxsize=4096)
def industry_of(text: str) -> frozenset[str]:
    """The industries that a member's own entry means: "Automotive" is manufacturing; an unknown one means itself."""
    return _found(_joined(text), INDUSTRIES) | _itself(text)


@lru_cache(maxsize=4096)
def region_of(text: str) -> frozenset[str]:
    """The regions that a member's own entry means, and the wholes that these are part of."""
    regions = _found(_joined(text), REGIONS) | _itself(text)
    return regions | {WITHIN[region] for region in regions if region in WITHIN}


def words_of(text: str) -> tuple[str, ...]:
    """The terms that say what a text is about, each once."""
    return tuple(dict.fromkeys(terms_of(text, _COMMON)))[:MOST_WORDS]


def _found(joined: str, words: Mapping[str, str]) -> frozenset[str]:
    return frozenset(tag for tag, listed in words.items() if any(f" {w} " in joined for w in _listed(listed)))


def _listed(words: str) -> list[str]:
    """Single words stand between spaces, phrases between bars."""
    first, *phrases = words.split("|")
    return [*first.split(), *phrases]


def _joined(text: str) -> str:
    return f" {' '.join(_TOKEN.findall(text.lower()))} "


def _itself(text: str) -> frozenset[str]:
    plain = text.strip().lower()
    return frozenset({plain} if plain else ())
