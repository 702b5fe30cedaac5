"""The part of a text where the words stand that were looked for, and these words in bold."""

from collections.abc import Collection, Sequence

from bot.terms import marks
from bot.views import Bold, Span, Spans

LENGTH = 240
BEFORE = 60
"""Characters of the text before the first word found, so that it is read in its sentence."""


def excerpt(text: str, terms: Collection[str], length: int = LENGTH) -> Spans:
    """At most so many characters around the words found; a member's own words stay plain text between the bold."""
    plain = " ".join(text.split())
    places = list(marks(plain, terms))
    start, end = _window(plain, places, length)
    spans: list[Span] = ["…"] if start else []
    at = start
    for first, last in (place for place in places if start <= place[0] and place[1] <= end):
        spans += [plain[at:first], Bold(plain[first:last])]
        at = last
    spans.append(plain[at:end] + ("…" if end < len(plain) else ""))
    return tuple(span for span in spans if span)


def hits_in(text: str, terms: Collection[str]) -> int:
    """How many words of the text were looked for, each counted once."""
    return len({text[first:last].casefold() for first, last in marks(text, terms)})


def _window(plain: str, places: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    """Where most of the words stand together; cut between words."""
    if len(plain) <= length:
        return 0, len(plain)
    starts = [max(0, first - BEFORE) for first, _ in places] or [0]
    start = max(starts, key=lambda at: (sum(at <= first and last <= at + length for first, last in places), -at))
    if start:
        start = plain.find(" ", start) + 1
    end = min(len(plain), start + length)
    if end < len(plain):
        end = max(plain.rfind(" ", start, end), start + length // 2)
    return start, end
