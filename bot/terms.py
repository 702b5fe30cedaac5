"""Texts as terms: what the index of words keeps, and what a search looks for. One reading for both."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache
from math import log

from snowballstemmer.english_stemmer import EnglishStemmer

from bot.skeleton import ascii_of

STOP = frozenset(
    """
    a about after again all also am an and any are as at be because been before being but by can could did do does
    doing for from had has have having he her here his how i if in into is it its just me more most my no nor not of
    off on once only or other our out over own same she should so some such than that the their them then there these
    they this those to too under until up us very was we were what when where which while who whom why will with would
    you your
    der die das den dem des ein eine einen einer und oder ist sind war nicht mit von zu zum zur im auf fur bei wie
    le la les un une de du et ou est pas avec pour dans que qui sur
    el los las y o es con por para una del al en se lo
    """.split()  # noqa: SIM905  # a list literal would take 100 lines
)
"""Words that stand in any text; those of German, French and Spanish without accents."""
NONE: frozenset[str] = frozenset()
LONGEST = 40
"""Letters of a term; what is longer is an address or a mistake."""

K1, B, USUAL = 1.2, 0.75, 45
"""BM25's usual constants, and the terms of a usual text: fixed, so that one text's weights never depend on others."""
EXACT = 1000
"""Weights and rarities are whole thousandths: sums are then the same to the last digit on both databases."""

_TOKEN = re.compile(r"[^\W_]+(?:[-/+.&'’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_PIECE = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[^\W\d_]{1,2}\d+|[^\W\d_]+|\d+")
"""Letters or digits in a row, where one or two letters before a number belong to it: "s4hana" → "s4", "hana"."""


def terms_of(text: str, without: frozenset[str] = STOP) -> list[str]:
    """The terms of a text in its order, as often as they stand there."""
    return [term for token in _TOKEN.findall(text) for term in _forms(token, without)]


def weights_of(text: str) -> dict[str, int]:
    """Each term with its part of BM25 in thousandths, all but the rarity."""
    times = Counter(terms_of(text))
    length = K1 * (1 - B + B * sum(times.values()) / USUAL)
    return {term: round(EXACT * n * (K1 + 1) / (n + length)) for term, n in times.items()}


def rarity(texts: int, among: int) -> int:
    """BM25's idf in thousandths: ln(1 + (N − n + 0.5) / (n + 0.5)), of a term in ``texts`` of ``among`` texts."""
    return max(1, round(EXACT * log(1 + (max(among, texts) - texts + 0.5) / (texts + 0.5))))


def marks(text: str, wanted: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where words of the text stand that one of these terms found: (start, end)."""
    for token in _TOKEN.finditer(text):
        if any(term in wanted for term in _forms(token[0], NONE)):
            yield token.span()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Snowball's English stem. It leaves equal words of other languages equal, and that is all they need here."""
    if word[-1:].isdigit():
        return word  # a number has no ending, and files are full of them
    # A stemmer of its own for each word that is new: one is not safe for two threads, and costs nothing to make.
    return str(EnglishStemmer().stemWord(word))


@lru_cache(maxsize=100_000)
def _forms(token: str, without: frozenset[str]) -> tuple[str, ...]:
    """A word's terms: "S/4HANA" is found by "s4hana", "S/4" and "hana", "go-live" by "golive" and "live"."""
    plain = ascii_of(_POSSESSIVE.sub("", token).casefold())
    if plain.isalpha():
        return () if plain in without or not 1 < len(plain) <= LONGEST else (stem(plain),)
    pieces = _PIECE.findall(plain)
    runs = [run for piece in ("".join(pieces), *pieces) for run in (piece, *_RUN.findall(piece))]
    kept = (run for run in runs if 1 < len(run) <= LONGEST and run not in without)
    return tuple(dict.fromkeys(stem(run) for run in kept))
