"""Words made fit for Slack: cleaned, cut to a length, and escaped where Slack would read markup."""

import re
import unicodedata
from urllib.parse import urlsplit

from adapters.slack import limits
from bot.views import Bold, Link, Span, Spans

ELLIPSIS = "…"

# Controls but newline, soft hyphen, zero-width signs, directional overrides, surrogates, specials and tag characters.
_UNWANTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Marks that format, quotes, references, emoji names, addresses: what mrkdwn gives a meaning even where it is escaped.
_MARKUP = re.compile(r"[*_~`>|@#]|:[\w+'-]+:|://|www\.", re.IGNORECASE)


def clean(text: str) -> str:
    """The text without what a person cannot see: NFC, newlines as \\n, tabs as spaces."""
    if text.isascii() and text.isprintable():
        return text
    lines = _LINES.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", lines))


def size(text: str) -> int:
    """The length in UTF-16 units, which is never less than in code points."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """At most ``limit`` UTF-16 units; what was cut ends with an ellipsis."""
    if size(text) <= limit:
        return text
    kept = text[: limit - 1]
    while size(kept) > limit - 1:
        kept = kept[: -max(1, (size(kept) - limit + 1) // 2)]
    return kept.rstrip() + ELLIPSIS


def fit(text: str, limit: int, empty: str = "–") -> str:
    """Cleaned and cut; ``empty`` where nothing is left, since Slack refuses empty texts."""
    return cut(clean(text).strip("\n"), limit).strip() or empty


def one_line(text: str, limit: int, empty: str = "–") -> str:
    """Like fit, with every run of white space as one space."""
    return cut(" ".join(clean(text).split()), limit) or empty


def escape(text: str) -> str:
    """The three entities of mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped(text: str, limit: int) -> str:
    """One line, escaped, at most ``limit`` long after escaping and never cut inside an entity."""
    line = one_line(text, limit)
    while size(escape(line)) > limit:
        line = cut(line, size(line) - max(1, (size(escape(line)) - limit) // 5))
    return escape(line)


def means_nothing(text: str) -> bool:
    """True when mrkdwn, after escaping, has no reading of this text but the text itself."""
    return not _MARKUP.search(text)


def safe_url(url: str) -> str:
    """The address if a link may lead there: http or https, no sign that could end a link; else ""."""
    if len(url) > limits.URL or not re.fullmatch(r"https?://[!-;=?-{}~]+", url):
        return ""
    return url if urlsplit(url).hostname else ""


def words(span: Span) -> str:
    """The words of a span without its form."""
    return span if isinstance(span, str) else span.text


def plain(spans: Spans) -> str:
    """All words of a line, cleaned."""
    return clean("".join(words(span) for span in spans))


def is_plain(spans: Spans) -> bool:
    """True for a line without any form."""
    return not any(isinstance(span, Bold | Link) for span in spans)
