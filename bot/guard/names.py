"""Finds persons in a text: after a title, after a role, and by given names, unless the words name a vendor."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.guard.finding import Finding, Known
from bot.guard.first_names import AMBIGUOUS, CLEAR, spaced

RULE = "person"
WHY = "Persons are not named here: write about the company, or about the role."

TITLES = spaced(
    "mr mrs ms miss mx dr prof professor sir herr frau mme madame monsieur señor señora sr sra signor signora"
)
ROLES = spaced(
    """
    rep representative manager director contact consultant salesperson salesman saleswoman seller engineer
    architect ceo cto cfo coo cio vp founder president chairman owner lead head boss partner executive exec named
    called
    """
)
# Two capitalised words after one of these are most likely a person's name, whatever the language: "speak with …".
TALKING = spaced(
    """
    ask speak spoke talk talked call called contact met meet meeting thank thanks avoid trust dealt deal worked reach
    blame praise credit owe email phone cc beware escalate escalated steer sue hire hired distrust ring write
    """
)
LINKS = spaced("to with for of clear")
PARTICLES = spaced("van von der den de da do dos del della di bin al el la le ter ten zu und")
# Vendors, products and firms whose names look like a person's, whatever the catalogue holds.
NOT_PERSONS = spaced(
    """
    sage oracle dell marketo jack~henry morgan~stanley grant~thornton ernst~young arthur~d~little charles~schwab
    charles~river jenkins watson einstein claude alexa cortana siri julia workday~adaptive crystal~reports
    john~deere johnson~controls harvey~nash robert~half robert~bosch carl~zeiss michael~page rolls~royce
    thomson~reuters frost~sullivan mark~logic roland~berger oliver~wyman hugo~boss lockheed~martin aston~martin
    philip~morris eli~lilly john~lewis
    """
)
# "San Antonio" and "St. Helena" are places.
PLACE_STARTS = spaced("san santa são sao saint st port fort los")
LONGEST_NAME = 5

_PRONOUN = re.compile(r",? (?:who|he|she)\b| took over (?:the account|our|as|from)\b")
_OWN_TEAM = re.compile(r" (?:and|with) (?:his|her) (?:team|people|colleagues|crew)\b")
_WORD = re.compile(r"[^\W\d_][\w'-]{0,60}")


class Word(NamedTuple):
    """A word as written, in lower case without a possessive, and its place."""

    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it is written like a name: a capital first, and not an abbreviation in capitals."""
        return self.text[0].isupper() and (len(self.text) == 1 or not self.text.isupper())


def words(text: str) -> list[Word]:
    """The words of a text; the possessive "'s" is left out of the word."""
    found = []
    for match in _WORD.finditer(text):
        written = match.group().rstrip("-'")
        written = written[:-2] if written.endswith("'s") else written
        found.append(Word(written, written.lower(), match.start(), match.start() + len(written)))
    return found


def person_findings(text: str, known: Known) -> Iterator[Finding]:
    """Persons named in the (even) text. A title or role, or a full name stops; a given name alone asks."""
    all_words = words(text)
    vendors = _vendor_words(all_words, known)
    i = 0
    while i < len(all_words):
        last = _name_from(text, all_words, i, vendors)
        if last is None:
            i += 1
            continue
        yield _finding(text, all_words, i, last)
        i = last + 1


def _name_from(text: str, all_words: list[Word], i: int, vendors: set[int]) -> int | None:
    """The last word of the person's name that begins at word i, or None."""
    word = all_words[i]
    if not word.capital or i in vendors or (i and all_words[i - 1].low in PLACE_STARTS):
        return None
    last = _surname_end(text, all_words, i, vendors)
    if _titled(text, all_words, i):
        return last
    if word.low in TITLES:
        return None
    if word.low.split("-")[0] in CLEAR:
        return last
    if word.low in AMBIGUOUS:
        plain = _starts_sentence(text, word) and not _after_role(text, all_words, i)
        return last if (last > i and not plain) or _after_role(text, all_words, i) else None
    if _OWN_TEAM.match(text, all_words[last].end):
        return last
    if last == i or _starts_sentence(text, word):
        return None
    by_role = _after_role(text, all_words, i) or _is_role(all_words, i)
    return last if by_role or _talked_to(all_words, i) or _told_apart(text, all_words[last]) else None


