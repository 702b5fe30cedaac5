"""Finds an anonymous author's own name and company, in the ways people write them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.admission import domain_of, is_free_mail
from bot.guard.finding import Author, Finding
from bot.guard.first_names import spaced
from bot.guard.names import PARTICLES, TITLES, Word, words

WHY_NAME = "This is your own name; you are writing anonymously."
WHY_COMPANY = "This is your own company; you are writing anonymously."

LEGAL_FORMS = spaced(
    """
    inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag kg kgaa ohg se sa sas sarl
    srl spa nv bv ab as oy oyj aps pty pte sl slu lda ltda kk group gruppe groupe holding holdings the and und
    et mbh ev
    """
)
# A first word that many companies share tells nobody apart.
GENERIC = spaced(
    """
    global general national international united american european first new north south east west northern
    southern eastern western central royal standard universal allied advanced digital smart green blue red city
    state federal public bank insurance health energy power data cloud network systems services solutions
    technologies technology software consulting partners capital industries manufacturing logistics foods media
    university hospital great best big open pure
    """
)
# Names that are also everyday words count only inside a sentence, with a capital.
EVERYDAY = spaced(
    """
    will may mark grant bill rich frank grace hope joy art chase dean max page chip young king long white black
    brown green stone rice price best bell cook hunter fisher baker wood hill field rose summer short small
    strong sharp love day case cross banks park parks snow winter power target shell apple orange visa gap
    sprint amazon bell april june august drew pat sue rob guy ray jack miles skip sky faith dawn rock reed ford
    marsh lake rivers west north bush chance major noble wise swift moody bright moss dale glen hart pope bishop
    knight abbott usher mann
    """
)
_PLAIN: dict[int, str] = {ord(a): b for a, b in zip("øłæœđ", ("o", "l", "ae", "oe", "d"), strict=True)}
_GERMAN: dict[int, str] = {ord(a): b for a, b in zip("äöüøå", ("ae", "oe", "ue", "oe", "aa"), strict=True)}


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """A word in lower case, letters only, without accents: "Müller-Łoś" → "mullerlos"."""
    flat = word.casefold().translate(_PLAIN)
    return "".join(c for c in unicodedata.normalize("NFKD", flat) if c.isalpha())


def spellings(word: str) -> frozenset[str]:
    """The folded forms of a word, with and without the German way of writing umlauts out ("Mueller")."""
    return frozenset((fold(word), fold(word.casefold().translate(_GERMAN))))


def own_findings(text: str, author: Author) -> Iterator[Finding]:
    """The author's name and company in the (even) text."""
    all_words = words(text)
    yield from _own_names(text, all_words, author)
    yield from _own_companies(text, all_words, author)


@dataclass(frozen=True)
class _OwnName:
    """Folded forms: given name, surname, every single part (also halves of double names), and names run together."""

    given: frozenset[str]
    surname: frozenset[str]
    parts: frozenset[str]
    joined: frozenset[str]

    @property
    def initials(self) -> frozenset[str]:
        return frozenset(g[:1] for g in self.given)


def _own_name(author: Author) -> _OwnName | None:
    parts = [p for p in author.name.replace(",", " ").split() if fold(p) and fold(p) not in TITLES]
    if not parts:
        return None
    given, surname = spellings(parts[0]), spellings(parts[-1])
    halves: set[str] = set()
    for half in (h for p in parts for h in p.split("-") if len(h) > 2):
        halves |= spellings(half)
    pairs = [(g, s) for g in given for s in surname]
    joined = {form for g, s in pairs for form in (g + s, s + g, g[:1] + s, s + g[:1])}
    return _OwnName(given, surname, given | surname | halves, frozenset(joined) - given - surname - halves)


def _own_names(text: str, all_words: list[Word], author: Author) -> Iterator[Finding]:
    own = _own_name(author)
    i = 0
    while own and i < len(all_words):
        word = all_words[i]
        last = _full_name(all_words, i, own)
        if last is None and (_alone(text, word, own.parts) or fold(word.text) in own.joined):
            last = i
        if last is not None:
            start, end = word.start, all_words[last].end
            yield Finding("own-name", start, end, text[start:end], WHY_NAME, "(name left out)", stops=True)
        i = (i if last is None else last) + 1


