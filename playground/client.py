"""What both chat clients have in common for the people who sit at them: what is drawn, and what they can do."""

from dataclasses import dataclass, field
from typing import Protocol

from playground.cast import Actor
from playground.state import Conversation, Json, Message


class Gone(Exception):
    """What the person wants to use is not, or no longer, before them; the text is for them."""


@dataclass(frozen=True)
class Place:
    """Where on the screen: `surface` is message, home or dialog; the ids are those of a message's place."""

    surface: str
    conversation: str = ""
    message: str = ""


@dataclass(frozen=True)
class Option:
    """One choice, with the platform's own record of it."""

    text: str
    raw: Json


@dataclass(frozen=True)
class Button:
    """Something to press, with the platform's own record of it; `url` where it is a link."""

    label: str
    action: Json
    block_id: str = ""
    url: str = ""


@dataclass(frozen=True)
class Field:
    """Something to fill in.

    `kind` is text, select, multi, typeahead, multi_typeahead, toggle or date; `live` means that a choice is
    sent to the app at once.
    """

    label: str
    kind: str
    element: Json
    block_id: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    live: bool = False


@dataclass
class Drawn:
    """A surface in plain text, top down, with what can be pressed, filled in and followed."""

    lines: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


@dataclass
class Dialog:
    """The open window: `submit` and `close` are button labels, empty where there is none."""

    id: str
    title: str
    drawn: Drawn
    submit: str = ""
    close: str = ""


class Client(Protocol):
    """A person's Slack or Teams. Each call returns when the app has answered and the answer is on the screen."""

    async def type(self, who: Actor, conversation: Conversation, text: str, thread: str = "") -> None:
        """Sends a typed line; `thread` is the id of the message answered to."""

    async def say(self, who: Actor, text: str, where: Conversation | None, thread: str) -> None:
        """Brings a line to the app the way a person does on this platform (`/peers …`, or by mention)."""

    async def press(self, who: Actor, place: Place, action: Json, block_id: str, inputs: Json) -> None:
        """Presses a button, or makes a live choice; `inputs` are in the platform's own shape."""

    async def submit(self, who: Actor, inputs: Json, action: Json | None = None) -> None:
        """Sends the open dialog."""

    async def suggest(self, who: Actor, place: Place, element: Json, query: str, inputs: Json) -> list[Option]:
        """What the app offers for the letters typed into a type-ahead."""

    async def close(self, who: Actor) -> None:
        """Closes the open dialog without sending it."""

    async def home(self, who: Actor) -> None:
        """Goes to the app's start page, or asks for help where there is none."""

    async def shortcut(self, who: Actor, name: str, place: Place | None = None) -> None:
        """Calls a shortcut or action command by its id, on a message when a place is given."""

    def draw_message(self, who: Actor, message: Message) -> Drawn:
        """The message as this person sees it."""

    def draw_home(self, who: Actor) -> Drawn | None:
        """The app's start page as published for this person."""

    def draw_dialog(self, who: Actor) -> Dialog | None:
        """The dialog on top."""

    def put(self, inputs: Json, target: Field, chosen: str | list[Option]) -> None:
        """Writes what was filled in into `inputs`, in the platform's own shape."""
