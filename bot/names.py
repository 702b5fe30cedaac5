"""Names of vendors as keys: two spellings of one name give the same key."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


LEGAL_FORMS = _listed(
    """
    ab ag aktiengesellschaft as aps bhd bv bvba co corp corporation company cv eg gmbh hf inc incorporated jsc kft
    kg kgaa kk limited limitada llc llp lp ltd ltda mbh nv ohg oy oyj pjsc plc pt pte pty pvt sa sarl se slu spa srl
    ug
    """
)
"""Dropped from the end of a name. "asa" and "sas" are names of products too, so only the soft key drops them."""

SOFT_WORDS = _listed(
    """
    technology technologies tech software softwares system systems solution solutions network networks networking
    lab labs laboratories platform platforms communication communications international global services service
    group holding holdings worldwide consulting enterprises industries asa sdn sas cloud security digital data
    online io ai hq app
    """
)
"""Words at the end of a name that people leave out or add, so that alone they tell no two vendors apart."""

GENERIC = SOFT_WORDS | _listed(
    """
    it the and of for to in on business management enterprise vendor cloud data network security digital group tool
    tools suite support help desk service desktop office server web mobile analytics integration storage backup
    email mail phone print printer team work project payroll finance crm erp hr api
    """
)
"""Words that stand in any question about information technology and so name nobody on their own."""

LONGEST_RUN = 4
SOFT_LETTERS = 4
"""A soft key is at least this long: what is left of shorter names tells too little."""

_ADDRESS = re.compile(r"(?:https?://)?(?:[\w.+-]+@)?((?:[a-z0-9-]+\.)+[a-z]{2,24})(/\S+)?(?![\w.-]*@)", re.IGNORECASE)
_SECOND_LEVELS = _listed(
    """
    ac co com edu gov gob go gv mil ne net or org
    """
)
_SHARED_HOSTS = _listed(
    """
    amazonaws.com azurewebsites.net blogspot.com github.com github.io gitlab.com gitlab.io herokuapp.com
    linkedin.com medium.com myshopify.com netlify.app notion.site substack.com vercel.app web.app wixsite.com
    wordpress.com
    """
)
"""Hosts that lend names under them to anybody."""


def words_of(text: str) -> list[str]:
    """Lower-case words without accents; ``&`` reads "and", dots inside abbreviations vanish ("S.A." → "sa")."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    plain = plain.replace("&", " and ")
    plain = re.sub(r"(?<=\w)['’](?=s\b)", "", plain)
    return re.findall(r"[^\W_]+", re.sub(r"(?<=\b\w)\.(?=\w\b|\s|$)", "", plain))


def key_of(name: str) -> str:
    """One key for all spellings: no spaces, no legal form at the end, no leading "the"."""
    return "".join(_core(_words_of_name(name)))


def soft_key_of(name: str) -> str:
    """The key without words such as "Technologies" at its end; "" where that leaves too little or changes nothing."""
    words = _core(_words_of_name(name))
    whole = len(words)
    while len(words) > 1 and (words[-1] in SOFT_WORDS or words[-1] in LEGAL_FORMS):
        words.pop()
    soft = "".join(words)
    return soft if len(words) < whole and len(soft) >= SOFT_LETTERS and soft not in GENERIC else ""


def tails_of(name: str) -> set[str]:
    """Keys from each later word on, for type-ahead: "Alto Networks" finds "Palo Alto Networks"."""
    words = _core(_words_of_name(name))
    return {"".join(words[start:]) for start in range(1, len(words))}


def grams_of(key: str) -> set[str]:
    """Every three letters in a row, with marks for both ends: a typo leaves most of them as they were."""
    marked = f"^{key}$"
    return {marked[i : i + 3] for i in range(len(marked) - 2)}


def runs_of_words(text: str) -> set[str]:
    """Keys of every run of one to four words: a vendor's name stands somewhere in a sentence."""
    words = words_of(text)
    return {
        "".join(words[start : start + length])
        for length in range(1, LONGEST_RUN + 1)
        for start in range(len(words) - length + 1)
    }


def domains_in(text: str) -> list[str]:
    """Registrable domains of what looks like an address, but those under hosts that anybody may use."""
    found = []
    for host, path in _ADDRESS.findall(text):
        domain = registrable(host)
        if domain not in _SHARED_HOSTS or (host.lower().removeprefix("www.") == domain and not path):
            found.append(domain)
    return found


def registrable(host: str) -> str:
    """The part of a host name that somebody registered: "www.okta.co.uk" → "okta.co.uk"."""
    labels = host.lower().strip(".").split(".")
    second_level = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS
    return ".".join(labels[-3:] if second_level else labels[-2:])


@lru_cache(maxsize=10_000)
def _words_of_name(name: str) -> tuple[str, ...]:
    """The same of a name, which is asked for its key, its soft key and its tails again and again."""
    return tuple(words_of(name))


def _core(words: Sequence[str]) -> list[str]:
    words = list(words)
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words = words[:-1]
    return words[1:] if len(words) > 1 and words[0] == "the" else words
