"""Names of vendors as keys: two spellings of one name give the same key."""

import re
import unicodedata

LEGAL_FORMS = re.compile(
    "ab|ag|as|asa|bv|co|corp|corporation|company|gmbh|inc|incorporated|kg|kk|limited|llc|llp|ltd|nv|oy|oyj|plc|"
    "pty|pte|sa|sarl|sas|se|spa|srl"
)
LONGEST_RUN = 4


def words_of(text: str) -> list[str]:
    """Lower-case words without accents; ``&`` reads "and", dots inside abbreviations vanish ("S.A." → "sa")."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("&", " and ")
    return re.findall(r"[^\W_]+", re.sub(r"(?<=\b\w)\.(?=\w\b|\s|$)", "", plain))


def key_of(name: str) -> str:
    """One key for all spellings: no spaces, no legal form at the end, no leading "the"."""
    words = words_of(name)
    while len(words) > 1 and LEGAL_FORMS.fullmatch(words[-1]):
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    return "".join(words)


def tails_of(name: str) -> set[str]:
    """Keys from each later word on, for type-ahead: "Alto Networks" finds "Palo Alto Networks"."""
    words = words_of(name)
    return {"".join(words[start:]) for start in range(1, len(words))}


def runs_of_words(text: str) -> set[str]:
    """Keys of every run of one to four words: a vendor's name stands somewhere in a sentence."""
    words = words_of(text)
    return {
        "".join(words[start : start + length])
        for length in range(1, LONGEST_RUN + 1)
        for start in range(len(words) - length + 1)
    }
