"""Neutral cards drawn as Adaptive Cards 1.5, within every limit of limits.py."""

from adapters.teams import limits
from adapters.teams.buttons import Surface, rows
from adapters.teams.elements import (
    Drawn,
    Json,
    bars,
    bullets,
    facts,
    heading,
    is_light,
    more,
    paragraph,
    quiet,
    quote,
    table,
    weigh,
)
from adapters.teams.text import line, plain
from bot.views import (
    Bars,
    Block,
    Bullets,
    Buttons,
    Card,
    Facts,
    Heading,
    Note,
    Paragraph,
    Quote,
    Table,
)

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


def card(view: Card, surface: Surface) -> Json:
    """The card; what does not fit into it is counted in a line of its own."""
    # A dialog shows a title that fits in its own frame.
    framed = surface is Surface.DIALOG and len(view.title) <= limits.DIALOG_TITLE
    title = [] if framed else heading(view.title, limits.TITLE, size="Large")
    shown = view.blocks[: limits.BLOCKS]
    body = _within_size([(block, draw(block, surface)) for block in shown])
    wide = any(isinstance(block, Table) and len(block.columns) > 2 for block in shown)
    return envelope(title + body + more(len(view.blocks) - len(shown)), summary(view), wide=wide)


def note(view: Note) -> Json:
    """A short answer as a card, for the places where a card is to be replaced."""
    return envelope(paragraph(view.spans, limits.NOTE), line(plain(view.spans), limits.SUMMARY))


def summary(view: Card) -> str:
    """The line of a notification."""
    return line(view.summary or view.title, limits.SUMMARY)


def envelope(body: Drawn, fallback: str, *, wide: bool = False) -> Json:
    """The outer object of a card; ``fallback`` is for clients that cannot draw it."""
    content: Json = {"type": "AdaptiveCard", "$schema": SCHEMA, "version": limits.CARD_VERSION}
    if fallback:
        content["fallbackText"] = fallback
    if wide:
        content["msteams"] = {"width": "Full"}
    return content | {"body": body or quiet(("Nothing to show.",))}


def draw(block: Block, surface: Surface) -> Drawn:
    """The elements of one block; none where it is empty."""
    match block:
        case Heading(text):
            return heading(text, limits.HEADING)
        case Paragraph(spans, muted):
            return quiet(spans) if muted else paragraph(spans)
        case Quote():
            return quote(block)
        case Bullets():
            return bullets(block)
        case Facts(pairs):
            return facts(pairs)
        case Bars():
            return bars(block)
        case Table():
            return table(block)
        case Buttons():
            return rows(block, surface)


def prose(blocks: tuple[Paragraph | Quote | Bullets, ...]) -> Drawn:
    """The words over a form."""
    shown = blocks[: limits.INTRO_BLOCKS]
    drawn = [element for block in shown for element in draw(block, Surface.REPLY)]
    return drawn + more(len(blocks) - len(shown))


def _within_size(drawn: list[tuple[Block, Drawn]]) -> Drawn:
    """Drops blocks from the end until the card is light enough; buttons stay, they are what one does next."""
    room = limits.CARD_BYTES - limits.ENVELOPE_BYTES
    whole = [element for _, elements in drawn for element in elements]
    if is_light(whole, room) or weigh(whole) <= room:
        return whole
    weights = [weigh(elements) for _, elements in drawn]
    dropped: set[int] = set()
    for at in _droppable(drawn):
        if sum(weights) <= room:
            break
        dropped.add(at)
        weights[at] = 0
    kept = [element for at, (_, elements) in enumerate(drawn) if at not in dropped for element in elements]
    return kept + more(len(dropped))


def _droppable(drawn: list[tuple[Block, Drawn]]) -> list[int]:
    last_first = sorted(range(len(drawn)), reverse=True)
    return sorted(last_first, key=lambda at: isinstance(drawn[at][0], Buttons))
