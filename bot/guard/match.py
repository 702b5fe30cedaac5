"""Runs the table of rules over a text. Every step is one pass, so a long text costs in proportion to its length."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from bot.guard.finding import Finding
from bot.guard.phrase import Phrase, Rule
from bot.guard.rules import RULES

WITHIN = 70
_SENTENCE_END = re.compile(r"[.!?](?= |\n|$)|\n")


@cache
def pattern(source: str) -> re.Pattern[str]:
    """A compiled pattern of the table."""
    return re.compile(source)


def rule_findings(text: str, lowered: str) -> Iterator[Finding]:
    """What the rules of the table find; `lowered` is the text made even and lower-cased, sign for sign."""
    ends = [m.end() for m in _SENTENCE_END.finditer(lowered)]
    places = _Places(lowered)
    any_other = _others().search(lowered) is not None
    for rule, phrase in _TABLE:
        # Most texts have none of it: whatever else there is to look at can wait until it is found.
        if places[phrase.needs] if phrase.needs else any_other:
            yield from _phrase_findings(rule, phrase, text, lowered, ends, places)


_TABLE = tuple((rule, phrase) for rule in RULES for phrase in rule.phrases)


@cache
def _others() -> re.Pattern[str]:
    """Whether any phrase that needs nothing is found at all: one look at a text is a third of the work of ninety."""
    return re.compile("|".join(f"(?:{phrase.find})" for _, phrase in _TABLE if not phrase.needs))


class _Places(dict[str, list[tuple[int, int]]]):
    """Where a pattern is found in a text: looked for once."""

    def __init__(self, lowered: str) -> None:
        super().__init__()
        self._lowered = lowered

    def __missing__(self, source: str) -> list[tuple[int, int]]:
        self[source] = [m.span() for m in pattern(source).finditer(self._lowered)]
        return self[source]


def _phrase_findings(
    rule: Rule, phrase: Phrase, text: str, lowered: str, ends: list[int], places: _Places
) -> Iterator[Finding]:
    done = 0
    for match in pattern(phrase.find).finditer(lowered):
        start, end = match.span()
        if start < done or (phrase.near and not _beside(start, end, places[phrase.near], ends)):
            continue
        if phrase.unless and _beside(start, end, places[phrase.unless], ends):
            continue
        instead = _in_own_words(phrase.instead, match, text)
        if phrase.sentence:
            start, end = _sentence(start, end, ends, lowered)
        done = end
        yield Finding(rule.name, start, end, text[start:end], rule.why, _cased(instead, text, start, ends), rule.stops)


def _in_own_words(instead: str, match: re.Match[str], text: str) -> str:
    r"""The replacement with `\1` and `\2` filled from the text as its author wrote it, capitals and all."""
    for group in range(1, (match.re.groups or 0) + 1):
        start, end = match.span(group)
        instead = instead.replace(f"\\{group}", text[start:end])
    return instead


def _beside(start: int, end: int, places: list[tuple[int, int]], ends: list[int]) -> bool:
    """Whether one of the places (in order, apart from each other) stands close by in the same sentence."""
    first = bisect_left(places, (start - WITHIN, 0))
    for other_start, other_end in places[first : first + 2 * WITHIN]:
        if other_start > end + WITHIN:
            return False
        apart = other_end <= start or other_start >= end
        if apart and bisect_right(ends, start) == bisect_right(ends, other_start):
            return True
    return False


def _sentence(start: int, end: int, ends: list[int], lowered: str) -> tuple[int, int]:
    """The whole sentence around a place, without the space before it."""
    before = bisect_right(ends, start)
    first = ends[before - 1] if before else 0
    after = bisect_left(ends, end)
    last = ends[after] if after < len(ends) else len(lowered)
    while first < start and lowered[first].isspace():
        first += 1
    while last > end and lowered[last - 1].isspace():
        last -= 1
    return first, last


def _cased(instead: str, text: str, start: int, ends: list[int]) -> str:
    """The replacement with a capital where a sentence begins."""
    before = bisect_right(ends, start)
    first = ends[before - 1] if before else 0
    return instead[:1].upper() + instead[1:] if not text[first:start].strip() else instead
