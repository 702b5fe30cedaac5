"""The elements of a card body. Running text is a RichTextBlock, whose runs no client reads as Markdown."""

import json
import marshal
from typing import TypeAlias

from adapters.teams import limits
from adapters.teams.text import line, markdown, plain, span_lines
from bot.views import Bar, Bars, Bold, Bullets, Fact, Quote, Span, Spans, Table

Json: TypeAlias = dict[str, object]
Drawn: TypeAlias = list[Json]


write = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
"""The JSON text as it is sent: unescaped, so that it weighs what was measured."""


def weigh(value: object) -> int:
    """UTF-16 bytes of the JSON text, which is how Teams measures a message."""
    text = write(value)
    return 2 * len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass"))


PLAINLY = 2
"""The form of marshal in which nothing refers to something before it."""


def is_light(value: object, room: int) -> bool:
    """Whether it surely weighs no more than ``room`` bytes, told in a third of the time that weighing takes.

    For each byte of this form, which spells everything out, JSON has seven characters at most: a control character's
    "\\u0001" or a "true" with comma and blank. Each is two bytes of UTF-16.
    """
    try:
        return 14 * len(marshal.dumps(value, PLAINLY)) <= room  # type: ignore[arg-type]
    except ValueError:  # A text that is more than a text, such as a StrEnum.
        return False


def wire(value: object) -> bytes:
    """The JSON text as bytes."""
    return write(value).encode("utf-8", "replace")


def heading(text: str, limit: int, size: str = "Medium") -> Drawn:
    """A heading, which screen readers name as one; none where the text is blank."""
    words = markdown(text, limit)
    block: Json = {"type": "TextBlock", "text": words, "size": size, "weight": "Bolder", "wrap": True}
    return [block | {"style": "heading"}] if words else []


def paragraph(words: Spans, limit: int = limits.PARAGRAPH, **style: object) -> Drawn:
    """Running text, one element a line; a blank line widens the gap to the next."""
    drawn: Drawn = []
    gap: Json = {}
    for row in span_lines(words, limit, limits.LINES):
        inlines = [_run(span, style) for span in row]
        if inlines:
            drawn.append({"type": "RichTextBlock", "inlines": inlines, **gap})
        gap = {"spacing": "Small"} if inlines else {"spacing": "Medium"}
    return drawn


def quiet(words: Spans, limit: int = limits.PARAGRAPH) -> Drawn:
    """Small and muted running text."""
    return paragraph(words, limit, size="Small", isSubtle=True)


def more(hidden: int) -> Drawn:
    """A last line that says how much is not shown; none where all is."""
    return quiet((f"{hidden} more not shown.",)) if hidden > 0 else []


def quote(block: Quote) -> Drawn:
    """A member's words on a tinted ground, and below whose they are."""
    items = paragraph((block.words,), limits.QUOTE) + quiet(block.by, limits.QUOTE_BY)
    return [{"type": "Container", "style": "emphasis", "items": items}] if items else []


def bullets(block: Bullets) -> Drawn:
    """A list, one element an entry."""
    rows = [paragraph(("•  ", *item), limits.BULLET) for item in block.items[: limits.BULLETS] if plain(item).strip()]
    return _tight([element for row in rows for element in row]) + more(len(block.items) - limits.BULLETS)


def facts(pairs: tuple[Fact, ...]) -> Drawn:
    """Labels and values in two columns."""
    shown = [_fact(pair.label, pair.value) for pair in pairs[: limits.FACTS]]
    drawn: Drawn = [{"type": "FactSet", "facts": shown}] if shown else []
    return drawn + more(len(pairs) - limits.FACTS)


def bars(block: Bars) -> Drawn:
    """One line a bar: its label, the bar, and the same fact in words."""
    rows = [_bar(bar) for bar in block.bars[: limits.BARS]]
    title = paragraph((Bold(block.title),), limits.HEADING)
    return title + _tight(rows) + more(len(block.bars) - limits.BARS)


