"""Block Kit's pieces as plain dicts; no member's word gets past these functions as anything but a literal.

The SDK's own models are not used: they drop blocks that they do not know.
"""

from typing import Any, TypeAlias

from adapters.slack import limits
from adapters.slack.text import clean, cut, escape, fit, is_plain, means_nothing, one_line, plain, safe_url, size, words
from bot.views import Bold, Link, Span, Spans

Json: TypeAlias = dict[str, Any]


def literal(text: str, limit: int, empty: str = "–") -> Json:
    """Text of several lines, shown as it stands."""
    return {"type": "plain_text", "text": fit(text, limit, empty), "emoji": False}


def label(text: str, limit: int, empty: str = "–") -> Json:
    """One line, shown as it stands."""
    return {"type": "plain_text", "text": one_line(text, limit, empty), "emoji": False}


def header(text: str) -> Json:
    """A large title."""
    return {"type": "header", "text": label(text, limits.HEADER)}


def context(elements: list[Json]) -> Json:
    """A small muted line."""
    return {"type": "context", "elements": elements}


def small(text: str) -> Json:
    """A small muted line of plain words."""
    return context([literal(text, limits.CONTEXT_TEXT)])


def rich(*elements: Json) -> Json:
    """A rich text block: its text elements are literal, only ``style`` and ``link`` format."""
    return {"type": "rich_text", "elements": list(elements)}


def rich_line(spans: Spans, limit: int, kind: str = "rich_text_section") -> Json:
    """One paragraph, quote or list item of rich text."""
    elements: list[Json] = []
    left = limit
    for span in spans:
        text = cut(clean(words(span)), left) if left > 1 else ""
        if text:
            left -= size(text)
            elements.append(_rich_span(span, text))
    return {"type": kind, "elements": elements or [{"type": "text", "text": "–"}]}


def _rich_span(span: Span, text: str) -> Json:
    match span:
        case Bold():
            return {"type": "text", "text": text, "style": {"bold": True}}
        case Link(url=url) if safe_url(url):
            return {"type": "link", "url": url, "text": text}
    return {"type": "text", "text": text}


def paragraph(spans: Spans) -> Json:
    """Running text."""
    if is_plain(spans):
        return {"type": "section", "text": literal(plain(spans), limits.SECTION)}
    return rich(rich_line(spans, limits.RICH_TEXT))


def quiet(spans: Spans) -> Json:
    """Small text; it has links but no bold, since bold would need markup around words that are not ours."""
    if not any(isinstance(span, Link) for span in spans):
        return small(plain(spans))
    elements: list[Json] = []
    for span in spans:
        _add_quiet(elements, span)
    return context(elements[: limits.CONTEXT_ELEMENTS] or [literal("", limits.CONTEXT_TEXT)])


def _add_quiet(elements: list[Json], span: Span) -> None:
    text = one_line(words(span), limits.CONTEXT_TEXT, "")
    if not text:
        return
    if isinstance(span, Link) and safe_url(span.url) and (target := link(span)):
        elements.append(target)
    elif elements and elements[-1]["type"] == "plain_text":
        elements[-1] = literal(f"{elements[-1]['text']} {text}", limits.CONTEXT_TEXT)
    else:
        elements.append(literal(text, limits.CONTEXT_TEXT))


def link(span: Link) -> Json | None:
    """A link in mrkdwn, or None where its words could be read as markup."""
    text = one_line(span.text, 200, "")
    target = f"<{escape(span.url)}|{escape(text)}>"
    if not text or not means_nothing(text) or len(target) > limits.SECTION:
        return None
    return {"type": "mrkdwn", "text": target, "verbatim": True}