def _full_name(all_words: list[Word], i: int, own: _OwnName) -> int | None:
    """Where given name (or its initial) and surname stand together in any order, in any case."""
    first = fold(all_words[i].text)
    if own.given == own.surname or first not in own.given | own.initials | own.surname:
        return None
    wanted = own.given | own.initials if first in own.surname else own.surname
    for j in range(i + 1, min(i + 4, len(all_words))):
        word = all_words[j]
        if fold(word.text) in wanted:
            return j
        if len(word.text) > 2 and not word.capital and word.low not in PARTICLES:
            return None
    return None


def _alone(text: str, word: Word, names: frozenset[str]) -> bool:
    """A single name counts with a capital first; if it is an everyday word, only inside a sentence."""
    if len(word.text) < 2 or not word.text[0].isupper() or fold(word.text) not in names:
        return False
    before = text[max(0, word.start - 3) : word.start].rstrip()
    return word.low not in EVERYDAY or (bool(before) and before[-1] not in ".!?:")


@dataclass(frozen=True)
class _Firm:
    """Folded forms: the name's words without legal forms, the name in one word (and the mail domain), initials."""

    parts: tuple[frozenset[str], ...]
    whole: frozenset[str]
    initials: str

    @property
    def telling(self) -> frozenset[str]:
        """The single words that give the company away."""
        lone = len(self.parts) == 1 or not any(part & GENERIC for part in self.parts[:1])
        return self.whole.union(*self.parts[:1]) if lone else self.whole


def _firm(author: Author) -> _Firm:
    company = re.sub(r"(?<=\b\w)\.", "", author.company)  # "S.A." is one word here.
    parts = tuple(form for form in (spellings(w.text) for w in words(company)) if not form & LEGAL_FORMS)
    whole = {"".join(min(p) for p in parts), "".join(max(p) for p in parts), _mail_label(author.email)} - {""}
    return _Firm(parts, frozenset(whole), "".join(min(p)[:1] for p in parts).upper())


def _own_companies(text: str, all_words: list[Word], author: Author) -> Iterator[Finding]:
    firm = _firm(author)
    i = 0
    while i < len(all_words):
        length, sure = _company_at(text, all_words, i, firm)
        if length:
            start, end = all_words[i].start, all_words[i + length - 1].end
            yield Finding("own-company", start, end, text[start:end], WHY_COMPANY, "our company", stops=sure)
        i += max(length, 1)
    yield from _written_with_digits(text, author)


def _company_at(text: str, all_words: list[Word], i: int, firm: _Firm) -> tuple[int, bool]:
    """How many words from i on name the company (0: none), and whether that is sure."""
    here = all_words[i : i + len(firm.parts)]
    complete = len(here) == len(firm.parts) > 1
    if complete and all(fold(word.text) in form for word, form in zip(here, firm.parts, strict=True)):
        return len(here), True
    word = all_words[i]
    if _alone(text, word, firm.telling):
        return 1, True
    lower_case = len(word.text) > 3 and fold(word.text) in firm.whole - EVERYDAY
    return (1, False) if lower_case or (len(firm.initials) > 2 and word.text == firm.initials) else (0, False)


def _written_with_digits(text: str, author: Author) -> Iterator[Finding]:
    """A name such as "7Seas" or "4M" is no word of letters, so it is looked for as it is written."""
    name = " ".join(part for part in author.company.split() if fold(part) not in LEGAL_FORMS)
    if any(c.isdigit() for c in name):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            yield Finding("own-company", *match.span(), match.group(), WHY_COMPANY, "our company", stops=True)


def _mail_label(email: str) -> str:
    """The name in the address's domain ("firm" of jo@mail.firm.co.uk), unless anybody can have one there."""
    labels = email.lower().rpartition("@")[2].split(".")[:-1]
    while len(labels) > 1 and len(labels[-1]) <= 3:
        labels.pop()
    label = fold(labels[-1]) if labels else ""
    return "" if is_free_mail(domain_of(email)) or len(label) < 4 else label
