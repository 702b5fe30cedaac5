"""Who fits a question, and why: shared vendors first, then facts, then what people wrote. Pure computation."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log

from bot.lexicon import Traits, industry_of, region_of, traits_of, words_of
from bot.sizes import band_words

USES, REVIEWED, ANSWERED, FOLLOWS = 4.0, 3.0, 2.5, 1.5
"""What each tie to a vendor of the question weighs; having lived with it weighs most."""
INDUSTRY, REGION, SIZE, STAGE = 1.0, 0.6, 0.5, 0.4
WORDS = 1.0
"""The most that shared words add: they order those who fit alike."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as matching sees it; ``vendors`` and ``categories`` by id with the name that a reason says."""

    vendors: Mapping[str, str]
    categories: Mapping[str, str]
    traits: Traits
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An active member with the ties that a question may ask for; vendors and categories by id.

    ``opted_out``: vendors about which this member takes no questions. ``reviewed`` holds signed reviews alone: an
    unnamed one is never a reason. ``wrote``: their named answers to questions like this.
    """

    id: str
    company: str
    industry: str = ""
    size: str = ""
    region: str = ""
    uses: frozenset[str] = frozenset()
    opted_out: frozenset[str] = frozenset()
    reviewed: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    follows: frozenset[str] = frozenset()
    wrote: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """A member who fits a question, how well, and the reason that this member is told."""

    id: str
    company: str
    score: float
    reason: str


def question_of(text: str, vendors: Mapping[str, str], categories: Mapping[str, str]) -> Question:
    """A question's text with the vendors and categories it is about, names by id."""
    names = {word for name in vendors.values() for word in words_of(name)}
    return Question(vendors, categories, traits_of(text), tuple(w for w in words_of(text) if w not in names))


def fits(question: Question, candidates: Sequence[Candidate]) -> list[Fit]:
    """Those who fit, the best first. Facts alone are no reason to bother anybody; they order those who have one."""
    common = _rarity(question.words, [c.wrote for c in candidates if c.wrote])
    found = (_fit(question, candidate, common) for candidate in candidates)
    return sorted((fit for fit in found if fit), key=lambda fit: (-fit.score, fit.id))


def alike(words: Collection[str], others: Mapping[str, Collection[str]], texts: int) -> dict[str, float]:
    """How much of a question each other text shares, 0 to 1, rare words weighing more; ``texts``: how many there are.

    idf as in BM25: ln(1 + (N − n + 0.5) / (n + 0.5)).
    """
    seen = {word: sum(word in other for other in others.values()) for word in words}
    weight = {word: log(1 + (max(texts, n) - n + 0.5) / (n + 0.5)) for word, n in seen.items()}
    whole = sum(weight.values())
    return (
        {name: sum(weight[w] for w in weight if w in other) / whole for name, other in others.items()} if whole else {}
    )


def _fit(question: Question, one: Candidate, common: Mapping[str, float]) -> Fit | None:
    ties = _ties(question, one)
    if not ties:
        return None
    facts, said = _facts(question.traits, one)
    why = [sentence for _, sentence in sorted(ties, reverse=True)]
    reason = "; ".join([f"You {why[0]}", *said])
    return Fit(one.id, one.company, sum(weight for weight, _ in ties) + facts + _wording(question, one, common), reason)


def _ties(question: Question, one: Candidate) -> list[tuple[float, str]]:
    """Weight and words of each tie; nobody is asked about a vendor whose questions they do not take."""
    asked = question.vendors.keys() - one.opted_out
    kinds = ((USES, "use", one.uses), (REVIEWED, "reviewed", one.reviewed), (ANSWERED, "answered about", one.answered))
    ties = [(weight, f"{verb} {_names(question, asked & of)}") for weight, verb, of in kinds if asked & of]
    if followed := [name for key, name in question.categories.items() if key in one.follows]:
        ties.append((FOLLOWS, f"take questions on {' and '.join(followed)}"))
    # Words alone tie only where the member has not said no to a vendor of this question.
    if one.wrote and not ties and not question.vendors.keys() & one.opted_out:
        ties.append((ANSWERED, "answered a question like this"))
    return ties


def _names(question: Question, ids: Collection[str]) -> str:
    return " and ".join(name for vendor_id, name in question.vendors.items() if vendor_id in ids)


def _facts(asked: Traits, one: Candidate) -> tuple[float, list[str]]:
    """What industry, region and size add, and how the reason says it."""
    industry = asked.industries & industry_of(one.industry) if asked.industries else frozenset[str]()
    region = asked.regions & region_of(one.region) if asked.regions else frozenset[str]()
    found = [(INDUSTRY, min(industry, default="")), (REGION, one.region if region else "")]
    found.append((SIZE, band_words(one.size) if one.size in asked.sizes else ""))
    return sum(weight for weight, said in found if said), [said for _, said in found if said]


def _wording(question: Question, one: Candidate, common: Mapping[str, float]) -> float:
    if not one.wrote:
        return 0.0
    words = set().union(*map(words_of, one.wrote))
    whole = sum(common.values()) or 1.0
    shared = sum(weight for word, weight in common.items() if word in words) / whole
    stages = question.traits.stages & frozenset().union(*(traits_of(text).stages for text in one.wrote))
    return WORDS * shared + (STAGE if stages else 0.0)


def _rarity(words: Sequence[str], texts: Sequence[tuple[str, ...]]) -> dict[str, float]:
    written = [set().union(*map(words_of, wrote)) for wrote in texts]
    seen = {word: sum(word in one for one in written) for word in words}
    return {word: log(1 + (len(written) - n + 0.5) / (n + 0.5)) for word, n in seen.items()}
