"""Figures in words: ranges, people, dates. One decimal at most; the 80 % is said once on a card."""

from datetime import date

from bot.counting import PRICE
from bot.model import Relationship, Stage
from bot.review.form import STAGES
from bot.score import Estimate, Grade, Share
from bot.text import count
from bot.vendor.figures import Figures

MEASURES: dict[str, str] = {**{str(stage): name for stage, name in STAGES.items()}, PRICE: "Price predictability"}


def people(share: Share) -> str:
    """ "7 of 9 peers would buy again"."""
    return f"{share.yes} of {share.total} peers would buy again"


def plausibly(share: Share) -> str:
    """ "plausibly 57–90 %"."""
    return f"plausibly {100 * share.low:.0f}–{100 * share.high:.0f} %"


def of_five(one: Estimate) -> str:
    """ "4.1 (3.8–4.4)"."""
    return f"{one.mean:.1f} ({one.low:.1f}–{one.high:.1f})"


def evidence(found: Figures) -> str:
    """ "early evidence, 9 companies"."""
    behind = count(found.companies, "company", "companies")
    return f"{found.grade} evidence, {behind}" if found.grade.has_number else f"{behind} so far"


def dates(found: Figures) -> str:
    """ "newest March 2026, median January 2026"."""
    return f"newest {_month(found.newest)}, median {_month(found.median)}" if found.newest else "none yet"


def missing(found: Figures) -> str:
    """Whose word the figures lack; "" where nobody's."""
    known = {kind for kind, number in found.numbers.items() if number}
    absent = [
        words
        for relationship, words in (
            (Relationship.USING, "peers who use it"),
            (Relationship.LEFT, "peers who left it"),
            (Relationship.EVALUATED, "peers who evaluated it"),
        )
        if relationship not in known
    ]
    thin = [name.lower() for stage, name in STAGES.items() if stage not in found.measures]
    few = [f"too few on {' and on '.join(thin)}"] if thin and len(thin) < len(Stage) else []
    return "; ".join([*absent, *few])


def nothing_yet(found: Figures, name: str) -> str:
    """What to say where no figure may be shown."""
    if found.grade is Grade.NOTHING:
        return f"No score yet: ask your peers. {_so_far(found)} about {name} so far."
    return f"Words only: {_so_far(found)} about {name}, too few for figures."


def _so_far(found: Figures) -> str:
    if not found.companies:
        return "Nobody has written"
    has = "has" if found.companies == 1 else "have"
    return f"{count(found.companies, 'company', 'companies')} {has} written"


def _month(day: date | None) -> str:
    return f"{day:%B %Y}" if day else "–"
