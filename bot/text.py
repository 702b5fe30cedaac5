"""Cleaning of whatever people type, before anything else sees it."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

# Control characters but newline and tab, bidirectional overrides, zero-width signs, lone surrogates: they hide or
# reorder words, and some databases refuse them. The joiners inside emoji and Indic scripts (U+200C, U+200D) stay.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_GUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12,13}")
_GAPS = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Readable text in normal form C with plain line ends and no more than one empty line in a row."""
    if text.isascii() and text.isprintable():
        return text.strip()  # Ids, words and plain lines: there is nothing else to do.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _GAPS.sub("\n\n", unicodedata.normalize("NFC", _HIDDEN.sub("", text))).strip()


def identity(text: str) -> str:
    """A platform's id as we keep it: GUIDs come in either case and mean the same."""
    return text.lower() if _GUID.fullmatch(text) else text


def shorten(text: str, length: int) -> str:
    """At most ``length`` characters, cut at a word with "…"."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rsplit(None, 1)[0] if " " in cut[length // 2 :] else cut).rstrip() + "…"


def mark(text: str) -> str:
    """A short hash that tells whether what is sent is what was shown."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def listed(items: Sequence[str], last: str) -> str:
    """ "a, b or c"; ``last`` is the word before the last one."""
    *before, end = items
    return f"{', '.join(before)} {last} {end}" if before else end


def count(number: int, one: str, many: str = "") -> str:
    """ "1 peer", "3 peers"."""
    return f"{number} {one if number == 1 else many or one + 's'}"
