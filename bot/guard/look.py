"""The writing guard's one question: what in this text must be changed, or confirmed, before others read it?"""

from dataclasses import replace

from bot.guard.contacts import contact_findings
from bot.guard.finding import Author, Finding, Known, even, without_overlaps
from bot.guard.match import rule_findings
from bot.guard.names import person_findings
from bot.guard.own import own_findings

# Nothing that people write in a form is longer; it bounds what a hostile text can cost.
LONGEST = 20_000


def inspect(text: str, *, author: Author | None, anonymous: bool, known: Known) -> tuple[Finding, ...]:
    """Findings in the order of the text, none overlapping; the author's own traces only when they write anonymously."""
    if len(text) > LONGEST:
        return (_too_long(text),)
    plain = even(text)
    lowered = plain.lower()
    # The author's own traces come first: of two findings for the same words the first is kept.
    found: list[Finding] = []
    if anonymous and author:
        found += [*contact_findings(plain, lowered, author), *own_findings(plain, author)]
    found += [*rule_findings(text, lowered), *person_findings(plain, known)]
    return tuple(replace(f, words=text[f.start : f.end]) for f in without_overlaps(found))


def _too_long(text: str) -> Finding:
    """The part past the limit. It stays as it is in the rewording: nothing written is ever lost."""
    rest = text[LONGEST:]
    why = f"This is longer than {LONGEST:,} characters; please shorten it."
    return Finding("length", LONGEST, len(text), rest, why, rest, stops=True)