def _surname_end(text: str, all_words: list[Word], i: int, vendors: set[int]) -> int:
    """Where a name that begins at word i ends: up to two more capitalised words, with "van", "al-" between them."""
    last = j = i
    for _ in range(4):
        j += 1
        if j >= len(all_words) or j in vendors or not _joined(text, all_words[j - 1], all_words[j]):
            break
        if all_words[j].capital:
            last = j
        elif all_words[j].low not in PARTICLES:
            break
        if last - i >= 3:
            break
    return last


def _joined(text: str, left: Word, right: Word) -> bool:
    between = text[left.end : right.start]
    return between == " " or (between == ". " and len(left.text) == 1)


def _titled(text: str, all_words: list[Word], i: int) -> bool:
    t = _title_before(all_words, i)
    if t is None or all_words[i].low in TITLES:
        return False
    return text[all_words[t].end : all_words[t + 1].start] in (" ", ". ")


def _title_before(all_words: list[Word], i: int) -> int | None:
    """The title before a name, over the "van den" between them."""
    t = i - 1
    while t >= 0 and i - t <= 3 and all_words[t].text in PARTICLES:
        t -= 1
    return t if t >= 0 and all_words[t].low in TITLES and all_words[t].text[0].isupper() else None


def _after_role(text: str, all_words: list[Word], i: int) -> bool:
    if i == 0 or text[all_words[i - 1].end : all_words[i].start] not in (" ", ", "):
        return False
    back = all_words[max(0, i - 3) : i]
    return back[-1].low in ROLES or [w.low for w in back[-2:]] == ["a", "certain"]


def _is_role(all_words: list[Word], i: int) -> bool:
    """Whether it reads "our contact was FIRST LAST"."""
    return i > 1 and all_words[i - 1].low in ("is", "was") and all_words[i - 2].low in ROLES


def _talked_to(all_words: list[Word], i: int) -> bool:
    back = i - 2 if i > 1 and all_words[i - 1].low in LINKS else i - 1
    return back >= 0 and all_words[back].low in TALKING


def _told_apart(text: str, last: Word) -> bool:
    """Whether "he" or "she" follows: "FIRST LAST, she runs the programme"."""
    return bool(_PRONOUN.match(text, last.end))


def _starts_sentence(text: str, word: Word) -> bool:
    before = text[max(0, word.start - 3) : word.start].rstrip()
    return not before or before[-1] in ".!?:\n"


def _vendor_words(all_words: list[Word], known: Known) -> set[int]:
    """Which words belong to a vendor's or product's name (or to its first words, from two on)."""
    names = _vendor_names(known.vendors)
    found: set[int] = set()
    for i, word in enumerate(all_words):
        if not word.text[0].isupper():
            continue
        for length in range(LONGEST_NAME, 0, -1):
            if "~".join(w.low for w in all_words[i : i + length]) in names:
                found.update(range(i, min(i + length, len(all_words))))
                break
    return found


@lru_cache(maxsize=64)
def _vendor_names(vendors: frozenset[str]) -> set[str]:
    names = set(NOT_PERSONS)
    for vendor in vendors:
        parts = [w.low for w in words(vendor)]
        names.add("~".join(parts))
        names.update("~".join(parts[:n]) for n in range(2, len(parts)))
    return names


def _finding(text: str, all_words: list[Word], first: int, last: int) -> Finding:
    given = all_words[first].low.split("-")[0] in CLEAR | AMBIGUOUS
    sure = (given and last > first) or _titled(text, all_words, first) or _after_role(text, all_words, first)
    if _titled(text, all_words, first):
        first = _title_before(all_words, first) or 0
        while first > 0 and all_words[first - 1].low in TITLES:
            first -= 1
    start, end, instead = _rewording(text, all_words, first, last)
    return Finding(RULE, start, end, text[start:end], WHY, instead, sure)


def _rewording(text: str, all_words: list[Word], first: int, last: int) -> tuple[int, int, str]:
    """After a role ("our rep …", ", a rep named …") the name is left out; elsewhere "our contact" takes its place."""
    start, end = all_words[first].start, all_words[last].end
    if not _after_role(text, all_words, first):
        return start, end, "Our contact" if _starts_sentence(text, all_words[first]) else "our contact"
    before = all_words[first - 1]
    if before.low == "certain":
        return start, end, "person"
    if before.low in ("named", "called") and first > 1:
        return all_words[first - 2].end, end, ""
    # "The account manager, NAME, kept pushing": both commas go with the name.
    closing_comma = text[before.end : before.end + 1] == "," and text[end : end + 1] == ","
    return before.end, end + closing_comma, ""
