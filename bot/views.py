"""What people see, free of any platform: values that each adapter's render.py draws in its own manner.

A member's words are plain ``str`` and can never become markup; only ``Bold`` and ``Link`` format. An element
stands here only when every adapter can draw it. Limits of a platform live beside its renderer, never here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Bold:
    """Words that stand out."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an https address of ours, never to one typed by a member."""

    text: str
    url: str


Span: TypeAlias = str | Bold | Link
Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A short line over what follows inside a card."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``quiet`` draws it small and muted (dates, counts, reasons)."""

    spans: Spans
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A member's own words, with a line saying whose they are."""

    words: str
    by: Spans = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list."""

    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value, both plain text."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values, drawn as two columns where there is room."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``share`` from 0 to 1, and the same fact in words for those who do not see the bar."""

    label: str
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A small horizontal bar chart."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A few rows side by side; every row as long as ``columns``, the first cell names the row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Look(StrEnum):
    """How much weight a button has."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """Runs ``action`` with ``arg``, an opaque id; ``confirm``: asks first.

    ``opens_form``: the answer is a Form, or words that have to stay until their reader closes them.
    """

    label: str
    action: str
    arg: str = ""
    look: Look = Look.PLAIN
    opens_form: bool = False
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A button that opens a web page of ours."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons."""

    buttons: tuple[Button | OpenPage, ...]


Block: TypeAlias = Heading | Paragraph | Quote | Bullets | Facts | Bars | Table | Buttons


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Card:
    """A message; ``title`` is empty where it is one line alone. ``summary`` is the one plain line of a notification, or
    empty for the title.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A short answer that only its reader sees."""

    spans: Spans

    @classmethod
    def say(cls, text: str) -> "Note":
        """A note of plain text."""
        return cls((text,))


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a list: what people read, and what comes back."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class TextField:
    """Typed text. ``max_length`` counts characters; a renderer may lower it to its platform's limit."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    placeholder: str = ""
    lines: bool = False
    required: bool = True
    max_length: int = 2000


@dataclass(frozen=True, slots=True)
class SelectField:
    """Exactly one of a few options; ``value`` is the option chosen beforehand."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str = ""
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class ManyField:
    """Any number of options, at most ten of them; the value is a tuple."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: tuple[str, ...] = ()
    hint: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class TypeAheadField:
    """One entry of a long list, found while typing: the adapter runs ``action`` and gets ``Choices``.

    ``first`` is a static first page for clients that do not ask; ``value`` the entry chosen beforehand.
    """

    name: str
    label: str
    action: str
    first: tuple[Option, ...] = ()
    value: Option | None = None
    hint: str = ""
    placeholder: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class DateField:
    """A calendar day, ``YYYY-MM-DD``."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class RatingField:
    """1 (poor) to 5 (very good); the value is the digit, or empty."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    required: bool = False


Field: TypeAlias = TextField | SelectField | ManyField | TypeAheadField | DateField | RatingField


@dataclass(frozen=True, slots=True)
class Form:
    """Fields and one button. Submitting runs ``action`` with ``arg`` and the values by field name.

    ``once`` is the form's own token: however often the filled form arrives, it takes effect one time.
    """

    title: str
    action: str
    fields: tuple[Field, ...]
    once: str
    arg: str = ""
    submit: str = "Send"
    intro: tuple[Paragraph | Quote | Bullets, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """Answer to a type-ahead: best first."""

    options: tuple[Option, ...]


class Invalid(Exception):
    """The form cannot be taken as it is: a sentence by field name says what to do. It stays open with what was typed.

    Raised by a use case, so that nothing of the turn is kept, and shown by the adapter.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


View: TypeAlias = Card | Form | Note | Choices | Invalid
