"""Views as plain text for a terminal; buttons get numbers to type."""

import textwrap
from collections.abc import Iterator

from bot.views import (
    Bars,
    Block,
    Bold,
    Bullets,
    Button,
    Buttons,
    Card,
    Facts,
    Form,
    Heading,
    Link,
    OpenPage,
    Paragraph,
    Quote,
    Spans,
    Table,
)

WIDTH = 78
BAR = 20
"""Characters of a full bar."""


def card_text(card: Card, first_number: int = 1) -> str:
    """A card, its buttons numbered on from ``first_number`` in the order of ``buttons_of``."""
    numbers = iter(range(first_number, first_number + len(buttons_of(card))))
    lines = [card.title, "─" * min(len(card.title), WIDTH)]
    for block in card.blocks:
        lines += _block(block, numbers)
    return "\n".join(lines)


def buttons_of(card: Card) -> list[Button]:
    """What can be pressed, top down."""
    rows = [block for block in card.blocks if isinstance(block, Buttons)]
    return [button for row in rows for button in row.buttons if isinstance(button, Button)]


def form_head(form: Form) -> str:
    """What stands above the fields."""
    lines = [form.title, "─" * min(len(form.title), WIDTH)]
    for block in form.intro:
        lines += _block(block, iter(()))
    return "\n".join(lines)


def plain(spans: Spans) -> str:
    """Running text without weights; a link shows its address."""
    return "".join(_span(span) for span in spans)


def _span(span: str | Bold | Link) -> str:
    match span:
        case str():
            return span
        case Bold():
            return span.text
        case Link():
            return f"{span.text} ({span.url})"


def _block(block: Block, numbers: Iterator[int]) -> list[str]:
    match block:
        case Heading():
            return ["", block.text.upper()]
        case Paragraph():
            return _wrapped(plain(block.spans))
        case Quote():
            by = [f"    — {plain(block.by)}"] if block.by else []
            return [*_wrapped(block.words, "  │ "), *by]
        case Bullets():
            return [line for item in block.items for line in _wrapped(plain(item), "  • ", "    ")]
        case Facts():
            return [line for fact in block.facts for line in _wrapped(f"{fact.label}: {fact.value}", "  ", "    ")]
        case Bars():
            return [
                block.title,
                *(f"  {'█' * round(bar.share * BAR):{BAR}} {bar.label}: {bar.words}" for bar in block.bars),
            ]
        case Table():
            return [block.title, *_table((block.columns, *block.rows))]
        case Buttons():
            return ["", "  ".join(_button(button, numbers) for button in block.buttons)]


def _button(button: Button | OpenPage, numbers: Iterator[int]) -> str:
    if isinstance(button, OpenPage):
        return f"{button.label}: {button.url}"
    return f"[{next(numbers)}] {button.label}"


def _table(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]


def _wrapped(text: str, first: str = "", then: str = "") -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += textwrap.wrap(paragraph, WIDTH, initial_indent=first, subsequent_indent=then or first) or [
            first.rstrip()
        ]
    return lines
