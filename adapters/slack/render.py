"""Views as Block Kit: messages, App Home, small dialogs that show a card, and the options of a type-ahead."""

import json
from dataclasses import dataclass
from itertools import chain

from adapters.slack import limits
from adapters.slack.blocks import Json, header, label, literal, paragraph, small
from adapters.slack.elements import Origin, Page, draw
from adapters.slack.limits import MESSAGE, VIEW, Surface
from adapters.slack.text import escaped, fit, one_line, plain, size
from bot.views import Block, Buttons, Card, Choices, Invalid, Note, Option

NAME = "Warmline"


def message(card: Card | Note, origin: Origin) -> Json:
    """The ``text`` (for notifications and screen readers) and ``blocks`` of a message."""
    page = Page(MESSAGE, origin)
    if isinstance(card, Note):
        return {"text": escaped(plain(card.spans), limits.NOTIFICATION), "blocks": _note(card)}
    notification = escaped(card.summary or card.title, limits.NOTIFICATION)
    drawn = _within(page, [header(card.title)] if card.title else [], card.blocks)
    return {"text": notification, "blocks": drawn or [header(card.title)]}


def posting(card: Card | Note, origin: Origin) -> Json:
    """A message for the Web API: nothing in it is looked for links, names or previews."""
    quiet = {"mrkdwn": False, "parse": "none", "link_names": False, "unfurl_links": False, "unfurl_media": False}
    return message(card, origin) | quiet


def home(card: Card | Note) -> Json:
    """The App Home view."""
    return {"type": "home", "blocks": _shown(card, with_title=True)}


def dialog(card: Card | Note) -> Json:
    """A modal that shows something and asks nothing."""
    title = card.title if isinstance(card, Card) else NAME
    fits = size(one_line(title, limits.HEADER)) <= limits.VIEW_TITLE
    return {
        "type": "modal",
        "callback_id": "shown",
        "title": label(title if fits else NAME, limits.VIEW_TITLE, NAME),
        "close": label("Close", limits.VIEW_TITLE),
        "blocks": _shown(card, with_title=not fits),
    }


def choices(found: Choices) -> Json:
    """The answer to a type-ahead."""
    return {"options": options(found.options)[: limits.OPTIONS]}


def options(entries: tuple[Option, ...]) -> list[Json]:
    """Options as Slack takes them: each value once; one without a usable value is left out."""
    drawn: dict[str, Json] = {}
    for entry in entries:
        if 0 < size(entry.value) <= limits.OPTION_VALUE and entry.value not in drawn:
            drawn[entry.value] = {"text": label(entry.label, limits.OPTION), "value": entry.value}
    return list(drawn.values())


def errors(invalid: Invalid, fields: tuple[str, ...]) -> dict[str, str]:
    """A sentence by block id; what belongs to no field of the form stands at the first one, so that it is read."""
    told: dict[str, list[str]] = {}
    for name, text in invalid.errors.items():
        told.setdefault(name if name in fields else fields[0], []).append(text)
    return {name: fit(" ".join(texts), limits.FIELD_ERROR, "Please check this.") for name, texts in told.items()}


def as_note(invalid: Invalid) -> Note:
    """The same sentences where there is no field to put them at."""
    return Note.say("\n".join(text for text in invalid.errors.values() if text) or "Please check what you sent.")


def _note(note: Note) -> list[Json]:
    return [paragraph(note.spans)]


def _shown(card: Card | Note, with_title: bool) -> list[Json]:
    if isinstance(card, Note):
        return _note(card)
    return _within(Page(VIEW, Origin.REPLY), [header(card.title)] if with_title else [], card.blocks) or [
        literal_section("–")
    ]


def literal_section(text: str) -> Json:
    """A section of plain words."""
    return {"type": "section", "text": literal(text, limits.SECTION)}


def intro(blocks: tuple[Block, ...], room: Surface) -> list[Json]:
    """What stands over the fields of a form."""
    return _within(Page(room, Origin.REPLY), [], blocks)


def _within(page: Page, start: list[Json], blocks: tuple[Block, ...]) -> list[Json]:
    """All that fits; buttons keep their room, and a last line says how much is missing."""
    drawn = [(list(draw(block, page)), isinstance(block, Buttons)) for block in blocks]
    everything = [*start, *chain.from_iterable(group for group, _ in drawn)]
    if len(everything) <= page.surface.blocks and _fits(everything, page.surface.text):
        return everything
    reserved = [*start, small("0000 more not shown"), *chain.from_iterable(group for group, keep in drawn if keep)]
    room = _Room(page.surface.blocks - len(reserved), page.surface.text - text_size(reserved))
    return _cut_short(drawn, start, room)[: page.surface.blocks]


def _cut_short(drawn: list[tuple[list[Json], bool]], start: list[Json], room: "_Room") -> list[Json]:
    result, hidden, notice_at = list(start), 0, 0
    for group, keep in drawn:
        taken = group if keep else room.take(group) if not hidden else []
        result += taken
        if len(taken) < len(group):
            notice_at = notice_at if hidden else len(result)
            hidden += 1
    if hidden:
        result.insert(notice_at, small(f"{hidden} more not shown"))
    return result


@dataclass(slots=True)
class _Room:
    """How many blocks and characters may still come."""

    blocks: int
    text: int

    def take(self, group: list[Json]) -> list[Json]:
        """The leading blocks of the group that fit."""
        taken: list[Json] = []
        for block in group:
            self.blocks -= 1
            self.text -= text_size([block])
            if self.blocks < 0 or self.text < 0:
                break
            taken.append(block)
        return taken


def _fits(blocks: list[Json], limit: int) -> bool:
    # JSON is never shorter than the text in it and much faster to measure, so most cards need no walk.
    return len(json.dumps(blocks)) <= limit or text_size(blocks) <= limit


def text_size(blocks: list[Json]) -> int:
    """Visible characters of blocks, in UTF-16 units."""
    return sum(_text_size(block) for block in blocks)


def _text_size(value: object) -> int:
    if isinstance(value, dict):
        return sum(
            size(child) if key == "text" and isinstance(child, str) else _text_size(child)
            for key, child in value.items()
        )
    return sum(map(_text_size, value)) if isinstance(value, list) else 0
