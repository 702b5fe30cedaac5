"""Members' words on their way into a card: cleaned, cut, and never read as markup by a client."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from bot.views import Bold, Link, Span, Spans

_BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# Control characters, bidi overrides, zero-width signs and halves of surrogate pairs. The joiners U+200C and U+200D
# stay: Persian words and many emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)
# Clients evaluate {{DATE(…)}} and {{TIME(…)}}, and <at> is how a mention begins.
_TRICKS = re.compile(r"\{(?=\{)|<(?=/?at\b)", re.IGNORECASE)
_MARKS = re.compile(r"[\\`*_\[\]<~]|&(?=#?\w{1,40};)")
_LINE_MARKS = re.compile(r"^([#>]|[-+](?=\s|$)|=(?==)|\d{1,9}(?=[.)](?:\s|$)))")


def clean(text: str) -> str:
    """NFC without what cannot be seen and without what a client would evaluate; line breaks stay."""
    if _is_clean(text):
        return text
    seen = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    return _TRICKS.sub(r"\g<0> ", unicodedata.normalize("NFC", seen))


def _is_clean(text: str) -> bool:
    """Whether it can stay as it is: no control, format or half character is printable."""
    harmless = text.isprintable() and "<" not in text and "{{" not in text
    return harmless and (text.isascii() or unicodedata.is_normalized("NFC", text))


def line(text: str, limit: int) -> str:
    """The text cleaned, on one line of at most ``limit`` characters."""
    return cut(" ".join(clean(text[: limit * 8]).split()), limit)


def cut(text: str, limit: int) -> str:
    """The text, or its beginning and "…" where it is longer than ``limit``."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def markdown(text: str, limit: int) -> str:
    """One line that a TextBlock or FactSet shows as typed: what Markdown would read is escaped."""
    escaped = _MARKS.sub(r"\\\g<0>", line(text, limit))
    return _LINE_MARKS.sub(_escape_line_mark, escaped)


def _escape_line_mark(found: re.Match[str]) -> str:
    # A number is escaped after its digits ("1\. "): a backslash before a digit would be shown.
    mark = found.group()
    return mark + "\\" if mark.isdigit() else "\\" + mark


def plain(spans: Spans) -> str:
    """The words of the spans without their formatting."""
    return "".join(map(_words, spans))


def span_lines(spans: Spans, limit: int, lines: int) -> list[list[Span]]:
    """Cleaned spans, split at line breaks, cut to ``limit`` characters and ``lines`` lines; empty edges are dropped."""
    if len(spans) == 1 and _is_one_line(_words(spans[0]), limit):
        return [[spans[0]]]
    if _is_one_line("".join(map(_words, spans)), limit):
        return [[span for span in spans if _words(span)]]
    cleaned = [_cleaned(span) for span in spans]
    rows: list[list[Span]] = [[]]
    for span in _cut_spans(cleaned, limit):
        first, *rest = _words(span).split("\n")
        rows[-1].append(_with_words(span, first))
        rows.extend([_with_words(span, part)] for part in rest)
    kept = [[span for span in row if _words(span)] for row in rows]
    return _cut_rows(_without_empty_edges(kept), lines)


def _is_one_line(text: str, limit: int) -> bool:
    """Whether it is one short line as it stands, as nearly every text is: nothing to clean, to cut or to take apart."""
    return len(text) <= limit and text.strip() != "" and _is_clean(text)


def _words(span: Span) -> str:
    return span if isinstance(span, str) else span.text


def _cleaned(span: Span) -> Span:
    words = _words(span)
    cleaned = clean(words)
    return span if cleaned is words else _with_words(span, cleaned)


def _cut_spans(spans: Iterable[Span], limit: int) -> Iterator[Span]:
    left = limit
    for span in spans:
        words = _words(span)
        if len(words) > left:
            yield _with_words(span, cut(words, max(left, 1)))
            return
        left -= len(words)
        yield span


def _with_words(span: Span, text: str) -> Span:
    match span:
        case Bold():
            return Bold(text)
        case Link(url=url):
            return Link(text, url)
        case _:
            return text


def _without_empty_edges(rows: list[list[Span]]) -> list[list[Span]]:
    filled = [at for at, row in enumerate(rows) if any(_words(span).strip() for span in row)]
    return rows[filled[0] : filled[-1] + 1] if filled else []


def _cut_rows(rows: list[list[Span]], lines: int) -> list[list[Span]]:
    return rows if len(rows) <= lines else [*rows[: lines - 1], ["…"]]