def table(block: Table) -> Drawn:
    """A grid where a phone has room for it, else one list a row."""
    title = paragraph((Bold(block.title),), limits.HEADING)
    columns, rows = block.columns[: limits.COLUMNS], block.rows[: limits.ROWS]
    hidden = more(len(block.rows) - limits.ROWS) + more(len(block.columns) - limits.COLUMNS)
    if not columns or not rows:
        return title
    if len(columns) > limits.WIDE_COLUMNS:
        return title + [element for row in rows for element in _row_as_list(columns, row)] + hidden
    return [*title, _grid(columns, rows), *hidden]


def _run(span: Span, style: Json) -> Json:
    if isinstance(span, str):
        return {"type": "TextRun", "text": span, **style}
    drawn: Json = {"type": "TextRun", "text": span.text, **style}
    if isinstance(span, Bold):
        drawn["weight"] = "Bolder"
    elif is_web_address(span.url):
        drawn["selectAction"] = open_url(span.url)
    return drawn


def is_web_address(url: str) -> bool:
    """Whether a client may open it: http or https, of bounded length, without blanks or control characters."""
    return url.startswith(("https://", "http://")) and len(url) <= limits.URL and url.isprintable() and " " not in url


def open_url(url: str) -> Json:
    """The action that opens a web page."""
    return {"type": "Action.OpenUrl", "url": url}


def _fact(label: str, value: str) -> Json:
    return {"title": markdown(label, limits.FACT_LABEL), "value": markdown(value, limits.FACT_VALUE) or "–"}


def _bar(bar: Bar) -> Json:
    label = paragraph((line(bar.label, limits.BAR_LABEL),), size="Small")
    words = paragraph((line(bar.words, limits.BAR_LABEL),), size="Small")
    drawn = [_column(3, label), _column(4, [_stripe(bar.share)]), _column(4, words)]
    return _columns([column | {"verticalContentAlignment": "Center"} for column in drawn])


def _stripe(share: float) -> Json:
    # A share that is no number (0/0) is drawn as none.
    percent = round(100 * min(max(share, 0.0), 1.0)) if share == share else 0
    parts = [(percent, "accent"), (100 - percent, "emphasis")]
    columns: Drawn = [
        {"type": "Column", "width": width, "style": style, "minHeight": "12px", "spacing": "None", "items": []}
        for width, style in parts
        if width
    ]
    return _columns(columns)


def _grid(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Json:
    head = [_cell(name, bold=True) for name in columns]
    body = [[_cell(value or "–", bold=at == 0) for at, value in enumerate(_padded(row, columns))] for row in rows]
    return {
        "type": "Table",
        "columns": [{"width": 1} for _ in columns],
        "rows": [{"type": "TableRow", "cells": cells} for cells in (head, *body)],
        "firstRowAsHeader": True,
        "showGridLines": True,
    }


def _cell(text: str, *, bold: bool) -> Json:
    words = line(text, limits.CELL)
    return {"type": "TableCell", "items": paragraph((Bold(words) if bold else words,))}


def _row_as_list(columns: tuple[str, ...], row: tuple[str, ...]) -> Drawn:
    name, *values = _padded(row, columns)
    pairs = [_fact(label, value) for label, value in zip(columns[1:], values, strict=True)]
    return [*paragraph((Bold(line(name, limits.CELL)),)), {"type": "FactSet", "facts": pairs, "spacing": "Small"}]


def _padded(row: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, ...]:
    return (row + ("",) * len(columns))[: len(columns)]


def _columns(columns: Drawn) -> Json:
    return {"type": "ColumnSet", "columns": columns}


def _column(width: str | int, items: Drawn) -> Json:
    return {"type": "Column", "width": width, "items": items}


def _tight(rows: Drawn) -> Drawn:
    return [row | {"spacing": "Small"} for row in rows]
