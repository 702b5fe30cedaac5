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
    known: dict[str, list[tuple[int, int]]] = {}
    for rule in RULES:
        for phrase in rule.phrases:
            yield from _phrase_findings(rule, phrase, text, lowered, ends, known)


def _phrase_findings(
    rule: Rule, phrase: Phrase, text: str, lowered: str, ends: list[int], known: dict[str, list[tuple[int, int]]]
) -> Iterator[Finding]:
    """What stands beside a place is looked for only once the place is found, which in most texts it is not."""
    if phrase.needs and not _places(phrase.needs, lowered, known):
        return
    done = 0
    for match in pattern(phrase.find).finditer(lowered):
        start, end = match.span()
        if start < done or (phrase.near and not _beside(start, end, _places(phrase.near, lowered, known), ends)):
            continue
        if phrase.unless and _beside(start, end, _places(phrase.unless, lowered, known), ends):
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


def _places(source: str, lowered: str, known: dict[str, list[tuple[int, int]]]) -> list[tuple[int, int]]:
    if source not in known:
        known[source] = [m.span() for m in pattern(source).finditer(lowered)]
    return known[source]


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
