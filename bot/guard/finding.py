"""What the writing guard finds and how it offers to reword it. Nothing here loses a word of the author's text."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

# Typographic forms that mean the same to a rule. One sign for one sign, so that places in the text stay the same.
_SAME_SIGN: dict[int, str] = {
    **{0xFF01 + i: chr(0x21 + i) for i in range(94)},
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u3000\t"), " "),
    **dict.fromkeys(map(ord, "‘’ʼ´`"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    ord("İ"): "I",  # The only letter whose lower case is two signs long.
}


@dataclass(frozen=True)
class Author:
    """Who writes, so that an anonymous text can be checked for their own traces."""

    name: str
    company: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class Known:
    """Names that are no persons although they may look like it: vendors and products."""

    vendors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """One place (`start` to `end` in code points) where a rule applies, and what to write `instead`.

    `stops` means that the text must be changed; otherwise its author may confirm it as it is.
    """

    rule: str
    start: int
    end: int
    words: str
    why: str
    instead: str
    stops: bool

    @property
    def said(self) -> str:
        """In a line, beside the field that it stands in."""
        return f"“{self.words}”: {self.why}"


def even(text: str) -> str:
    """The text with look-alike signs made even, at the same length."""
    return text.translate(_SAME_SIGN)


def without_overlaps(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of the text. Overlapping ones of one rule become one; else what stops wins, then the longer."""
    kept: list[Finding] = []
    for new in sorted(findings, key=lambda f: (f.start, not f.stops, f.start - f.end)):
        if not kept or new.start >= kept[-1].end:
            kept.append(new)
        elif new.rule == kept[-1].rule:
            kept[-1] = _joined(kept[-1], new)
        elif (new.stops, new.end - new.start) > (kept[-1].stops, kept[-1].end - kept[-1].start):
            kept[-1] = new
    return tuple(kept)


def reword(text: str, findings: Iterable[Finding]) -> str:
    """The whole text with every finding replaced by its proposed words, to show beside the author's own."""
    parts, place = [], 0
    for finding in without_overlaps(findings):
        parts += [text[place : finding.start], finding.instead]
        place = finding.end
    return "".join([*parts, text[place:]]).strip()


def _joined(left: Finding, right: Finding) -> Finding:
    words = left.words + right.words[max(0, left.end - right.start) :]
    return replace(left, end=max(left.end, right.end), words=words, stops=left.stops or right.stops)
