"""Views of the core as pages of the desk: a card is a section, a form an HTML form, a note a line above."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias
from urllib.parse import urlencode

from adapters.desk.charts import Chart, chart
from adapters.desk.sections import BY_ACTION, FIRST, Opened, Section, is_here, only_reads
from bot.app import new_id
from bot.text import shorten
from bot.turn import Value
from bot.views import Bars, Block, Button, Buttons, Card, Field, Form, Look, OpenPage, Option, Paragraph, TypeAheadField

MANY = 3
"""From so many on, lines with buttons are a list."""
NAME = 60
"""Characters of an entry that its buttons repeat."""
WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Way:
    """A button that only looks: an address. ``url``: that of a page outside the desk."""

    label: str
    section: str
    action: str = ""
    arg: str = ""
    url: str = ""
    look: Look = Look.PLAIN
    at: str = ""

    @property
    def address(self) -> str:
        """Where it leads."""
        if self.url or not self.action:
            return self.url or f"/desk/{self.section}"
        asked = {"action": self.action, "arg": self.arg} | ({"at": self.at} if self.at else {})
        return f"/desk/{self.section}?{urlencode(asked)}"


@dataclass(frozen=True, slots=True)
class Press:
    """A button that changes something: a form of its own, which takes effect once."""

    label: str
    action: str
    arg: str
    look: Look
    confirm: str
    once: str
    at: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of what can be pressed."""

    ways: tuple[Way | Press, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One of many in a list: what it is, and beside it what can be pressed."""

    said: Paragraph
    row: Row

    @property
    def name(self) -> str:
        """What its buttons are about, for those who hear the page: the beginning of what is said."""
        return shorten(" ".join(span if isinstance(span, str) else span.text for span in self.said.spans), NAME)


Drawn: TypeAlias = Block | Row | Chart | Entry


@dataclass(frozen=True, slots=True)
class Sheet:
    """A card as the page draws it."""

    title: str
    blocks: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Input:
    """A field of a form with what stands in it; ``found``: what its type-ahead offers for what was typed."""

    field: Field
    value: Value
    label: str = ""
    error: str = ""
    found: tuple[Option, ...] = ()

    @property
    def id(self) -> str:
        """Its name in the page."""
        return f"f.{self.field.name}"


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as the page draws it."""

    form: Form
    opened: Opened
    once: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has filled in so far, by field; ``labels`` what they read in a type-ahead."""

    values: Mapping[str, Value] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    once: str = ""


def sheet(card: Card, section: Section, at: str = "") -> Sheet:
    """A card: bars become drawings, which stand together; buttons are what the desk can do, and no others.

    ``at``: the list that whatever is pressed here comes back to.
    """
    blocks = sorted(_blocks(card, section, at), key=lambda one: not isinstance(one, Chart))
    return Sheet(card.title, tuple(_in_entries(blocks)))


def filled(form: Form, opened: Opened, typed: Typed | None = None) -> Filled:
    """A form, with what was typed before where it has to be mended."""
    typed = typed or Typed()
    return Filled(form, opened, typed.once or form.once, tuple(_input(one, typed) for one in form.fields))


def preset(one: Field) -> tuple[Value, str]:
    """What stands in a field beforehand, and how people read it."""
    if isinstance(one, TypeAheadField):
        return (one.value.value, one.value.label) if one.value else ("", "")
    return one.value, ""


def _input(one: Field, typed: Typed) -> Input:
    value, label = preset(one)
    name = one.name
    return Input(
        one, typed.values.get(name, value), typed.labels.get(name, label), typed.errors.get(name, ""),
        typed.found.get(name, ()),
    )  # fmt: skip


def _blocks(card: Card, section: Section, at: str) -> Iterator[Drawn]:
    for block in card.blocks:
        match block:
            case Buttons():
                row = Row(tuple(_ways(block, section, at)))
                if row.ways:
                    yield row
            case Bars():
                yield chart(block)
            case _:
                yield block


def _in_entries(blocks: Sequence[Drawn]) -> Iterator[Drawn]:
    """Where many lines each have buttons of their own, line and buttons stand side by side."""
    pairs = [n for n, (one, after) in enumerate(pairwise(blocks)) if _is_entry(one, after)]
    if len(pairs) < MANY:
        yield from blocks
        return
    for n, one in enumerate(blocks):
        after = blocks[n + 1] if n in pairs else None
        if isinstance(one, Paragraph) and isinstance(after, Row):
            yield Entry(one, after)
        elif n - 1 not in pairs:
            yield one


def _is_entry(one: Drawn, after: Drawn) -> bool:
    return isinstance(one, Paragraph) and not one.quiet and isinstance(after, Row)


def _ways(row: Buttons, section: Section, at: str) -> Iterator[Way | Press]:
    """Buttons that lead to another page of the desk say what its navigation says; one alone may say where to decide.

    Where a page has a field to search in, a button to the same is left out.
    """
    for button in row.buttons:
        if isinstance(button, OpenPage):
            if button.url.startswith(WEB):
                yield Way(button.label, section.name, url=button.url)
        elif button.action in BY_ACTION and not button.arg:
            if len(row.buttons) == 1 and BY_ACTION[button.action] is not FIRST:
                yield Way(button.label, BY_ACTION[button.action].name)
        elif button.action == section.finds:
            continue
        elif only_reads(button.action):
            yield Way(button.label, section.name, button.action, button.arg, look=button.look, at=at)
        elif is_here(button.action):
            yield _press(button, at)


def _press(button: Button, at: str) -> Press:
    return Press(button.label, button.action, button.arg, button.look, button.confirm, new_id(), at)


def with_found(typed: Typed, name: str, found: tuple[Option, ...]) -> Typed:
    """The same with what a type-ahead offers."""
    return replace(typed, found={**typed.found, name: found})
